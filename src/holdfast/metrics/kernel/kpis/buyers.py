"""What customers without a contract will buy, from the purchases they made: BG/NBD and Gamma-Gamma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

import ibis
import ibis.expr.types as ir
import numpy as np
from ibis import _
from numpy.typing import NDArray

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Cell, Direction, Fitted, Group, Kpi, Side, Term, Unit, by_cell
from holdfast.metrics.kernel.kpis.purchases import bought
from holdfast.metrics.kernel.models import bgnbd, gamma_gamma
from holdfast.metrics.kernel.period import BEFORE, Period

WEEKS_AHEAD = 52
COLUMNS = ("frequency", "recency", "age", "value")

Floats = NDArray[np.float64]

_kpi = partial(Kpi, needs=("purchase",), direction=Direction.HIGHER)


def histories(frame: Frame) -> ir.Table:
    """period, slice, subject_id, frequency, recency, age, value: each customer's purchases up to the period's end.

    frequency is the number of days with a purchase after the first one, recency the weeks from the first to the last,
    age those from the first to the end, value the mean of a day after the first (null without one). Days are stretches
    of 24 hours counted back from the end. The slice is that of the first purchase.
    """
    ends = frame.periods.filter(_.period > BEFORE).select("period", "end_at")
    own = bought(frame)
    joined = own.join(ends, own.bought_at < ends.end_at)
    ago = ((joined.end_at.epoch_seconds() - joined.bought_at.epoch_seconds() - 1) / 86400).floor().cast("int64")
    days = (
        joined.mutate(ago=ago)
        .group_by("period", "account_id", "ago")
        .agg(amount=_.amount_reporting.sum().fill_null(0), slice=_.slice.argmin(_.number))
    )
    sums = days.group_by("period", "account_id").agg(
        slice=_.slice.argmax(_.ago),
        count=_.count(),
        first=_.ago.max(),
        last=_.ago.min(),
        total=_.amount.sum(),
        opening=_.amount.argmax(_.ago),
    )
    return sums.select(
        "period",
        "slice",
        subject_id=_.account_id,
        frequency=_["count"] - 1,
        recency=(_.first - _["last"]) / 7.0,
        age=_.first / 7.0,
        value=(_.total - _.opening).cast("float64") / (_["count"] - 1).nullif(0),
    )


def _rows(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Floats]:
    """The histories of each period as rows of COLUMNS, by period number and slice; value 0 stands for none."""
    table = frame.keep("histories", partial(histories, frame)).order_by("period", "slice", "subject_id").to_pyarrow()
    return {
        cell: np.column_stack([rows[name].fill_null(0).to_numpy().astype(np.float64) for name in COLUMNS])
        for cell, rows in by_cell(table, periods).items()
    }


@lru_cache(maxsize=256)
def _fit(rows: bytes) -> tuple[bgnbd.BgNbd | None, gamma_gamma.GammaGamma | None]:
    """Both models of one set of histories; kept, because several KPIs ask for the same."""
    frequency, recency, age, value = np.frombuffer(rows).reshape(-1, len(COLUMNS)).T
    return bgnbd.fit(frequency, recency, age), gamma_gamma.fit(frequency, value)


def _alive(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Fitted]:
    found: dict[Cell, Fitted] = {}
    for cell, rows in _rows(frame, periods).items():
        purchases, _value = _fit(rows.tobytes())
        if purchases is not None:
            alive = float(purchases.alive(*rows.T[:3]).sum())
            found[cell] = Fitted(alive / len(rows), _decimal(alive), Decimal(len(rows)))
    return found


def _future_value(frame: Frame, periods: Sequence[Period]) -> Mapping[Cell, Fitted]:
    found: dict[Cell, Fitted] = {}
    for cell, rows in _rows(frame, periods).items():
        purchases, value = _fit(rows.tobytes())
        if purchases is not None and value is not None:
            frequency, recency, age, mean = rows.T
            ahead = purchases.expected_from(WEEKS_AHEAD, frequency, recency, age)
            total = float(ahead @ value.expected(frequency, mean))
            found[cell] = Fitted(total / len(rows), _decimal(total), Decimal(len(rows)))
    return found


def _decimal(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(Decimal("1e-6"))


def _repeats(frame: Frame) -> Sequence[Term]:
    """The repeat purchases the models know of each customer, and 1 for each customer."""
    rows = histories(frame)
    repeats = rows.select("period", "slice", "subject_id", amount=_.frequency)
    everybody = rows.select("period", "slice", "subject_id", amount=ibis.literal(1, "int64"))
    return [Term(repeats), Term(everybody, side=Side.DENOMINATOR)]


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="buyers_alive", title="Buyers who will buy again", unit=Unit.SHARE, group=Group.CUSTOMERS,
        formula="sum of each buyer's probability to be a customer still (BG/NBD model) / buyers so far",
        numerator="buyers expected to be customers still", denominator="buyers so far", terms=_repeats, fit=_alive,
        trap="The list shows the repeat purchases from which it is estimated.",
    ),
    _kpi(
        key="future_purchase_value", title="Value of future purchases, 12 months", unit=Unit.MONEY,
        group=Group.REVENUE,
        formula="expected purchases of the next 52 weeks × expected purchase value (BG/NBD and Gamma-Gamma models), "
        "mean over the buyers so far",
        numerator="expected purchases × expected value", denominator="buyers so far", terms=_repeats,
        fit=_future_value, trap="Not discounted. The list shows the repeat purchases from which it is estimated.",
    ),
)  # fmt: skip
