"""What a report needs to be told: who did what when, and who is who. Engines and stores supply it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.reports.query.conditions import Condition, Unit

ROWS = pa.schema([("event", pa.string()), ("person", pa.int64()), ("account", pa.int64()), ("at", pa.int64())])
# event may be a dictionary of names. person, account: ids, null where nobody is known; instants in microseconds since
# 1970.
ANSWERS = pa.schema(
    [("person", pa.int64()), ("account", pa.int64()), ("survey", pa.string()), ("score", pa.float64()),
     ("at", pa.int64())]
)  # fmt: skip
TICKETS = pa.schema(
    [("person", pa.int64()), ("account", pa.int64()), ("priority", pa.string()), ("opened", pa.int64()),
     ("solved", pa.int64())]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events, in which columns. events: of these names, none: all. since, until: half-open, None: unlimited.

    where: of properties of the event only. properties: columns p0, p1 ... with their values as text, null where there
    is none. tests: columns t0, t1 ... that say whether a condition on properties holds. units: whose ids are needed;
    named: whether the names of the events are. Columns that are not needed may lack.
    """

    events: tuple[str, ...] = ()
    where: Condition | None = None
    since: datetime | None = None
    until: datetime | None = None
    properties: tuple[str, ...] = ()
    tests: tuple[Condition, ...] = ()
    units: tuple[Unit, ...] = tuple(Unit)
    named: bool = True


class Supply(Protocol):
    """The events that count: each once, none at or after the moment the report is about, ids after merges.

    An event that names no account is its person's, if that person belongs to exactly one.
    """

    def days(self, event: str | None, unit: Unit) -> ActiveDays | None:
        """Who was active on which local day, by one event or by any; None: nobody keeps an index, read rows."""
        ...

    def rows(self, wanted: Wanted) -> pa.Table:
        """ROWS and what is wanted beside, in any order. person and account are null where nobody is named; at counts
        microseconds since 1970.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """What people, or accounts, are counted under. ids: rising; codes: one for each, from 1 on; all others have 0."""

    subject: Unit
    ids: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.int64]

    def of(self, ids: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """The code of each; negative ids are nobody's."""
        if not len(self.ids):
            return np.zeros(len(ids), np.int64)
        place = np.searchsorted(self.ids, ids).clip(0, len(self.ids) - 1)
        return np.where(self.ids[place] == ids, self.codes[place], 0)


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """How events are counted together: of each slot, of each actor if asked, under each combination of codes.

    unit: events that name nobody of it are left out. edges: of slots, in microseconds since 1970; None: no slots.
    among: only of these; None: of all.
    """

    unit: Unit
    edges: npt.NDArray[np.int64] | None
    actors: bool = False
    among: npt.NDArray[np.uint32] | None = None
    codings: tuple[Coding, ...] = ()


@runtime_checkable
class CountingSupply(Supply, Protocol):
    """A supply whose engine can count, so that rows need not leave it."""

    def counts(self, wanted: Wanted, counting: Counting) -> pa.Table | None:
        """Columns slot, actor (if asked), the p and t that are wanted, c0, c1 ... for the codings; and times and first:
        how many events, and when the first one was. A combination may come more than once. None: it cannot say.
        """
        ...


MONEY = pa.schema([("account", pa.int64()), ("at", pa.int64()), ("amount", pa.decimal128(18, 6))])


class Money(Protocol):
    """What accounts pay, as tables of MONEY: amounts in major units of `currency`, at in microseconds since 1970."""

    @property
    def currency(self) -> str:
        """The code of the one currency that everything is in."""
        ...

    def changes(self) -> pa.Table:
        """Every change of MRR that has happened; what an account pays is their sum."""
        ...

    def cash(self) -> pa.Table:
        """Money outside MRR that has come in, or, less than 0, was paid back."""
        ...


class Who(Protocol):
    """People and accounts, as ids."""

    def everyone(self, unit: Unit) -> BitMap:
        """All of them, also those without events."""
        ...

    def homes(self) -> Mapping[int, int]:
        """Person -> account, for the people of exactly one."""
        ...

    def created(self, unit: Unit) -> Mapping[int, int]:
        """Id -> when it was first seen, in microseconds since 1970."""
        ...

    def holders(self, subject: Unit, trait: str) -> Mapping[str, BitMap]:
        """Value -> who has it now. KeyError when nobody has such a trait."""
        ...

    def plans(self) -> Mapping[str, BitMap]:
        """Plan -> the accounts that pay most of their MRR for it now."""
        ...

    def listed(self, subject: Unit, keys: tuple[str, ...]) -> BitMap:
        """The ids of these keys; those that are nobody's are left out."""
        ...

    def in_list(self, number: int) -> tuple[Unit, BitMap]:
        """Who is in a stored list. KeyError when there is none of this number."""
        ...

    def figures(self) -> pa.Table:
        """A row for each account: `account_id` and the columns that query.told.FactName names, as they are now."""
        ...

    def answers(self) -> pa.Table:
        """ANSWERS that were given; those that name no account are their person's."""
        ...

    def tickets(self) -> pa.Table:
        """TICKETS that were opened; solved is null while it is not."""
        ...
