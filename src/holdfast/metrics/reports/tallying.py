"""Counts of events by slot, actor and value: from the engine where it can count, else from the events one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.dimensions import Codes, Dimension
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.conditions import Condition, Property, Unit, both
from holdfast.metrics.reports.slots import Micros
from holdfast.metrics.reports.splitting import leaves, split
from holdfast.metrics.reports.supply import Counting, CountingSupply, Wanted

_MANY = 62
NONE = np.zeros(0, np.bool_)


@dataclass(frozen=True)
class Tally:
    """One row each for what was counted together, all of one length; the same may come more than once.

    slots: numbers. actors: ids; empty if they were not asked for. codes: one array for each dimension. texts: values of
    the property that was asked for, if one was. fits: whether the condition that was asked for holds; empty if none
    was. times: how many events; first: when the first of them was, in microseconds since 1970.
    """

    slots: Codes
    actors: npt.NDArray[np.uint32]
    codes: tuple[Codes, ...]
    texts: tuple[pa.ChunkedArray, ...]
    fits: npt.NDArray[np.bool_]
    times: Codes
    first: Micros

    def __len__(self) -> int:
        return len(self.times)

    def firsts(self, edges: Micros, dimensions: Sequence[Dimension]) -> Tally:
        """The first event of each actor, in the slots that have these edges; the others are left out.

        Of several at one instant it is one that fits, and then the one whose values come first in the alphabet. One
        that does not fit is left out too.
        """
        keys = [one.order()[codes] for one, codes in zip(dimensions, self.codes, strict=True)]
        misfits = [~self.fits] if len(self.fits) else []
        order = np.lexsort((*reversed(keys), *misfits, self.first, self.actors))
        first = np.diff(self.actors[order].astype(np.int64), prepend=-1) != 0
        kept = order[first]
        slots = np.searchsorted(edges, self.first[kept], side="right") - 1
        inside = (slots >= 0) & (slots < len(edges) - 1)
        if len(self.fits):
            inside &= self.fits[kept]
        kept = kept[inside]
        codes = tuple(one[kept] for one in self.codes)
        return Tally(slots[inside], self.actors[kept], codes, (), NONE, self.times[kept], self.first[kept])


@dataclass(frozen=True)
class Tallying:
    """Counts the events of a report. where: of all of them."""

    asking: Asking
    unit: Unit
    where: Condition | None
    dimensions: tuple[Dimension, ...]

    def everywhere(self) -> Tallying:
        """The same without the condition of the report."""
        return replace(self, where=None)

    def of(
        self,
        picked: Picked,
        edges: Micros | None,
        *,
        actors: bool = False,
        named: str | None = None,
        fits: Condition | None = None,
    ) -> Tally:
        """edges: of slots; None: of all time, as one. named: a property whose values are told apart, if any.

        fits: what is not asked of the events, but told of them.
        """
        properties = tuple(one.breakdown.name for one in self.dimensions if one.coding is None)
        properties = properties if named is None else (*properties, named)
        # Of many slots hardly anybody has two events in one, and to find that out takes longer than to read them.
        many = actors and edges is not None and len(edges) > _MANY
        found = None if many else self._counted(picked, edges, actors, properties, fits)
        return found if found is not None else self._read(picked, edges, properties, fits)

    def _counted(
        self, picked: Picked, edges: Micros | None, actors: bool, properties: tuple[str, ...], fits: Condition | None
    ) -> Tally | None:
        supply = self.asking.supply
        condition = split(both(picked.where, self.where), self.unit, self.asking.holding.subject)
        told = fits is None or all(isinstance(leaf, Property) for leaf in leaves(fits))
        if condition.mixed or not told or not isinstance(supply, CountingSupply):
            return None
        codings = tuple(one.coding for one in self.dimensions if one.coding is not None)
        held = None if condition.of_actor is None else self.asking.holding.of(condition.of_actor, self.unit)
        among = None if held is None else ordinals_of(held)
        tests = () if fits is None else (fits,)
        table = supply.counts(
            Wanted(picked.events, condition.of_event, *ends(edges), properties, tests),
            Counting(self.unit, edges, actors, among, codings),
        )
        if table is None:
            return None
        texts = [table[f"p{place}"] for place in range(len(properties))]
        return Tally(
            slots=table["slot"].to_numpy(),
            actors=table["actor"].to_numpy().astype(np.uint32) if actors else np.zeros(0, np.uint32),
            codes=self._codes(texts, [table[f"c{place}"].to_numpy() for place in range(len(codings))]),
            texts=tuple(texts[self._of_events :]),
            fits=table["t0"].to_numpy() if tests else NONE,
            times=table["times"].to_numpy(),
            first=table["first"].to_numpy(),
        )

    def _read(self, picked: Picked, edges: Micros | None, properties: tuple[str, ...], fits: Condition | None) -> Tally:
        tests = () if fits is None else (fits,)
        read = self.asking.read(picked, self.unit, ends(edges), self.where, properties=properties, tests=tests)
        at, texts = read.column("at"), [read.texts(f"p{place}") for place in range(len(properties))]
        slots = np.zeros(len(at), np.int64) if edges is None else np.searchsorted(edges, at, "right") - 1
        codings = [
            one.coding.of(read.column(str(one.coding.subject))) for one in self.dimensions if one.coding is not None
        ]
        return Tally(
            slots=slots.astype(np.int64),
            actors=read.column(str(self.unit)).astype(np.uint32),
            codes=self._codes(texts, codings),
            texts=tuple(texts[self._of_events :]),
            fits=read.tests[0][read.counts] if tests else NONE,
            times=np.ones(len(at), np.int64),
            first=at,
        )

    @property
    def _of_events(self) -> int:
        """How many dimensions are properties of the event."""
        return sum(one.coding is None for one in self.dimensions)

    def _codes(self, texts: Sequence[pa.ChunkedArray], codings: Sequence[Codes]) -> tuple[Codes, ...]:
        by_text, by_actor = iter(texts), iter(codings)
        return tuple(one.codes(next(by_text)) if one.coding is None else next(by_actor) for one in self.dimensions)


def ends(edges: Micros | None) -> tuple[datetime | None, datetime | None]:
    """Half-open."""
    if edges is None:
        return None, None
    return EPOCH + int(edges[0]) * MICROSECOND, EPOCH + int(edges[-1]) * MICROSECOND
