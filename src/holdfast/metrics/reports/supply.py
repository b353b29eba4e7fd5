"""What a report needs to be told: who did what when, and who is who. Engines and stores supply it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.reports.query.conditions import Condition, Unit

ROWS = pa.schema([("event", pa.string()), ("person", pa.int64()), ("account", pa.int64()), ("at", pa.int64())])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events, in which columns. events: of these names, none: all. since, until: half-open, None: unlimited.

    where: of properties of the event only. properties: columns p0, p1 ... with their values as text, null where there
    is none. tests: columns t0, t1 ... that say whether a condition on properties holds.
    """

    events: tuple[str, ...] = ()
    where: Condition | None = None
    since: datetime | None = None
    until: datetime | None = None
    properties: tuple[str, ...] = ()
    tests: tuple[Condition, ...] = ()


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

    def segment(self, key: str) -> tuple[Unit, BitMap]:
        """Who is in a saved segment. KeyError when there is none of this key."""
        ...

    def listed(self, subject: Unit, keys: tuple[str, ...]) -> BitMap:
        """The ids of these keys; those that are nobody's are left out."""
        ...
