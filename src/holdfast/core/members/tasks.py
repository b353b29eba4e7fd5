"""What is done for sign-ins again and again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs.api import every, task


@every(days=1, offset=timedelta(hours=2, minutes=20))
@task(priority=-50)
def forget_expired_sessions() -> int:
    from holdfast.core.members import sessions

    return sessions.forget_expired(datetime.now(UTC))
