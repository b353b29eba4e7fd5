"""Uploaded files: stored under names of our own, with limits on what they weigh packed and unpacked."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

from holdfast.connectors.base import CannotRead, Source
from holdfast.connectors.intake import folders
from holdfast.connectors.models import Intake
from holdfast.core.errors import UserFacingError
from holdfast.core.scoping import current_workspace

NAME_LENGTH = 200
_GZIP = b"\x1f\x8b"
# A table packs to a tenth; a bomb to a thousandth.
_UNPACKED_TIMES = 20


class TooLarge(UserFacingError):
    code = "too_large"
    http_status = 413


class NoFiles(UserFacingError):
    code = "no_files"


class Uploaded(Protocol):
    """A file as a browser sends it."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def chunks(self) -> Iterator[bytes]: ...


def limit_bytes() -> int:
    return int(settings.UPLOAD_MAX_MB) << 20


def refuse_weight(size: int) -> None:
    """Raise TooLarge for an upload above the limit."""
    if size > limit_bytes():
        raise TooLarge(
            f"The upload has {size / (1 << 20):,.1f} MB, and at most {settings.UPLOAD_MAX_MB:,} MB are taken at once. "
            f"Pack the files with gzip, upload fewer at a time, or use a folder of the server."
        )


def receive(uploads: Iterable[Uploaded]) -> tuple[str, list[dict[str, object]]]:
    """Store files in a new folder of the entered workspace; return its name and what `Intake.files` lists."""
    files = [upload for upload in uploads if upload.name]
    if not files:
        raise NoFiles("No file was chosen. Choose one or several, then upload them.")
    refuse_weight(sum(file.size or 0 for file in files))
    name = uuid4().hex
    folder = _folder(current_workspace().pk, name)
    folder.mkdir(mode=0o700, parents=True)
    try:
        return name, _store_all(files, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _store_all(files: list[Uploaded], folder: Path) -> list[dict[str, object]]:
    stored: list[dict[str, object]] = []
    taken: set[str] = set()
    for file in files:
        name = _free(clean_name(file.name or ""), taken)
        taken.add(name)
        target = folder / uuid4().hex
        size = _store(file, target)
        _refuse_bomb(target, name)
        stored.append({"name": name, "original": (file.name or "")[:NAME_LENGTH], "stored": target.name, "size": size})
    return stored


def _store(file: Uploaded, target: Path) -> int:
    size = 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        for chunk in file.chunks():
            size += len(chunk)
            refuse_weight(size)
            stream.write(chunk)
    return size


def _refuse_bomb(path: Path, name: str) -> None:
    """A packed file is unpacked once up to the limit, so that nothing after has to be afraid of it."""
    with path.open("rb") as stream:
        if stream.read(2) != _GZIP:
            return
    most, unpacked = limit_bytes() * _UNPACKED_TIMES, 0
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > most:
                    raise TooLarge(f"{name}: more than {most >> 20:,} MB unpacked. Cut it into smaller files.")
    except (OSError, EOFError, zlib.error) as error:
        raise CannotRead(f"{name}: the gzip file is damaged ({error}). Pack it again.") from error


def clean_name(name: str) -> str:
    """A name that can be shown and compared: no folders, no control or direction signs, not too long.

    "#" separates a workbook from its sheet, so it cannot be in a name.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1].replace("#", "-")
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > NAME_LENGTH:
        shown = stem[: NAME_LENGTH - len(suffix) - 1] + dot + suffix if len(suffix) < 20 else shown[:NAME_LENGTH]
    return shown if shown.strip(". ") else "file"


def _free(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
    tried, number = name, 2
    while tried in taken:
        tried, number = f"{stem} ({number}){dot}{suffix}", number + 1
    return tried


def sources_of(intake: Intake) -> list[Source]:
    """The files of an intake, under the names that people know them by. NotFound: the folder is gone."""
    if intake.origin == Intake.Origin.FOLDER:
        wanted = {str(file["name"]) for file in intake.files}
        return [source for source in folders.sources_below(intake.folder) if source.name in wanted]
    folder = folder_of(intake)
    every = [Source(folder / file["stored"], str(file["name"]), int(file["size"])) for file in intake.files]
    return [source for source in every if source.path.is_file()]


def folder_of(intake: Intake) -> Path:
    """Where the intake keeps what belongs to it: uploaded files, rejected rows, how far its job is."""
    name = intake.folder if intake.origin == Intake.Origin.UPLOAD else f"intake-{intake.pk}"
    return _folder(intake.workspace_id, name)


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def uploads_of(workspace_id: int) -> Path:
    return Path(settings.DATA_DIR) / "uploads" / str(workspace_id)


def _folder(workspace_id: int, name: str) -> Path:
    return uploads_of(workspace_id) / name
