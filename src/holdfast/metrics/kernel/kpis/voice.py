"""KPIs of the group "voice": what people answer. An answer counts in the period in which it was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Group, Kpi, Side, Term, Unit
from holdfast.metrics.kernel.kpis.activity import actor
from holdfast.metrics.kernel.kpis.terms import Terms, over
from holdfast.metrics.kernel.models.intervals import mean_within, net_promoter, wilson

SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
ONE = ibis.literal(1, "int64")
Amount = Callable[[ir.Table], ir.Value]

_kpi = partial(Kpi, group=Group.VOICE, needs=("survey_answer",), subject="person", direction=Direction.HIGHER)


def _answers(frame: Frame, survey: str) -> ir.Table:
    """Answers to `survey`, by the period in which they were given; those outside its scale are no answers to it."""
    lowest, highest = SCALES[survey]
    table = actor(frame.facts["survey_answer"]).filter((_.survey == survey) & _.score.between(lowest, highest))
    return frame.sliced(frame.within(table, "answered_at"), "answered_at")


def _answered(survey: str, amount: Amount, side: Side = Side.NUMERATOR) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        rows = _answers(frame, survey)
        return [Term(rows.select("period", "slice", "subject_id", amount=amount(rows)), side=side)]

    return terms


def _asked(survey: str | None, *, answered: bool) -> Terms:
    """1 for each survey shown in the period, or for those of them that have been answered until as_of."""

    def terms(frame: Frame) -> Sequence[Term]:
        table = actor(frame.facts["survey_answer"])
        table = table if survey is None else table.filter(_.survey == survey)
        if answered:
            table = table.filter(_.answered_at < frame.days.end_at.max().as_scalar())
        rows = frame.sliced(frame.within(table, "asked_at"), "asked_at")
        return [Term(rows.select("period", "slice", "subject_id", amount=ONE))]

    return terms


def _promotion(rows: ir.Table) -> ir.Value:
    """+1 for a promoter (9 or 10), -1 for a detractor (0 to 6), 0 for a passive."""
    return (rows.score >= 9).cast("int64") - (rows.score <= 6).cast("int64")


def _counts(rows: ir.Table) -> ir.Value:
    return ONE


def _at_least(score: int) -> Amount:
    return lambda rows: (rows.score >= score).cast("int64")


def _with_squares(survey: str, amount: Amount) -> Terms:
    """The terms of a mean of `amount`: its sum, how many there are, and the sum of its squares."""
    parts = (
        _answered(survey, amount),
        _answered(survey, _counts, Side.DENOMINATOR),
        _answered(survey, lambda rows: amount(rows) * amount(rows), Side.SQUARES),
    )
    return lambda frame: [term for part in parts for term in part(frame)]


def _response_rate(key: str, title: str, survey: str | None) -> Kpi:
    return _kpi(
        key=key, title=title, unit=Unit.SHARE, interval=wilson,
        formula="surveys answered / surveys shown in the period",
        numerator="surveys answered", denominator="surveys shown",
        terms=over(_asked(survey, answered=True), _asked(survey, answered=False)),
        trap="By the day on which the survey was shown: a late answer changes an earlier period.",
    )  # fmt: skip


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="nps", title="Net Promoter Score", unit=Unit.POINTS, scale=100, headline=True, interval=net_promoter,
        formula="share of promoters (9 or 10) − share of detractors (0 to 6), of answers from 0 to 10",
        numerator="promoters − detractors", denominator="answers", terms=_with_squares("nps", _promotion),
    ),
    _kpi(
        key="csat", title="Customer satisfaction", unit=Unit.SHARE, headline=True, interval=wilson,
        formula="satisfied answers (4 or 5) / answers from 1 to 5", numerator="satisfied answers",
        denominator="answers", terms=over(_answered("csat", _at_least(4)), _answered("csat", _counts)),
    ),
    _kpi(
        key="ces", title="Customer Effort Score", unit=Unit.SCORE, headline=True, interval=mean_within(*SCALES["ces"]),
        formula="mean of answers from 1 (very hard) to 7 (very easy)", numerator="sum of answers",
        denominator="answers", terms=_with_squares("ces", lambda rows: rows.score),
        trap="7 is easy here; older questionnaires have it the other way round.",
    ),
    _kpi(
        key="ces_share", title="Answers that found it easy", unit=Unit.SHARE, interval=wilson,
        formula="answers of 5 to 7 / answers from 1 to 7", numerator="answers of 5 to 7", denominator="answers",
        terms=over(_answered("ces", _at_least(5)), _answered("ces", _counts)),
    ),
    _response_rate("response_rate", "Response rate", None),
    _response_rate("response_rate_nps", "Response rate, NPS", "nps"),
    _response_rate("response_rate_csat", "Response rate, customer satisfaction", "csat"),
    _response_rate("response_rate_ces", "Response rate, customer effort", "ces"),
)  # fmt: skip
