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
    telling,
    with_lineage,
)
from holdfast.core.contracts import PutCount
from holdfast.core.hashing import fingerprints
from holdfast.core.imports import finish_import, known_until, start_import
from holdfast.core.preferences import BadPreference, Preferences
from holdfast.core.staging import staged
from holdfast.core.start import load, start
from holdfast.core.tables import read, read_sql, write
from holdfast.core.workspaces import change_preferences, create_workspace, find_workspace, only_workspace

__all__ = [
    "CHUNK",
    "BadPreference",
    "Kind",
    "Lineage",
    "Preferences",
    "PutCount",
    "audit",
    "change_preferences",
    "check",
    "create_workspace",
    "find_workspace",
    "fingerprints",
    "finish_import",
    "hold_workspace",
    "known",
    "known_until",
    "load",
    "note_change",
    "only_workspace",
    "put",
    "read",
    "read_known",
    "read_sql",
    "staged",
    "start",
    "start_import",
    "telling",
    "with_lineage",
    "write",
]
