"""Ranges are cut out of the series that is stored: a number does not depend on what is shown beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.board.meta import read_meta
from holdfast.book.range import BadRange, over
from holdfast.metrics.kernel.period import PER_YEAR, Calendar, Period


@dataclass(frozen=True, slots=True)
class Window:
    """What is shown. Its periods are numbered as those of the whole calendar, whatever range is asked for.

    whole: it begins before the periods that are usually shown. usual: it is just these.
    """

    calendar: Calendar
    whole: bool
    usual: bool

    def cut(self, table: pa.Table) -> pa.Table:
        """The rows of the periods shown, of a table with `period` or `label`."""
        if self.usual:
            return table
        if "period" in table.column_names:
            first, last = self.calendar.periods[0].number, self.calendar.periods[-1].number
            return table.filter(pc.and_(pc.greater_equal(table["period"], first), pc.less_equal(table["period"], last)))
        return table.filter(pc.is_in(table["label"], pa.array([period.label for period in self.calendar])))

    def cut_cohorts(self, table: pa.Table) -> pa.Table:
        """The cohorts that began in a period shown, as far as it is shown."""
        if self.usual:
            return table
        labels = pa.array([period.label for period in self.calendar])
        places = pc.index_in(table["cohort"], labels)
        return table.filter(pc.fill_null(pc.less(pc.add(places, table["age"]), len(labels)), False))


@lru_cache(maxsize=512)
def window(folder: Path, period: str, from_: str | None = None, to: str | None = None) -> Window:
    """Raises BadRange for a period or label that is none, or a range in which nothing is known."""
    usual = _over(folder, period, None, None)
    if not from_ and not to:
        return Window(usual, whole=False, usual=True)
    wanted = {each.label for each in _over(folder, period, from_ or None, to or None)}
    known = [place for place, each in enumerate(usual.whole) if place >= PER_YEAR[usual.grain]]
    places = [place for place in known if usual.whole[place].label in wanted]
    if not places:
        first = read_meta(folder).first
        raise BadRange(f"Nothing is known before {first}; choose a range that ends later.")
    first_shown, end = places[0], places[-1] + 1
    cut = replace(usual, lead=usual.whole[:first_shown], periods=usual.whole[first_shown:end])
    whole = first_shown < len(usual.lead)
    return Window(cut, whole=whole, usual=cut.periods == usual.periods)


def labelled(folder: Path, period: str, label: str) -> Period:
    """A period by its label, also one before those that are usually shown; KeyError when there is none."""
    return replace(window(folder, period).calendar, lead=(), periods=known_periods(folder, period)).labelled(label)


def known_periods(folder: Path, period: str) -> tuple[Period, ...]:
    """All periods since the first day of the data."""
    usual = window(folder, period).calendar
    return usual.whole[PER_YEAR[usual.grain] :]


def only(calendar: Calendar, labels: Collection[str]) -> Calendar:
    """The periods of a table that was made over another calendar, such as one of what was known earlier."""
    return replace(calendar, lead=(), periods=tuple(each for each in calendar.whole if each.label in labels))


def _over(folder: Path, period: str, from_: str | None, to: str | None) -> Calendar:
    meta = read_meta(folder)
    return over(period, from_, to, settings=meta.settings, as_of=meta.as_of, first=meta.first)
