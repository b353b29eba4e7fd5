"""What crosses the border of mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.core.members.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """See models.Mail. problem: what went wrong at the last try, empty when nothing did."""

    mail_id: int
    key: str
    kind: str
    member: Member
    about: Mapping[str, Any]
    made_at: datetime
    sent_at: datetime | None
    given_up_at: datetime | None
    tries: int
    problem: str
