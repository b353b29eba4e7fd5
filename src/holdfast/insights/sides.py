"""Which of a KPI's numerator and denominator is money, so that it is written as money.

A declaration says the unit of the value only. Both sides of a share, a multiple or a number of months are in the same
unit, and the words of one of them say which.
"""

from __future__ import annotations

from decimal import Decimal

from holdfast.metrics.kernel.kpi import Kpi, Statistic, Unit
from holdfast.metrics.kernel.result import Cell

MONEY_WORDS = ("MRR", "cost", "lifetime value", "ARPA")
SAME_ON_BOTH_SIDES = (Unit.SHARE, Unit.RATIO, Unit.TIMES, Unit.MONTHS)


def units(kpi: Kpi) -> tuple[str, str]:
    """("money" or "number") of the numerator and of the denominator."""
    top, bottom = (any(word in words for word in MONEY_WORDS) for words in (kpi.numerator, kpi.denominator))
    if kpi.unit is Unit.MONEY:
        top = True
    elif kpi.unit in SAME_ON_BOTH_SIDES:
        top = bottom = top or bottom
    return ("money" if top else "number"), ("money" if bottom else "number")


def numerator(kpi: Kpi, cell: Cell) -> Decimal | None:
    """The numerator of a cell; a median has none, only values that it is the middle of."""
    return None if kpi.statistic is Statistic.MEDIAN else cell.numerator
