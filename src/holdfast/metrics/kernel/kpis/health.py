"""The customer health score: weighted values of what an account does, each shown with what it adds to the score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.dimension import LAST
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Group, Kpi, Side, Term, Unit
from holdfast.metrics.kernel.kpis import activity
from holdfast.metrics.kernel.kpis.lifetime import DAYS_IN_MONTH
from holdfast.metrics.kernel.models.health import HealthInput, shipped
from holdfast.metrics.kernel.period import BEFORE

UNKNOWN = HealthInput("tenure", 1.0, 0.0, 1.0)  # what stands in for the inputs when no fact of any is there
TREND_DAYS, NPS_DAYS, ACTIVE_DAYS = 90, 180, 30
POINTS = "decimal(12, 6)"

KEY = ["period", "account_id"]


def contributions(frame: Frame) -> ir.Table:
    """What makes up each score: period, slice, subject_id, input, value, weight (0..1), points; one row per input.

    Points are the weight × 100 × how far the value is from worst to best; those of an account sum to its score exactly.
    Weights of the inputs known of an account sum to 1. Accounts that pay at the end of the period have a score.
    """
    return frame.keep("health", partial(_contributions, frame))


def _contributions(frame: Frame) -> ir.Table:
    weighty = [one for one in frame.settings.health or shipped() if one.weight > 0]
    present = [one for one in weighty if NEEDS[one.name] in frame.facts.present]
    parts = [_part(frame, one) for one in present] or [_part(frame, UNKNOWN).limit(0)]
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    known = ibis.window(group_by=["period", "subject_id"])
    weighed = rows.mutate(weight=_.weight / _.weight.sum().over(known))
    return weighed.mutate(points=(100 * _.weight * _.share).cast(POINTS)).drop("share")


def _part(frame: Frame, one: HealthInput) -> ir.Table:
    rows = MEASURES[one.name](frame).filter(_.value.notnull())
    share = ((_.value - one.worst) / (one.best - one.worst)).clip(lower=0.0, upper=1.0)
    return rows.select(
        "period",
        "slice",
        subject_id=_.account_id,
        input=ibis.literal(one.name),
        value=_.value.cast("float64"),
        weight=ibis.literal(one.weight, "float64"),
        share=share.cast("float64"),
    )


def _scored(frame: Frame) -> ir.Table:
    """Accounts that pay at the end of each period: period, end_at, account_id, mrr, earlier, since, slice."""
    return frame.keep("scored", partial(_paying, frame))


def _paying(frame: Frame) -> ir.Table:
    table = frame.facts["mrr_change"]
    ends = _ends(frame)
    joined = table.join(ends, table.effective_at < ends.end_at)
    sums = joined.group_by("period", "end_at", "account_id").agg(
        mrr=_.amount_reporting.sum().cast("float64"),
        earlier=_.amount_reporting.sum(where=_seconds(_.end_at, _.effective_at) > TREND_DAYS * 86400).cast("float64"),
        since=_.effective_at.min(),
    )
    paying = sums.filter(_.mrr > 0).mutate(moment=_.end_at - ibis.interval(seconds=1))
    return frame.sliced(paying, "moment")


def _ends(frame: Frame) -> ir.Table:
    return frame.periods.filter(_.period > BEFORE).select("period", "end_at")


def _seconds(end: ir.Value, start: ir.Value) -> ir.Value:
    return end.epoch_seconds() - start.epoch_seconds()


def _with(frame: Frame, values: ir.Table, missing: float | None = None) -> ir.Table:
    """The scored accounts with `value`; `missing` for those without one."""
    found = values.select(of_period="period", of_account="account_id", value=_.value.cast("float64"))
    scored = _scored(frame)
    joined = scored.left_join(found, [scored.period == found.of_period, scored.account_id == found.of_account])
    value = _.value if missing is None else _.value.fill_null(missing)
    return joined.select(*KEY, "slice", "mrr", value=value)


def _tenure(frame: Frame) -> ir.Table:
    return _scored(frame).mutate(value=_seconds(_.end_at, _.since) / 86400.0 / DAYS_IN_MONTH)


def _mrr_trend(frame: Frame) -> ir.Table:
    """Unknown for an account that did not pay then."""
    earlier = ibis.ifelse(_.earlier > 0, _.earlier, ibis.null("float64"))
    return _scored(frame).mutate(value=_.mrr / earlier)


def _mrr_at_risk(frame: Frame) -> ir.Table:
    table, ends = frame.facts["mrr_series"].filter(_.series == "at_risk"), _ends(frame)
    joined = table.join(ends, table.effective_at < ends.end_at)
    sums = joined.group_by(*KEY).agg(value=_.amount_reporting.sum())
    return _with(frame, sums, 0.0).mutate(value=_.value / _.mrr)


def _days_active(frame: Frame) -> ir.Table:
    spans = activity.last_days(frame, ACTIVE_DAYS).select("period", "from_day", "to_day")
    numbers = frame.days.select(on="day")
    spread = spans.join(numbers, [numbers.on >= spans.from_day, numbers.on <= spans.to_day]).select("period", "on")
    days = activity.days_active(frame).filter(_.day > BEFORE).select("account_id", "day").distinct()
    joined = days.join(spread, days.day == spread.on)
    return _with(frame, joined.group_by(*KEY).agg(value=_.count()), 0.0)


def _last_event(frame: Frame) -> ir.Table:
    """Days since the last event; unknown for an account that never had one."""
    days = activity.days_active(frame).filter(_.account_id.notnull())
    latest = days.group_by("account_id", "day").agg(last_at=_.last_at.max())
    order = ibis.window(group_by="account_id", order_by="last_at")
    spans, ends = latest.mutate(until=_.last_at.lead().over(order).fill_null(LAST)), _ends(frame)
    joined = spans.join(ends, [spans.last_at < ends.end_at, spans.until >= ends.end_at])
    return _with(frame, joined.select(*KEY, value=_seconds(_.end_at, _.last_at) / 86400.0))


def _open_tickets(frame: Frame) -> ir.Table:
    table, ends = frame.facts["ticket"], _ends(frame)
    joined = table.join(ends, table.opened_at < ends.end_at)
    still = joined.filter(_.solved_at.isnull() | (_.solved_at >= _.end_at))
    return _with(frame, still.group_by(*KEY).agg(value=_.count()), 0.0)


def _nps(frame: Frame) -> ir.Table:
    table = frame.facts["survey_answer"].filter((_.survey == "nps") & _.score.between(0, 10))
    ends = _ends(frame)
    joined = table.join(ends, table.answered_at < ends.end_at)
    recent = joined.filter(_seconds(_.end_at, _.answered_at) <= NPS_DAYS * 86400)
    return _with(frame, recent.group_by(*KEY).agg(value=_.score.mean()))


MEASURES: dict[str, Callable[[Frame], ir.Table]] = {
    "days_active": _days_active,
    "last_event": _last_event,
    "mrr_trend": _mrr_trend,
    "mrr_at_risk": _mrr_at_risk,
    "open_tickets": _open_tickets,
    "nps": _nps,
    "tenure": _tenure,
}
NEEDS = {
    "days_active": "event",
    "last_event": "event",
    "mrr_trend": "mrr_change",
    "mrr_at_risk": "mrr_series",
    "open_tickets": "ticket",
    "nps": "survey_answer",
    "tenure": "mrr_change",
}


def _scores(frame: Frame) -> Sequence[Term]:
    scores = contributions(frame).group_by("period", "slice", "subject_id").agg(amount=_.points.sum())
    ones = scores.mutate(amount=ibis.literal(1, "int64"))
    return [Term(scores), Term(ones, side=Side.DENOMINATOR)]


KPIS: tuple[Kpi, ...] = (
    Kpi(
        key="health_score", title="Customer health score", group=Group.CUSTOMERS, unit=Unit.SCORE,
        direction=Direction.HIGHER, headline=True, needs=("mrr_change", "event"), terms=_scores,
        formula="weighted values of use, MRR, tickets and NPS from 0 to 100, mean over the paying accounts",
        numerator="sum of the scores", denominator="paying accounts at end",
        trap="The weights are a file of yours; they are an opinion until you have checked them against who left. "
        "An input of which nothing is known of an account is left out for it.",
    ),
)  # fmt: skip
