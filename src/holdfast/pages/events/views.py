"""The pages of incoming events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.core.members.roles import Permission
from holdfast.events.api import (
    ConsentRules,
    aside,
    change_consent,
    consent_rules,
    create_key,
    put_back,
    revoke_key,
    watching,
)
from holdfast.insights.alerts.api import Test, incidents
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.events.forms import ConsentForm, KeyForm
from holdfast.pages.events.snippets import BROWSER_KEY, PAGES, SERVER_KEY, SERVERS, address_of
from holdfast.pages.events.words import reason_words
from holdfast.reporting.watch.words import headline
from holdfast.web.format import Formatter
from holdfast.web.htmx import render_page

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@require_safe
@page(Permission.VIEW)
def events(request: WorkspaceRequest) -> HttpResponse:
    """Is it arriving? The last day in numbers, what was refused in the last week, and the newest events."""
    hours = watching.by_hour(request.now - DAY)
    most = max((accepted + refused for _, accepted, refused in hours), default=1) or 1
    context = {
        "accepted": sum(accepted for _, accepted, _ in hours),
        "refused": sum(refused for *_, refused in hours),
        "withheld": watching.withheld(request.now - DAY),
        "hours": [(hour, accepted, refused, most) for hour, accepted, refused in hours],
        "refusals": [(each, reason_words(each.reason)) for each in watching.refusals(request.now - WEEK)],
        "clients": watching.clients(request.now - WEEK),
        "aside": aside(),
        "recent": watching.recent(),
        "has_keys": any(key.revoked_at is None for key in watching.write_keys()),
        "place": "events",
        **_stopped(),
    }
    return render(request, "events/events.html", context)


def _stopped() -> dict[str, Any]:
    """What the worker has found, unless somebody took it for resolved: sentences, and the alert they belong to."""
    found = [one for one in incidents(open_only=True) if one.test is Test.STOPPED]
    write = Formatter(get_language() or "en")
    return {"stopped": [headline(one, write) for one in found], "alert_id": found[0].alert_id if found else None}


@require_POST
@page(Permission.IMPORT)
def try_again(request: WorkspaceRequest) -> HttpResponse:
    """What was set aside goes into the journal again."""
    moved = put_back()
    messages.success(
        request,
        ngettext("%(count)s item is tried again.", "%(count)s items are tried again.", moved) % {"count": moved},
    )
    return redirect("events", request.workspace.slug)


@require_safe
@page(Permission.VIEW)
def live(request: WorkspaceRequest) -> HttpResponse:
    """The newest events, as a fragment that asks again by itself."""
    return render_page(
        request, "events/live.html", "events/_recent.html", {"recent": watching.recent(), "place": "events"}
    )


@require_safe
@page(Permission.VIEW)
def catalogue(request: WorkspaceRequest) -> HttpResponse:
    """Every event there is; ?event= opens the properties of one."""
    chosen = request.GET.get("event", "")
    context = {
        "events": watching.catalogue(request.now),
        "chosen": chosen,
        "properties": watching.properties(chosen) if chosen else [],
        "place": "catalogue",
        **_stopped(),
    }
    return render(request, "events/catalogue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CONFIGURE)
def keys(request: WorkspaceRequest) -> HttpResponse:
    """The keys, and a form for a new one. The text of a new key is shown in the answer to its form, and never again."""
    form = KeyForm(request.POST or None)
    made = None
    rules = consent_rules()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = create_key(
            told["name"], "browser" if form.is_for_browsers else "server", at=request.now,
            actor=str(request.member.pk), origins=told["origins"].split(), scopes=form.scopes,
            expires_at=form.lasts(request.now),
        )  # fmt: skip
        form = KeyForm()
    context = {
        "keys": watching.write_keys(),
        "form": form,
        "made": made,
        "consent": ConsentForm(initial={"signals": rules.signals, "category": rules.category}, label_suffix=""),
        "place": "keys",
        "api_address": request.build_absolute_uri(reverse("api-kpis")).removesuffix("kpis"),
        "now": request.now,
    }
    return render(request, "events/keys.html", context)


@require_POST
@page(Permission.CONFIGURE)
def consent(request: WorkspaceRequest) -> HttpResponse:
    """Changes what becomes of events of people who do not want to be counted."""
    form = ConsentForm(request.POST)
    if form.is_valid():
        rules = ConsentRules(form.cleaned_data["signals"], form.cleaned_data["category"])
        change_consent(rules, at=request.now, actor=str(request.member.pk))
        messages.success(request, gettext("Saved. It holds for what arrives from now on."))
    else:
        messages.error(request, gettext("A name may have 100 characters."))
    return redirect("events-keys", request.workspace.slug)


@require_POST
@page(Permission.CONFIGURE)
def revoke(request: WorkspaceRequest, key: int) -> HttpResponse:
    revoke_key(key, at=request.now, actor=str(request.member.pk))
    messages.success(request, gettext("The key is revoked. Whoever still uses it is turned away within seconds."))
    return redirect("events-keys", request.workspace.slug)


@require_safe
@page(Permission.CONFIGURE)
def set_up(request: WorkspaceRequest) -> HttpResponse:
    """How to send events, to copy and paste, and whether the first one has arrived."""
    first = next((each for each in watching.write_keys() if each.revoked_at is None and each.kind == "browser"), None)
    address, refused = address_of(request), watching.refusals(request.now - HOUR)
    context = {
        "servers": [each.filled(address, SERVER_KEY) for each in SERVERS],
        "pages": [each.filled(address, first.shown if first else BROWSER_KEY) for each in PAGES],
        "arrived": watching.recent(1, sent=True),
        "refused": [reason_words(each.reason) for each in refused[:1]],
        "withheld": watching.withheld(request.now - HOUR),
        "place": "set-up",
    }
    return render_page(request, "events/set_up.html", "events/_arrived.html", context)
