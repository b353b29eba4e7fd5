"""Every read and change of mails, in the entered workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from holdfast.core.members.models import Member
from holdfast.insights.mails.contracts import MailFacts
from holdfast.insights.mails.models import Mail


@transaction.atomic
def note_mail(key: str, kind: str, member: Member, about: Mapping[str, Any], *, at: datetime) -> int | None:
    """The id of a mail that is to be sent; None when there is one with this key already."""
    made, is_new = Mail.objects.get_or_create(
        key=key, defaults={"kind": kind, "member": member, "about": dict(about), "made_at": at}
    )
    return made.pk if is_new else None


def find_mail(mail_id: int) -> MailFacts | None:
    row = Mail.objects.select_related("member").filter(pk=mail_id).first()
    return None if row is None else _facts(row)


def mails(prefix: str, *, most: int = 50) -> list[MailFacts]:
    """The newest whose key begins so."""
    rows = Mail.objects.select_related("member").filter(key__startswith=prefix)
    return [_facts(row) for row in rows.order_by("-made_at", "-pk")[:most]]


def note_try(mail_id: int, problem: str = "") -> None:
    Mail.objects.filter(pk=mail_id).update(tries=F("tries") + 1, problem=problem[:1_000])


def note_sent(mail_id: int, *, at: datetime) -> None:
    Mail.objects.filter(pk=mail_id).update(sent_at=at, problem="")


def note_given_up(mail_id: int, problem: str, *, at: datetime) -> None:
    Mail.objects.filter(pk=mail_id).update(given_up_at=at, problem=problem[:1_000])


def forget_older(than: datetime) -> int:
    """Mails are kept to prove that they were sent, not for ever."""
    return Mail.objects.filter(made_at__lt=than).delete()[0]


def _facts(row: Mail) -> MailFacts:
    return MailFacts(
        mail_id=row.pk, key=row.key, kind=row.kind, member=row.member, about=row.about, made_at=row.made_at,
        sent_at=row.sent_at, given_up_at=row.given_up_at, tries=row.tries, problem=row.problem,
    )  # fmt: skip
