"""What billing systems said of one account, for its page; in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from holdfast.billing.models import Cancellation, Subscription
from holdfast.core.api import known, read
from holdfast.metrics.records import CANCELLATION, SUBSCRIPTION

_LINEAGE = [("source", pa.string()), ("import_run_id", pa.int64()), ("recorded_at", pa.timestamp("us", tz="UTC"))]
STATEMENT = pa.schema([*SUBSCRIPTION.schema, *_LINEAGE])
REASON = pa.schema([*CANCELLATION.schema, *_LINEAGE])


def statements_of(accounts: Collection[str]) -> pa.Table:
    """Every known state of the subscriptions of an account with these keys, oldest first; columns of STATEMENT."""
    rows = known(Subscription, None).filter(account__in=accounts)
    return read(rows.order_by("valid_from", "subscription", "item"), STATEMENT)


def cancellations_of(accounts: Collection[str]) -> pa.Table:
    """What an account with these keys gave as its reasons to leave, oldest first; columns of REASON."""
    return read(known(Cancellation, None).filter(account__in=accounts).order_by("occurred_at", "pk"), REASON)
