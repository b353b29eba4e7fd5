"""The ASGI application of the ingest process, composed: keys from the database, the journal, the counts."""

from __future__ import annotations

from datetime import UTC, datetime

from holdfast.core.start import load
from holdfast.events.ingest.app import Ingest, Receive, Scope, Send


class Application:
    """Put together when the server starts, taken apart when it stops: everything acknowledged is committed then."""

    def __init__(self) -> None:
        self._ingest: Ingest | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            self._ingest = self._ingest or compose()
            await self._ingest(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._ingest = compose()
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._ingest is not None:
                    self._ingest.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def compose() -> Ingest:
    """The parts of one ingest process on the database of the settings."""
    load()
    from holdfast.events.ingest.door import Door
    from holdfast.events.ingest.outcomes import Outcomes
    from holdfast.events.ingest.writer import Writer
    from holdfast.events.journal import open_journal
    from holdfast.events.keys import admissions

    return Ingest(Door(lambda: admissions(datetime.now(UTC))), Writer(open_journal()), Outcomes())


application = Application()
