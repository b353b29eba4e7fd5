"""What tests with clients share: one installation that takes events, for all of a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation


@pytest.fixture(scope="session")
def taking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose ingest process runs; its events are brought into the store when a test asks for them."""
    yield from started(Path(tmp_path_factory.mktemp("taking")))


def started(folder: Path, application: str | None = None, more_keys: int = 0) -> Iterator[Installation]:
    made = Installation(folder, more_keys=more_keys)
    made.start("ingest", *([application] if application else []))
    made.wait()
    yield made
    made.end()
