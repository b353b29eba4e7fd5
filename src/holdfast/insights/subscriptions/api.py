"""What pages and the worker may call."""

from holdfast.insights.subscriptions.actions import (
    change_subscription,
    delete_subscription,
    leave_subscription,
    note_told,
    subscribe,
)
from holdfast.insights.subscriptions.contracts import BadSubscription, Rhythm, SubscriptionFacts, When
from holdfast.insights.subscriptions.queries import (
    every_subscription,
    find_subscription,
    subscriptions,
    subscriptions_of,
)
from holdfast.insights.subscriptions.timing import occasion

__all__ = [
    "BadSubscription",
    "Rhythm",
    "SubscriptionFacts",
    "When",
    "change_subscription",
    "delete_subscription",
    "every_subscription",
    "find_subscription",
    "leave_subscription",
    "note_told",
    "occasion",
    "subscribe",
    "subscriptions",
    "subscriptions_of",
]
