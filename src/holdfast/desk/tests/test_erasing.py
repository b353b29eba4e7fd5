"""A ticket stays, without who asked."""

from __future__ import annotations

from datetime import timedelta

from holdfast.customers import api as customers
from holdfast.desk import api
from holdfast.desk.models import Ticket
from tests.records import day, table

AT = day("2026-02-01")
LATER = day("2026-03-01")


def bury(key: str) -> frozenset[str]:
    return customers.bury(key, at=LATER, due_at=LATER + timedelta(days=30)).keys


def test_a_ticket_stays_without_who_asked_also_when_it_comes_again(workspace) -> None:
    told = table("ticket", {"ticket": "t1", "person": "ann", "account": "A1", "opened_at": AT, "priority": "high"})
    api.put_records("ticket", told, source="test", at=AT)
    assert api.forget(bury("ann")) == {"tickets": 1}
    assert api.put_records("ticket", told, source="test", at=LATER).total == 1
    rows = list(Ticket.objects.values_list("ticket", "person", "account", "priority"))
    assert rows == [("t1", None, "A1", "high")]
