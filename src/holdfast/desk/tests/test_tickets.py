from __future__ import annotations

import ibis

from holdfast.core.api import PutCount
from holdfast.customers import api as customers
from holdfast.desk import api
from tests.records import day, table

TICKET = {
    "ticket": "t1", "account": "A1", "person": "p1", "opened_at": day("2026-01-05"), "priority": "high",
    "first_response_at": day("2026-01-06"), "satisfaction": 0.5, "source_row": "tickets.csv:2",
}  # fmt: skip


def test_tickets_are_stored_once_and_corrected(workspace) -> None:
    def put(row, at="2026-02-01"):
        return api.put_records("ticket", table("ticket", row), source="test", at=day(at))

    assert put(TICKET) == PutCount(added=1)
    assert put(TICKET) == PutCount(unchanged=1)
    assert put(TICKET | {"solved_at": day("2026-02-02")}, at="2026-02-03") == PutCount(changed=1)
    assert api.records("ticket")["solved_at"].to_pylist() == [day("2026-02-02")]
    assert api.records("ticket", known_at=day("2026-02-01")).equals(table("ticket", TICKET))


def test_a_ticket_gives_its_account_and_person_an_id(workspace) -> None:
    api.put_records("ticket", table("ticket", TICKET), source="test", at=day("2026-02-01"))
    assert {(row["subject"], row["key"]) for row in customers.ordinals().to_pylist()} == {
        ("account", "A1"),
        ("person", "p1"),
    }


def test_the_fact_has_ids_and_keeps_tickets_of_nobody() -> None:
    con = ibis.duckdb.connect()
    records = {"ticket": table("ticket", TICKET, {"ticket": "t2", "opened_at": day("2026-01-07")})}
    fact = api.supply(con, records, customers.assign_ordinals(con, records))["ticket"].order_by("ticket").to_pyarrow()
    assert [(row["ticket"], row["account_id"], row["person_id"]) for row in fact.to_pylist()] == [
        ("t1", 1, 1),
        ("t2", None, None),
    ]
