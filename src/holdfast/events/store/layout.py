"""Where parts lie, and what a row of one is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

SUFFIX = ".parquet"
UNFINISHED = ".tmp"

# Raw ids are kept beside the ordinals: which ids count together is decided when events are read. `properties` is JSON.
# received_at: when it was stored, from which on it is known; arrived_at: when it was acknowledged to a client, null in
# imports and missing in parts from before it was written.
COLUMNS = (
    "workspace", "message_id", "event", "person_ordinal", "person", "account_ordinal", "account",
    "occurred_at", "received_at", "arrived_at", "properties", "source_row",
)  # fmt: skip


def root() -> Path:
    return Path(settings.EVENT_STORE)


def folder(workspace_id: int) -> Path:
    return root() / f"workspace-{workspace_id}"
