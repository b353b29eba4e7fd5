"""The style sheet that is computed: the tokens of tokens.py as custom properties."""

from __future__ import annotations

import hashlib
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from holdfast.web.tokens import chart_css, heat_css, tokens_css


@cache
def text() -> str:
    return tokens_css() + chart_css() + heat_css()


@cache
def version() -> str:
    """Changes with the content; part of the address, so that a browser may keep it for ever."""
    return hashlib.sha256(text().encode()).hexdigest()[:12]


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def tokens(request: HttpRequest) -> HttpResponse:
    return HttpResponse(text(), content_type="text/css; charset=utf-8")
