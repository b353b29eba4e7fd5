"""What the indexes of several parts say together: who was active on which day, merges applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from pyroaring import BitMap

from holdfast.events.activity.aliases import Aliases
from holdfast.events.activity.format import PartIndex, Subject
from holdfast.events.activity.trails import DAYS
from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND


@dataclass(frozen=True)
class PartsActivity:
    """`holdfast.metrics.kernel.active.Activity` over parts.

    before: days from this one on do not count. tail: what counts of that day, when it is cut short. until: events from
    then on do not count, in days of `zone`; of these trails are asked.
    """

    parts: Sequence[PartIndex]
    people_aliases: Aliases
    account_aliases: Aliases
    before: int | None = None
    tail: PartIndex | None = None
    until: datetime | None = None
    zone: ZoneInfo | None = None
    _kept: dict[tuple[str, str | None], ActiveDays] = field(default_factory=dict)

    @property
    def knows_people(self) -> bool:
        """Whether any event names a person, also one after the moment it is cut at."""
        return any(subject is Subject.PERSON for part in self.parts for subject, _ in part.held)

    def events(self) -> tuple[str, ...]:
        """The names of all events, in the order of the alphabet."""
        return tuple(sorted(set().union(*(part.events() for part in self._all()))))

    def by_use(self) -> tuple[str, ...]:
        """The names of all events, most days of people, or of accounts, first; a day in two parts counts twice."""
        found: Counter[str] = Counter()
        for part in self._all():
            found.update(part.sizes())
        return tuple(name for name, _ in found.most_common())

    def people(self, event: str | None = None) -> ActiveDays:
        """People by day; event None: by any."""
        return self._days(Subject.PERSON, event)

    def accounts(self, homes: Mapping[int, int], event: str | None = None) -> ActiveDays:
        """Accounts by day. homes: person -> the account of its events that name none."""
        named, alone = self._days(Subject.ACCOUNT, event), self._days(Subject.ALONE, event)
        if not homes or not alone.days:
            return named
        found = dict(zip(named.days, named.bitmaps, strict=True))
        home = Aliases.of_mapping(homes)
        for day, bitmap in zip(alone.days, alone.bitmaps, strict=True):
            found[day] = found.get(day, BitMap()) | home.only(bitmap)
        return ActiveDays.of(found)

    def actor_days(self) -> pa.Table | None:
        """See `Activity`. A part whose index is not the stored one, of which only some rows count, has no trails."""
        trails = [part.trails for part in self.parts]
        if self.until is None or self.zone is None or None in trails:
            return None
        until = (self.until - EPOCH) // MICROSECOND
        told = [each.days(self.zone, until) for each in trails if each is not None]
        days = pa.concat_tables([DAYS.empty_table(), *told])
        for name, aliases in (("person_id", self.people_aliases), ("account_id", self.account_aliases)):
            own = days[name].fill_null(0).to_numpy().astype(np.int64)
            main = pa.array(aliases.each(own).astype(np.uint32), mask=days[name].is_null().to_numpy())
            days = days.set_column(days.column_names.index(name), name, main)
        return days

    def counts(self, subject: Subject, event: str | None = None) -> list[tuple[int, int]]:
        """(day, how many were active), for days with any."""
        days = self._days(subject, event)
        return [(day, len(bitmap)) for day, bitmap in zip(days.days, days.bitmaps, strict=True)]

    def _days(self, subject: Subject, event: str | None) -> ActiveDays:
        key = (subject, event)
        if key not in self._kept:
            self._kept[key] = self._read(subject, event)
        return self._kept[key]

    def _read(self, subject: Subject, event: str | None) -> ActiveDays:
        aliases = self.account_aliases if subject is Subject.ACCOUNT else self.people_aliases
        found: dict[int, list[BitMap]] = {}
        for part in self.parts:
            for day, bitmap in part.days(subject, event):
                if self.before is None or day < self.before:
                    found.setdefault(day, []).append(bitmap)
        for day, bitmap in self.tail.days(subject, event) if self.tail else ():
            found.setdefault(day, []).append(bitmap)
        return ActiveDays.of({day: aliases.apply(union(bitmaps)) for day, bitmaps in found.items()})

    def _all(self) -> list[PartIndex]:
        return [*self.parts, *([self.tail] if self.tail else [])]
