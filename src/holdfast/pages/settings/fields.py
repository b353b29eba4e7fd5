"""The settings of the numbers as fields of a form, and what such a form sends as changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from django.conf import settings as django_settings
from django.http import QueryDict
from django.utils.translation import gettext
from django_stubs_ext import StrOrPromise

from holdfast.book import preferences
from holdfast.core.models import Workspace
from holdfast.pages.settings.words import CHOICES, COUNTED, GROUPS, SETTINGS, Words

KNOWN = {f"{setting.section}.{setting.name}": setting for setting in preferences.known_settings()}
Changes = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. value: what stands in the field. own: the workspace has a value of its own."""

    key: str
    setting: preferences.Setting
    words: Words
    value: str
    usual: str
    own: bool
    choices: tuple[tuple[str, StrOrPromise], ...] = ()
    error: str = ""

    @property
    def step(self) -> str:
        return "1" if self.setting.kind == "int" else "any"


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that is to change, in words."""

    title: StrOrPromise
    before: str
    after: str


def groups(
    workspace: Workspace, sent: QueryDict | None = None, error: preferences.BadSetting | None = None
) -> list[tuple[StrOrPromise, list[Field]]]:
    """Every setting by group, with what was sent where something was."""
    stored, usual = _values(preferences.read_stored(workspace)), _usual()
    own = preferences.read_stored(workspace).own
    return [
        (
            title,
            [
                Field(
                    key=key,
                    setting=KNOWN[key],
                    words=SETTINGS[key],
                    value=(sent.get(key) or "") if sent is not None and key in sent else stored[key],
                    usual=shown(key, usual[key]),
                    own=key in own,
                    choices=tuple((choice, CHOICES[choice]) for choice in KNOWN[key].choices),
                    error=error.message if error is not None and error.field == key else "",
                )
                for key in keys
            ],
        )
        for title, keys in GROUPS
    ]


def changes(workspace: Workspace, sent: QueryDict) -> Changes:
    """What differs from what counts now, as `preferences.store` takes it; the usual value is not stored."""
    stored, usual = _values(preferences.read_stored(workspace)), _usual()
    found: Changes = {}
    for key, setting in KNOWN.items():
        if key not in sent:
            continue
        value = sent.get(key, "").strip()
        if setting.kind == "decimal":
            value = value.replace(",", ".")
        if not _same(value, stored[key]):
            section = found.setdefault(setting.section, {})
            section[setting.name] = preferences.USUAL if _same(value, usual[key]) else value
    return found


def differences(workspace: Workspace, found: Changes) -> list[Difference]:
    """The changes in words. Raises BadSetting for a value that cannot be."""
    before = _values(preferences.read_stored(workspace))
    after = _values(preferences.proposed(workspace, **found))
    return [
        Difference(SETTINGS[key].title, shown(key, before[key]), shown(key, after[key]))
        for _, keys in GROUPS
        for key in keys
        if before[key] != after[key]
    ]


def shown(key: str, value: str) -> str:
    """A value with its unit."""
    if key in KNOWN and KNOWN[key].choices:
        return str(CHOICES.get(value, value))
    if not value:
        return gettext("empty")
    unit = SETTINGS[key].unit
    if KNOWN[key].kind == "decimal":
        return f"{value} ({Decimal(value):.1%})"
    counted = next((words for each, words in COUNTED if each is unit), None)
    return f"{value} {unit}".strip() if counted is None else str(counted % {"count": int(value)})


def _values(stored: preferences.Stored) -> dict[str, str]:
    of: Mapping[str, Any] = {"metrics": stored.metrics, "ledger": stored.ledger}
    return {key: _text(getattr(of[setting.section], setting.name)) for key, setting in KNOWN.items()}


def _usual() -> dict[str, str]:
    metrics, ledger = preferences.read(django_settings.DATA_DIR / preferences.NAME)
    return _values(preferences.Stored(metrics=metrics, ledger=ledger))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value.value) if isinstance(value, Enum) else str(value)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == other
