"""Where numbers of the revenue pages lead."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse


def address(route: str, *args: str, **query: str) -> str:
    """The address of a page with what is not empty of `query`."""
    return with_query(reverse(route, args=args), query)


def with_query(path: str, query: Mapping[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
