"""Benchmarks: what others reach, with the source, as data that everybody may edit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from holdfast.core.errors import UserFacingError
from holdfast.metrics.kernel.kpi import Unit
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.registry import kpi_of

NUMBERS = ("low", "high", "good_from")
TEXTS = ("source", "remark")


class BadBenchmarks(UserFacingError):
    """The file of benchmarks cannot be used. The message names the entry and its key."""

    code = "bad_benchmarks"
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """The usual range of a KPI, or from where on it is good. `grain` None holds for periods of any length."""

    kpi: str
    grain: Grain | None = None
    low: float | None = None
    high: float | None = None
    good_from: float | None = None
    source: str
    remark: str = ""


def benchmarks(path: Path | None = None) -> tuple[Benchmark, ...]:
    """Those of the file at `path`, or the ones that come with Holdfast. BadBenchmarks says what is wrong where."""
    if path is None:
        return _shipped()
    try:
        return _read(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadBenchmarks(f"{path} cannot be read: {error}") from error


def benchmark_for(kpi: str, grain: Grain, among: tuple[Benchmark, ...] | None = None) -> Benchmark | None:
    """The benchmark of a KPI for periods of this length; one for this length comes before one for any."""
    found = [one for one in (benchmarks() if among is None else among) if one.kpi == kpi]
    return next((one for one in found if one.grain is grain), next((one for one in found if one.grain is None), None))


@cache
def _shipped() -> tuple[Benchmark, ...]:
    file = files("holdfast.metrics") / "data" / "benchmarks.toml"
    return _read(file.read_text(encoding="utf-8"), "benchmarks.toml")


def _read(text: str, name: str) -> tuple[Benchmark, ...]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadBenchmarks(f"{name} is not valid TOML: {error}") from error
    entries = tables.get("benchmark", [])
    if set(tables) - {"benchmark"} or not isinstance(entries, list):
        raise BadBenchmarks(f"{name}: write each benchmark as its own [[benchmark]], and nothing else.")
    found = tuple(_entry(entry, f"{name}, benchmark {number}") for number, entry in enumerate(entries, 1))
    seen: set[tuple[str, Grain | None]] = set()
    for number, one in enumerate(found, 1):
        if (one.kpi, one.grain) in seen:
            raise BadBenchmarks(f"{name}, benchmark {number}: {one.kpi} is there already; keep one of the two.")
        seen.add((one.kpi, one.grain))
    return found


def _entry(entry: dict[str, Any], where: str) -> Benchmark:
    known = {"kpi", "grain", *NUMBERS, *TEXTS}
    if unknown := sorted(set(entry) - known):
        raise BadBenchmarks(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(known))}.")
    unit = _unit(entry.get("kpi"), where)
    values = {key: _number(entry[key], unit, f"{where}, {key}") for key in NUMBERS if key in entry}
    if not values:
        raise BadBenchmarks(f"{where}: give low and high, or good_from.")
    if "low" in values and values["low"] > values.get("high", values["low"]):
        raise BadBenchmarks(f"{where}: low is above high; exchange them.")
    texts = {key: str(entry[key]) for key in TEXTS if key in entry}
    if not texts.get("source"):
        raise BadBenchmarks(f"{where}: source is missing; say where the figure comes from.")
    return Benchmark(kpi=entry["kpi"], grain=_grain(entry.get("grain"), where), **values, **texts)  # type: ignore[arg-type]


def _unit(key: object, where: str) -> Unit:
    try:
        return kpi_of(str(key or "")).unit
    except KeyError as error:
        raise BadBenchmarks(f"{where}, kpi: {error.args[0]}") from error


def _grain(name: object, where: str) -> Grain | None:
    if name is None:
        return None
    try:
        return Grain(str(name))
    except ValueError as error:
        raise BadBenchmarks(f"{where}, grain: {name!r}; use {', '.join(Grain)}.") from error


def _number(value: object, unit: Unit, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadBenchmarks(f"{where}: {value!r} is not a number.")
    if unit is Unit.SHARE and not 0 <= value <= 1:
        raise BadBenchmarks(f"{where}: {value} is not a share; write 8 % as 0.08.")
    return float(value)
