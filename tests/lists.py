"""Whether the lists behind numbers add up to them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from holdfast.book.board import Board
from holdfast.metrics.kernel.kpi import Statistic, Unit

ZERO, NEAR = Decimal(), Decimal("1e-9")


def check_lists(board: Board, period: str, by: str | None) -> int:
    """Every cell of every KPI whose number is a sum; one that is made of others shows what those are made from.

    Gives the number of rows in all lists.
    """
    results = [result for result in board.results(period, by=by) if _is_summed(result.kpi, by)]
    return sum(_check(board, result.kpi, cell, period, by) for result in results for cell in result)


def _is_summed(kpi: Any, by: str | None) -> bool:
    return kpi.combine is None and kpi.fit is None and (by is None or kpi.sliceable)


def _check(board: Board, kpi: Any, cell: Any, period: str, by: str | None) -> int:
    rows = board.behind(kpi.key, cell.label, period, by, cell.slice)
    numerator, denominator = (sum(rows[side].to_pylist(), ZERO) for side in ("numerator", "denominator"))
    where = f"{kpi.key} {cell.label} {cell.slice}"
    if kpi.statistic is Statistic.MEDIAN:
        assert len(rows) == int(cell.denominator or 0), where
    else:
        # Money is exact; spans of time are added up as floating-point numbers.
        near = ZERO if kpi.unit is Unit.MONEY else NEAR * max(1, abs(cell.numerator or ZERO))
        assert abs(numerator - (cell.numerator or ZERO)) <= near, where
        assert not kpi.denominator or abs(denominator - (cell.denominator or ZERO)) <= near, where
    return int(rows.num_rows)
