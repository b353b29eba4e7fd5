"""The last twelve months before and after a change of settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from holdfast.book.board import Board
from holdfast.core.models import Workspace
from holdfast.metrics.kernel.result import Cell, KpiResult
from holdfast.pages.settings.fields import Changes
from holdfast.web.format import Formatter

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One number now and as proposed, written out. differs: beyond what is shown, too."""

    before: str
    after: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """titles: of the KPIs. rows: a month and a pair for each KPI, the newest first. differs: anything at all does."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Pair, ...]], ...]
    differs: bool


def compare(workspace: Workspace, changes: Changes) -> Compared:
    """What would change. Raises Pending until it is computed, NothingYet without data, BadSetting."""
    found = Board.of(workspace).preview(**changes)
    write = Formatter(get_language() or "en", workspace.preferences.currency)
    pairs = [
        (before, {cell.label: cell for cell in before.cells()}, {cell.label: cell for cell in after.cells()})
        for before, after in zip(found.before, found.after, strict=True)
    ]
    months = sorted({label for _, before, after in pairs for label in (*before, *after)}, reverse=True)[:MONTHS]
    rows = tuple(
        (
            write.period(month),
            tuple(_pair(result, before.get(month), after.get(month), write) for result, before, after in pairs),
        )
        for month in months
    )
    titles = tuple(gettext(result.kpi.title) for result, _, _ in pairs)
    return Compared(titles, rows, any(pair.differs for _, row in rows for pair in row))


def _pair(result: KpiResult, before: Cell | None, after: Cell | None, write: Formatter) -> Pair:
    values = [cell.value if cell is not None else None for cell in (before, after)]
    texts = [write.value(value, result.kpi.unit, exact=True) for value in values]
    return Pair(texts[0], texts[1], values[0] != values[1])
