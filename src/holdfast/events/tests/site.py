"""The ingest application in the process of a test, and what is sent to it."""

from __future__ import annotations

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from holdfast.events.api import drain_once
from holdfast.events.ingest.app import Ingest
from holdfast.events.ingest.door import Door
from holdfast.events.ingest.outcomes import Outcomes
from holdfast.events.ingest.writer import Writer
from holdfast.events.journal.sqlite import SqliteJournal
from holdfast.events.keys import admissions

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
Answer = tuple[int, dict[str, Any], dict[str, str]]


class Site:
    """An ingest application in this process, on a journal of its own."""

    def __init__(self, folder: Path, **limits: Any) -> None:
        self.journal = SqliteJournal(folder / "journal.db")
        self.writer = Writer(self.journal)
        self.outcomes = Outcomes(every=3_600)
        self.door = Door(lambda: admissions(AT), every=3_600)
        self.app = Ingest(self.door, self.writer, self.outcomes, **limits)

    def post(self, path: str, told: Any, *, method: str = "POST", **headers: str) -> Answer:
        """headers: with _ for -; a value of latin-1 characters, as they come from the network."""
        body = told if isinstance(told, bytes) else orjson.dumps(told)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "query_string": b"", "client": ("198.51.100.7", 1),
            "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()],
        }  # fmt: skip
        # In a thread of its own: a test with a browser may have left an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self.app(scope, receive, send)).result()
        headers_back = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], orjson.loads(sent[1]["body"] or b"{}"), headers_back

    def drain(self) -> int:
        return drain_once(self.journal, at=AT).added

    def close(self) -> None:
        self.writer.stop()
        self.journal.close()


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def track(message: str, **more: Any) -> dict[str, Any]:
    return {"type": "track", "event": "opened", "userId": "u1", "messageId": message} | more
