from __future__ import annotations

import ibis
import pytest

from holdfast.customers import api
from tests.records import day, table


@pytest.fixture
def con():
    return ibis.duckdb.connect()


RECORDS = {
    "account": table("account", {"account": "A1", "name": "Acme", "created_at": day("2025-01-01")}, {"account": "A2"}),
    "alias": table("alias", {"subject": "account", "alias": "cus_9", "key": "A1"}),
    "person": table("person", {"person": "p1", "name": "Ann", "account": "cus_9"}),
    "subscription": table("subscription", {"subscription": "s1", "account": "cus_9"}),
    "ticket": table("ticket", {"ticket": "t1", "account": "A3", "person": "p2"}),
    "trait": table(
        "trait",
        {"subject": "account", "subject_key": "A1", "name": "plan", "value": "free"},
        {"subject": "account", "subject_key": "cus_9", "name": "plan", "value": "pro", "valid_from": day("2026-01-10")},
    ),
}


def test_a_folder_gets_dense_ids_for_every_key_that_occurs(con) -> None:
    ordinals = api.assign_ordinals(con, RECORDS).to_pyarrow().to_pylist()
    found = {(row["subject"], row["key"]): row["id"] for row in ordinals}
    # In the order of the text: A1, A2, A3, cus_9; cus_9 is A1. p1, p2.
    assert found == {
        ("account", "A1"): 1,
        ("account", "A2"): 2,
        ("account", "A3"): 3,
        ("account", "cus_9"): 1,
        ("person", "p1"): 1,
        ("person", "p2"): 2,
    }


def test_facts_have_one_row_for_each_id(con) -> None:
    supplied = api.supply(con, RECORDS, api.assign_ordinals(con, RECORDS))
    accounts = supplied["account"].order_by("account_id").to_pyarrow().to_pylist()
    assert [(row["account_id"], row["account"], row["name"]) for row in accounts] == [
        (1, "A1", "Acme"),
        (2, "A2", None),
        (3, "A3", None),
    ]
    assert accounts[0]["created_at"] == day("2025-01-01")
    people = supplied["person"].order_by("person_id").to_pyarrow().to_pylist()
    assert [(row["person"], row["name"], row["account_id"]) for row in people] == [("p1", "Ann", 1), ("p2", None, None)]


def test_a_trait_lasts_until_its_next_value_under_any_key(con) -> None:
    traits = api.supply(con, RECORDS, api.assign_ordinals(con, RECORDS))["trait"].order_by("value").to_pyarrow()
    assert [(row["subject_id"], row["value"], row["valid_from"], row["valid_to"]) for row in traits.to_pylist()] == [
        (1, "free", None, day("2026-01-10")),
        (1, "pro", day("2026-01-10"), None),
    ]


def test_an_empty_folder_gives_empty_facts(con) -> None:
    supplied = api.supply(con, {}, api.assign_ordinals(con, {}))
    assert {name: fact.count().to_pyarrow().as_py() for name, fact in supplied.items()} == {
        "account": 0,
        "person": 0,
        "trait": 0,
    }


def test_an_installation_gives_the_same_facts_as_a_folder(con, workspace) -> None:
    for kind in ("alias", "account", "person", "trait"):
        api.put_records(kind, RECORDS[kind], source="test", at=day("2026-02-01"))
    stored = {kind: api.records(kind) for kind in ("alias", "account", "person", "trait")}
    supplied = api.supply(con, stored, api.assign_ordinals(con, stored, api.ordinals()))
    folder = {kind: RECORDS[kind] for kind in stored}
    expected = api.supply(con, folder, api.assign_ordinals(con, folder))
    for name, shown in (("account", ["account", "name", "created_at"]), ("person", ["person", "name", "created_at"])):
        key = shown[0]
        assert (
            supplied[name]
            .select(shown)
            .order_by(key)
            .to_pyarrow()
            .equals(expected[name].select(shown).order_by(key).to_pyarrow())
        )
    assert supplied["trait"].count().to_pyarrow().as_py() == 2


def test_a_single_file_that_names_an_account_twice_gives_it_one_id(con) -> None:
    purchases = table("purchase", {"purchase": "1", "account": "acme"}, {"purchase": "2", "account": "acme"})
    assert api.assign_ordinals(con, {"purchase": purchases}).count().to_pyarrow().as_py() == 1
