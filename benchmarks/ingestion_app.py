"""What `holdfast ingest` serves, without a limit for one address: a benchmark is one address with a company's load."""

from __future__ import annotations

from holdfast.core.start import load

load()

from holdfast.config.ingest import Application, compose  # noqa: E402
from holdfast.events.ingest.app import Ingest  # noqa: E402
from holdfast.events.ingest.door import Buckets  # noqa: E402

_UNLIMITED = Buckets(rate=1e12, burst=1e12)


def _unlimited() -> Ingest:
    made = compose()
    made._addresses = made._keys = _UNLIMITED
    return made


application = Application(_unlimited)
