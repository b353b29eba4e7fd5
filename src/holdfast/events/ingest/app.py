"""The ASGI application of the ingest process. It answers 200 only after the journal has the items on stable storage."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, TypeVar

from holdfast.events.consent.rules import ConsentRules
from holdfast.events.ingest import answers
from holdfast.events.ingest.answers import Answer
from holdfast.events.ingest.body import GZIP, check_size, decode
from holdfast.events.ingest.contracts import BadRequest, Parsed
from holdfast.events.ingest.door import Buckets, Door, key_at_an_end, key_of_header
from holdfast.events.ingest.entries import entry_of
from holdfast.events.ingest.limits import BROWSER, SERVER, Limits
from holdfast.events.ingest.outcomes import DO_NOT_TRACK, NO_CONSENT, Outcomes
from holdfast.events.ingest.routes import key_of, parser_of, style_of
from holdfast.events.ingest.writer import Writer
from holdfast.events.journal import JournalFull
from holdfast.events.keys import Admission
from holdfast.web.address import counted, last_noted

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

FULL_RETRY = 5.0
UNPROVEN = 4_000_000  # bytes of a request that are read although no header says who it is from
AT_ONCE = 256_000  # bytes of JSON that are read without leaving the event loop
RATIO = 16  # what gzip is supposed to save when only the packed size is known
T = TypeVar("T")
_CLIENT = re.compile(r"[\w.@/\- ]{1,60}")


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    query: str
    headers: dict[str, str]
    address: str


class Ingest:
    """One instance a process. `limits`: requests a second of one address, items a second of one key."""

    def __init__(
        self,
        door: Door,
        writer: Writer,
        outcomes: Outcomes,
        *,
        addresses: Buckets | None = None,
        keys: Buckets | None = None,
        behind_proxy: bool = False,
    ) -> None:
        self._door, self._writer, self._outcomes = door, writer, outcomes
        self._behind_proxy = behind_proxy
        self._addresses = addresses or Buckets(rate=200, burst=1_000)
        self._keys = keys or Buckets(rate=20_000, burst=200_000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = await self._answer(scope, receive)
        await _send(send, answer)

    def stop(self) -> None:
        """Everything acknowledged is on the disk already; this commits what still waits for its answer."""
        self._writer.stop()
        self._outcomes.stop()
        self._door.stop()

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        path, style = scope["path"], style_of(scope["path"])
        if path.rstrip("/") == "/healthz":
            return Answer(200, b"ok", {"content-type": "text/plain"})
        if style is None:
            return answers.refusal("", 404, "not_found", "No client speaks to this address.")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["method"] == "OPTIONS":
            return answers.preflight(headers.get("access-control-request-headers", ""))
        if scope["method"] != "POST":
            return answers.refusal(style, 405, "method_not_allowed", "Send events by POST.")
        client = scope.get("client") or ("", 0)
        request = Request(path, scope["query_string"].decode("latin-1"), headers, str(client[0]))
        return await self._taken(request, style, receive)

    async def _taken(self, request: Request, style: str, receive: Receive) -> Answer:
        if wait := self._addresses.take(self._counted(request)):
            status = answers.slow_down(request.path)
            return answers.refusal(style, status, "too_many", "Too many requests from this address.", wait)
        received = time.time_ns() // 1000
        admission = self._door.admit(key_of_header(request.headers.get("authorization"), request.query))
        try:
            limits = limits_of(admission)
            body = await _body(receive, limits.body if admission else UNPROVEN)
            if admission is None:
                # Until a key is known nobody has to be believed anything: the limits of a browser hold.
                limits = limits_of(self._door.admit(key_at_an_end(body)))
            told = await _aside(body, partial(decode, body, limits.body))
            style, parse = parser_of(request.path, told)
            if admission is None:
                if (admission := self._door.admit(key_of(request.path, told))) is None:
                    return answers.refusal(style, 401, "unknown_key", "Unknown or revoked write key.")
                limits = limits_of(admission)
            check_size(len(body), limits.body)
            parsed = await _aside(body, partial(parse, told, received, limits))
        except BadRequest as error:
            if admission is not None:
                self._outcomes.refuse(admission, _client_of(request), error.code)
            return answers.refusal(style, error.status, error.code, error.message)
        return await self._admitted(request, style, parsed, admission, received, len(body))

    def _counted(self, request: Request) -> str:
        noted = request.headers.get("x-forwarded-for", "") if self._behind_proxy else ""
        return counted(last_noted(request.address, noted))

    async def _admitted(
        self, request: Request, style: str, parsed: Parsed, admission: Admission, received: int, size: int
    ) -> Answer:
        client = _client_of(request)
        if not _is_welcome(admission, request.headers.get("origin")):
            self._outcomes.refuse(admission, client, "foreign_origin")
            return answers.refusal(style, 401, "foreign_origin", "This key may not be used from this web site.")
        why = NO_CONSENT
        if admission.browser and admission.consent.forbid_request(request.headers):
            parsed, why = Parsed((), (), parsed.told), DO_NOT_TRACK
        items = len(parsed.items)
        if wait := self._keys.take(admission.source, items or 1):
            self._outcomes.refuse(admission, client, "too_many")
            events = items + len(parsed.refused)
            status = answers.slow_down(request.path)
            return answers.refusal(style, status, "too_many", "Too many items for this key.", wait, events)
        try:
            await self._commit(parsed, admission, received, client)
        except JournalFull:
            self._keys.give_back(admission.source, items)
            self._outcomes.refuse(admission, client, "journal_full")
            return answers.refusal(style, 503, "busy", "The journal is full; send it again later.", FULL_RETRY)
        except Exception:
            self._keys.give_back(admission.source, items)
            log.exception("the journal could not be written")
            return answers.refusal(style, 503, "not_stored", "Nothing was stored; send it again later.", FULL_RETRY)
        self._outcomes.note(admission, client, items, parsed.refused)
        self._outcomes.refuse(admission, client, why, parsed.withheld)
        return answers.taken(style, items, parsed.refused, size, received, parsed.withheld)

    async def _commit(self, parsed: Parsed, admission: Admission, received: int, client: str) -> None:
        if parsed.items:
            entries = [entry_of(item, admission, received, client) for item in parsed.items]
            await self._writer.submit(entries)


def limits_of(admission: Admission | None) -> Limits:
    """What a request may hold; without a key no more than one from a web page."""
    if admission is None:
        return BROWSER
    return _limits(admission.browser, admission.consent)


@lru_cache
def _limits(browser: bool, consent: ConsentRules) -> Limits:
    return replace(BROWSER if browser else SERVER, consent=consent)


async def _aside(body: bytes, work: Callable[[], T]) -> T:
    """Work on a small body at once, on a large one in a thread: others must not wait for it."""
    packed = body[:2] == GZIP
    if len(body) <= (AT_ONCE // RATIO if packed else AT_ONCE):
        return work()
    return await asyncio.to_thread(work)


def _is_welcome(admission: Admission, origin: str | None) -> bool:
    """A browser key may be bound to web sites; programs without an origin are no browsers and need a server key."""
    if not admission.browser or not admission.origins:
        return True
    return origin is not None and origin.rstrip("/").lower() in admission.origins


def _client_of(request: Request) -> str:
    """The program, by how it calls itself: "analytics-python/2.4.0"."""
    told = request.headers.get("user-agent", "")
    if told.startswith("Mozilla/"):
        return "browser"
    found = _CLIENT.match(told)
    return found[0].strip() if found else ""


@lru_cache(maxsize=200)  # nearly all answers have the same
def _encoded(headers: tuple[tuple[str, str], ...]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers]


async def _body(receive: Receive, most: int) -> bytes:
    """The body as it came. Raises BadRequest as soon as it exceeds `most`: what follows is not read."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest("cut_off", "The request broke off.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        check_size(size, most)
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(send: Send, answer: Answer) -> None:
    length = (b"content-length", str(len(answer.body)).encode())
    headers = _encoded(tuple(answer.headers.items()))
    await send({"type": "http.response.start", "status": answer.status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": answer.body})
