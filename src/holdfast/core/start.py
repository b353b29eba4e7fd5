"""Starts Holdfast from a library call or a command, wherever it is called first."""

from __future__ import annotations

import gc
import os
from contextlib import closing
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

from holdfast.core.errors import AlreadyStarted, NoDatabase


def load(data_dir: Path | None = None) -> None:
    """Set Django up once. Opens no database and writes nothing: enough for a report over a folder of files.

    A process that has not opened its database yet may still turn to another data folder.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
    if data_dir is not None and not apps.ready:
        os.environ["HOLDFAST_DATA_DIR"] = str(data_dir)
    if not apps.ready:
        django.setup()
    if data_dir is not None and data_dir.expanduser().absolute() != settings.DATA_DIR:
        _turn_to(data_dir.expanduser().absolute())


def _turn_to(data_dir: Path) -> None:
    from django.db import connection

    database = settings.DATABASES["default"]
    if connection.connection is not None or database.get("NAME") != settings.DATA_DIR / "holdfast.db":
        raise AlreadyStarted(
            f"This process works on {settings.DATA_DIR} already; open {data_dir} in a process of its own."
        )
    os.environ["HOLDFAST_DATA_DIR"] = str(data_dir)
    if settings.EVENT_STORE == settings.DATA_DIR / "events":
        settings.EVENT_STORE = data_dir / "events"
    settings.DATA_DIR = data_dir
    connection.settings_dict["NAME"] = database["NAME"] = data_dir / "holdfast.db"


def start(data_dir: Path | None = None) -> None:
    """Set Django up and bring the installation's database to the newest shape, making it when it is new.

    Raises NoDatabase when there is none to be had.
    """
    import fcntl

    from django.core.management import call_command

    load(data_dir)
    try:
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (settings.DATA_DIR / "migrate.lock").open("w")
    except OSError as error:
        raise NoDatabase(
            f"{settings.DATA_DIR}: the data folder cannot be made ({error.strerror}); name another one."
        ) from error
    with closing(lock):
        # Of processes that start together the others wait: a new SQLite file, opened by two at once, may be locked for
        # one of them whatever the timeout.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _is_old():
            call_command("migrate", verbosity=0, interactive=False)


def _is_old() -> bool:
    """Whether it has to be migrated: the first look at the database, which shows whether it is one."""
    from django.db import DatabaseError

    try:
        return _behind()
    except DatabaseError as error:
        raise NoDatabase(
            f"The database cannot be opened: {' '.join(str(error).split())}. Look at HOLDFAST_DATABASE_URL, or, "
            f"without it, at {settings.DATA_DIR / 'holdfast.db'}."
        ) from error


def to_stay() -> None:
    """For a process that runs for long: leave what it has started with out of every later search for garbage.

    That is hundreds of thousands of objects, and looking through them again and again takes a quarter of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
