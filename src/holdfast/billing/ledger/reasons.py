"""Why an account's MRR changed. Sources may use words of their own; these are the ones the ledger gives itself."""

from __future__ import annotations

from typing import Final

STARTED: Final = "started"
TRIAL_CONVERTED: Final = "trial_converted"
LEFT_FREE: Final = "left_free"
RETURNED: Final = "returned"
RESUMED: Final = "resumed"
PAYMENT_RECOVERED: Final = "payment_recovered"

ADDED: Final = "added"
REMOVED: Final = "removed"
QUANTITY: Final = "quantity"
PLAN_CHANGE: Final = "plan_change"
PRICE_CHANGE: Final = "price_change"
CURRENCY_CHANGE: Final = "currency_change"
DISCOUNT: Final = "discount"
BILLING_MOVE: Final = "billing_move"

VOLUNTARY: Final = "voluntary"
PAYMENT_FAILED: Final = "payment_failed"
PAUSED: Final = "paused"
MOVED_TO_FREE: Final = "moved_to_free"
FULL_DISCOUNT: Final = "full_discount"

INVOLUNTARY: Final = frozenset({PAYMENT_FAILED})
PAUSES: Final = frozenset({PAUSED, RESUMED})

# What is said about a movement when the records say nothing.
BY_KIND: Final = {
    "new": STARTED,
    "reactivation": RETURNED,
    "expansion": ADDED,
    "contraction": REMOVED,
    "churn": VOLUNTARY,
    "transfer": PLAN_CHANGE,
}
ALL: Final = frozenset(
    {
        STARTED, TRIAL_CONVERTED, LEFT_FREE, RETURNED, RESUMED, PAYMENT_RECOVERED, ADDED, REMOVED, QUANTITY,
        PLAN_CHANGE, PRICE_CHANGE, CURRENCY_CHANGE, DISCOUNT, BILLING_MOVE, VOLUNTARY, PAYMENT_FAILED, PAUSED,
        MOVED_TO_FREE, FULL_DISCOUNT,
    }
)  # fmt: skip
