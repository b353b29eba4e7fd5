"""Reasons of refusals in words, with the remedy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

REASONS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "not_an_object": (_("is no object"), _("Send each item as a JSON object.")),
    "unknown_type": (_("unknown type of call"), _("Use track, identify, group, page, screen or alias.")),
    "no_event": (_("no event name"), _("Give each event a name.")),
    "no_id": (_("names nobody"), _("Send a user id or an anonymous id.")),
    "blocked_id": (_("an id that stands for nobody"), _("Send no id instead of null, 0 or anonymous.")),
    "no_account": (_("names no account"), _("Send a groupId with group calls.")),
    "bad_time": (_("a time that cannot be"), _("Send ISO 8601 with a zone, or milliseconds since 1970.")),
    "too_large": (_("too large"), _("An item may have 32 kB; leave out what nobody asks about.")),
    "too_deep": (_("nested too deeply"), _("Send properties ten levels deep at most.")),
    "too_many_properties": (_("too many properties"), _("Send 255 properties at most.")),
    "bad_text": (_("text that cannot be kept"), _("Send texts of 8,192 characters at most, without null characters.")),
    "bad_json": (_("no JSON"), _("Send JSON in UTF-8.")),
    "bad_compression": (_("broken compression"), _("Send gzip that is complete, or none.")),
    "too_many": (_("too many at once"), _("Send smaller batches, or fewer a second.")),
    "foreign_origin": (_("sent from another web site"), _("Add the web site to the key, if it is yours.")),
    "not_stored": (_("could not be stored"), _("It is kept and hinders nothing. Report it with the log of the drain.")),
    "browser_alias": (_("two people made one by a browser"), _("Send alias calls with a server key.")),
    "browser_account": (_("traits of an account from a browser"), _("Send traits of accounts with a server key.")),
    "verified_trait": (_("a trait that a server or an import has told"), _("Send it with a server key.")),
    "known_user": (_("a device id that is the id of a user"), _("Merge two people by hand if they are one.")),
    "erased_person": (
        _("of a person who was erased"),
        _("Nothing. If it is somebody new, let the id in again under Settings, Privacy."),
    ),
    "cut_off": (_("broken off"), _("Clients send it again.")),
    "bad_form": (_("a form without data"), _("Send JSON in UTF-8.")),
    "journal_full": (_("not taken for lack of room"), _("Clients send it again; look whether the drain runs.")),
}


def reason_words(reason: str) -> tuple[str, str]:
    """(what is wrong, what to do)."""
    wrong, remedy = REASONS.get(reason, (reason, ""))
    return str(wrong), str(remedy)
