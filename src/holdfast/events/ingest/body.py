"""From the bytes of a request to the JSON in it, whatever the client says its type is."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any
from urllib.parse import parse_qs

import orjson

from holdfast.events.ingest.contracts import BadRequest

GZIP = b"\x1f\x8b"


def decode(body: bytes, most: int) -> Any:
    """The JSON of a request. Content types and encodings in headers are ignored: clients get them wrong.

    Compression is known by its first two bytes; JSON may also stand in a form as `data`, plain or in base64.
    Raises BadRequest: 413 when it is, or unpacks to, more than `most` bytes, 400 when it is no JSON.
    """
    if body[:2] == GZIP:
        body = _unpacked(body, most)
    check_size(len(body), most)
    if body[:5] == b"data=":
        body = _from_form(body, most)
    return _parsed(body)


def _unpacked(body: bytes, most: int) -> bytes:
    """Unpacks no further than one byte beyond the limit: a gigabyte of zeros fits into a megabyte."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(body, most + 1)
    except zlib.error as error:
        raise BadRequest("bad_compression", "The body begins like gzip and cannot be unpacked.") from error
    check_size(len(found), most)
    if not unpacker.eof:
        raise BadRequest("bad_compression", "The gzip body is cut off.")
    return found


def _from_form(body: bytes, most: int) -> bytes:
    try:
        text = parse_qs(body.decode("ascii"), max_num_fields=20)["data"][0]
    except (UnicodeDecodeError, ValueError, KeyError) as error:
        raise BadRequest("bad_form", "The form has no readable field `data`.") from error
    if text[:1] in "{[":
        return text.encode()
    try:
        found = base64.b64decode(text.replace(" ", "+"), validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("bad_form", "The field `data` is neither JSON nor base64.") from error
    return _unpacked(found, most) if found[:2] == GZIP else found


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("bad_json", f"The body is no JSON: {str(error)[:120]}") from error


def check_size(size: int, most: int) -> None:
    """Raises BadRequest for more bytes than there may be."""
    if size > most:
        raise BadRequest("too_large", f"A request may hold {most:,} bytes unpacked; send smaller batches.", 413)
