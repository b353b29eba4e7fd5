"""What other rooms may call."""

from holdfast.events.actions import put_records
from holdfast.events.facts import supply
from holdfast.events.queries import reader, records
from holdfast.events.store.manifest import verify
from holdfast.events.store.sweeping import sweep

__all__ = ["put_records", "reader", "records", "supply", "sweep", "verify"]
