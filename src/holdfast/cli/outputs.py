"""Files that a command was told to write: whether it can, found out before the work and not after it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from holdfast.core.errors import UserFacingError


class BadOutput(UserFacingError):
    """A file that cannot be written: of no known format, or its folder is not there or not open to us."""

    code = "bad_output"
    http_status = 400


def check_folder_of(path: Path) -> None:
    """Raises BadOutput when a file cannot be made there."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise BadOutput(f"{path}: the folder {folder} does not exist; create it first.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadOutput(f"{path}: the folder {folder} may not be written to; choose another one.")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while a file is written (no room left, read-only, taken away), as BadOutput."""
    try:
        yield
    except OSError as error:
        raise BadOutput(f"{path}: cannot be written ({error.strerror}); choose another place.") from error
