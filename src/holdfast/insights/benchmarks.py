"""A KPI beside its benchmark: in words, as a band for the chart, and where the value lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from holdfast.insights.words import PLACES
from holdfast.metrics.benchmarks import Benchmark
from holdfast.metrics.kernel.kpi import Direction, Kpi
from holdfast.web.format import Formatter


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """text: "usual 3.0-8.0 %"; place: a key of PLACES or "" without a value; low and high bound the band."""

    text: str
    place: str
    place_text: str
    low: float | None
    high: float | None
    goal: float | None
    source: str
    remark: str


def benchmark_line(kpi: Kpi, benchmark: Benchmark, value: float | None, write: Formatter) -> BenchmarkLine:
    """The benchmark of a KPI in words, and where `value` lies."""
    place = _place(kpi, benchmark, value)
    return BenchmarkLine(
        text=_text(kpi, benchmark, write),
        place=place,
        place_text=str(PLACES[place]) if place else "",
        low=None if benchmark.low is None else float(benchmark.low),
        high=None if benchmark.high is None else float(benchmark.high),
        goal=_good(benchmark),
        source=gettext(benchmark.source),
        remark=gettext(benchmark.remark) if benchmark.remark else "",
    )


def _text(kpi: Kpi, benchmark: Benchmark, write: Formatter) -> str:
    if benchmark.low is not None and benchmark.high is not None:
        bounds = {"low": write.value(benchmark.low, kpi.unit), "high": write.value(benchmark.high, kpi.unit)}
        return gettext("usual %(low)s to %(high)s") % bounds
    bound = {"bound": write.value(_good(benchmark), kpi.unit)}
    if kpi.direction is Direction.LOWER:
        return gettext("good up to %(bound)s") % bound
    return gettext("good from %(bound)s") % bound


def _good(benchmark: Benchmark) -> float | None:
    found = next((bound for bound in (benchmark.good_from, benchmark.low, benchmark.high) if bound is not None), None)
    return None if found is None else float(found)


def _place(kpi: Kpi, benchmark: Benchmark, value: float | None) -> str:
    if value is None:
        return ""
    lower = kpi.direction is Direction.LOWER
    if benchmark.low is not None and benchmark.high is not None:
        if value < float(benchmark.low):
            return "better" if lower else "worse"
        if value > float(benchmark.high):
            return "worse" if lower else "better"
        return "inside"
    good = _good(benchmark)
    if good is None:
        return ""
    return "good" if (value <= good if lower else value >= good) else "short"
