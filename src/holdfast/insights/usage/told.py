"""Words of conditions that are chosen by a value: facts of accounts, surveys, amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

AMOUNTS: Words = {
    "at_least": pgettext_lazy("number of events", "at least"),
    "at_most": pgettext_lazy("number of events", "at most"),
    "exactly": pgettext_lazy("number of events", "exactly"),
}
FACTS: Words = {
    "status": lazy("Status"),
    "plan": lazy("Plan"),
    "currency": lazy("Currency"),
    "mrr": lazy("MRR"),
    "people": lazy("People"),
    "open_tickets": lazy("Open tickets"),
    "health": lazy("Health"),
    "health_change": lazy("Change of health"),
    "nps": lazy("Last NPS answer"),
    "created_at": lazy("Created"),
    "customer_since": lazy("Customer since"),
    "left_at": lazy("Left"),
    "renews_at": lazy("Renewal"),
    "ends_at": lazy("Known end"),
    "last_seen_at": lazy("Last seen"),
    "nps_at": lazy("NPS answered"),
}
STATUSES: Words = {
    "paying": pgettext_lazy("status of an account", "paying"),
    "past_due": pgettext_lazy("status of an account", "past due"),
    "trial": pgettext_lazy("status of an account", "trial"),
    "paused": pgettext_lazy("status of an account", "paused"),
    "free": pgettext_lazy("status of an account", "free"),
    "churned": pgettext_lazy("status of an account", "churned"),
    "lead": pgettext_lazy("status of an account", "lead"),
}
SURVEYS: Words = {"nps": lazy("the NPS survey"), "csat": lazy("the CSAT survey"), "ces": lazy("the CES survey")}
# Translators: whose events are counted, where an account has several people
BY: Words = {"person": lazy("one person alone"), "account": lazy("the whole account")}
