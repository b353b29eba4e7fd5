"""Roles and everything that is noted in the audit log, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.core.members.roles import Role

ROLES: dict[Role, StrOrPromise] = {
    # Translators: roles of a member in a workspace, from the least to the most rights.
    Role.VIEWER: pgettext_lazy("role", "Viewer"),
    Role.AGENT: pgettext_lazy("role", "Agent"),
    Role.ANALYST: pgettext_lazy("role", "Analyst"),
    Role.ADMIN: pgettext_lazy("role", "Admin"),
    Role.OWNER: pgettext_lazy("role", "Owner"),
}
MAY: dict[Role, StrOrPromise] = {
    Role.VIEWER: gettext_lazy("sees everything"),
    Role.AGENT: gettext_lazy("also writes notes on accounts"),
    Role.ANALYST: gettext_lazy("also imports data and keeps goals, lists and views"),
    Role.ADMIN: gettext_lazy("also changes settings and manages members"),
    Role.OWNER: gettext_lazy("also makes owners and further workspaces"),
}

# The groups that the log can be filtered by: the first words of their actions.
GROUPS: dict[str, tuple[StrOrPromise, tuple[str, ...]]] = {
    "members": (gettext_lazy("Members and sign-in"), ("members.",)),
    "workspace": (gettext_lazy("Workspace and settings"), ("core.workspace.", "core.preferences.", "book.settings.")),
    "data": (
        gettext_lazy("Imports and data"),
        ("core.import.", "customers.", "billing.", "events.", "surveys.", "desk.", "connectors."),
    ),
    "privacy": (gettext_lazy("Privacy"), ("privacy.",)),
    "work": (gettext_lazy("Goals, lists and views"), ("insights.",)),
}

# action -> words; {name} is filled from the entry's data.
ACTIONS: dict[str, StrOrPromise] = {
    "members.member.joined": gettext_lazy("joined as {role}"),
    "members.member.role_changed": gettext_lazy("changed the role of {member} from {before} to {role}"),
    "members.member.removed": gettext_lazy("removed {member}, who was {role}"),
    "members.member.left": gettext_lazy("left the workspace"),
    "members.member.reset_link_made": gettext_lazy("made a link that sets a new password for {member}"),
    "members.member.second_factor_off": gettext_lazy("turned off the second factor of {member}"),
    "members.invitation.made": gettext_lazy("made an invitation as {role}"),
    "members.invitation.revoked": gettext_lazy("withdrew an invitation as {role}"),
    "core.workspace.created": gettext_lazy("made the workspace"),
    "core.workspace.renamed": gettext_lazy("renamed the workspace from “{before}” to “{name}”"),
    "core.preferences.changed": gettext_lazy("changed settings of the workspace"),
    "book.settings.changed": gettext_lazy("changed how KPIs are computed"),
    "connectors.intake.begun": gettext_lazy("brought files in to look at"),
    "connectors.intake.discarded": gettext_lazy("threw away files before their import"),
    "events.key.created": gettext_lazy("made a key for sending events"),
    "events.key.revoked": gettext_lazy("withdrew a key for sending events"),
    "events.consent.changed": gettext_lazy("changed what becomes of people who do not want to be counted"),
    "core.import.started": gettext_lazy("began an import of {source}"),
    "core.import.done": gettext_lazy("finished an import"),
    "core.import.failed": gettext_lazy("had an import that failed"),
    "core.import.undone": gettext_lazy("undid an import"),
    "customers.account.merged": gettext_lazy("merged two accounts"),
    "customers.account.unmerged": gettext_lazy("undid the merge of two accounts"),
    "customers.person.merged": gettext_lazy("merged two people"),
    "customers.person.unmerged": gettext_lazy("undid the merge of two people"),
    "customers.note.written": gettext_lazy("wrote a note"),
    "customers.note.edited": gettext_lazy("edited a note"),
    "customers.note.deleted": gettext_lazy("deleted a note"),
    "privacy.person.exported": gettext_lazy("asked for all that is held about a person"),
    "privacy.person.erased": gettext_lazy("erased a person ({person})"),
    "privacy.person.readmitted": gettext_lazy("let an id in again that was refused ({person})"),
    "privacy.erasure.finished": gettext_lazy("removed the last trace of an erased person ({person})"),
    "privacy.periods.changed": gettext_lazy("changed how long things are kept"),
    "privacy.periods.applied": gettext_lazy("removed what was too old: {events} events"),
    "insights.list.made": gettext_lazy("made a list"),
    "insights.list.extended": gettext_lazy("added accounts to a list"),
    "insights.list.shortened": gettext_lazy("took accounts out of a list"),
    "insights.list.renamed": gettext_lazy("renamed a list"),
    "insights.list.deleted": gettext_lazy("deleted a list"),
    "insights.goal.set": gettext_lazy("set a goal"),
    "insights.goal.changed": gettext_lazy("changed a goal"),
    "insights.goal.reviewed": gettext_lazy("reviewed a goal"),
    "insights.goal.closed": gettext_lazy("closed a goal"),
    "insights.goal.deleted": gettext_lazy("deleted a goal"),
    "insights.annotation.made": gettext_lazy("put a note on a day"),
    "insights.annotation.changed": gettext_lazy("changed the note on a day"),
    "insights.annotation.deleted": gettext_lazy("deleted the note on a day"),
    "insights.reconciliation.made": gettext_lazy("compared the numbers with Stripe's"),
    "insights.layout.changed": gettext_lazy("arranged the scorecard anew"),
    "insights.segment.made": gettext_lazy("made the segment “{segment}”"),
    "insights.segment.changed": gettext_lazy("changed who is in the segment “{segment}”"),
    "insights.segment.renamed": gettext_lazy("renamed the segment “{segment}”"),
    "insights.segment.deleted": gettext_lazy("deleted the segment “{segment}”"),
    "insights.view.saved": gettext_lazy("saved a view"),
    "insights.view.deleted": gettext_lazy("deleted a view"),
    "insights.report.saved": gettext_lazy("saved a report"),
    "insights.report.changed": gettext_lazy("changed what a saved report asks"),
    "insights.report.renamed": gettext_lazy("renamed a saved report"),
    "insights.report.deleted": gettext_lazy("deleted a saved report"),
    "insights.dashboard.made": gettext_lazy("made a dashboard"),
    "insights.dashboard.changed": gettext_lazy("changed a dashboard"),
    "insights.dashboard.deleted": gettext_lazy("deleted a dashboard"),
    "insights.dashboard.shared": gettext_lazy("made a link to a dashboard"),
    "insights.dashboard.unshared": gettext_lazy("withdrew a link to a dashboard"),
    "insights.alert.made": gettext_lazy("made an alert"),
    "insights.alert.changed": gettext_lazy("changed an alert"),
    "insights.alert.paused": gettext_lazy("paused an alert"),
    "insights.alert.resumed": gettext_lazy("resumed an alert"),
    "insights.alert.deleted": gettext_lazy("deleted an alert"),
    "insights.alert.left": gettext_lazy("stopped the own mails of an alert"),
    "insights.alert.returned": gettext_lazy("gets the mails of an alert again"),
    "insights.incident.open": gettext_lazy("opened again what an alert had found"),
    "insights.incident.acknowledged": gettext_lazy("looks after what an alert has found"),
    "insights.incident.resolved": gettext_lazy("took what an alert has found for resolved"),
    "insights.subscription.made": gettext_lazy("made a subscription by mail"),
    "insights.subscription.changed": gettext_lazy("changed a subscription by mail"),
    "insights.subscription.left": gettext_lazy("stopped the own mails of a subscription"),
    "insights.subscription.deleted": gettext_lazy("deleted a subscription by mail"),
}


def in_words(action: str, data: Mapping[str, Any], members: Mapping[int, str]) -> str:
    """What was done, without who did it. members: names by id; an action without words here says its code."""
    if action.endswith(".put"):
        return gettext("stored {kind}").format(kind=action.split(".")[1].replace("_", " "))
    known = ACTIONS.get(action)
    return str(known).format_map(_Shown(data, members)) if known else action


class _Shown(dict[str, str]):
    """The data of an entry as texts: roles by their names, members by theirs, a dash for what is not there."""

    def __init__(self, data: Mapping[str, Any], members: Mapping[int, str]) -> None:
        super().__init__({name: _text(name, value, members) for name, value in data.items()})

    def __missing__(self, key: str) -> str:
        return "–"


def _text(name: str, value: Any, members: Mapping[int, str]) -> str:
    if name == "member" and isinstance(value, int):
        return members.get(value, gettext("a former member"))
    if isinstance(value, str) and value in ROLES:
        return str(ROLES[Role(value)])
    return str(value)
