"""Which encoding a text file is in, and the file as a stream of UTF-8."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from charset_normalizer import from_bytes

from holdfast.connectors.base import CannotRead

SAMPLE_BYTES = 256 * 1024
CHUNK_BYTES = 1 << 20

_DAMAGED = (OSError, EOFError, zlib.error)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Scripts whose words are all bytes above 127; Western text has them one at a time, between plain letters.
_DENSE = ["cp1251", "koi8_u", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "shift_jis", "gb18030", "big5", "euc_kr"]
# In this order. A few letters of Poles and Czechs are bytes that are nothing in Western Europe.
_WESTERN = ("cp1252", "cp1250")


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked when it is gzip (told by its first bytes, not by its name)."""
    try:
        raw = path.open("rb")
        if raw.read(2) == b"\x1f\x8b":
            raw.close()
            return gzip.open(path)  # type: ignore[return-value]
        raw.seek(0)
    except OSError as error:
        raise CannotRead(f"{path}: cannot be opened ({error.strerror}). Check the name and the permissions.") from error
    return raw


def first_bytes(path: Path, count: int = SAMPLE_BYTES) -> bytes:
    """The beginning of the file, unpacked."""
    with open_bytes(path) as stream:
        try:
            return stream.read(count)
        except _DAMAGED as error:
            raise CannotRead(f"{path}: the gzip file is damaged ({error}). Pack it again.") from error


def detect_encoding(sample: bytes) -> str | None:
    """The encoding of a text from its first bytes; None when this is not text."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\x00" in sample:
        # A few of them are dirt in a text; `Utf8Stream` leaves them out.
        is_dirt = sample.count(0) < len(sample) * 0.05
        return _wide(sample) or (detect_encoding(sample.replace(b"\x00", b"")) if is_dirt else None)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _single_byte(sample)
    return None if _control_share(sample) > 0.05 else "utf-8"


def _wide(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.2 and even < odd * 0.1:
        return "utf-16-le"
    if even > len(sample) * 0.2 and odd < even * 0.1:
        return "utf-16-be"
    return None


def _control_share(sample: bytes) -> float:
    return len(re.findall(rb"[\x01-\x08\x0b\x0e-\x1f]", sample)) / max(len(sample), 1)


def _single_byte(sample: bytes) -> str | None:
    if _control_share(sample) > 0.02:
        return None
    if _is_dense(sample):
        best = from_bytes(sample[:65536], cp_isolation=_DENSE).best()
        return best.encoding if best is not None else "cp1251"
    return next((encoding for encoding in _WESTERN if _can_be(sample, encoding)), "latin-1")


def _can_be(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_dense(sample: bytes) -> bool:
    """Whether bytes above 127 come in a row and make up their words; the two of "Größe" stand between plain letters."""
    high = len(re.findall(rb"[\x80-\xff]", sample))
    in_a_row = sum(len(run) for run in re.findall(rb"[\x80-\xff]{2,}", sample))
    of_words = sum(len(word) for word in re.findall(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*", sample))
    return in_a_row > 0.6 * high > 0 and high > 0.5 * of_words


def _western(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252: files glued together from two sources are common."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("holdfast.western", _western)


class Utf8Stream(io.RawIOBase):
    """A file in any encoding as UTF-8, without byte-order mark and NUL bytes, its last line ended like the others.

    Memory is one chunk.

    `position` is how many bytes of the file itself have been read; `repaired` whether bytes were not in `encoding`.
    """

    def __init__(self, path: Path, encoding: str, rewrite: Callable[[bytes], bytes] | None = None) -> None:
        super().__init__()
        self._stream = open_bytes(path)
        self._file = getattr(self._stream, "fileobj", None) or self._stream
        self._plain = encoding in ("utf-8", "ascii")
        self._decoder = codecs.getincrementaldecoder(encoding)("strict" if self._plain else "replace")
        self._repairer = codecs.getincrementaldecoder(encoding)("holdfast.western")
        self._rewrite = rewrite
        self._rest = b""
        self._line = b""
        self._start = True
        self._open_line = False
        self._ended = False
        self.position = 0
        self.repaired = False

    def readable(self) -> bool:
        return True

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(CHUNK_BYTES), b""))

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return self.readall()
        parts, missing = [self._rest], size - len(self._rest)
        while missing > 0 and not self._ended:
            parts.append(self._next_chunk())
            missing -= len(parts[-1])
        whole = b"".join(parts)
        taken, self._rest = whole[:size], whole[size:]
        return taken

    def readinto(self, buffer: Any) -> int:
        taken = self.read(len(buffer))
        buffer[: len(taken)] = taken
        return len(taken)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _next_chunk(self) -> bytes:
        try:
            chunk = self._stream.read(CHUNK_BYTES)
            self.position = self._file.tell()
        except _DAMAGED as error:
            raise CannotRead(f"The gzip file is damaged ({error}). Pack it again.") from error
        self._ended = not chunk
        text = self._decode(chunk)
        if text:
            self._open_line = not text.endswith((b"\n", b"\r"))
        if self._ended and self._open_line:
            text += b"\n"  # what cuts it into rows takes a header without it for half a row
        return text if self._rewrite is None else self._rewrite(self._whole_lines(text))

    def _whole_lines(self, text: bytes) -> bytes:
        """What is rewritten ends where a line ends; the rest waits for the next chunk."""
        text = self._line + text
        cut = len(text) if self._ended else text.rfind(b"\n") + 1
        self._line = text[cut:]
        return text[:cut]

    def _decode(self, chunk: bytes) -> bytes:
        before = self._decoder.getstate()
        try:
            text = self._decoder.decode(chunk, final=self._ended)
        except UnicodeDecodeError:
            self.repaired = True
            self._repairer.setstate(before)
            text = self._repairer.decode(chunk, final=self._ended)
            self._decoder.setstate(self._repairer.getstate())
        if self._start and text:
            text, self._start = text.removeprefix("\ufeff"), False
        return text.replace("\x00", "").encode("utf-8", errors="replace")
