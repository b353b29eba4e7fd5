"""The peer: a plain FastAPI endpoint that stores events in SQLite. An ASGI application; DATABASE names the file."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

OPENING = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA busy_timeout=20000")
TABLE = """CREATE TABLE plain_event (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL, user_id TEXT NOT NULL, timestamp TEXT NOT NULL, properties TEXT NOT NULL)"""
APPEND = "INSERT OR IGNORE INTO plain_event (message_id, event, user_id, timestamp, properties) VALUES (?, ?, ?, ?, ?)"

application = FastAPI()
_own = threading.local()


class Event(BaseModel):
    messageId: str  # noqa: N815 - as clients write it
    event: str
    userId: str  # noqa: N815
    timestamp: datetime
    properties: dict[str, Any]


class Batch(BaseModel):
    batch: list[Event]


def connection() -> sqlite3.Connection:
    """One for each thread."""
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(os.environ["DATABASE"], isolation_level=None)
        for statement in OPENING:
            _own.connection.execute(statement)
    return _own.connection


def store(events: list[Event]) -> dict[str, Any]:
    rows = [
        (each.messageId, each.event, each.userId, each.timestamp.isoformat(), json.dumps(each.properties))
        for each in events
    ]
    con = connection()
    con.execute("BEGIN IMMEDIATE")
    con.executemany(APPEND, rows)
    con.execute("COMMIT")
    return {"success": True, "accepted": len(rows)}


@application.post("/v1/track")
def track(event: Event) -> dict[str, Any]:
    return store([event])


@application.post("/v1/batch")
def batch(told: Batch) -> dict[str, Any]:
    return store(told.batch)


@application.get("/healthz")
def healthz() -> dict[str, bool]:
    return {"ok": True}


if __name__ == "__main__" and "--create" in sys.argv:
    connection().execute(TABLE)
