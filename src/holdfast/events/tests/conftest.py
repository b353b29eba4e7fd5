from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.events.api import create_key
from holdfast.events.tests.site import AT, Site


@pytest.fixture
def site(workspace: Any, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    made: list[Site] = []

    def make(**limits: Any) -> Site:
        made.append(Site(tmp_path, **limits))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def key(workspace: Any) -> str:
    return create_key("Server", "server", at=AT, actor="test")[1]
