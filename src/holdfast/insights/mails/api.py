"""What the worker and pages may call."""

from holdfast.insights.mails.contracts import MailFacts
from holdfast.insights.mails.keeping import (
    find_mail,
    forget_older,
    mails,
    note_given_up,
    note_mail,
    note_sent,
    note_try,
)

__all__ = ["MailFacts", "find_mail", "forget_older", "mails", "note_given_up", "note_mail", "note_sent", "note_try"]
