"""From a book to a report: everything a scorecard, a page, a workbook or a board paper shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pyarrow as pa

from holdfast.book.book import Book
from holdfast.insights.contracts import Report
from holdfast.metrics.benchmarks import Benchmark, benchmark_for
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.kpis.lifetime import DAYS_IN_MONTH, curves
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import all_kpis
from holdfast.metrics.tables import cohorts, rollforward

SURVIVAL = pa.schema(
    [
        ("slice", pa.string()),
        ("months", pa.int32()),
        ("at_risk", pa.int64()),
        ("survival", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)


def build(
    book: Book, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
) -> Report:
    """Compute everything a report shows. Raises BadRange for a range or way of slicing that the book does not have."""
    over = book.calendar(period, from_, to)
    engine = book.engine
    book.known_trait(by)
    ready = [kpi for kpi in all_kpis() if engine.available(kpi)]
    has_mrr = "mrr_change" in book.facts.present
    found = book.material
    return Report(
        name=book.name,
        calendar=over,
        as_of=book.as_of,
        settings=book.settings,
        results=tuple(engine.compute(kpi, over) for kpi in ready),
        sliced=_sliced(engine, ready, over, by) if by else (),
        by=by,
        rollforward=rollforward(engine, over) if has_mrr else None,
        rollforward_sliced=rollforward(engine, over, by) if has_mrr and by else None,
        cohorts=tuple(cohorts(engine, kind, over) for kind in cohort_kinds(book)),
        survival=survival(book, over, by) if has_mrr else None,
        benchmarks=_benchmarks(book, ready, over),
        traces=lambda kpi: engine.traces(kpi, over),
        behind=lambda kpi, label: engine.behind(kpi, over, over.labelled(label)),
        names=lambda: book.con.to_pyarrow(book.facts["account"].select("account_id", "account", "name")),
        people=lambda: book.con.to_pyarrow(book.facts["person"].select("person_id", "person", "name")),
        rates=lambda: rates(book, over),
        missing=missing(book, ready),
        sources=found.sources if found else {},
        rejected=found.rejected if found else 0,
        notes=book.notes,
        ledger=asdict(book.ledger),
    )


def _sliced(engine: Engine, ready: list[Kpi], over: Calendar, by: str) -> tuple[KpiResult, ...]:
    """The KPIs of which some account is in a slice; without any they would say the whole again, as if it were one."""
    results = (engine.compute(kpi, over, by) for kpi in ready if engine.available(kpi, by))
    return tuple(result for result in results if result.slices != [TOTAL])


def _benchmarks(book: Book, ready: list[Kpi], over: Calendar) -> Mapping[str, Benchmark]:
    found = {kpi.key: benchmark_for(kpi.key, over.grain, book.benchmarks or None) for kpi in ready}
    return {key: one for key, one in found.items() if one is not None}


def survival(book: Book, over: Calendar, by: str | None) -> pa.Table:
    """The survival curve at the end of the last period, a row per whole month of lifetime."""
    rows: list[dict[str, object]] = []
    for (_, slice_), curve in curves(book.engine.frame(over, by), over.periods[-1:]).items():
        months = np.arange(0, int(curve.times.max(initial=0) / DAYS_IN_MONTH) + 1)
        # The last step that is known at the end of each whole month; a curve starts with everybody.
        steps = np.searchsorted(curve.times, months * DAYS_IN_MONTH, side="right") - 1
        for month, step in zip(months.tolist(), steps.tolist(), strict=True):
            known = (curve.survival[step], curve.low[step], curve.high[step]) if step >= 0 else (1.0, 1.0, 1.0)
            survival, low, high = map(float, known)
            at_risk = int(curve.at_risk[min(step + 1, len(curve.at_risk) - 1)])
            rows.append(
                {"slice": slice_, "months": month, "at_risk": at_risk, "survival": survival, "low": low, "high": high}
            )
    return pa.Table.from_pylist(rows, schema=SURVIVAL)


def rates(book: Book, over: Calendar) -> pa.Table | None:
    """The rates the figures were converted at; None when all money is in the reporting currency."""
    rates = book.engine.frame(over).rates
    return None if rates is None else book.con.to_pyarrow(rates)


def cohort_kinds(book: Book) -> list[str]:
    """The cohort tables that a book has the data for."""
    kinds = ["customers", "nrr", "grr"] if "mrr_change" in book.facts.present else []
    return [*kinds, "usage"] if "event" in book.facts.present else kinds


def missing(book: Book, ready: list[Kpi]) -> Mapping[str, str]:
    """Title of each KPI the book cannot compute, and the facts it would need."""
    return {
        kpi.title: ", ".join([name for name in kpi.needs if name not in book.facts.present] or [kpi.needs_setting])
        for kpi in all_kpis()
        if kpi not in ready
    }
