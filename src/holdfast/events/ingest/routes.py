"""Which address speaks which client's language."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from holdfast.events.ingest import amplitude, posthog, segment
from holdfast.events.ingest.contracts import Parsed
from holdfast.events.ingest.ids import text_id
from holdfast.events.ingest.limits import Limits

Parse = Callable[[Any, int, Limits], Parsed]

_SEGMENT = {f"/v1/{path}": call for path, call in segment.CALLS.items()}
_PARSE_SEGMENT: dict[str, Parse] = {path: partial(segment.parse, call) for path, call in _SEGMENT.items()}
_POSTHOG = frozenset({"/e", "/capture", "/i/v0/e", "/track"})
_AMPLITUDE = frozenset({"/2/httpapi", "/httpapi"})
BATCH = "/batch"  # PostHog's and Amplitude's: told apart by what is in it


@lru_cache(maxsize=100)
def style_of(path: str) -> str | None:
    """segment, posthog, amplitude or batch; None for an address of nobody. A trailing slash makes no difference."""
    place = path.rstrip("/")
    if place in _SEGMENT:
        return "segment"
    if place in _POSTHOG:
        return "posthog"
    if place in _AMPLITUDE:
        return "amplitude"
    return "batch" if place == BATCH else None


def key_of(path: str, told: Any) -> str | None:
    """The write key in the body of a request to a known address."""
    style, _ = parser_of(path, told)
    if style == "posthog":
        return text_id(posthog.key_of(told))
    name = "writeKey" if style == "segment" else "api_key"
    return text_id(told.get(name)) if isinstance(told, dict) else None


def parser_of(path: str, told: Any) -> tuple[str, Parse]:
    """The style of a known address, now that its body is known too, and what reads it."""
    place, style = path.rstrip("/"), style_of(path)
    if style == "segment":
        return "segment", _PARSE_SEGMENT[place]
    if style == "amplitude" or (style == "batch" and not posthog.is_batch(told)):
        return "amplitude", amplitude.parse
    return "posthog", posthog.parse
