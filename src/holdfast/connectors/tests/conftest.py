"""Small files, and what is read from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.connectors.api import Reading, ReadOptions, read_folder

NOW = datetime(2025, 6, 1, tzinfo=UTC)
Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files (name=text or bytes) and read the folder; options go to `ReadOptions`."""

    def write_and_read(files: dict[str, str | bytes], **options: Any) -> Reading:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_folder([tmp_path], ReadOptions(**({"now": NOW} | options)))

    return write_and_read
