"""One view for a page and for its fragment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

FRAGMENT_HEADERS = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment(request: HttpRequest) -> bool:
    """Whether only a part of the page is swapped; a boosted link and a restored page want the whole."""
    header = request.headers
    return header.get("HX-Request") == "true" and not (
        header.get("HX-Boosted") or header.get("HX-History-Restore-Request")
    )


def render_page(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The fragment for a swap, else the whole page; caches are told that they differ."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, FRAGMENT_HEADERS)
    return response
