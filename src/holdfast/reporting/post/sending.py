"""One mail, from its note to the mail server.

It is marked as sent when the server has taken it. A worker that dies between the two sends it again, with the same
Message-ID, which mail programs show once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from holdfast.book.board import NotComputed, NothingYet, Pending, computing_here
from holdfast.core.errors import HoldfastError
from holdfast.core.members.models import Membership
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace
from holdfast.insights.mails import api as mails
from holdfast.insights.mails.api import MailFacts
from holdfast.reporting.post.leaving import ALERT, SUBSCRIPTION

LATEST = timedelta(days=1)  # after it was noted; a mail of yesterday's numbers helps nobody


class NotReady(HoldfastError):
    """What the mail shows is still computed; the queue tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """pictures: PNG by the name that the HTML calls them by (cid:name). leave: where the member stops such mails."""

    subject: str
    text: str
    html: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    leave: str = ""


# Kind of a mail -> what composes it; None for what there is no more.
COMPOSERS = {
    ALERT: "holdfast.reporting.watch.mailing.alert_mail",
    SUBSCRIPTION: "holdfast.reporting.subscribed.mailing.subscription_mail",
}
Compose = Callable[[MailFacts, Workspace, datetime, str], Composed | None]


def send_now(mail_id: int, *, at: datetime) -> bool:
    """Whether it was sent by this call. Raises NotReady, or what the mail server says; both are tried again."""
    mail = mails.find_mail(mail_id)
    if mail is None or mail.sent_at is not None or mail.given_up_at is not None:
        return False
    composed = _composed(mail, at)
    if composed is None:
        return False
    try:
        _message(mail, composed).send(fail_silently=False)
    except OSError as error:  # of the network, and all of SMTP
        mails.note_try(mail_id, f"{type(error).__name__}: {error}")
        raise
    mails.note_sent(mail_id, at=at)
    return True


def _composed(mail: MailFacts, at: datetime) -> Composed | None:
    """None for who is no member any more, and for what there is no more."""
    workspace = Workspace.objects.get(pk=current_workspace().pk)
    inside = Membership.objects.filter(workspace=workspace, member=mail.member, member__is_active=True)
    if not inside.exists():
        return None
    language = mail.member.language or workspace.preferences.language
    with computing_here(), translation.override(language):
        try:
            compose: Compose = import_string(COMPOSERS[mail.kind])
            return compose(mail, workspace, at, language)
        except (Pending, NotComputed, NothingYet) as error:
            if at - mail.made_at < LATEST:
                mails.note_try(mail.mail_id, gettext("The numbers are still computed."))
                raise NotReady("The numbers are still computed.") from error
            mails.note_given_up(mail.mail_id, gettext("The numbers were not ready within a day."), at=at)
            return None


def _message(mail: MailFacts, composed: Composed) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname or "holdfast.invalid"
    own = hashlib.sha256(f"{current_workspace().pk} {mail.key}".encode()).hexdigest()[:32]
    wire = Wire(policy=SMTP)
    wire["Subject"] = " ".join(composed.subject.split())
    wire["From"], wire["To"] = settings.DEFAULT_FROM_EMAIL, mail.member.email
    wire["Date"], wire["Message-ID"] = format_datetime(mail.made_at), f"<{own}@{host}>"
    wire["Auto-Submitted"] = "auto-generated"
    if composed.leave:
        wire["List-Unsubscribe"] = f"<{composed.leave}>"
        wire["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    wire.set_content(composed.text)
    wire.add_alternative(composed.html, subtype="html")
    page = list(wire.iter_parts())[-1]
    for name, picture in composed.pictures.items():
        page.add_related(picture, "image", "png", cid=f"<{name}>", filename=f"{name}.png", disposition="inline")
    return Ready(wire, mail.member.email)


class Wire(message.EmailMessage):
    """The message as it goes to the server, in the way that Django asks for it."""

    def as_bytes(self, unixfrom: bool = False, policy: Policy | None = None, linesep: str = "") -> bytes:
        return super().as_bytes(unixfrom, policy or SMTP)


class Ready(EmailMessage):
    """A message that is composed already: Django's own way puts pictures beside the HTML, not into it."""

    def __init__(self, wire: Wire, to: str) -> None:
        super().__init__(str(wire["Subject"]), "", settings.DEFAULT_FROM_EMAIL, [to])
        self.wire = wire

    def message(self, *, policy: Any = None) -> Any:
        return self.wire
