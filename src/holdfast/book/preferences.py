"""What a workspace counts differently. What is stored with it wins over the files of the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_type_hints

from django.conf import settings as django_settings
from django.db import transaction

from holdfast.billing.api import LedgerSettings
from holdfast.book.file_settings import ELSEWHERE, NAME, BadSetting, Settings, read, typed, usual
from holdfast.core import api as core
from holdfast.core.models import Workspace
from holdfast.metrics.kernel.models.health import BadHealthWeights, HealthInput, shipped
from holdfast.metrics.kernel.models.health import read as read_health
from holdfast.metrics.kernel.settings import MetricSettings

__all__ = [
    "NAME",
    "USUAL",
    "BadSetting",
    "Setting",
    "Stored",
    "known_settings",
    "laid_over",
    "proposed",
    "read",
    "read_stored",
    "store",
    "usual",
]

SECTIONS: dict[str, MetricSettings | LedgerSettings] = {"metrics": MetricSettings(), "ledger": LedgerSettings()}
LIMITS = {
    "gross_margin": (Decimal(0), Decimal(1)),
    "discount_rate": (Decimal(0), Decimal(10)),
    "acquisition_lag_months": (Decimal(0), Decimal(60)),
    "activation_days": (Decimal(1), Decimal(365)),
    "recently_seen_days": (Decimal(1), Decimal(365)),
}
USUAL: Final = "(usual)"  # as a value: what the file or the default says


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The settings of a workspace as they count, the files of the installation and the defaults filled in.

    own: the settings that are stored with the workspace, as "metrics.gross_margin", "ledger.grace_days" or "health".
    """

    metrics: MetricSettings
    ledger: LedgerSettings
    own: frozenset[str] = frozenset()

    @property
    def health(self) -> tuple[HealthInput, ...]:
        """The inputs of the health score that count."""
        return self.metrics.health or shipped()


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting for a form. kind: int, decimal, text or choice (of `choices`); optional: empty switches it off."""

    section: str
    name: str
    kind: str
    default: Any
    optional: bool
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None


def known_settings() -> tuple[Setting, ...]:
    """Every setting that `store` takes, in the order of the two settings classes."""
    return tuple(
        _described(section, name, hint, getattr(defaults, name))
        for section, defaults in SECTIONS.items()
        for name, hint in _hints(defaults).items()
    )


def read_stored(workspace: Workspace, folder: Path | None = None) -> Stored:
    """What counts for a workspace. folder: the data folder, whose files say what the workspace does not."""
    return laid_over(workspace.settings, *read((folder or django_settings.DATA_DIR) / NAME))


def proposed(workspace: Workspace, **changes: Mapping[str, Any] | None) -> Stored:
    """What would count if `changes` (as `store` takes them) were stored. Raises BadSetting."""
    return laid_over(_merged(workspace.settings, changes), *read(django_settings.DATA_DIR / NAME))


def store(
    workspace: Workspace,
    *,
    metrics: Mapping[str, Any] | None = None,
    ledger: Mapping[str, Any] | None = None,
    health: Mapping[str, Mapping[str, float]] | None = None,
    at: datetime,
    actor: str | None = None,
) -> Stored:
    """Store settings of an entered workspace; those not named stay. Every number that depends on them is made anew.

    metrics, ledger: name -> value: a number, a text of one (as a form gives it), a text, or None or "" to switch an
    optional one off; `USUAL` goes back to the file or the default. health: input -> weight, worst, best of
    all inputs that count; {}: back to the file or the ones that come with Holdfast. Raises BadSetting, whose `field`
    names the setting.
    """
    changes = {"metrics": metrics, "ledger": ledger, "health": health}
    with transaction.atomic():
        kept = Workspace.objects.select_for_update().get(pk=workspace.pk)
        merged = _merged(kept.settings, changes)
        found = laid_over(merged, *read(django_settings.DATA_DIR / NAME))
        kept.settings = merged
        kept.data_version += 1
        kept.save(update_fields=["settings", "data_version"])
        named = sorted(f"{section}.{name}" for section, given in changes.items() for name in given or {})
        core.audit("book.settings.changed", at=at, actor=actor, data={"settings": named})
    workspace.settings, workspace.data_version = kept.settings, kept.data_version
    return found


def _merged(stored: Mapping[str, Any], changes: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    """The JSON to store. A number is kept as text, so that it stays exact."""
    merged = dict(stored)
    for section in SECTIONS:
        own = dict(merged.get(section, {}))
        for name, value in (changes.get(section) or {}).items():
            if value == USUAL:
                own.pop(name, None)
            else:
                own[name] = str(value) if isinstance(value, Decimal | float) else value
        merged[section] = own
    if (health := changes.get("health")) is not None:
        merged["health"] = {
            name: {key: _number(one[key], f"{name}.{key}") for key in one} for name, one in health.items()
        }
    return {name: value for name, value in merged.items() if value or name not in (*SECTIONS, "health")}


def laid_over(stored: Mapping[str, Any], metrics: MetricSettings, ledger: LedgerSettings) -> Stored:
    """The settings of a file with those of a workspace (its JSON) over them."""
    metrics = _changed(metrics, stored.get("metrics", {}), "metrics")
    ledger = _changed(ledger, stored.get("ledger", {}), "ledger")
    if health := stored.get("health"):
        metrics = replace(metrics, health=_weights(health))
    own = frozenset(f"{section}.{name}" for section in SECTIONS for name in stored.get(section, {}))
    return Stored(metrics=metrics, ledger=ledger, own=own | ({"health"} if health else frozenset()))


def _weights(stored: Mapping[str, Mapping[str, float]]) -> tuple[HealthInput, ...]:
    lines = [f"[inputs.{name}]\n" + "".join(f"{key} = {one[key]!r}\n" for key in one) for name, one in stored.items()]
    try:
        return read_health("\n".join(lines))
    except BadHealthWeights as error:
        raise BadSetting(f"{error}.", field="health") from error


def _number(value: object, field: str) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise BadSetting(f"{field}: {value!r} is not a number.", field=f"health.{field}") from None


def _changed(base: Settings, given: Mapping[str, Any], section: str) -> Settings:
    hints, values = _hints(SECTIONS[section]), {}
    for name, value in given.items():
        if name not in hints:
            raise BadSetting(f"{name}: no such setting. Known are {', '.join(hints)}.", field=f"{section}.{name}")
        values[name] = _of_form(_described(section, name, hints[name], None), hints[name], value)
    return replace(base, **values)


def _of_form(known: Setting, hint: Any, value: Any) -> Any:
    """A value as a form or JSON gives it, as the type of the setting and within its limits."""
    field, given = f"{known.section}.{known.name}", value
    if value is None or value == "":
        if known.optional:
            return None
        raise BadSetting(f"{known.name} is empty; give it a value.", field=field)
    if known.kind in ("int", "decimal") and isinstance(value, str):
        try:
            value = int(value) if known.kind == "int" else Decimal(value.strip())
        except (ValueError, InvalidOperation):
            value = given
    try:
        value = typed(hint, value, f"{known.name} = {given!r}")
    except BadSetting as error:
        raise BadSetting(error.message, field=field) from error
    low, high = known.low, known.high
    if isinstance(value, int | Decimal) and not (
        Decimal(value).is_finite() and (low is None or low <= value) and (high is None or value <= high)
    ):
        span = f"from {low} to {high}" if high is not None else f"of at least {low}"
        raise BadSetting(f"{known.name} is {value}; give a number {span}.", field=field)
    return value


def _described(section: str, name: str, hint: Any, default: Any) -> Setting:
    optional = hint in (int | None, str | None)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Setting(section, name, "choice", default, optional, tuple(str(each.value) for each in hint))
    kind = {int: "int", int | None: "int", Decimal: "decimal"}.get(hint, "text")
    low, high = LIMITS.get(name, (Decimal(0), None)) if kind != "text" else (None, None)
    return Setting(section, name, kind, default, optional, (), low, high)


def _hints(defaults: Any) -> dict[str, Any]:
    hints = get_type_hints(type(defaults))
    return {field.name: hints[field.name] for field in fields(defaults) if field.name not in ELSEWHERE}
