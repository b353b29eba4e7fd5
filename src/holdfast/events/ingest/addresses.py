"""Addresses (IP) of people, which nobody needs to keep."""

from __future__ import annotations

import ipaddress
from typing import Any

from holdfast.events.ingest.contracts import Json

# How clients and programs call the address (IP) of whoever uses them.
_ADDRESSES = frozenset(
    {
        "ip", "$ip", "ip_address", "$ip_address", "ipAddress", "ipaddress", "IP", "client_ip", "clientIp", "remote_ip",
        "remoteIp", "remote_addr", "REMOTE_ADDR", "user_ip", "userIp", "$initial_ip", "initial_ip", "x-forwarded-for",
        "X-Forwarded-For", "x_forwarded_for",
    }
)  # fmt: skip

DEEPEST = 12  # levels of properties; an item that is taken has fewer


def may_hold_address(spelled: bytes) -> bool:
    """Whether something in this JSON may be called an address: a quick look, because hardly any item has one."""
    low = spelled.lower()
    return b'ip"' in low or b'addr"' in low or b'address"' in low or b"forwarded" in low


def without_addresses(told: Json, depth: int = DEEPEST) -> Json:
    """The same, without what is called an address and is one. Nothing is kept that is nested more deeply."""
    if depth == 0:
        return {}
    kept: Json = {}
    for name, value in told.items():
        if isinstance(value, dict):
            kept[name] = without_addresses(value, depth - 1)
        elif isinstance(value, list):
            kept[name] = [without_addresses(each, depth - 1) if isinstance(each, dict) else each for each in value]
        elif name not in _ADDRESSES or not _is_address(value):
            kept[name] = value
    return kept


def _is_address(value: Any) -> bool:
    """Also of several, as proxies note them."""
    if not isinstance(value, str):
        return False
    try:
        ipaddress.ip_address(value.partition(",")[0].strip())
    except ValueError:
        return False
    return True
