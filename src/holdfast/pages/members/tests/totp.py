"""What an authenticator app does with the key it is given (RFC 6238): the six digits of now."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def code(secret: str, *, steps: int = 0) -> str:
    """steps: how many half minutes later (or, below zero, earlier) than now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    moment = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(key, moment, "sha1").digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
