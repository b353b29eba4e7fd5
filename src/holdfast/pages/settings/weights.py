"""The inputs of the health score as rows of a form, and an account as an example of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django_stubs_ext import StrOrPromise

from holdfast.book import preferences
from holdfast.book.board import Board
from holdfast.core.errors import UserFacingError
from holdfast.core.models import Workspace
from holdfast.metrics.kernel.models.health import INPUTS, HealthInput, shipped
from holdfast.pages.settings.words import HEALTH, Words
from holdfast.web.format import Formatter

_LOOKED_AT = 200
KEYS = ("weight", "worst", "best")


@dataclass(frozen=True, slots=True)
class Row:
    """One input. weight, worst and best are texts of a form; usual: those that come with Holdfast."""

    name: str
    words: Words
    weight: str
    worst: str
    best: str
    usual: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An account and what makes up its score now. after: its score as proposed, if something is."""

    name: str
    score: str
    after: str
    parts: tuple[tuple[StrOrPromise, str, str, str], ...]  # input, value, points, the most points there are


def rows(workspace: Workspace, sent: QueryDict | None, error: preferences.BadSetting | None) -> list[Row]:
    counted = {one.name: one for one in preferences.read_stored(workspace).health}
    usual = {one.name: one for one in shipped()}
    found = []
    for name in INPUTS:
        one, other = counted.get(name), usual[name]
        stored = {"weight": one.weight if one else 0.0, "worst": (one or other).worst, "best": (one or other).best}
        texts = {key: sent.get(f"{name}.{key}", "") if sent is not None else f"{stored[key]:g}" for key in KEYS}
        wrong = error.message if error is not None and f"{name}." in f"{error.field}.{error.message}" else ""
        found.append(
            Row(name, HEALTH[name], **texts, usual=f"{other.weight:g}, {other.worst:g}, {other.best:g}", error=wrong)
        )
    return found


def total(listed: list[Row]) -> str:
    """The sum of the weights, as far as they are numbers."""
    return f"{sum(_number(row.weight) for row in listed):g}"


def changes(workspace: Workspace, sent: QueryDict) -> dict[str, dict[str, dict[str, Any]]]:
    """What the form says, as `preferences.store` takes it; nothing when that counts already."""
    said = {name: {key: sent.get(f"{name}.{key}", "").strip().replace(",", ".") for key in KEYS} for name in INPUTS}
    counted = {one.name: one for one in preferences.read_stored(workspace).health}
    same = all(_is(said[name], counted.get(name)) for name in INPUTS)
    if same:
        return {}
    usual = {one.name: one for one in shipped()}
    if all(_is(said[name], usual[name]) for name in INPUTS):
        return {"health": {}}
    return {"health": said}


def _is(said: Mapping[str, str], one: Any) -> bool:
    if one is None:
        return _number(said["weight"]) == 0
    try:
        return all(float(said[key]) == getattr(one, key) for key in KEYS)
    except ValueError:
        return False


def example(workspace: Workspace, proposed: tuple[HealthInput, ...] = ()) -> Example | None:
    """The largest account that has a score, also as `proposed` would score it; None while there are no numbers."""
    try:
        board = Board.of(workspace)
        scored = [row for row in board.accounts().slice(0, _LOOKED_AT).to_pylist() if row["health"] is not None]
        parts = board.account_health(scored[0]["account"]).to_pylist() if scored else []
    except UserFacingError:
        return None
    if not parts:
        return None
    write = Formatter(get_language() or "en", workspace.preferences.currency)
    return Example(
        name=scored[0]["name"] or scored[0]["account"],
        score=write.number(scored[0]["health"], 1),
        after=write.number(_score(parts, proposed), 1) if proposed else "",
        parts=tuple(
            (
                HEALTH[part["input"]].title,
                write.number(part["value"], 2, least=0),
                write.number(part["points"], 1),
                write.number(100 * part["weight"], 1),
            )
            for part in parts
        ),
    )


def _score(parts: list[dict[str, Any]], inputs: tuple[HealthInput, ...]) -> float | None:
    """The same values with other weights; inputs that were not measured for this account are left out."""
    counted = {one.name: one for one in inputs if one.weight}
    known = [(part["value"], counted[part["input"]]) for part in parts if part["input"] in counted]
    if not known:
        return None
    reached: float = sum(
        one.weight * min(max((value - one.worst) / (one.best - one.worst), 0), 1) for value, one in known
    )
    return 100 * reached / sum(one.weight for _, one in known)


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0
