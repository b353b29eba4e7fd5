"""Where a request came from, for counting attempts and for showing members their sessions."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks; behind a proxy the one that the proxy saw, which is the last it noted."""
    noted = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return last_noted(request.META.get("REMOTE_ADDR", ""), noted)


@lru_cache(maxsize=10_000)
def last_noted(address: str, noted: str) -> str:
    """The last address that a proxy noted (X-Forwarded-For), else that of the connection; "" if it is none."""
    try:
        return str(ipaddress.ip_address(noted.rpartition(",")[2].strip() or address))
    except ValueError:
        return ""


def counted_address(request: HttpRequest) -> str:
    """The address to count attempts by: one household holds a whole /64 of IPv6, so that counts as one."""
    return counted(client_address(request))


@lru_cache(maxsize=10_000)
def counted(address: str) -> str:
    """As `counted_address`, for an address that is known."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False).network_address)
