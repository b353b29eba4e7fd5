"""What a board says of itself: as of when, counted how, from what, and what there is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from holdfast.book.book import Book
from holdfast.book.report import cohort_kinds, missing
from holdfast.metrics.benchmarks import Benchmark
from holdfast.metrics.kernel.models.health import HealthInput
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import all_kpis

NAME = "meta.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """first: the day of the first movement. subjects: KPI -> account or person. sliceable: KPIs that have parts.

    good_until: when the clock had to cut the data short, from then on it says more; None: never.
    """

    name: str
    as_of: datetime
    computed_at: datetime
    good_until: datetime | None
    first: date
    settings: MetricSettings
    ledger: Mapping[str, object]
    notes: tuple[str, ...]
    traits: tuple[str, ...]
    available: tuple[str, ...]
    subjects: Mapping[str, str]
    cohort_kinds: tuple[str, ...]
    has_mrr: bool
    missing: Mapping[str, str]
    sources: Mapping[str, int]
    rejected: int
    benchmarks: tuple[Benchmark, ...]


def meta_of(book: Book, computed_at: datetime, good_until: datetime | None) -> Meta:
    """What is known of a book before any of its KPIs is computed."""
    engine, found = book.engine, book.material
    ready = [kpi for kpi in all_kpis() if engine.available(kpi)]
    return Meta(
        name=book.name,
        as_of=book.as_of,
        computed_at=computed_at,
        good_until=good_until,
        first=book.first_day,
        settings=book.settings,
        ledger=asdict(book.ledger),
        notes=book.notes,
        traits=tuple(book.traits()),
        available=tuple(kpi.key for kpi in ready),
        subjects={kpi.key: engine.subject(kpi) for kpi in ready},
        cohort_kinds=tuple(cohort_kinds(book)),
        has_mrr="mrr_change" in book.facts.present,
        missing=missing(book, ready),
        sources=found.sources if found else {},
        rejected=found.rejected if found else 0,
        benchmarks=book.benchmarks,
    )


def as_json(meta: Meta) -> dict[str, Any]:
    """Decimals as text, so that they stay exact."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(meta), default=_plain))
    return found


@lru_cache(maxsize=64)
def read_meta(folder: Path) -> Meta:
    """Of a board's folder. FileNotFoundError when there is none in it."""
    stored = json.loads((folder / NAME).read_bytes())
    good_until = stored["good_until"]
    lists = {name: tuple(stored[name]) for name in ("notes", "traits", "available", "cohort_kinds")}
    return Meta(**{
        **stored,
        **lists,
        "as_of": datetime.fromisoformat(stored["as_of"]),
        "computed_at": datetime.fromisoformat(stored["computed_at"]),
        "good_until": datetime.fromisoformat(good_until) if good_until else None,
        "first": date.fromisoformat(stored["first"]),
        "settings": _settings(stored["settings"]),
        "benchmarks": tuple(_benchmark(one) for one in stored["benchmarks"]),
    })  # fmt: skip


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _settings(stored: dict[str, Any]) -> MetricSettings:
    hints = get_type_hints(MetricSettings)
    values: dict[str, Any] = {}
    for field in fields(MetricSettings):
        value = stored[field.name]
        values[field.name] = Decimal(value) if hints[field.name] is Decimal else value
    values["health"] = tuple(HealthInput(**one) for one in stored["health"])
    return MetricSettings(**values)


def _benchmark(stored: dict[str, Any]) -> Benchmark:
    return Benchmark(**{**stored, "grain": Grain(stored["grain"]) if stored["grain"] else None})
