"""How a member has arranged the scorecard: which KPIs are cards, in what order, and which are hidden."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import transaction

from holdfast.core.api import audit
from holdfast.core.members.models import Membership
from holdfast.insights.scorecard import Card, CardGroup, grouped

CARD, ROW, HIDDEN = "card", "row", "hidden"
PLACES = (CARD, ROW, HIDDEN)


@dataclass(frozen=True, slots=True)
class Layout:
    """order: keys as arranged; place: key -> one of PLACES. A KPI in neither stands where it does for everybody."""

    order: tuple[str, ...] = ()
    place: Mapping[str, str] | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Anything that is not ours is ignored: the layout is an order of our own KPIs, never a reason to fail."""
        order, place = stored.get("order"), stored.get("place")
        keys = tuple(key for key in order if isinstance(key, str)) if isinstance(order, list) else ()
        places = {key: where for key, where in place.items() if where in PLACES} if isinstance(place, dict) else {}
        return cls(keys, places)

    def stored(self) -> dict[str, Any]:
        return {"order": list(self.order), "place": dict(self.place or {})}

    def place_of(self, card: Card) -> str:
        usual = CARD if card.kpi.headline else ROW
        return (self.place or {}).get(card.kpi.key, usual)

    def arranged(self, cards: Sequence[Card]) -> list[Card]:
        """In this order; one that it does not name follows the one it usually follows."""
        by_key = {card.kpi.key: card for card in cards}
        found = [by_key[key] for key in self.order if key in by_key]
        for before, card in zip([None, *cards], cards, strict=False):
            if card not in found:
                found.insert(found.index(before) + 1 if before is not None else 0, card)
        return found


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """One of the five groups as this member sees it."""

    key: str
    title: str
    cards: tuple[Card, ...]
    rows: tuple[Card, ...]


def shown(cards: Sequence[Card], layout: Layout) -> list[ShownGroup]:
    """The groups that have anything to show. A group without cards shows its rows."""
    found = []
    for group in grouped(cards):
        by_place = _by_place(group, layout)
        if by_place[CARD] or by_place[ROW]:
            found.append(ShownGroup(group.group.value, group.title, by_place[CARD], by_place[ROW]))
    return found


def _by_place(group: CardGroup, layout: Layout) -> dict[str, tuple[Card, ...]]:
    arranged = layout.arranged(group.cards)
    return {place: tuple(card for card in arranged if layout.place_of(card) == place) for place in PLACES}


@transaction.atomic
def store(membership: Membership, layout: Layout | None, *, known: Collection[str], at: datetime) -> None:
    """Keep a layout for this member in this workspace; None goes back to the usual one."""
    found = layout.stored() if layout else {}
    if layout:
        found["order"] = [key for key in found["order"] if key in known]
        found["place"] = {key: place for key, place in found["place"].items() if key in known}
    membership.layout = found
    membership.save(update_fields=["layout"])
    audit("insights.layout.changed", at=at, actor=str(membership.member_id), data={"membership": membership.pk})
