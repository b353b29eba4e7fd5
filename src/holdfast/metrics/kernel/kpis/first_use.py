"""KPIs of people who start: do they come back, do they get value, and how soon.

A person starts with the first event ever, in the period of that event. A person whose day N is not over yet counts in
neither figure of day N, so that the last periods are not too low; the number of people behind a figure shows how far
a period is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Group, Kpi, Statistic, Term, Unit
from holdfast.metrics.kernel.kpis import activity, counted
from holdfast.metrics.kernel.kpis.terms import Terms, over
from holdfast.metrics.kernel.models.intervals import wilson
from holdfast.metrics.kernel.period import BEFORE

DAYS = (1, 7, 30)
WEEKS = (1, 4, 8)
ONE = ibis.literal(1, "int64")

_kpi = partial(Kpi, group=Group.USAGE, needs=("event",), subject="person", direction=Direction.HIGHER)


def _mature(frame: Frame, after: int) -> ir.Table:
    """The starters of each period whose day `after` (0: that of the first event) is over."""
    last = activity.complete_days(frame).day.cast("int64").max().as_scalar()
    table = activity.starters(frame)
    return table.filter((_.day > BEFORE) & (_.day + after <= last))


def _started(after: int) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        return [Term(_mature(frame, after).select("period", "slice", "subject_id", amount=ONE))]

    return terms


def _returned(first: int, last: int) -> Terms:
    """1 for each starter who was active on a day from `first` to `last` after the first day, wherever it was."""

    def terms(frame: Frame) -> Sequence[Term]:
        days = activity.actor_days(frame).select(actor="subject_id", active="day")
        starters = _mature(frame, last)
        back = starters.inner_join(days, starters.subject_id == days.actor)
        back = back.filter((_.active >= _.day + first) & (_.active <= _.day + last))
        return [Term(back.select("period", "slice", "subject_id").distinct().mutate(amount=ONE))]

    return terms


def _seen_from(first: int, *, seen: bool = True) -> Terms:
    """1 for each starter who was (or was not) active on day `first` or at any time after it."""

    def terms(frame: Frame) -> Sequence[Term]:
        days = activity.actor_days(frame).group_by(actor="subject_id").agg(latest=_.day.max())
        starters = _mature(frame, first)
        known = starters.inner_join(days, starters.subject_id == days.actor)
        again = _.latest >= _.day + first
        rows = known.filter(again if seen else ~again)
        return [Term(rows.select("period", "slice", "subject_id", amount=ONE))]

    return terms


def _reached(event: Callable[[Frame], str | None], amount: Callable[[ir.Table], ir.Value] | None = None) -> Terms:
    """The starters who did `event` in time; amount 1, or what `amount` makes of first_at and reached_at."""

    def terms(frame: Frame) -> Sequence[Term]:
        rows = _reachers(frame, event(frame))
        value = ONE if amount is None else amount(rows)
        return [Term(rows.select("period", "slice", "subject_id", amount=value))]

    return terms


def _reachers(frame: Frame, event: str | None) -> ir.Table:
    """Starters who did `event` up to `activation_days` days after the first day, with reached_at."""
    events = activity.actor(frame.facts["event"])
    done = events.filter(_.event == event) if event else events.limit(0)
    moments = done.group_by(actor=_.subject_id).agg(reached_at=_.occurred_at.min())
    days = frame.days.filter(_.day > BEFORE).select(limit_day="day", limit_at="end_at")
    starters = _mature(frame, frame.settings.activation_days)
    limited = starters.inner_join(days, starters.day + frame.settings.activation_days == days.limit_day)
    joined = limited.inner_join(moments, limited.subject_id == moments.actor)
    return joined.filter(_.reached_at < _.limit_at).select("period", "slice", "subject_id", "first_at", "reached_at")


def _new_people(frame: Frame, event: str | None) -> Sequence[Term]:
    """All mature starters; nobody while no event is set, so that the share is undefined and not zero."""
    rows = _mature(frame, frame.settings.activation_days)
    rows = rows if event else rows.limit(0)
    return [Term(rows.select("period", "slice", "subject_id", amount=ONE))]


def _activation(frame: Frame) -> str | None:
    return frame.settings.activation_event


def _onboarding(frame: Frame) -> str | None:
    return frame.settings.onboarding_event


def _elapsed_days(rows: ir.Table) -> ir.Value:
    return (rows.reached_at.epoch_seconds() - rows.first_at.epoch_seconds()) / 86400.0


_TIME = _reached(_activation, _elapsed_days)
_SETTING = "Empty until the event is set; people whose days are not over yet do not count."


def _day_kpis(n: int) -> tuple[Kpi, Kpi]:
    on = _kpi(
        key=f"retention_day_{n}", title=f"Retention on day {n}", unit=Unit.SHARE, interval=wilson,
        formula=f"people active on day {n} after their first event / people who started in the period",
        numerator=f"people active on day {n}", denominator="people who started",
        terms=over(_returned(n, n), _started(n)),
        counted=counted.share(counted.returned(n, n), counted.started(n)),
        trap="Day 0 is the day of the first event ever; people who have not reached the day count in neither figure.",
    )  # fmt: skip
    after = _kpi(
        key=f"retention_from_day_{n}", title=f"Retention on or after day {n}", unit=Unit.SHARE, interval=wilson,
        formula=f"people active on day {n} after their first event or later / people who started in the period",
        numerator=f"people active on day {n} or later", denominator="people who started",
        terms=over(_seen_from(n), _started(n)),
        counted=counted.share(counted.seen_from(n), counted.started(n)),
        trap="It rises as time goes on: who started long ago had more time to come back.",
    )  # fmt: skip
    return on, after


def _week_kpis(n: int) -> tuple[Kpi, Kpi]:
    first, last = 7 * n, 7 * n + 6
    on = _kpi(
        key=f"retention_week_{n}", title=f"Retention in week {n}", unit=Unit.SHARE, interval=wilson,
        headline=n == WEEKS[-1],
        formula=f"people active on a day from {first} to {last} after their first event / people who started",
        numerator=f"people active in week {n}", denominator="people who started",
        terms=over(_returned(first, last), _started(last)),
        counted=counted.share(counted.returned(first, last), counted.started(last)),
        trap="Weeks are counted from each person's first day: week 0 is days 0 to 6.",
    )  # fmt: skip
    after = _kpi(
        key=f"retention_from_week_{n}", title=f"Retention in or after week {n}", unit=Unit.SHARE, interval=wilson,
        formula=f"people active on day {first} after their first event or later / people who started in the period",
        numerator=f"people active in week {n} or later", denominator="people who started",
        terms=over(_seen_from(first), _started(first)),
        counted=counted.share(counted.seen_from(first), counted.started(first)),
        trap="It rises as time goes on: who started long ago had more time to come back.",
    )  # fmt: skip
    return on, after


KPIS: tuple[Kpi, ...] = (
    *(kpi for n in DAYS for kpi in _day_kpis(n)),
    *(kpi for n in WEEKS for kpi in _week_kpis(n)),
    _kpi(
        key="drop_off_7_days", title="7-day drop-off", unit=Unit.SHARE, direction=Direction.LOWER, interval=wilson,
        formula="people not seen again on or after day 7 / people who started in the period",
        numerator="people not seen again from day 7 on", denominator="people who started",
        terms=over(_seen_from(7, seen=False), _started(7)),
        counted=counted.share(counted.not_seen_from(7), counted.started(7)),
    ),
    _kpi(
        key="activation_rate", needs_setting="activation_event",
        title="Activation rate", unit=Unit.SHARE, headline=True, interval=wilson,
        formula="people who did the activation event in their first days / people who started in the period",
        numerator="people activated", denominator="people who started",
        terms=over(_reached(_activation), lambda frame: _new_people(frame, _activation(frame))), trap=_SETTING,
        counted=counted.share(counted.reached("activation_event"), counted.new_people("activation_event")),
    ),
    _kpi(
        key="onboarding_completion", needs_setting="onboarding_event",
        title="Onboarding completion", unit=Unit.SHARE, interval=wilson,
        formula="people who did the onboarding event in their first days / people who started in the period",
        numerator="people who completed onboarding", denominator="people who started",
        terms=over(_reached(_onboarding), lambda frame: _new_people(frame, _onboarding(frame))), trap=_SETTING,
        counted=counted.share(counted.reached("onboarding_event"), counted.new_people("onboarding_event")),
    ),
    _kpi(
        key="time_to_value", needs_setting="activation_event",
        title="Time to value, median", unit=Unit.DAYS, direction=Direction.LOWER,
        statistic=Statistic.MEDIAN, formula="median of the days from the first event to the activation event",
        numerator="days to the activation event", denominator="people activated", terms=_TIME,
        trap="Of the people who were activated in their first days; the others are in the activation rate.",
    ),
    _kpi(
        key="time_to_value_mean", needs_setting="activation_event",
        title="Time to value, mean", unit=Unit.DAYS, direction=Direction.LOWER,
        formula="days from the first event to the activation event / people activated",
        numerator="days to the activation event", denominator="people activated",
        terms=over(_TIME, _reached(_activation)),
    ),
)  # fmt: skip
