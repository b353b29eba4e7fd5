"""The worker's part in mails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from holdfast.core.jobs import api as jobs

KEPT = timedelta(days=400)


@jobs.task(priority=5, attempts=100)
def send(mail_id: int) -> bool:
    """Tried again for a day, every quarter of an hour in the end, when the mail server does not answer or numbers are
    still computed.
    """
    from holdfast.reporting.post.sending import send_now

    return send_now(mail_id, at=datetime.now(UTC))


@jobs.every(days=1, offset=timedelta(hours=2, minutes=40), for_each_workspace=True)
@jobs.task(priority=-50)
def forget_old_mails() -> int:
    from holdfast.insights.mails.api import forget_older

    return forget_older(datetime.now(UTC) - KEPT)
