"""What the tenant walk needs to know: how to make what addresses name, and which addresses are for everybody.

A new address under w/<workspace>/ needs an entry in ARGUMENTS for each of its arguments that is not there yet. The key
is the argument's name, or "route:argument" where one name means several things; the route may hold a *. The value makes
one such thing in a workspace and gives what stands for it in the address. Whatever it makes that can be read should
hold CANARY, so that the walk notices when a stranger sees it.

A new address outside of w/<workspace>/ needs an entry in PUBLIC, with the reason why it may be public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from holdfast.core.members.models import Member, Membership
from holdfast.core.models import ImportRun, Workspace
from tests import company

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
CANARY = "Kanarienvogel"
# A key that only the walked company has, in the place of `acme` of tests/company.py.
KEY = "nachtigall-1"


@dataclass(frozen=True)
class Place:
    """A workspace, the member who makes things in it (its owner), and the key of an account that it has."""

    workspace: Workspace
    member: Member
    key: str = KEY


Make = Callable[[Place], Any]


def _note(place: Place) -> int:
    from holdfast.customers.api import write_note

    return write_note("account", place.key, f"{CANARY} note", at=NOW, member=place.member)


def _annotation(place: Place) -> int:
    from holdfast.insights.annotations.api import annotate

    return annotate(date(2026, 5, 4), f"{CANARY} day", kpi="nrr", at=NOW, member=place.member)


def _view(place: Place) -> int:
    from holdfast.insights.lists.api import save_view

    return save_view(f"{CANARY} view", "q=x", shared=False, at=NOW, member=place.member)


def _report(place: Place) -> int:
    from holdfast.insights.saved.api import save_report
    from holdfast.metrics.reports.query.reading import read_data

    query = read_data({"report": "stickiness", "span": {"last": 5}, "interval": "day", "picked": {"events": [CANARY]}})
    return save_report(f"{CANARY} report", query, shared=True, at=NOW, member=place.member)


def _dashboard(place: Place) -> int:
    from holdfast.insights.dashboards import api
    from holdfast.insights.dashboards.models import Dashboard

    name = f"{CANARY} dashboard"
    found = Dashboard.objects.filter(name=name).first()
    return found.pk if found else api.create_dashboard(name, shared=True, at=NOW, member=place.member)


def _tile(place: Place) -> int:
    from holdfast.insights.dashboards import api

    content = api.Content(kind=api.Kind.TEXT, title=f"{CANARY} tile", text=f"{CANARY} text")
    return api.add_tile(_dashboard(place), content, at=NOW, member=place.member)


def _alert(place: Place) -> int:
    from holdfast.insights.alerts import api
    from holdfast.insights.alerts.models import Alert

    name, rule = f"{CANARY} alert", api.Rule(test=api.Test.BELOW, amount=1)
    found = Alert.objects.filter(name=name).first()
    return found.pk if found else api.create_alert(name, api.What(kpi="nrr"), rule, at=NOW, member=place.member)


def _incident(place: Place) -> int | None:
    from holdfast.insights.alerts import api

    fired = api.Fired(label="2026-05", value=0.5, unit="share", found={"title": f"{CANARY} number"})
    return api.note_fired(_alert(place), fired, checked_for="2026-05", at=NOW)


def _subscription(place: Place) -> int:
    from holdfast.insights.subscriptions import api

    when, dashboard = api.When(rhythm=api.Rhythm.WEEKLY), _dashboard(place)
    return api.subscribe(when, [place.member.pk], dashboard_id=dashboard, at=NOW, member=place.member)


def _link(place: Place) -> int:
    from holdfast.insights.dashboards import api

    return api.make_link(_dashboard(place), days=30, people=True, at=NOW, member=place.member)[0].link_id


def _list(place: Place) -> int:
    from holdfast.insights.lists.models import ListMember, StoredList

    made = StoredList.objects.create(name=f"{CANARY} list", subject="account", made_by=place.member, made_at=NOW)
    ListMember.objects.create(list=made, key=place.key, added_at=NOW)
    return made.pk


def _goal(place: Place) -> int:
    from holdfast.insights.goals.models import Goal, GoalRevision

    when = {"set_at": NOW, "reviewed_at": NOW, "due": date(2026, 12, 31)}
    what = {"kpi": "nrr", "grain": "month", "direction": "higher", "target": Decimal("1.1")}
    made = Goal.objects.create(why=f"{CANARY} goal", set_by=place.member, **what, **when)
    GoalRevision.objects.create(goal=made, target=made.target, due=made.due, made_by=place.member, made_at=NOW)
    return made.pk


def _segment(place: Place) -> str:
    from holdfast.insights.segments.api import create_segment
    from holdfast.metrics.reports.query.segment import read_segment_data

    where = {"of": "plan", "values": [f"{CANARY} plan", "Basic"]}
    segment = read_segment_data({"unit": "account", "where": where})
    return create_segment(f"{CANARY} segment", segment, at=NOW, member=place.member).key


def _run(place: Place) -> int:
    found = ImportRun.objects.first()
    return (found or ImportRun.objects.create(started_at=NOW, source="files", file_name=f"{CANARY}.csv")).pk


def _intake(place: Place) -> int:
    from holdfast.connectors.intake.api import upload

    text = company.SUBSCRIPTIONS.replace("acme", place.key)
    files = [SimpleUploadedFile(f"{CANARY}-subscriptions.csv", text.encode())]
    return upload(files, choices={}, at=NOW, actor=str(place.member.pk)).pk


def _write_key(place: Place) -> int:
    from holdfast.events.api import create_key

    return create_key(f"{CANARY} key", "browser", at=NOW, actor=str(place.member.pk))[0].pk


def _reconciliation(place: Place) -> int:
    from holdfast.insights.reconciliation.api import Outcome, keep

    nothing = Outcome((), (), (), (), {}, 0)
    return keep(nothing, {f"{CANARY}.csv": "metrics_summary"}, at=NOW, member=place.member)


def _invitation(place: Place) -> int:
    from holdfast.core.members.invitations import invite
    from holdfast.core.members.roles import Role

    by = Membership.objects.get(workspace=place.workspace, member=place.member)
    return invite(Role.VIEWER, at=NOW, by=by, email=f"{CANARY}@acme.test")[0].pk


def _membership(place: Place) -> int:
    slug = place.workspace.slug
    member = Member.objects.create_user(f"colleague@{slug}.test", name=f"{CANARY} colleague")
    return Membership.objects.create(workspace=place.workspace, member=member, role="viewer").pk


def _export(place: Place) -> int:
    """Of a person whom only this workspace knows; its file says so, too."""
    from holdfast.privacy.api import ask
    from holdfast.privacy.tasks import write_export

    made = ask(f"ann@{place.key}.test", at=NOW, actor=str(place.member.pk))
    write_export.call(made.pk)
    return made.pk


ARGUMENTS: dict[str, Make] = {
    "kpi*:key": lambda place: "nrr",
    "account*:key": lambda place: place.key,
    "segment*:key": _segment,
    "person*:key": lambda place: f"ann@{place.key}.test",
    "*-export:form": lambda place: "csv",
    "note_id": _note,
    "kpi-note*:note_id": _annotation,
    "insights-note*:note_id": _annotation,
    "view_id": _view,
    "list_id": _list,
    "report_id": _report,
    "dashboard_id": _dashboard,
    "tile_id": _tile,
    "link_id": _link,
    "alert_id": _alert,
    "incident_id": _incident,
    "subscription_id": _subscription,
    "export_id": _export,
    "goal_id": _goal,
    "run": _run,
    "intake": _intake,
    "reconciliation_id": _reconciliation,
    "events-key*:key": _write_key,
    "import-*:place": lambda place: 0,
    "members-*:pk": _membership,
    "members-revoke:pk": _invitation,
}

# name of the route -> why everybody may ask for it
PUBLIC: dict[str, str] = {
    "home": "only leads on",
    "healthz": "says whether the process answers, nothing else",
    "tokens": "colours",
    "set_language": "a cookie of the visitor",
    "start": "the first start, with the code of the terminal; not there once there is a member",
    "start-demo": "the first look at a demo, with a token of the terminal",
    "invitation": "whoever has the link; tokens are long, hashed and counted",
    **dict.fromkeys(
        ("shared-dashboard", "shared-tile", "shared-behind"),
        "whoever has the link to a dashboard, read only; tokens are long, hashed and counted",
    ),
    **dict.fromkeys(
        ("api-reports", "api-reports-behind", "api-reports-schema", "api-kpis", "api-kpi", "api-kpi-behind"),
        "programs with a key that may read, which says whose workspace it is; hashed, ending, and counted",
    ),
    "leave-mails": "whoever has the mail; tokens are signed, and only stop that member's own mails",
    "api-nothing": "says that there is nothing",
    "profile": "one's own, after signing in",
    "profile-theme": "one's own, after signing in",
    "profile-end-sessions": "one's own, after signing in",
    **dict.fromkeys(
        (
            "account_login", "account_logout", "account_inactive", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
            "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
            "socialaccount_login_cancelled", "socialaccount_login_error",
        ),
        "signing in",
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
            "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
            "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
        ),
        "one's own sign-in, after signing in",
    ),
}  # fmt: skip
# What stands for the arguments of public addresses: nothing that exists.
PUBLIC_ARGUMENTS: dict[str, Any] = {
    "token": "no-such-token", "uidb36": "1", "key": "set-password", "pk": 1, "provider_id": "company",
    "tile_id": 1, "rest": "nothing",
}  # fmt: skip

# What pages ask for in their query, all of it at once: the walk would otherwise be told that it is missing.
QUERY = "as=csv&format=csv"
# Pages that are not for everybody who has the right, as the walk asks for them, and why.
NOT_THERE: dict[str, str] = {
    "cohorts-members": "wants a cell in its query",
    "cohorts-members-export": "wants a cell in its query",
    "insights-behind": "wants a cell in its query",
    "insights-behind-export": "wants a cell in its query",
    "revenue-difference-export": "wants two days in its query",
    "import-rejected-csv": "nothing was rejected",
    "subscription-new": "wants a report or a dashboard in its query",
    "subscription-change": "only who made it may change it for everybody",
    "note": "only who wrote it may edit it",
}


@dataclass(frozen=True)
class Route:
    """An address pattern. needs: the permission that `page` asks for; None when the view does not go through it."""

    pattern: str
    name: str
    needs: str | None
    arguments: tuple[str, ...]

    @property
    def is_of_workspace(self) -> bool:
        return self.pattern.startswith("w/<slug:workspace>/")

    def key(self, argument: str) -> str:
        """The entry of ARGUMENTS that fits best; "" for none."""
        fitting = [key for key in ARGUMENTS if fnmatch(f"{self.name}:{argument}", key if ":" in key else f"*:{key}")]
        return max(fitting, key=lambda key: len(key.replace("*", "")) + 100 * (":" in key), default="")


def routes() -> list[Route]:
    return list(_below(get_resolver().url_patterns, ""))


def _below(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _below(entry.url_patterns, pattern)
            continue
        arguments = tuple(part.split(">")[0].split(":")[-1] for part in pattern.split("<")[1:])
        needs = getattr(entry.callback, "needs", None)
        yield Route(pattern, entry.name or pattern, needs, tuple(name for name in arguments if name != "workspace"))


def bring_in_canaries(workspace: Workspace, folder: Path) -> None:
    """The company of tests/company.py, with one account that betrays where it is seen."""
    from holdfast.connectors import api as connectors

    for file in company.write(folder).iterdir():
        text = file.read_text(encoding="utf-8").replace("Acme GmbH", f"{CANARY} GmbH").replace("acme", KEY)
        file.write_text(text.replace("Works as it should", f"{CANARY} answer"), encoding="utf-8")
    plan = connectors.make_plan([folder], connectors.ReadOptions(now=company.IMPORTED, currency="EUR"))
    connectors.run_import(workspace, plan, at=company.IMPORTED)
