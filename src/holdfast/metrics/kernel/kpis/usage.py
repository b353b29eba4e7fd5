"""KPIs of the group "usage": how many people are active, how often, and when they were last seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Group, Kpi, Side, Statistic, Term, Unit
from holdfast.metrics.kernel.kpis import activity, counted, first_use
from holdfast.metrics.kernel.kpis.terms import Terms, over
from holdfast.metrics.kernel.models.intervals import wilson
from holdfast.metrics.kernel.period import BEFORE, Grain

_kpi = partial(Kpi, group=Group.USAGE, needs=("event",), subject="person", direction=Direction.HIGHER)


def _rows(table: ir.Table, amount: ir.Value) -> ir.Table:
    return table.group_by("period", "slice", "subject_id").agg(amount=amount)


def _daily(frame: Frame) -> Sequence[Term]:
    """Days active over the days of the period: sums to the mean number of people active on a day."""
    joined = _in_period(frame, activity.period_days(frame))
    return [Term(_rows(joined, _.count().cast("float64") / _.days.max()))]


def _daily_within_months(frame: Frame) -> Sequence[Term]:
    """Like `_daily`, over those days of the period that its monthly stretches cover, so that DAU never exceeds MAU."""
    covered = (
        activity.months(frame)
        .group_by("period")
        .agg(from_day=_.from_day.min())
        .join(activity.period_days(frame), "period")
        .mutate(first_day=ibis.greatest(_.first_day, _.from_day))
    )
    joined = _in_period(frame, covered.mutate(days=_.last_day - _.first_day + 1))
    return [Term(_rows(joined, _.count().cast("float64") / _.days.max()))]


def _in_period(frame: Frame, spans: ir.Table) -> ir.Table:
    """Actor-days in the days first_day to last_day of each period, with `days`."""
    numbers = frame.days.filter(_.day > BEFORE).select(on="day")
    within = spans.join(numbers, [numbers.on >= spans.first_day, numbers.on <= spans.last_day])
    own = within.select("period", "on", "days")
    active = activity.actor_days(frame)
    return active.join(own, active.day == own.on)


def _people(active_in: Callable[[Frame], ir.Table]) -> Terms:
    """1 for each active person and stretch, shared over the stretches of a period: the mean over them."""

    def terms(frame: Frame) -> Sequence[Term]:
        active = active_in(frame)
        return [Term(_rows(active, _.count().cast("float64") / _.stretches.max()))]

    return terms


def _last_30_days(frame: Frame) -> ir.Table:
    return activity.active_in(frame, "last_30", activity.last_days(frame, activity.MONTH_DAYS))


def _months(frame: Frame) -> ir.Table:
    if frame.grain in (Grain.DAY, Grain.WEEK):  # whose months are the last 30 days
        return _last_30_days(frame)
    return activity.active_in(frame, "month", activity.months(frame))


_MONTHLY = _people(_months)
_WEEKLY = _people(lambda frame: activity.active_in(frame, "week", activity.weeks(frame)))


def _active_accounts(frame: Frame) -> Sequence[Term]:
    event = activity.days_active(frame).filter(_.account_id.notnull())
    rows = frame.within(event, "first_at").select("period", "slice", subject_id=_.account_id).distinct()
    return [Term(rows.mutate(amount=ibis.literal(1, "int64")))]


def _last_30(frame: Frame, side: Side = Side.NUMERATOR) -> Term:
    """Days on which each person was active in the last 30 days of the period; as a denominator 1 for each."""
    active = _last_30_days(frame)
    amount = _.days.sum() if side is Side.NUMERATOR else _.days.max() * 0 + 1
    return Term(_rows(active, amount.cast("int64")), side=side)


def _frequency(frame: Frame) -> Sequence[Term]:
    return [_last_30(frame), _last_30(frame, Side.DENOMINATOR)]


def _seen(amount: Callable[[Frame], ir.Value]) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        rows = activity.last_seen(frame)
        return [Term(rows.select("period", "slice", "subject_id", amount=amount(frame)))]

    return terms


_EVERYBODY = _seen(lambda frame: ibis.literal(1, "int64"))
_DAYS_AGO = _seen(lambda frame: _.days_ago)


def _recently(frame: Frame) -> Sequence[Term]:
    """1 for each person who was active in the last `recently_seen_days` days, counted as days of the time zone."""
    spans = activity.last_days(frame, frame.settings.recently_seen_days).select("period", "from_day")
    rows = activity.last_seen(frame).join(spans, "period")
    rows = rows.filter((_.day > BEFORE) & (_.day >= _.from_day))
    return [Term(rows.select("period", "slice", "subject_id", amount=ibis.literal(1, "int64")))]


ACTIVE: tuple[Kpi, ...] = (
    _kpi(
        key="stickiness", title="Stickiness, DAU / MAU", unit=Unit.SHARE, headline=True,
        formula="people active on a day, mean over the days of the period / people active in the month",
        numerator="people active on a day, mean", denominator="people active in the month",
        terms=over(_daily_within_months, _MONTHLY),
        counted=counted.share(counted.daily_within_months, counted.monthly),
        trap="For a month the month itself counts, for a day or a week the 30 days that end with it, for a quarter or "
        "a year the mean of its stretches of four weeks.",
    ),
    _kpi(
        key="stickiness_weekly", title="Stickiness, WAU / MAU", unit=Unit.SHARE,
        formula="people active in seven days, mean over the weeks of the period / people active in the month",
        numerator="people active in seven days, mean", denominator="people active in the month",
        terms=over(_WEEKLY, _MONTHLY), counted=counted.share(counted.weekly, counted.monthly),
        trap="Stretches of seven days are counted back from the end of the period, so they are not calendar weeks.",
    ),
    _kpi(
        key="daily_active_people", title="Daily active people", unit=Unit.COUNT,
        formula="people active on a day, mean over the days of the period", numerator="people active on a day, mean",
        terms=_daily, counted=counted.count(counted.daily), trap="Days so far in the period that is not over.",
    ),
    _kpi(
        key="weekly_active_people", title="Weekly active people", unit=Unit.COUNT,
        formula="people active in seven days, mean over the whole weeks counted back from the end of the period",
        numerator="people active in seven days, mean", terms=_WEEKLY, counted=counted.count(counted.weekly),
    ),
    _kpi(
        key="monthly_active_people", title="Monthly active people", unit=Unit.COUNT, headline=True,
        formula="people active in the month, each counted once", numerator="people active in the month",
        terms=_MONTHLY, counted=counted.count(counted.monthly),
        trap="A day or a week looks back 30 days; a quarter or a year is the mean of its stretches of four weeks.",
    ),
    _kpi(
        key="active_accounts", title="Active accounts", unit=Unit.COUNT, subject="account",
        formula="accounts with at least one event in the period", numerator="active accounts", terms=_active_accounts,
        counted=counted.count(counted.active_accounts),
    ),
    _kpi(
        key="frequency_of_use", title="Frequency of use", unit=Unit.DAYS,
        formula="days active in the last 30 days of the period, mean over the people active in them",
        numerator="days active in the last 30 days", denominator="people active in the last 30 days",
        terms=_frequency, counted=counted.share(counted.days_of_30, counted.of_30),
        trap="People who were not active at all do not pull it down; see recently seen.",
    ),
    _kpi(
        key="last_seen", title="Days since last event, median", unit=Unit.DAYS, direction=Direction.LOWER,
        formula="median of the days from the last event of each person to the end of the period",
        numerator="days since the last event", denominator="people ever seen", terms=_DAYS_AGO,
        statistic=Statistic.MEDIAN,
        trap="Everybody who was ever seen counts, also people of customers who have left.",
    ),
    _kpi(
        key="last_seen_mean", title="Days since last event, mean", unit=Unit.DAYS, direction=Direction.LOWER,
        formula="days from the last event of each person to the end of the period / people ever seen",
        numerator="days since the last event", denominator="people ever seen", terms=over(_DAYS_AGO, _EVERYBODY),
        trap="People who left long ago pull it up without end; read the median.",
    ),
    _kpi(
        key="recently_seen", title="People seen in the last 30 days", unit=Unit.SHARE,
        formula="people active in the last 30 days of the period / people ever seen",
        numerator="people active in the last 30 days", denominator="people ever seen",
        terms=over(_recently, _EVERYBODY), counted=counted.share(counted.recently, counted.everybody), interval=wilson,
        trap="The 30 days are a setting: recently_seen_days.",
    ),
)  # fmt: skip

KPIS: tuple[Kpi, ...] = (*ACTIVE, *first_use.KPIS)
