"""The file of known ids: a header, the first halves of all hashes in rising order, and their second halves.

Looking an id up needs the first halves only, eight bytes of each; of what is not known the second are never read. The
file is mapped: the system keeps in memory what is used.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from holdfast.events.known.hashes import Hashes, united

SUFFIX = ".ids"
MAGIC = b"holdfast ids 1\n\0"
HALF = np.dtype("<u8")
SLICE = 1_000_000  # hashes that are merged at once: what bounds the memory


class NoIds(Exception):
    """The file is missing, cut off, or none of ours; its ids are read from the parts again."""


def open_ids(path: Path) -> Hashes:
    """The hashes of a file, mapped. Raises NoIds."""
    try:
        size = path.stat().st_size - len(MAGIC)
        with path.open("rb") as file:
            known = file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise NoIds(str(error)) from error
    if not known or size < 0 or size % (2 * HALF.itemsize):
        raise NoIds(f"{path.name} is not what was written")
    count = size // (2 * HALF.itemsize)
    if not count:
        return Hashes(np.empty(0, HALF), np.empty(0, HALF))
    halves = np.asarray(np.memmap(path, HALF, "r", len(MAGIC), (2, count)))
    return Hashes(halves[0], halves[1])


def write_ids(several: Sequence[Hashes], path: Path, without: Hashes | None = None) -> int:
    """Write the hashes of all into one file, each once, but those of `without`. Returns how many there are."""
    count = 0
    with path.open("wb") as file, TemporaryFile(dir=path.parent) as lows:
        file.write(MAGIC)
        for merged in _merged(several):
            kept = merged if without is None else merged.of(~merged.held_by(without))
            file.write(kept.high.astype(HALF, copy=False).tobytes())
            lows.write(kept.low.astype(HALF, copy=False).tobytes())
            count += len(kept)
        lows.seek(0)
        shutil.copyfileobj(lows, file)
    return count


def _merged(several: Sequence[Hashes]) -> Iterator[Hashes]:
    """All hashes in rising order, slice by slice: hashes are spread evenly, so slices of their range are alike."""
    slices = sum(map(len, several)) // SLICE + 1
    borders = [np.uint64(2**64 * number // slices) for number in range(1, slices)]
    places = [[0, *np.searchsorted(each.high, borders).tolist(), len(each)] for each in several]
    for number in range(slices):
        cut = (each.of(slice(*place[number : number + 2])) for each, place in zip(several, places, strict=True))
        if parts := [each for each in cut if len(each)]:
            yield united(parts)
