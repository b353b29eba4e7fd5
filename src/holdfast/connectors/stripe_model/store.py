"""Everything of Stripe's that was found, by kind and id, with where it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import orjson

from holdfast.connectors.stripe_model.events import Event, in_order
from holdfast.connectors.stripe_model.values import Object, listed, moment, ref

# What is kept of an object. A subscription object is mostly settings that say nothing about money.
_KEPT = {
    "subscription": (
        "id", "customer", "created", "start_date", "status", "items", "plan", "quantity", "currency", "discount",
        "discounts", "current_period_start", "current_period_end", "trial_start", "trial_end", "cancel_at",
        "cancel_at_period_end", "canceled_at", "ended_at", "cancellation_details", "pause_collection",
        "collection_method", "billing", "default_tax_rates", "automatic_tax", "livemode", "metadata",
    ),
    "invoice": (
        "id", "customer", "customer_name", "subscription", "parent", "status", "paid", "currency", "created", "date",
        "status_transitions", "billing_reason", "lines", "amount_paid", "amount_due", "total", "discount",
        "discounts", "livemode", "period_start", "period_end", "collection_method",
    ),
}  # fmt: skip
CATALOGUE = ("price", "plan", "product", "coupon", "discount", "customer", "charge", "refund", "credit_note",
             "subscription_schedule", "promotion_code", "subscription_item", "invoiceitem", "line_item")  # fmt: skip
_NEVER = datetime.min.replace(tzinfo=UTC)
KNOWN = frozenset({*_KEPT, *CATALOGUE, "event", "list"})


@dataclass(frozen=True, slots=True)
class Seen:
    """An object as it was at `at` (None: at the time of the export) and the row that told it.

    `made_after`: an instant that the export was made after, if a later export is known, too.
    """

    object: Object
    source_row: str
    at: datetime | None = None
    made_after: datetime | None = None

    @property
    def file(self) -> str:
        return self.source_row.rpartition(":")[0]


@dataclass(slots=True)
class Store:
    """Objects by kind and id. Subscriptions and invoices are kept packed, because there may be very many.

    `reached` is by file the latest instant that one of its subscriptions had come to: no export says when it was made.
    """

    include_test_mode: bool = False
    catalogue: dict[str, dict[str, Seen]] = field(default_factory=dict)
    subscriptions: dict[str, list[bytes]] = field(default_factory=dict)
    invoices: dict[str, bytes] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    reached: dict[str, datetime] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, value: Object, source_row: str, at: datetime | None = None) -> None:
        """Keep an object of any kind that says something; events are looked into."""
        kind = value.get("object")
        if value.get("livemode") is False and not self.include_test_mode:
            self.left_out["objects of test mode"] += 1
        elif kind == "event":
            self.events.append((float(value.get("created") or 0), orjson.dumps(value.get("data")), source_row))
        elif kind == "subscription" and value.get("id"):
            self.subscriptions.setdefault(str(value["id"]), []).append(_packed(kind, value, source_row, at))
            self._reach(source_row.rpartition(":")[0], value)
            self._add_inner(value, source_row)
        elif kind == "invoice" and value.get("id"):
            self.invoices[str(value["id"])] = _packed(kind, value, source_row, at)
        elif kind == "customer" and value.get("deleted"):
            self.left_out["deleted customers, whose history stays,"] += 1
        elif kind in CATALOGUE and value.get("id"):
            self.catalogue.setdefault(kind, {})[str(value["id"])] = Seen(value, source_row, at)
        elif kind not in KNOWN:
            self.left_out[f"objects of the kind {kind!r}"] += 1

    def get(self, kind: str, key: Any) -> Object | None:
        """An object of the catalogue, given whole or by its id."""
        if isinstance(key, dict):
            return key
        seen = self.catalogue.get(kind, {}).get(str(key)) if key else None
        return seen.object if seen is not None else None

    def all(self, kind: str) -> Iterator[Seen]:
        yield from self.catalogue.get(kind, {}).values()

    def snapshots(self, subscription: str) -> list[Seen]:
        """A subscription as it was seen over time, the export last. Of one instant the last state holds.

        Without any dated state each export is one, in the order in which they were made.
        """
        seen = [_unpacked(packed) for packed in self.subscriptions[subscription]]
        dated = {each.at: each for each in seen if each.at is not None}
        exports = self._in_order([each for each in seen if each.at is None])
        return [*(dated[at] for at in sorted(dated)), *exports[-1:]] if dated else exports

    def _in_order(self, exports: list[Seen]) -> list[Seen]:
        """By how far the subscription had come, and within one billing period by how far its file had."""
        if len(exports) < 2:
            return exports
        ordered = sorted(exports, key=lambda seen: (_come_to(seen.object), self.reached.get(seen.file, _NEVER)))
        after = [self.reached.get(one.file) if one.file != other.file else None for one, other in pairwise(ordered)]
        return [*(replace(seen, made_after=at) for seen, at in zip(ordered, after, strict=False)), ordered[-1]]

    def customer_of(self, invoice: Any) -> str | None:
        """Whose an invoice is, given whole or by its id; None when it is not in the files."""
        packed = self.invoices.get(str(ref(invoice)))
        return ref(_unpacked(packed).object.get("customer")) if packed else None

    def all_invoices(self) -> Iterator[Seen]:
        for packed in self.invoices.values():
            yield _unpacked(packed)

    def replay_events(self) -> None:
        """Turn the events into snapshots, in the order in which they happened.

        The first known change of a subscription also tells what was before it, since the subscription was made.
        """
        for created, data, source_row in in_order(self.events):
            told, at = orjson.loads(data) or {}, moment(created)
            value = told.get("object")
            if not isinstance(value, dict) or at is None:
                continue
            if value.get("object") == "subscription":
                self._replay(value, told.get("previous_attributes"), source_row, at)
            elif value.get("object") in ("invoice", "customer"):
                self.add(value, source_row)
        self.events.clear()

    def _replay(self, value: Object, before: object, source_row: str, at: datetime) -> None:
        made = moment(value.get("created"))
        first_known = not any(_unpacked(each).at for each in self.subscriptions.get(str(value.get("id")), []))
        if isinstance(before, dict) and first_known and made is not None and made < at:
            self.add(value | before, source_row, made)
        self.add(value, source_row, at)

    def _reach(self, file: str, subscription: Object) -> None:
        self.reached[file] = max(self.reached.get(file, _NEVER), _come_to(subscription))

    def _add_inner(self, value: Object, source_row: str) -> None:
        """Prices and customers that stand whole inside a subscription."""
        for item in listed(value.get("items")):
            for kind in ("price", "plan"):
                price = item.get(kind)
                if isinstance(price, dict) and price.get("id"):
                    self.catalogue.setdefault("price", {}).setdefault(str(price["id"]), Seen(price, source_row))
        customer = value.get("customer")
        if isinstance(customer, dict) and ref(customer):
            self.catalogue.setdefault("customer", {}).setdefault(str(ref(customer)), Seen(customer, source_row))


def _come_to(subscription: Object) -> datetime:
    """The latest instant that the subscription itself says is past."""
    moments = [moment(subscription.get(name)) for name in ("created", "current_period_start", "ended_at")]
    moments += [moment(item.get("current_period_start")) for item in listed(subscription.get("items"))]
    return max(filter(None, moments), default=_NEVER)


def _packed(kind: str, value: Object, source_row: str, at: datetime | None) -> bytes:
    kept = {name: value[name] for name in _KEPT[kind] if value.get(name) is not None}
    return orjson.dumps([kept, source_row, at.timestamp() if at else None])


def _unpacked(packed: bytes) -> Seen:
    value, source_row, at = orjson.loads(packed)
    return Seen(value, source_row, moment(at))
