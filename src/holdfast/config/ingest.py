"""The ASGI application of the ingest process, composed: keys from the database, the journal, the counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from holdfast.cli.serving import lifeline
from holdfast.core.start import load, to_stay
from holdfast.events.ingest.app import Ingest, Receive, Scope, Send
from holdfast.events.ingest.door import Buckets
from holdfast.events.ingest.writer import DEPTH


class Application:
    """Put together when the server starts, taken apart when it stops: everything acknowledged is committed then."""

    def __init__(self, compose: Callable[[], Ingest]) -> None:
        self._compose = compose
        self._ingest: Ingest | None = None
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (await self._ready())(scope, receive, send)

    async def _ready(self) -> Ingest:
        """The parts, put together in a thread of its own: Django's database may not be used on the event loop."""
        async with self._making:
            if self._ingest is None:
                self._ingest = await asyncio.to_thread(self._compose)
            return self._ingest

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._ready()
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._ingest is not None:
                    await asyncio.to_thread(self._ingest.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return


def compose(*, depth: int = DEPTH, keys: Buckets | None = None) -> Ingest:
    """The parts of one ingest process on the database of the settings.

    depth: entries that may wait for the drain; keys: how many items each key may send, without it as many as usual.
    """
    load()
    from django.conf import settings
    from django.db import close_old_connections

    from holdfast.events.ingest.door import Door
    from holdfast.events.ingest.outcomes import Outcomes
    from holdfast.events.ingest.writer import Writer
    from holdfast.events.journal import open_journal
    from holdfast.events.keys import Admission, admissions

    def read() -> dict[str, Admission]:
        close_old_connections()
        return admissions(datetime.now(UTC))

    writer = Writer(open_journal(), depth=depth)
    made = Ingest(Door(read), writer, Outcomes(), keys=keys, behind_proxy=settings.BEHIND_PROXY)
    to_stay()
    return made


lifeline.hold()
application = Application(compose)
