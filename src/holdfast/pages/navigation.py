"""The entries of the navigation, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.core.members.models import Membership
from holdfast.core.members.roles import Permission


@dataclass(frozen=True, slots=True)
class Place:
    """route: the page's name; within: further names whose pages lie under it."""

    route: str
    title: StrOrPromise
    needs: Permission = Permission.VIEW
    within: tuple[str, ...] = ()
    apart: bool = False  # a line above it


@dataclass(frozen=True, slots=True)
class Entry:
    title: StrOrPromise
    address: str
    current: bool
    apart: bool


PLACES = (
    Place("scorecard", gettext_lazy("Scorecard"), within=("kpi",)),
    Place("revenue", gettext_lazy("Revenue")),
    Place("cohorts", gettext_lazy("Cohorts")),
    Place("insights", gettext_lazy("Insights"), within=("alert", "alerts", "subscription", "subscriptions")),
    Place("segments", gettext_lazy("Segments"), within=("segment",)),
    Place("dashboards", gettext_lazy("Dashboards"), within=("dashboard",)),
    Place("accounts", gettext_lazy("Accounts"), within=("account", "person", "note", "list", "lists")),
    Place("goals", gettext_lazy("Goals"), within=("goal",)),
    Place("imports", pgettext_lazy("navigation", "Data"), Permission.IMPORT, within=("import", "events"), apart=True),
    Place("members", gettext_lazy("Members"), needs=Permission.MANAGE, within=("audit", "member")),
    Place("settings", gettext_lazy("Settings"), needs=Permission.CONFIGURE),
)


def entries(request: HttpRequest, membership: Membership) -> list[Entry]:
    """What this member may open; the current one is the one whose pages this page belongs to."""
    route = request.resolver_match.url_name or "" if request.resolver_match else ""
    return [
        Entry(
            place.title,
            reverse(place.route, args=[membership.workspace.slug]),
            any(route == name or route.startswith(f"{name}-") for name in (place.route, *place.within)),
            place.apart,
        )
        for place in PLACES
        if membership.may(place.needs)
    ]
