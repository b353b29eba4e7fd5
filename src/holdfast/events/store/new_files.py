"""The files of a part that takes the place of others, while they are written."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from holdfast.core.scoping import current_workspace
from holdfast.events.store.durable import make_folder
from holdfast.events.store.layout import SUFFIX, UNFINISHED, folder
from holdfast.events.store.writers import writer_name


class NewFiles:
    """To be removed should it fail: the process lives on, so nobody would sweep them."""

    def __init__(self) -> None:
        home = make_folder(folder(current_workspace().pk))
        self.part = home / f"{writer_name()}-{uuid4().hex}{SUFFIX}"
        self.unfinished = self.part.with_suffix(UNFINISHED)
        self.index: Path | None = None

    def unlink(self) -> None:
        for path in filter(None, (self.unfinished, self.part, self.index)):
            path.unlink(missing_ok=True)
