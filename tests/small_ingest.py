"""The real ingest process with little room, so that a test can fill it."""

from __future__ import annotations

from functools import partial

from holdfast.config.ingest import Application, compose
from holdfast.events.ingest.door import Buckets

ITEMS_AT_ONCE = 25  # that one key may send
ITEMS_A_SECOND = 5
WAITING = 400  # entries of the journal

application = Application(partial(compose, depth=WAITING, keys=Buckets(rate=ITEMS_A_SECOND, burst=ITEMS_AT_ONCE)))
