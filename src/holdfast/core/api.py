"""What other rooms may call."""

from holdfast.core.audit import audit
from holdfast.core.bitemporal import Kind, check, hold_workspace, known, note_change, put, read_known
from holdfast.core.contracts import PutCount
from holdfast.core.imports import finish_import, start_import
from holdfast.core.preferences import BadPreference, Preferences
from holdfast.core.staging import staged
from holdfast.core.start import load, start
from holdfast.core.tables import read, read_sql, write
from holdfast.core.workspaces import change_preferences, create_workspace, find_workspace

__all__ = [
    "BadPreference",
    "Kind",
    "Preferences",
    "PutCount",
    "audit",
    "change_preferences",
    "check",
    "create_workspace",
    "find_workspace",
    "finish_import",
    "hold_workspace",
    "known",
    "load",
    "note_change",
    "put",
    "read",
    "read_known",
    "read_sql",
    "staged",
    "start",
    "start_import",
    "write",
]
