"""What the worker does for privacy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs.api import every, task


@task(priority=15, attempts=2)
def write_export(export_id: int) -> None:
    """The data of a person as a file."""
    from holdfast.privacy import exports

    exports.write(export_id, now=datetime.now(UTC))


@task(priority=20, attempts=5)
def clean_up_soon() -> None:
    """After an erasure: what is no table and no part."""
    from holdfast.privacy import erasing

    erasing.clean_up()


@task(priority=0, attempts=3)
def rewrite_soon() -> int:
    """Somebody does not want to wait."""
    from holdfast.privacy import erasing

    return erasing.tend(now=datetime.now(UTC), hurry=True)


@every(hours=1, offset=timedelta(minutes=25), for_each_workspace=True)
@task(priority=-20, attempts=3)
def tend_erasures() -> int:
    """Keep the promise: parts at half time, the last traces as soon as old files are swept."""
    from holdfast.privacy import erasing

    return erasing.tend(now=datetime.now(UTC))


@every(days=1, offset=timedelta(hours=3, minutes=50), for_each_workspace=True)
@task(priority=-30, attempts=3)
def keep_periods() -> None:
    """Remove what is older than the workspace wants to keep, and exports that nobody fetches any more."""
    from holdfast.privacy import exports, keeping

    now = datetime.now(UTC)
    keeping.remove_old(now=now)
    exports.expire(now=now)
