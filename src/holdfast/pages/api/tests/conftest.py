from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from holdfast.core.scoping import in_workspace
from holdfast.events.api import create_key


@pytest.fixture
def key_of() -> Callable[..., str]:
    """`key_of(workspace, "read")`: the text of a new key."""

    def made(workspace: Any, *scopes: str, lasts: timedelta = timedelta(days=30), kind: str = "server") -> str:
        now = datetime.now(UTC)
        with in_workspace(workspace):
            more = {"expires_at": now + lasts, "scopes": scopes} if scopes else {}
            return create_key("A program", kind, at=now, actor="test", **more)[1]

    return made


@pytest.fixture
def program(harbour: Any, key_of: Callable[..., str]) -> Client:
    """Asks with a key that reads everything; a client without cookies that checks the tokens of forms."""
    key = key_of(harbour, "read", "people")
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key}"})
