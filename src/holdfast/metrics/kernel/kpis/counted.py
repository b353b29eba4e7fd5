"""The usage KPIs as algebra of bitmaps: the same figures as their terms give, without reading an event.

Only for a whole company, not by slices: what an account was at the moment of an event is not in the index. Nor is the
moment itself, so KPIs that measure hours (`last_seen`, `time_to_value`) are computed from their terms alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.counting import Counting, Span
from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.kernel.kpi import Cell, Counted, Figures, Side
from holdfast.metrics.kernel.kpis import activity
from holdfast.metrics.kernel.period import BEFORE, Grain

Amount = Callable[[Counting, Span], Decimal | int]


def share(top: Amount, bottom: Amount) -> Counted:
    """Of each period, from its days."""
    return _figures({Side.NUMERATOR: top, Side.DENOMINATOR: bottom})


def count(top: Amount) -> Counted:
    """A KPI without a denominator."""
    return _figures({Side.NUMERATOR: top})


def _figures(sides: Mapping[Side, Amount]) -> Counted:
    def counted(on: Counting) -> Figures:
        return {
            (number, TOTAL): {side: Decimal(amount(on, span)) for side, amount in sides.items()}
            for number, span in on.spans()
        }

    return counted


def daily(on: Counting, span: Span) -> Decimal:
    """People active on a day, mean over the days."""
    return _mean(on, [(day, day) for day in range(span[0], span[1] + 1)])


def daily_within_months(on: Counting, span: Span) -> Decimal:
    """Over those of the days that the monthly stretches cover."""
    return daily(on, (max(span[0], months(on, span)[0][0]), span[1]))


def weekly(on: Counting, span: Span) -> Decimal:
    """Active in seven days, mean over the weeks counted back from the end; a month is never left."""
    multiple = 4 if on.over.grain in (Grain.QUARTER, Grain.YEAR) else 1
    weeks = _stretches(span, activity.WEEK_DAYS, multiple)
    if on.over.grain is Grain.MONTH:
        weeks = [(max(first, span[0]), last) for first, last in weeks]
    return _mean(on, weeks)


def monthly(on: Counting, span: Span) -> Decimal:
    """Active in the month, mean over the monthly stretches."""
    return _mean(on, months(on, span))


def months(on: Counting, span: Span) -> list[Span]:
    """The stretches over which monthly active people are counted, the earliest first; see `activity.months`."""
    if on.over.grain is Grain.MONTH:
        return [span]
    if on.over.grain in (Grain.DAY, Grain.WEEK):
        return [_last_days(span, activity.MONTH_DAYS)]
    return _stretches(span, activity.FOUR_WEEKS, 1)


def days_of_30(on: Counting, span: Span) -> int:
    """Days on which people were active in the last 30 days."""
    return on.actors.person_days(*_last_days(span, activity.MONTH_DAYS))


def of_30(on: Counting, span: Span) -> int:
    """People active in the last 30 days."""
    return len(on.actors.anyone(*_last_days(span, activity.MONTH_DAYS)))


def recently(on: Counting, span: Span) -> int:
    """People active in the last `recently_seen_days` days."""
    return len(on.actors.anyone(*_last_days(span, on.settings.recently_seen_days)))


def everybody(on: Counting, span: Span) -> int:
    """People ever seen up to the end of the period: those who were first seen by then."""
    return sum(len(bitmap) for bitmap in on.actors.first_seen.between(-(10**9), span[1]).bitmaps)


def active_accounts(on: Counting, span: Span) -> int:
    """Accounts with an event."""
    return len(on.activity.accounts(on.homes).anyone(*span))


def started(after: int) -> Amount:
    """People who started and whose day `after` is over."""
    return lambda on, span: sum(len(new) for _, new in _mature(on, span, after))


def returned(first: int, last: int) -> Amount:
    """Of those who started, who was active from day `first` to day `last` after the first."""
    return lambda on, span: sum(
        new.intersection_cardinality(on.actors.anyone(day + first, day + last)) for day, new in _mature(on, span, last)
    )


def seen_from(first: int) -> Amount:
    """Of those who started, who was active on day `first` or later."""
    return lambda on, span: sum(
        new.intersection_cardinality(on.actors.from_on(day + first)) for day, new in _mature(on, span, first)
    )


def not_seen_from(first: int) -> Amount:
    """Of those who started, who was not."""
    return lambda on, span: int(started(first)(on, span)) - int(seen_from(first)(on, span))


def reached(setting: str) -> Amount:
    """Of those who started, who did the event of a setting in their first days; nobody while none is set."""

    def amount(on: Counting, span: Span) -> int:
        name, within = getattr(on.settings, setting), on.settings.activation_days
        done = on.done(name) if name else ActiveDays()
        mature = _mature(on, span, within) if name else ()
        return sum(new.intersection_cardinality(done.anyone(day, day + within)) for day, new in mature)

    return amount


def new_people(setting: str) -> Amount:
    """People who started; nobody while no event is set."""
    return lambda on, span: started(on.settings.activation_days)(on, span) if getattr(on.settings, setting) else 0


def cohorts(on: Counting) -> Figures:
    """Slice: the number of the period in which people were first seen. Who was seen before the calendar is in none."""
    figures: dict[Cell, dict[Side, Decimal]] = {}
    spans = list(on.spans())
    active = {number: on.actors.anyone(*span) for number, span in spans}
    for cohort, span in spans:
        members = union(on.actors.first_seen.between(*span).bitmaps)
        for number, people in active.items():
            if members and number >= cohort > BEFORE:
                figures[number, str(cohort)] = {
                    Side.NUMERATOR: Decimal(members.intersection_cardinality(people)),
                    Side.DENOMINATOR: Decimal(len(members)),
                }
    return figures


def _mature(on: Counting, span: Span, after: int) -> Iterator[tuple[int, BitMap]]:
    """(day, who was first seen on it) of the days from which `after` further ones are over."""
    firsts = on.actors.first_seen.between(span[0], min(span[1], on.last_whole_day - after))
    return zip(firsts.days, firsts.bitmaps, strict=True)


def _mean(on: Counting, spans: list[Span]) -> Decimal:
    total = sum(len(on.actors.anyone(*span)) for span in spans)
    return Decimal(total) / len(spans)


def _last_days(span: Span, length: int) -> Span:
    return span[1] - length + 1, span[1]


def _stretches(span: Span, length: int, multiple: int) -> list[Span]:
    """As `activity._stretches`: as many as fit, counted back from the end, at least one; the earliest first."""
    days = span[1] - span[0] + 1
    fitting = days // (length * multiple) * multiple or max(days // length, 1)
    return [(span[1] - (back + 1) * length + 1, span[1] - back * length) for back in reversed(range(fitting))]
