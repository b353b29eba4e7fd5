"""The tables [metrics] and [ledger] of a holdfast.toml: what a company wants counted differently."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from holdfast.billing.api import LedgerSettings
from holdfast.core.errors import UserFacingError
from holdfast.metrics.benchmarks import Benchmark, benchmarks
from holdfast.metrics.health import health_inputs
from holdfast.metrics.kernel.settings import MetricSettings

NAME = "holdfast.toml"
HEALTH = "health.toml"
BENCHMARKS = "benchmarks.toml"
# A folder's and an installation's own: these are said elsewhere, once.
ELSEWHERE = frozenset({"currency", "timezone", "week_start", "year_start", "reporting_currency", "health"})

Settings = TypeVar("Settings", MetricSettings, LedgerSettings)


class BadSetting(UserFacingError):
    """A setting that does not exist or cannot have this value; the message names both."""

    code = "bad_setting"
    http_status = 400

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def read(path: Path) -> tuple[MetricSettings, LedgerSettings]:
    """The settings of a file, defaults where it says nothing or does not exist. Raises BadSetting.

    A health.toml beside it gives the weights of the health score.
    """
    metrics, ledger = _told(path)
    weights = path.parent / HEALTH
    return (replace(metrics, health=health_inputs(weights)), ledger) if weights.is_file() else (metrics, ledger)


def usual(folder: Path) -> tuple[Benchmark, ...]:
    """The benchmarks of a folder's benchmarks.toml, or those that come with Holdfast."""
    own = folder / BENCHMARKS
    return benchmarks(own if own.is_file() else None)


def _told(path: Path) -> tuple[MetricSettings, LedgerSettings]:
    if not path.is_file():
        return MetricSettings(), LedgerSettings()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path}: not valid TOML ({error}).") from error
    return (
        _laid_over(MetricSettings(), tables.get("metrics", {}), path, "metrics"),
        _laid_over(LedgerSettings(), tables.get("ledger", {}), path, "ledger"),
    )


def _laid_over(defaults: Settings, given: Any, path: Path, table: str) -> Settings:
    hints = get_type_hints(type(defaults))
    known = sorted(field.name for field in fields(defaults) if field.name not in ELSEWHERE)
    values = {}
    for name, value in given.items():
        if name not in known:
            raise BadSetting(f"{path}: [{table}] {name}: no such setting. Known are {', '.join(known)}.")
        values[name] = typed(hints[name], value, f"{path}: [{table}] {name} = {value!r}")
    return replace(defaults, **values)


def typed(hint: Any, value: Any, where: str) -> Any:
    """The value as the type of the setting, or BadSetting."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(value)
        except ValueError:
            raise BadSetting(f"{where}: use one of {', '.join(str(each.value) for each in hint)}.") from None
    if hint is Decimal and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    allowed = {int: (int,), int | None: (int,), str | None: (str,), str: (str,)}.get(hint, ())
    if isinstance(value, allowed) and not isinstance(value, bool):
        return value
    words = {Decimal: "a number", int: "a whole number", int | None: "a whole number"}
    raise BadSetting(f"{where}: write {words.get(hint, 'a text in quotation marks')}.")
