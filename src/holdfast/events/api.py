"""What other rooms may call."""

from holdfast.events import watching
from holdfast.events.actions import put_records
from holdfast.events.activity.where import Where
from holdfast.events.consent.chosen import change_consent, consent_rules
from holdfast.events.consent.rules import ConsentRules
from holdfast.events.drain.alone import the_only_drain
from holdfast.events.drain.drain import drain_once
from holdfast.events.drain.drain import run as run_drain
from holdfast.events.erasing.files import traces_from
from holdfast.events.erasing.leftovers import forget, forget_examples, forget_waiting
from holdfast.events.erasing.parts import count_of, held_by, rewrite
from holdfast.events.erasing.telling import held
from holdfast.events.exporting.export import export_events
from holdfast.events.facts import supply
from holdfast.events.journal import open_journal
from holdfast.events.journal.scrubbing import scrub_journal
from holdfast.events.keeping.old import Old, aside_older_than, older_than, remove_aside, remove_older
from holdfast.events.keys import BadKey, create_key, revoke_key
from holdfast.events.putting_back import Aside, aside, put_back
from holdfast.events.queries import latest, mentioned, reader, records
from holdfast.events.reading_keys import KeyMayNot, Reader, UnknownKey
from holdfast.events.reading_keys import opened as opened_by_key
from holdfast.events.snapshot import Snapshot, current, snapshot, state
from holdfast.events.stopping import Stopped, silent_since, stopped
from holdfast.events.store.checking import examine, rebuild, repair, verify
from holdfast.events.store.compaction import compact
from holdfast.events.store.indexing import index_parts
from holdfast.events.store.promoted import note_asked, promoted, store_asked
from holdfast.events.store.promotion import promote
from holdfast.events.store.sweeping import sweep
from holdfast.events.store.tidying import tidying
from holdfast.events.supply import StoredSupply
from holdfast.events.undoing import take_back
from holdfast.events.usage import Usage, usage_of

__all__ = [
    "Aside",
    "BadKey",
    "ConsentRules",
    "KeyMayNot",
    "Old",
    "Reader",
    "Snapshot",
    "Stopped",
    "StoredSupply",
    "UnknownKey",
    "Usage",
    "Where",
    "aside",
    "aside_older_than",
    "change_consent",
    "compact",
    "consent_rules",
    "count_of",
    "create_key",
    "current",
    "drain_once",
    "examine",
    "export_events",
    "forget",
    "forget_examples",
    "forget_waiting",
    "held",
    "held_by",
    "index_parts",
    "latest",
    "mentioned",
    "note_asked",
    "older_than",
    "open_journal",
    "opened_by_key",
    "promote",
    "promoted",
    "put_back",
    "put_records",
    "reader",
    "rebuild",
    "records",
    "remove_aside",
    "remove_older",
    "repair",
    "revoke_key",
    "rewrite",
    "run_drain",
    "scrub_journal",
    "silent_since",
    "snapshot",
    "state",
    "stopped",
    "store_asked",
    "supply",
    "sweep",
    "take_back",
    "the_only_drain",
    "tidying",
    "traces_from",
    "usage_of",
    "verify",
    "watching",
]
