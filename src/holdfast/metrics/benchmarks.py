"""What is usual elsewhere: benchmarks with their source, read from a file that anybody may change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from holdfast.core.errors import UserFacingError
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.registry import all_kpis

SHIPPED = Path(__file__).parent / "data" / "benchmarks.toml"


class BadBenchmark(UserFacingError):
    """An entry of a benchmark file that cannot be used; the message names it and the remedy."""

    code = "bad_benchmark"
    http_status = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What is usual for a KPI over periods of one grain, in the unit of the KPI's value.

    low and high: the usual range. good_from: from there on (or up to there, where lower is better) a value is good.
    """

    kpi: str
    grain: Grain
    source: str
    low: Decimal | None = None
    high: Decimal | None = None
    good_from: Decimal | None = None
    remark: str = ""


def benchmarks(grain: Grain = Grain.MONTH, path: Path = SHIPPED) -> Mapping[str, Benchmark]:
    """The benchmarks that hold for periods of this grain, by the key of their KPI. Raises BadBenchmark."""
    return {benchmark.kpi: benchmark for benchmark in read(path) if benchmark.grain is grain}


def read(path: Path) -> list[Benchmark]:
    """Every benchmark of a file, in its order. Raises BadBenchmark."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise BadBenchmark(f"{path}: cannot be opened ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadBenchmark(f"{path}: not valid TOML ({error}).") from error
    found: dict[tuple[str, Grain], Benchmark] = {}
    for number, entry in enumerate(content.get("benchmark", []), start=1):
        benchmark = _benchmark(entry, f"{path}, benchmark {number}")
        if (benchmark.kpi, benchmark.grain) in found:
            raise BadBenchmark(f"{path}, benchmark {number}: {benchmark.kpi} by {benchmark.grain} is there already.")
        found[benchmark.kpi, benchmark.grain] = benchmark
    return list(found.values())


def _benchmark(entry: Mapping[str, Any], where: str) -> Benchmark:
    known = [field.name for field in fields(Benchmark)]
    for name in entry:
        if name not in known:
            raise BadBenchmark(f"{where}: {name} is nothing a benchmark has; it has {', '.join(known)}.")
    kpi = str(entry.get("kpi", ""))
    if kpi not in {each.key for each in all_kpis()}:
        raise BadBenchmark(f"{where}: kpi = {kpi!r} is no KPI; `holdfast kpis` lists them.")
    if entry.get("grain") not in list(Grain):
        raise BadBenchmark(f"{where}: grain = {entry.get('grain')!r}; use one of {', '.join(Grain)}.")
    if not entry.get("source"):
        raise BadBenchmark(f"{where}: source is missing; say where the figures come from.")
    numbers = {name: _number(entry, name, where) for name in ("low", "high", "good_from")}
    low, high = numbers["low"], numbers["high"]
    if (low is None) != (high is None) or (low is not None and high is not None and low > high):
        raise BadBenchmark(f"{where}: give both low and high, low first, or none of them.")
    if low is None and numbers["good_from"] is None:
        raise BadBenchmark(f"{where}: give low and high, or good_from.")
    return Benchmark(
        kpi=kpi,
        grain=Grain(entry["grain"]),
        source=str(entry["source"]),
        remark=str(entry.get("remark", "")),
        **numbers,
    )


def _number(entry: Mapping[str, Any], name: str, where: str) -> Decimal | None:
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadBenchmark(f"{where}: {name} = {value!r}; write a number such as 0.03.")
    return Decimal(value)
