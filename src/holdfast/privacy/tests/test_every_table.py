"""No table can be added without saying what becomes of a person who stands in it."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from holdfast.core.models import WorkspaceModel
from holdfast.privacy import actions, telling

NOBODY = "names nobody"
COMPANY = "is the company's own: accounts and money"
MEMBERS = "members write it freely, or it names members"

# Table -> whose `forget` and `held` know it (a module of the api), or why nobody has to.
TABLES: dict[str, str] = {
    "customers.Person": "holdfast.customers.erasing.burying",
    "customers.Former": "holdfast.customers.erasing.burying",
    "customers.Trait": "holdfast.customers.erasing.burying",
    "customers.Alias": "holdfast.customers.erasing.burying",
    "customers.Merge": "holdfast.customers.erasing.burying",
    "customers.Note": "holdfast.customers.erasing.burying",
    "customers.Erasure": "holdfast.customers.erasing.burying",
    "customers.Tombstone": "holds hashes",
    "customers.Account": COMPANY,
    "surveys.SurveyAnswer": "holdfast.surveys.api",
    "desk.Ticket": "holdfast.desk.api",
    "events.Part": "the file it lists is rewritten",
    "events.KnownIds": "holds hashes",
    "events.WriteKey": NOBODY,
    "events.Consent": NOBODY,
    "events.AskedProperty": NOBODY,
    "events.Outcome": "holdfast.events.api",
    "events.Binding": "holdfast.events.api",
    "events.UserId": "holdfast.events.api",
    "events.SetAside": "holdfast.events.api",
    "connectors.Intake": "holdfast.connectors.api",
    "core.ImportRun": "holdfast.connectors.api",
    "core.AuditEntry": "holds ids of rows, no texts",
    "lists.StoredList": MEMBERS,
    "lists.ListMember": "holdfast.insights.lists.api",
    "lists.SavedView": MEMBERS,
    "segments.StoredSegment": "holdfast.insights.segments.api",
    "segments.SegmentRevision": "holdfast.insights.segments.api",
    "segments.SegmentSize": NOBODY,
    "saved.SavedReport": "holdfast.insights.saved.api",
    "dashboards.Dashboard": "holdfast.insights.dashboards.api",
    "dashboards.Tile": "holdfast.insights.dashboards.api",
    "dashboards.Link": NOBODY,
    "alerts.Alert": "holdfast.insights.alerts.api",
    "alerts.Incident": "holdfast.insights.alerts.api",
    "alerts.Recipient": MEMBERS,
    "mails.Mail": MEMBERS,
    "subscriptions.Subscription": NOBODY,
    "subscriptions.Subscriber": MEMBERS,
    "goals.Goal": MEMBERS,
    "goals.GoalRevision": MEMBERS,
    "annotations.Annotation": MEMBERS,
    "reconciliation.Reconciliation": COMPANY,
    "privacy.Policy": NOBODY,
    "privacy.Removal": NOBODY,
    "privacy.Export": "holdfast.privacy.exports",
    "members.Invitation": MEMBERS,
    "members.Membership": MEMBERS,
    **dict.fromkeys(
        (
            "billing.Subscription", "billing.InvoiceLine", "billing.Purchase", "billing.Cancellation", "billing.Cost",
            "billing.ExchangeRate",
        ),
        COMPANY,
    ),
}  # fmt: skip
OWN_WAY = {"holdfast.customers.erasing.burying", "holdfast.connectors.api", "holdfast.privacy.exports"}


def test_every_table_says_what_becomes_of_a_person_in_it() -> None:
    installed = {model._meta.label for model in apps.get_models() if issubclass(model, WorkspaceModel)}
    assert sorted(installed - set(TABLES)) == [], "say it in this file, and forget the person in privacy/actions.py"


def test_every_room_that_knows_people_is_asked() -> None:
    installed = {model._meta.label for model in apps.get_models()}
    asked = {module for table, module in TABLES.items() if table in installed and module.startswith("holdfast.")}
    rooms = {room.__name__ for room in actions.ROOMS}
    assert asked - OWN_WAY - rooms == set(), "add it to ROOMS of privacy/actions.py"
    assert rooms <= {room.__name__ for room in telling.ROOMS} | {"holdfast.events.api"}
    for name in sorted(asked - {"holdfast.privacy.exports", "holdfast.customers.erasing.burying"}):
        room = import_module(name)
        assert callable(room.forget), name
        assert callable(room.held), name
