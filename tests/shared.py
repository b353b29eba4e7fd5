"""Files with known answers that lie beside the project; tests that need them skip where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_data(name: str) -> Path:
    """The path of `shared/data/<name>`; skips the test where that folder does not exist."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"needs {name} in ../shared/data, which is not beside this checkout")
    return path
