"""What other rooms may call."""

from holdfast.events.actions import put_records
from holdfast.events.facts import supply
from holdfast.events.queries import mentioned, reader, records
from holdfast.events.store.manifest import verify
from holdfast.events.store.sweeping import sweep
from holdfast.events.undoing import take_back
from holdfast.events.usage import last_seen, usage_of

__all__ = [
    "last_seen",
    "mentioned",
    "put_records",
    "reader",
    "records",
    "supply",
    "sweep",
    "take_back",
    "usage_of",
    "verify",
]
