"""How much of a machine an engine may take."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

SHARE = 0.5  # of what the engine would take alone; pages, ingestion and the system live beside it
_UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


def bounded(con: Backend) -> None:
    """Half of the engine's own limit, which knows the memory of the machine or container; more goes to temporary files.

    Its own place for them would be the folder that the process happens to stand in.
    """
    told = con.raw_sql("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'").fetchone()
    number, unit = told[0].split()
    con.raw_sql(f"SET memory_limit = '{int(float(number) * _UNITS[unit] * SHARE / 2**20)}MiB'")
    # Engines name their files alike, so each needs a folder of its own; it is made when needed, and removed.
    folder = str(Path(tempfile.gettempdir()) / f"holdfast-engine-{uuid4().hex}").replace("'", "''")
    con.raw_sql(f"SET temp_directory = '{folder}'")
