from __future__ import annotations

import pytest

from holdfast.core.api import PutCount
from holdfast.core.errors import BadRecords
from holdfast.core.scoping import in_workspace
from holdfast.customers import api
from holdfast.customers.models import Account
from tests.records import day, table

AT = day("2026-02-01")


def put(kind, *rows, at=AT):
    return api.put_records(kind, table(kind, *rows), source="test", at=at)


def test_it_stores_accounts_once(workspace) -> None:
    row = {"account": "A1", "name": "Acme", "created_at": day("2025-05-01"), "source_row": "a.csv:2"}
    assert put("account", row) == PutCount(added=1)
    assert put("account", row | {"source_row": "b.csv:9"}) == PutCount(unchanged=1)
    assert put("account", row | {"name": "Acme Ltd"}) == PutCount(changed=1)
    assert api.records("account").to_pylist() == [row | {"name": "Acme Ltd"}]


def test_an_account_keeps_its_id_when_its_record_comes_after_its_mention(workspace) -> None:
    put("trait", {"subject": "account", "subject_key": "A1", "name": "size", "value": "10"})
    before = Account.objects.get(key="A1").pk
    assert api.records("account").num_rows == 0
    assert put("account", {"account": "A1", "name": "Acme"}) == PutCount(added=1)
    assert Account.objects.get(key="A1").pk == before


def test_a_row_without_its_key_is_refused_by_place(workspace) -> None:
    with pytest.raises(BadRecords, match=r"a\.csv:3: account is empty"):
        put("account", {"account": "A1"}, {"name": "nobody", "source_row": "a.csv:3"})


def test_a_key_told_twice_in_one_file_takes_the_later_row(workspace) -> None:
    counts = put("account", {"account": "A1", "name": "old"}, {"account": "A1", "name": "new"})
    assert counts == PutCount(added=1, unchanged=1)
    assert api.records("account")["name"].to_pylist() == ["new"]


def test_a_stranger_sees_nothing(workspace, stranger) -> None:
    put("account", {"account": "A1"})
    with in_workspace(stranger):
        assert api.records("account").num_rows == 0
        assert api.ordinals().num_rows == 0
        assert put("account", {"account": "A1"}) == PutCount(added=1)


def test_the_plan_at_the_time_is_what_it_was_then(workspace) -> None:
    def plan(value, since):
        return {"subject": "account", "subject_key": "A1", "name": "plan", "value": value, "valid_from": since}

    put("trait", plan("free", None), plan("pro", day("2026-01-10")), plan("team", day("2026-01-20")))
    assert api.trait_at("account", "plan", at=day("2026-01-09")).to_pylist() == [{"key": "A1", "value": "free"}]
    assert api.trait_at("account", "plan", at=day("2026-01-10")).to_pylist() == [{"key": "A1", "value": "pro"}]
    assert api.trait_at("account", "plan", at=day("2026-03-01")).to_pylist() == [{"key": "A1", "value": "team"}]


def test_what_was_known_before_a_correction_can_be_read(workspace) -> None:
    trait = {"subject": "account", "subject_key": "A1", "name": "plan"}
    put("trait", trait | {"value": "pro"}, at=day("2026-01-01"))
    put("trait", trait | {"value": "team"}, at=day("2026-02-01"))
    early = api.trait_at("account", "plan", at=day("2026-03-01"), known_at=day("2026-01-15"))
    assert early["value"].to_pylist() == ["pro"]
    assert api.trait_at("account", "plan", at=day("2026-03-01"))["value"].to_pylist() == ["team"]
