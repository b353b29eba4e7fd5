from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.core.models import AuditEntry


def audit(action: str, *, at: datetime, actor: str | None, data: Mapping[str, Any]) -> AuditEntry:
    """Note a change in the entered workspace. `action` is dotted, "room.thing.done"; `data` holds ids, no texts."""
    return AuditEntry.objects.create(action=action, happened_at=at, actor=actor or "", data=dict(data))
