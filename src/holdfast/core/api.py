"""What other rooms may call."""

from holdfast.core.audit import audit
from holdfast.core.bitemporal import (
    CHUNK,
    Kind,
    Lineage,
    check,
    hold_workspace,
    known,
    note_change,
    put,
    read_known,
    show_nothing_older,
    telling,
    with_lineage,
)
from holdfast.core.contracts import PutCount
from holdfast.core.hashing import fingerprints
from holdfast.core.imports import finish_import, known_until, mark_undone, own_moment, start_import
from holdfast.core.preferences import BadPreference, Preferences
from holdfast.core.scrubbing import scrub_database
from holdfast.core.staging import staged
from holdfast.core.start import load, start
from holdfast.core.tables import read, read_sql, write
from holdfast.core.telling import told
from holdfast.core.undoing import built_on, later_than, take_back
from holdfast.core.workspaces import (
    change_preferences,
    create_workspace,
    find_workspace,
    free_slug,
    only_workspace,
    rename_workspace,
)

__all__ = [
    "CHUNK",
    "BadPreference",
    "Kind",
    "Lineage",
    "Preferences",
    "PutCount",
    "audit",
    "built_on",
    "change_preferences",
    "check",
    "create_workspace",
    "find_workspace",
    "fingerprints",
    "finish_import",
    "free_slug",
    "hold_workspace",
    "known",
    "known_until",
    "later_than",
    "load",
    "mark_undone",
    "note_change",
    "only_workspace",
    "own_moment",
    "put",
    "read",
    "read_known",
    "read_sql",
    "rename_workspace",
    "scrub_database",
    "show_nothing_older",
    "staged",
    "start",
    "start_import",
    "take_back",
    "telling",
    "told",
    "with_lineage",
    "write",
]
