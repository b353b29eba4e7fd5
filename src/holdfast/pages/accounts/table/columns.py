"""What the table of accounts can show, filter and sort by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy

from holdfast.insights.words import by_title
from holdfast.metrics.kernel.kpi import Unit
from holdfast.metrics.registry import kpi_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

TRAIT, KPI, SEGMENTS = "trait:", "kpi:", "segments"


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"  # a text of which there are few
    MANY = "many"  # several texts, joined by ", "
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """key: its name in the table and in addresses; unit: of a KPI; names: what its values are called."""

    key: str
    title: str
    kind: Kind
    unit: str = ""
    names: Mapping[str, StrOrPromise] = field(default_factory=dict, hash=False)

    def called(self, value: str) -> str:
        """One value in words."""
        return str(self.names.get(value, value))

    @property
    def numeric(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.MONEY)


STATUS: dict[str, StrOrPromise] = {
    "paying": pgettext_lazy("status of an account", "paying"),
    "past_due": pgettext_lazy("status of an account", "past due"),
    "trial": pgettext_lazy("status of an account", "trial"),
    "paused": pgettext_lazy("status of an account", "paused"),
    "free": pgettext_lazy("status of an account", "free"),
    "churned": pgettext_lazy("status of an account", "churned"),
    "lead": pgettext_lazy("status of an account", "lead"),
}
OWN: dict[str, tuple[StrOrPromise, Kind]] = {
    "name": (lazy("Account"), Kind.TEXT),
    # Translators: the id that the company's own systems know an account by
    "account": (lazy("Key"), Kind.TEXT),
    "status": (lazy("Status"), Kind.CHOICE),
    "plan": (lazy("Plan"), Kind.MANY),
    "currency": (lazy("Currency"), Kind.MANY),
    "mrr": (lazy("MRR"), Kind.MONEY),
    "health": (lazy("Health"), Kind.NUMBER),
    "health_change": (lazy("Change of health"), Kind.NUMBER),
    "last_seen_at": (lazy("Last seen"), Kind.DAY),
    "renews_at": (lazy("Renewal"), Kind.DAY),
    "ends_at": (lazy("Known end"), Kind.DAY),
    "customer_since": (lazy("Customer since"), Kind.DAY),
    "left_at": (lazy("Left"), Kind.DAY),
    "created_at": (lazy("Created"), Kind.DAY),
    "people": (lazy("People"), Kind.NUMBER),
    "open_tickets": (lazy("Open tickets"), Kind.NUMBER),
    "nps": (lazy("Last NPS answer"), Kind.NUMBER),
    "nps_at": (lazy("NPS answered"), Kind.DAY),
}
USUAL = ("name", "status", "plan", "mrr", "health", "last_seen_at", "renews_at", "open_tickets")


def columns(names: Sequence[str], segments: Mapping[str, str] | None = None) -> dict[str, Column]:
    """The columns of a board's table of accounts by key: ours in our order, then traits, then KPIs.

    segments: their names by key.
    """
    own = [
        Column(key, str(title), kind, names=STATUS if key == "status" else {})
        for key, (title, kind) in OWN.items()
        if key in names
    ]
    if segments:
        own.append(Column(SEGMENTS, gettext("Segments"), Kind.MANY, names=segments))
    traits = [Column(name, _trait_title(name), Kind.CHOICE) for name in names if name.startswith(TRAIT)]
    kpis = [_kpi(name) for name in names if name.startswith(KPI)]
    return {column.key: column for column in (*own, *traits, *kpis)}


def _trait_title(name: str) -> str:
    title = by_title(name.removeprefix(TRAIT))
    return title[:1].upper() + title[1:]


def _kpi(name: str) -> Column:
    kpi = kpi_of(name.removeprefix(KPI))
    kind = Kind.MONEY if kpi.unit is Unit.MONEY else Kind.NUMBER
    return Column(name, gettext(kpi.title), kind, kpi.unit)
