"""The tables under the usage KPIs: who was active on which day, and since when.

Events are read once: everything else starts from `days_active`, which has one row per person, account and day. An
"actor" is the person who did something, or the account if the source of events knows no persons at all.
"""

from __future__ import annotations

from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.dimension import LAST
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.period import BEFORE, Grain

MONTH_DAYS = 30
WEEK_DAYS = 7
FOUR_WEEKS = 28
MOST_STRETCHES = 53  # weeks in a year, rounded up


def actor(table: ir.Table) -> ir.Table:
    """`table` with subject_id: person_id, or account_id if nobody in the whole table is a person.

    It is null where a table that knows persons does not name one: that is somebody, but not the account.
    """
    people = table.person_id.max().as_scalar()
    return table.mutate(subject_id=ibis.ifelse(people.notnull(), table.person_id, table.account_id))


def days_active(frame: Frame) -> ir.Table:
    """subject_id, account_id, day, slice, first_at, last_at: a day on which an actor did something for an account.

    subject_id is null for somebody unknown: then only the account was active. day is BEFORE for everything before the
    days of the frame. The slice is that of the account at first_at; an event that names no account is one of its
    person's account. What lies after the last day (as_of) has not happened yet.
    """
    return frame.keep("days_active", lambda: frame.sliced(_days_active(frame), "first_at"))


def _days_active(frame: Frame) -> ir.Table:
    if frame.active is not None:
        return frame.active
    event = actor(frame.facts["event"]).select("subject_id", "person_id", "account_id", "occurred_at")
    rows = _on_day(frame, event.filter(event.occurred_at < frame.days.end_at.max().as_scalar()))
    sums = rows.group_by("subject_id", "person_id", "account_id", "day").agg(
        first_at=_.occurred_at.min(), last_at=_.occurred_at.max()
    )
    person = frame.facts["person"].select(owner="person_id", home="account_id")
    owned = sums.left_join(person, sums.person_id == person.owner).mutate(account_id=_.account_id.coalesce(_.home))
    return owned.select("subject_id", "account_id", "day", "first_at", "last_at")


def _on_day(frame: Frame, event: ir.Table) -> ir.Table:
    """The day of each event, by way of its UTC date: a join by equality is several times faster than one by range.

    A day of 25 hours may begin on one date, hold the whole of the next, and end with it.
    """
    edges = ibis.array([_.start_at.date(), (_.start_at + ibis.interval(days=1)).date(), _.end_at.date()])
    dates = frame.days.filter(_.day > BEFORE).mutate(date=edges.unnest()).distinct()
    dated = event.mutate(date=_.occurred_at.date())
    joined = dated.left_join(
        dates,
        [dated.date == dates.date, dated.occurred_at >= dates.start_at, dated.occurred_at < dates.end_at],
    )
    return joined.select(*event.columns, day=_.day.fill_null(BEFORE).cast("int32"))


def first_days(frame: Frame) -> ir.Table:
    """subject_id, first_at, day, slice: the first event ever of each actor, and what its account was then."""
    return frame.keep("first_days", partial(_first_days, frame))


def _first_days(frame: Frame) -> ir.Table:
    own = days_active(frame).filter(_.subject_id.notnull())
    firsts = own.group_by(actor=_.subject_id).agg(earliest=_.first_at.min())
    joined = own.inner_join(firsts, [own.subject_id == firsts.actor, own.first_at == firsts.earliest])
    return joined.group_by("subject_id", "first_at").agg(day=_.day.min(), slice=_.slice.min())


def starters(frame: Frame) -> ir.Table:
    """`first_days` of the actors who started in a period of the calendar, with `period`."""
    return frame.within(first_days(frame), "first_at")


def complete_days(frame: Frame) -> ir.Table:
    """The days of the frame that are over. The last one may be cut short by as_of; no whole day has under 23 hours."""
    hours = _.end_at.epoch_seconds() - _.start_at.epoch_seconds()
    return frame.days.filter((_.day > BEFORE) & (hours >= 23 * 3600))


def period_days(frame: Frame) -> ir.Table:
    """period, first_day, last_day, days, end_at: the numbers of the days that make up each period, up to as_of."""
    return frame.keep("period_days", partial(_period_days, frame))


def _period_days(frame: Frame) -> ir.Table:
    days = frame.days.filter(_.day > BEFORE).rename(day_start="start_at", day_end="end_at")
    periods = frame.periods.filter(_.period > BEFORE)
    joined = days.join(periods, [days.day_start >= periods.start_at, days.day_start < periods.end_at])
    return joined.group_by("period", "end_at").agg(first_day=_.day.min(), last_day=_.day.max(), days=_.count())


def last_days(frame: Frame, length: int) -> ir.Table:
    """period, from_day, to_day, stretches (1): the `length` days that end with each period."""
    return period_days(frame).select(
        "period",
        from_day=(_.last_day - (length - 1)).cast("int32"),
        to_day=_.last_day,
        stretches=ibis.literal(1, "int64"),
    )


def months(frame: Frame) -> ir.Table:
    """The stretches over which monthly active people are counted: period, from_day, to_day, stretches.

    A month is counted as it is. A day or a week: the 30 days that end with it. A quarter or a year: its whole
    stretches of four weeks, counted back from its end, so that four of our weeks lie in each.
    """
    if frame.grain is Grain.MONTH:
        return period_days(frame).select(
            "period", from_day=_.first_day, to_day=_.last_day, stretches=ibis.literal(1, "int64")
        )
    if frame.grain in (Grain.DAY, Grain.WEEK):
        return last_days(frame, MONTH_DAYS)
    return _stretches(frame, FOUR_WEEKS, 1)


def weeks(frame: Frame) -> ir.Table:
    """The seven-day stretches over which weekly active people are counted, back from the end of the period.

    A period shorter than a week has one, which reaches back before it; but a month is never left, or its weekly
    active people could be more than its monthly ones.
    """
    table = _stretches(frame, WEEK_DAYS, 4 if frame.grain in (Grain.QUARTER, Grain.YEAR) else 1)
    if frame.grain is not Grain.MONTH:
        return table
    bounded = table.join(period_days(frame).select("period", "first_day"), "period")
    return bounded.mutate(from_day=ibis.greatest(_.from_day, _.first_day)).drop("first_day")


def _stretches(frame: Frame, length: int, multiple: int) -> ir.Table:
    """As many stretches of `length` days as fit into each period, at least one; a multiple of `multiple`, if it can."""
    fitting = (_.days / (length * multiple)).floor().cast("int64") * multiple
    short = ibis.greatest((_.days / length).floor().cast("int64"), 1)
    counts = period_days(frame).mutate(stretches=ibis.ifelse(fitting > 0, fitting, short))
    numbers = ibis.range(0, MOST_STRETCHES).unnest().name("back").as_table()
    return (
        counts.cross_join(numbers)
        .filter(_.back < _.stretches)
        .select(
            "period",
            from_day=(_.last_day - (_.back + 1) * length + 1).cast("int32"),
            to_day=(_.last_day - _.back * length).cast("int32"),
            stretches=_.stretches.cast("int64"),
        )
    )


def active_in(frame: Frame, name: str, stretches: ir.Table) -> ir.Table:
    """period, to_day, stretches, slice, subject_id, days: on how many days of a stretch an actor was active."""
    return frame.keep(f"active_{name}", partial(_active_in, frame, stretches))


def _active_in(frame: Frame, stretches: ir.Table) -> ir.Table:
    numbers = frame.days.select(on="day")
    spread = stretches.join(numbers, [numbers.on >= stretches.from_day, numbers.on <= stretches.to_day])
    active = actor_days(frame)
    joined = active.join(spread, active.day == spread.on)
    return joined.group_by("period", "to_day", "stretches", "slice", "subject_id").agg(days=_.count())


def actor_days(frame: Frame) -> ir.Table:
    """subject_id, day, slice, each once: for how many accounts an actor was active on a day plays no part."""
    return frame.keep("actor_days", partial(_actor_days, frame))


def _actor_days(frame: Frame) -> ir.Table:
    table = days_active(frame).filter((_.day > BEFORE) & _.subject_id.notnull())
    return table.select("subject_id", "day", "slice").distinct()


def last_seen(frame: Frame) -> ir.Table:
    """period, slice, subject_id, day, days_ago: the last event of each actor before the end of each period.

    The slice is that of the account of this event; days_ago counts 24 hours, with a fraction.
    """
    return frame.keep("last_seen", partial(_last_seen, frame))


def _last_seen(frame: Frame) -> ir.Table:
    order = ibis.window(group_by="subject_id", order_by=["last_at", "slice"])
    spans = _last_of_periods(frame).mutate(until=_.last_at.lead().over(order).fill_null(LAST))
    ends = frame.periods.filter(_.period > BEFORE).select("period", "end_at")
    joined = spans.join(ends, [spans.last_at < ends.end_at, spans.until >= ends.end_at])
    ago = (_.end_at.epoch_seconds() - _.last_at.epoch_seconds()) / 86400.0
    return joined.select("period", "slice", "subject_id", "day", days_ago=ago)


def _last_of_periods(frame: Frame) -> ir.Table:
    """subject_id, slice, day, last_at: the last event in each period, and before them: far fewer rows than days."""
    days = frame.days.filter(_.day > BEFORE)
    periods = frame.periods.select("period", opens="start_at", closes="end_at")
    inside = days.join(periods, [days.start_at >= periods.opens, days.start_at < periods.closes])
    numbers = inside.select("period", on="day")
    own = days_active(frame).filter(_.subject_id.notnull())
    joined = own.left_join(numbers, own.day == numbers.on)
    dated = joined.mutate(period=ibis.ifelse(_.day == BEFORE, BEFORE, _.period)).filter(_.period.notnull())
    return dated.group_by("subject_id", "slice", "period").agg(day=_.day.max(), last_at=_.last_at.max()).drop("period")
