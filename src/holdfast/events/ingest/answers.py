"""What each make of client expects to be answered. Every body is JSON that says whether, which code, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from holdfast.events.ingest.contracts import Reason, Refused

OPEN = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}
_ALLOWED = {
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "authorization, content-type, content-encoding, x-requested-with, x-retry-count",
    "access-control-max-age": "86400",
}
POSTHOG_BROWSER = frozenset({"/e", "/i/v0/e"})
_NAMES = re.compile(r"[A-Za-z0-9, -]{1,400}")  # of headers


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def taken(style: str, accepted: int, refused: Sequence[Refused], size: int, received: int, withheld: int = 0) -> Answer:
    """Everything that could be taken is on stable storage. 400 when nothing could.

    withheld: how many items were not stored because people do not want to be counted. Clients are told as if they had
    been: it is no fault, and nothing to send again.
    """
    if accepted == 0 and refused and not withheld:
        return _nothing_taken(style, refused)
    told: dict[str, Any] = {"success": True, "accepted": accepted, "rejected": len(refused)}
    if refused:
        told["problems"] = [_problem(each) for each in refused[:20]]
    if withheld:
        told["withheld"] = withheld
    if style == "amplitude":
        told |= {
            "code": 200, "events_ingested": accepted, "payload_size_bytes": size,
            "server_upload_time": received // 1000,
        }  # fmt: skip
    elif style == "posthog":
        told |= {"status": 1}
    return _answer(200, told)


def _nothing_taken(style: str, refused: Sequence[Refused]) -> Answer:
    first = refused[0]
    message = f"No item could be taken; the first: {first.reason} {first.field}".rstrip()
    told: dict[str, Any] = {
        "success": False, "code": first.reason, "message": message, "accepted": 0, "rejected": len(refused),
        "problems": [_problem(each) for each in refused[:20]],
    }  # fmt: skip
    if style == "amplitude":
        # Its clients leave out the events that are named here and send the others again.
        told |= {"code": 400, "error": message, "events_with_invalid_fields": _fields(refused)}
    return _answer(400, told)


def slow_down(path: str) -> int:
    """The status that says: later. PostHog's client for browsers drops events at a 429, and waits only at a 503."""
    return 503 if path.rstrip("/") in POSTHOG_BROWSER else 429


def refusal(style: str, status: int, code: str, message: str, retry_after: float = 0.0, events: int = 0) -> Answer:
    """A request that was not taken at all. events: how many it held at most, if that is known."""
    told: dict[str, Any] = {"success": False, "code": code, "message": message, "error": message}
    if style == "amplitude":
        told["code"] = status
        if status == 429:
            # Its clients do not read Retry-After: events named here wait for half a minute, others do not wait at all.
            told |= {"throttled_users": {}, "throttled_devices": {}, "throttled_events": list(range(events))}
    answer = _answer(status, told)
    if retry_after:
        answer.headers["retry-after"] = str(max(1, round(retry_after + 0.5)))
    return answer


def preflight(asked: str) -> Answer:
    """What a browser asks before it sends. asked: names of headers that the client wants to add; all are allowed.

    A client that marks what it sends again with a header of its own would lose it to a list of ours.
    """
    allowed = _ALLOWED | ({"access-control-allow-headers": asked} if _NAMES.fullmatch(asked) else {})
    return Answer(204, b"", OPEN | allowed)


def _answer(status: int, told: dict[str, Any]) -> Answer:
    headers = {"content-type": "application/json", "cache-control": "no-store", **OPEN}
    return Answer(status, orjson.dumps(told), headers)


def _problem(refused: Refused) -> dict[str, Any]:
    return {"index": refused.index, "reason": refused.reason, "field": refused.field}


def _fields(refused: Sequence[Refused]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for each in refused:
        found[each.field or ("event_type" if each.reason is Reason.NO_EVENT else "event")].append(each.index)
    return dict(found)
