"""Of whom facts, answers and tickets tell what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, local_days
from holdfast.metrics.reports.comparing import POSITIVE, compares
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.leaves import Is, Unit
from holdfast.metrics.reports.query.periods import Period
from holdfast.metrics.reports.query.told import DAYS, WORDS, Answered, Fact, FactName, State, Ticketed
from holdfast.metrics.reports.segments.amounts import Ids, holders
from holdfast.metrics.reports.segments.starts import Starts

if TYPE_CHECKING:
    from holdfast.metrics.reports.supply import Who

Mask = npt.NDArray[np.bool_]
Micros = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Telling:
    """Answers Fact, Answered and Ticketed; `negate` not considered, and `by` is the unit already."""

    who: Who
    starts: Starts

    def fact(self, leaf: Fact) -> BitMap:
        """The accounts that have what it names, whether it asks for that or for its absence."""
        table = self.who.figures()
        if leaf.name not in table.column_names:
            raise BadQuery("name", f"{leaf.name} is not known of any account yet")
        column = table[leaf.name]
        test = None if leaf.is_ is None else POSITIVE.get(leaf.is_, leaf.is_)
        if test is Is.SET:
            found = column.is_valid().to_numpy()
        elif leaf.name in DAYS:
            found = self._within(leaf.when, _micros(column))
        elif leaf.name in WORDS:
            found = _words(column, leaf, test or Is.ONE_OF)
        else:
            found = _numbers(column, leaf, test or Is.ONE_OF)
        return bitmap_of(table["account_id"].to_numpy()[found].astype(np.uint32))

    def answered(self, leaf: Answered, unit: Unit) -> BitMap:
        rows = _of(self.who.answers(), unit)
        if leaf.survey is not None:
            rows = rows.filter(pc.equal(rows["survey"], leaf.survey.value))
        scored = leaf.least is not None or leaf.most is not None
        if scored:
            rows = rows.filter(rows["score"].is_valid())
        if leaf.latest:
            rows = _latest(rows, unit)
        ids, at = _ids(rows, unit), rows["at"].to_numpy()
        found = self.starts.reach(leaf.when, unit).counts(ids, self._days(at))
        if scored:
            score = rows["score"].to_numpy()
            found &= (score >= (-np.inf if leaf.least is None else leaf.least)) & (
                score <= (np.inf if leaf.most is None else leaf.most)
            )
        return bitmap_of(np.unique(ids[found]))

    def ticketed(self, leaf: Ticketed, unit: Unit) -> BitMap:
        rows = _of(self.who.tickets(), unit)
        if leaf.priorities:
            rows = rows.filter(pc.is_in(rows["priority"], pa.array(leaf.priorities, pa.string())))
        now = (self.starts.asking.clock.as_of - EPOCH) // MICROSECOND
        ids, opened = _ids(rows, unit), rows["opened"].to_numpy()
        solved = rows["solved"].fill_null(np.iinfo(np.int64).max).to_numpy()
        is_solved = solved < now
        found = opened < now
        found &= self.starts.reach(leaf.opened, unit).counts(ids, self._days(opened))
        if leaf.state is not State.ANY or leaf.solved is not None:
            found &= ~is_solved if leaf.state is State.OPEN else is_solved
        if leaf.solved is not None:
            days = self._days(np.where(is_solved, solved, 0))
            found &= self.starts.reach(leaf.solved, unit).counts(ids, days)
        holding, amounts = np.unique(ids[found], return_counts=True)
        return holders(holding, amounts, leaf.is_, leaf.number, self.who.everyone(unit))

    def _within(self, period: Period | None, at: tuple[Micros, Mask]) -> Mask:
        micros, known = at
        reach = self.starts.reach(period, Unit.ACCOUNT)
        return known & reach.counts(np.zeros(len(micros), np.uint32), self._days(micros))

    def _days(self, at: Micros) -> npt.NDArray[np.int64]:
        return local_days(at, self.starts.asking.clock.zone).astype(np.int64)


def _of(rows: pa.Table, unit: Unit) -> pa.Table:
    """Those of somebody."""
    return rows.filter(rows[str(unit)].is_valid())


def _ids(rows: pa.Table, unit: Unit) -> Ids:
    return np.asarray(rows[str(unit)].to_numpy(), np.uint32)


def _latest(rows: pa.Table, unit: Unit) -> pa.Table:
    """The last one of each; of several at one instant the one with the highest score."""
    ids, score = _ids(rows, unit), rows["score"].fill_null(-np.inf).to_numpy()
    order = np.lexsort((score, rows["at"].to_numpy(), ids))
    last = np.diff(ids[order].astype(np.int64), append=-1) != 0
    return rows.take(pa.array(order[last]))


def _micros(column: pa.ChunkedArray) -> tuple[Micros, Mask]:
    """Instants, and which of them are known."""
    at = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    return at.fill_null(0).to_numpy(), at.is_valid().to_numpy()


def _words(column: pa.ChunkedArray, leaf: Fact, test: Is) -> Mask:
    """Plans and currencies may be several, joined by commas."""
    coded = column.combine_chunks().dictionary_encode()
    apart = leaf.name in (FactName.PLAN, FactName.CURRENCY)
    fits = [
        any(compares(part, test, leaf.values) for part in (word.split(", ") if apart else [word]))
        for word in coded.dictionary.to_pylist()
    ]
    return np.asarray(np.array([*fits, False])[coded.indices.fill_null(len(fits)).to_numpy()], np.bool_)


def _numbers(column: pa.ChunkedArray, leaf: Fact, test: Is) -> Mask:
    numbers = column.cast(pa.float64()).fill_null(np.nan).to_numpy()
    limits = [float(value) for value in leaf.values]
    if test is Is.ONE_OF:
        return np.asarray(np.isin(numbers, limits), np.bool_)
    compared = {
        Is.MORE_THAN: numbers > limits[0],
        Is.AT_LEAST: numbers >= limits[0],
        Is.LESS_THAN: numbers < limits[0],
        Is.AT_MOST: numbers <= limits[0],
    }
    return np.asarray(compared[test], np.bool_)
