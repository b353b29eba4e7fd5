"""What crosses the border of billing: a subscription as a source tells it, and the choices of the ledger."""

from holdfast.billing.ledger import reasons
from holdfast.billing.ledger.contract import Contract, Item, Pause, Status, resolve
from holdfast.billing.ledger.pricing import (
    Coupon,
    Price,
    Tier,
    UnknownInterval,
    monthly,
    months_of,
    places_of,
    to_major,
    without_tax,
)
from holdfast.billing.ledger.rates import MissingRate
from holdfast.billing.ledger.settings import LedgerSettings, OnceCoupon, RecogniseChurn

__all__ = [
    "Contract",
    "Coupon",
    "Item",
    "LedgerSettings",
    "MissingRate",
    "OnceCoupon",
    "Pause",
    "Price",
    "RecogniseChurn",
    "Status",
    "Tier",
    "UnknownInterval",
    "monthly",
    "months_of",
    "places_of",
    "reasons",
    "resolve",
    "to_major",
    "without_tax",
]
