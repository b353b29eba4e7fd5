"""Static files: served as they lie in the package, under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Assets(StaticFilesStorage):
    """Adds the content's hash to the address, so that a browser may keep the file for ever and still sees a new one.

    No step collects anything: what is installed is what is served.
    """

    def url(self, name: str | None, force: bool = False) -> str:
        address = super().url(name)
        found = _hash(name) if name else ""
        return f"{address}?v={found}" if found else address


@lru_cache(maxsize=256)
def _hash(name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if isinstance(path, str) else ""
