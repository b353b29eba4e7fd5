"""The weights of the customer health score, as they are written in a file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

INPUTS = ("days_active", "last_event", "mrr_trend", "mrr_at_risk", "open_tickets", "nps", "tenure")


class BadHealthWeights(ValueError):
    """The weights cannot be used. The message names the input and its key."""


@dataclass(frozen=True, slots=True)
class HealthInput:
    """An input earns nothing at `worst`, its whole `weight` at `best`, and in between in proportion."""

    name: str
    weight: float
    worst: float
    best: float


def read(text: str) -> tuple[HealthInput, ...]:
    """The inputs of a TOML text, in its order. BadHealthWeights says what is wrong and what to write."""
    try:
        tables = tomllib.loads(text).get("inputs", {})
    except tomllib.TOMLDecodeError as error:
        raise BadHealthWeights(f"not valid TOML: {error}") from error
    if not isinstance(tables, dict) or not tables:
        raise BadHealthWeights("no inputs; write each as [inputs.NAME] with weight, worst and best")
    inputs = tuple(_input(name, table) for name, table in tables.items())
    if sum(one.weight for one in inputs) <= 0:
        raise BadHealthWeights("all weights are zero; give at least one input a weight")
    return inputs


@cache
def shipped() -> tuple[HealthInput, ...]:
    """The weights that come with Holdfast."""
    return read((files("holdfast.metrics") / "data" / "health.toml").read_text(encoding="utf-8"))


def _input(name: str, table: object) -> HealthInput:
    if name not in INPUTS:
        raise BadHealthWeights(f"inputs.{name}: there is no such input; there are {', '.join(INPUTS)}")
    if not isinstance(table, dict) or set(table) != {"weight", "worst", "best"}:
        raise BadHealthWeights(f"inputs.{name}: give weight, worst and best, and nothing else")
    weight, worst, best = (_number(table, name, key) for key in ("weight", "worst", "best"))
    if weight < 0:
        raise BadHealthWeights(f"inputs.{name}.weight: {weight:g} is below zero; exchange worst and best instead")
    if worst == best:
        raise BadHealthWeights(f"inputs.{name}: worst and best are both {best:g}; they must differ")
    return HealthInput(name, weight, worst, best)


def _number(table: dict[str, Any], name: str, key: str) -> float:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise BadHealthWeights(f"inputs.{name}.{key}: {value!r} is not a number")
    return float(value)
