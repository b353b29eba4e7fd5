"""Puts the SQLite library that comes with Holdfast in place of the one Python was built with.

Several Linux distributions still ship SQLite 3.40, whose WAL mode can corrupt a database when two connections write
and checkpoint at the same instant (fixed in 3.51.3). Has to run before Django loads its SQLite backend.
"""

from __future__ import annotations

import sys

import pysqlite3

# Transactions take the write lock when they begin: a deferred one fails with "database is locked" as soon as it turns
# from reading to writing while another one writes, whatever the timeout. synchronous=FULL: a commit survives a power
# cut. mmap_size stays off: together with WAL it has been seen to damage files.
OPTIONS: dict[str, object] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
    ),
}


def use_bundled_sqlite() -> None:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
