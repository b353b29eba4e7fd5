"""KPIs of how long customers stay and what they are still worth, estimated from all customers so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

import ibis
import ibis.expr.types as ir
import numpy as np
from ibis import _

from holdfast.metrics.kernel.fold import figures
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import (
    Cell,
    Direction,
    Fitted,
    Group,
    Kpi,
    MonthlyValue,
    Ratio,
    Side,
    Term,
    Unit,
    by_cell,
)
from holdfast.metrics.kernel.kpis import buyers, unit_economics
from holdfast.metrics.kernel.kpis.customers import AT_START
from holdfast.metrics.kernel.kpis.terms import lost_customers, over
from holdfast.metrics.kernel.models import sbg
from holdfast.metrics.kernel.models.survival import Curve, kaplan_meier
from holdfast.metrics.kernel.period import BEFORE, Period

DAYS_IN_MONTH = 365.2425 / 12
CROSSINGS = ("new", "reactivation", "churn")
ARPA = next(kpi for kpi in unit_economics.KPIS if kpi.key == "arpa_margin")

_kpi = partial(Kpi, group=Group.CUSTOMERS, needs=("mrr_change",), direction=Direction.HIGHER)


def lifetimes(frame: Frame) -> ir.Table:
    """period, slice, subject_id, days, lost: how long each customer had stayed at the end of each period.

    From the first paid day to the last loss, or to the end of the period for those who pay then; a gap in between
    counts as staying. The slice is that of the first paid day, so that a customer never changes its cohort.
    """
    crossings = _crossings(frame)
    ends = frame.periods.filter(_.period > BEFORE).select("period", "end_at")
    joined = crossings.join(ends, crossings.effective_at < ends.end_at)
    spells = joined.group_by("period", "slice", "subject_id", "started_at", "end_at").agg(
        gone_at=_.effective_at.max(where=_.left), back_at=_.effective_at.max(where=~_.left)
    )
    lost = (spells.gone_at >= spells.back_at).fill_null(False)
    until = ibis.ifelse(lost, spells.gone_at, spells.end_at)
    days = ((until.epoch_seconds() - spells.started_at.epoch_seconds()) / 86400).floor().cast("int64")
    return spells.select("period", "slice", "subject_id", days=days, lost=lost)


def _crossings(frame: Frame) -> ir.Table:
    return frame.keep("crossings", partial(_first_and_later, frame))


def _first_and_later(frame: Frame) -> ir.Table:
    table = frame.facts["mrr_change"].filter(_.kind.isin(CROSSINGS))
    starts = table.filter(_.kind == "new").group_by("account_id").agg(started_at=_.effective_at.min())
    sliced = frame.sliced(starts, "started_at").select(subject_id="account_id", started_at="started_at", slice="slice")
    own = table.select("account_id", "effective_at", left=_.kind == "churn")
    joined = own.inner_join(sliced, own.account_id == sliced.subject_id)
    return joined.select("subject_id", "slice", "started_at", "effective_at", "left")


def curves(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Curve]:
    """The survival curve of all customers so far at the end of each period, in days, by period number and slice."""
    keys = ["period", "slice", "days", "lost"]
    counts = frame.keep("stays", lambda: lifetimes(frame).group_by(keys).agg(count=_.count())).order_by(keys)
    found: dict[Cell, Curve] = {}
    for cell, rows in by_cell(counts.to_pyarrow(), periods).items():
        found[cell] = kaplan_meier(*(rows[name].to_numpy(zero_copy_only=False) for name in ("days", "lost", "count")))
    return found


def _mean_months(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Fitted]:
    return {cell: _months(curve) for cell, curve in curves(frame, periods).items()}


def _months(curve: Curve) -> Fitted:
    mean = curve.restricted_mean()
    stayed, lost = float(curve.times @ _leaving(curve)), float(curve.lost.sum())
    return Fitted(
        mean.value / DAYS_IN_MONTH,
        _decimal(stayed / DAYS_IN_MONTH),
        _decimal(lost),
        mean.low / DAYS_IN_MONTH,
        mean.high / DAYS_IN_MONTH,
    )


def _median_months(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Fitted]:
    found: dict[Cell, Fitted] = {}
    for cell, curve in curves(frame, periods).items():
        median = curve.median
        whole = _months(curve)
        value = None if median is None else median / DAYS_IN_MONTH
        found[cell] = Fitted(value, whole.numerator, whole.denominator)
    return found


def _leaving(curve: Curve) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How many were lost or last seen at each time."""
    return np.asarray(-np.diff(np.append(curve.at_risk, 0.0)))


def renewals(curve: Curve) -> sbg.ShiftedBetaGeometric | None:
    """The shifted-beta-geometric model of monthly renewals. A loss after 40 days is one at the second renewal."""
    if not curve.times.size:
        return None
    months = np.floor(curve.times / DAYS_IN_MONTH).astype(int)
    size = int(months.max()) + 2
    lost = np.bincount(months + 1, weights=curve.lost, minlength=size)[1:]
    staying = np.bincount(months, weights=_leaving(curve) - curve.lost, minlength=size)[1:]
    return _fit(lost.tobytes(), staying.tobytes())


@lru_cache(maxsize=512)
def _fit(lost: bytes, staying: bytes) -> sbg.ShiftedBetaGeometric | None:
    """The model of one set of counts; kept, because every scorecard asks for the same months again."""
    return sbg.fit(np.frombuffer(lost), np.frombuffer(staying))


def _projected_value(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Fitted]:
    """ARPA after cost of sales × the discounted months a new customer is expected to stay."""
    worth = frame.keep("arpa_margin", partial(figures, ARPA, frame)).to_pyarrow().to_pylist()
    arpa = {(row["period"], row["slice"]): row["numerator"] / row["denominator"] for row in worth if row["denominator"]}
    monthly = float(1 + frame.settings.discount_rate) ** (1 / 12) - 1
    found: dict[Cell, Fitted] = {}
    for cell, curve in curves(frame, periods).items():
        model = renewals(curve)
        months = model.lifetime(monthly) if model is not None else None
        if months is not None and cell in arpa:
            found[cell] = Fitted(float(arpa[cell]) * months, arpa[cell], _decimal(months))
    return found


def _decimal(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(Decimal("1e-6"))


def _stayed_and_lost(frame: Frame) -> Sequence[Term]:
    """Months each customer has stayed so far, and 1 for each one lost."""
    rows = lifetimes(frame)
    stayed = rows.select("period", "slice", "subject_id", amount=_.days / DAYS_IN_MONTH)
    lost = rows.filter(_.lost).select("period", "slice", "subject_id", amount=ibis.literal(1, "int64"))
    return [Term(stayed), Term(lost, side=Side.DENOMINATOR)]


def _one_over_churn(months: Sequence[MonthlyValue]) -> Ratio:
    return Ratio(Decimal(1), unit_economics.mean_churn(months))


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="customer_lifetime", title="Average customer lifetime", unit=Unit.MONTHS, headline=True,
        formula="mean time as a customer, from the survival of all customers so far (Kaplan-Meier)",
        numerator="months stayed so far", denominator="customers lost so far",
        terms=_stayed_and_lost, fit=_mean_months,
        trap="Up to the longest time seen so far: too little for a young company, and it grows with time. "
        "It is not the numerator over the denominator.",
    ),
    _kpi(
        key="customer_lifetime_median", title="Time until half of the customers have left", unit=Unit.MONTHS,
        formula="the time after which half of the customers are lost, from the survival of all customers so far",
        numerator="months stayed so far", denominator="customers lost so far", terms=_stayed_and_lost,
        fit=_median_months, trap="Undefined while more than half of them stay longer than anybody was observed.",
    ),
    _kpi(
        key="customer_lifetime_by_churn", title="Customer lifetime, 1 / churn", unit=Unit.MONTHS,
        formula="1 / mean monthly customer churn of the last 6 complete months", numerator="1",
        denominator="mean monthly customer churn of 6 months", terms=over(lost_customers, AT_START),
        inputs=("customer_churn",), combine=_one_over_churn,
        trap="Takes every customer to be equally likely to leave; shown for comparison.",
    ),
    _kpi(
        key="ltv_projected", title="Customer lifetime value, projected", unit=Unit.MONEY, group=Group.REVENUE,
        formula="ARPA × gross margin × discounted months a new customer is expected to stay "
        "(shifted-beta-geometric model)",
        numerator="ARPA × gross margin", denominator="discounted months expected", terms=_stayed_and_lost,
        fit=_projected_value,
        trap="Retention that rises with tenure is taken into account, which ARPA / churn does not. The value is the "
        "product of the two figures. The yearly discount is a setting: discount_rate.",
    ),
    *buyers.KPIS,
)  # fmt: skip
