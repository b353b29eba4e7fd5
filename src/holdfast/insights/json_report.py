"""The report as JSON, after data/report.schema.json: exact numbers as text, null where there is none."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson
import pyarrow as pa
from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.exact import exact
from holdfast.insights.sides import numerator
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import CohortTable, KpiResult, Rollforward
from holdfast.web.format import Formatter

SCHEMA = "holdfast-report/1"
Json = dict[str, Any]


def json_report(report: Report, write: Formatter) -> bytes:
    """UTF-8, indented, with a newline at the end."""
    return orjson.dumps(document(report, write), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def document(report: Report, write: Formatter) -> Json:
    """The document before it is written; titles and words are in the active language."""
    return {
        "schema": SCHEMA,
        "name": report.name,
        "language": write.lang,
        "as_of": _instant(report.as_of),
        "currency": report.settings.currency,
        "timezone": report.calendar.zone.key,
        "grain": report.calendar.grain.value,
        "by": report.by,
        "settings": {name: _plain(value) for name, value in asdict(report.settings).items()},
        "ledger": {name: _plain(value) for name, value in report.ledger.items()},
        "periods": [
            {"label": item.label, "start": _instant(item.start), "end": _instant(item.end), "partial": item.partial}
            for item in report.calendar
        ],
        "kpis": [_kpi(report, result) for result in report.results],
        "sliced": [{"key": result.kpi.key, "values": values_document(result)} for result in report.sliced],
        "rollforward": _rollforward(report.rollforward),
        "rollforward_sliced": _rollforward(report.rollforward_sliced),
        "cohorts": [_cohorts(table) for table in report.cohorts],
        "survival": [] if report.survival is None else _rows(report.survival),
        "missing": [{"title": title, "needs": needs} for title, needs in report.missing.items()],
        "sources": [{"file": file, "rows": rows} for file, rows in report.sources.items()],
        "rejected": report.rejected,
        "notes": list(report.notes),
    }


def _kpi(report: Report, result: KpiResult) -> Json:
    return {
        **kpi_document(result.kpi),
        "benchmark": _benchmark(report, result.kpi),
        "values": values_document(result),
    }


def kpi_document(kpi: Kpi) -> Json:
    """What a KPI is."""
    return {
        "key": kpi.key,
        "title": gettext(kpi.title),
        "group": kpi.group.value,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "definition": _definition(kpi),
    }


def _definition(kpi: Kpi) -> Json:
    return {
        "formula": gettext(kpi.formula),
        "numerator": gettext(kpi.numerator),
        "denominator": gettext(kpi.denominator) if kpi.denominator else None,
        "statistic": kpi.statistic.value,
        "scale": kpi.scale,
        "trap": gettext(kpi.trap) if kpi.trap else None,
        "version": kpi.version,
        "since": kpi.since.isoformat(),
    }


def _benchmark(report: Report, kpi: Kpi) -> Json | None:
    found = report.benchmarks.get(kpi.key)
    if found is None:
        return None
    return {
        "low": _plain(found.low),
        "high": _plain(found.high),
        "good_from": _plain(found.good_from),
        "source": gettext(found.source),
        "remark": gettext(found.remark) if found.remark else None,
    }


def values_document(result: KpiResult) -> list[Json]:
    """Its numbers, by slice and period."""
    return [
        {
            "period": cell.label,
            "slice": cell.slice,
            "partial": cell.partial,
            "numerator": _plain(numerator(result.kpi, cell)),
            "denominator": _plain(cell.denominator),
            "value": cell.value,
            "low": cell.low,
            "high": cell.high,
        }
        for cell in result
    ]


def _rollforward(table: Rollforward | None) -> Json | None:
    return None if table is None else {"money": _rows(table.money), "customers": _rows(table.customers)}


def _cohorts(table: CohortTable) -> Json:
    return {"kind": table.kind, "cells": _rows(table.table)}


def _rows(table: pa.Table) -> list[Json]:
    return [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()]


def _plain(value: Any) -> Any:
    """Decimals as text without an exponent or needless zeros; instants in ISO 8601."""
    if isinstance(value, Decimal):
        return exact(value)
    return _instant(value) if isinstance(value, datetime) else value


def _instant(at: datetime) -> str:
    return at.isoformat()
