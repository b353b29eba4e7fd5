"""What other rooms may call."""

from holdfast.events import watching
from holdfast.events.actions import put_records
from holdfast.events.activity.where import Where
from holdfast.events.drain.alone import the_only_drain
from holdfast.events.drain.drain import drain_once
from holdfast.events.drain.drain import run as run_drain
from holdfast.events.erasing.leftovers import forget, forget_examples, forget_waiting
from holdfast.events.erasing.parts import count_of, held_by, rewrite
from holdfast.events.erasing.telling import held
from holdfast.events.facts import supply
from holdfast.events.journal import open_journal
from holdfast.events.keys import create_key, revoke_key
from holdfast.events.queries import latest, mentioned, reader, records
from holdfast.events.snapshot import Snapshot, current, snapshot, state
from holdfast.events.store.checking import examine, rebuild, repair, verify
from holdfast.events.store.compaction import compact
from holdfast.events.store.indexing import index_parts
from holdfast.events.store.sweeping import sweep
from holdfast.events.store.tidying import tidying
from holdfast.events.supply import StoredSupply
from holdfast.events.undoing import take_back
from holdfast.events.usage import Usage, usage_of

__all__ = [
    "Snapshot",
    "StoredSupply",
    "Usage",
    "Where",
    "compact",
    "count_of",
    "create_key",
    "current",
    "drain_once",
    "examine",
    "forget",
    "forget_examples",
    "forget_waiting",
    "held",
    "held_by",
    "index_parts",
    "latest",
    "mentioned",
    "open_journal",
    "put_records",
    "reader",
    "rebuild",
    "records",
    "repair",
    "revoke_key",
    "rewrite",
    "run_drain",
    "snapshot",
    "state",
    "supply",
    "sweep",
    "take_back",
    "the_only_drain",
    "tidying",
    "usage_of",
    "verify",
    "watching",
]
