from __future__ import annotations

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.models import AuditEntry
from holdfast.customers import api
from tests.records import day, table

AT = day("2026-02-01")


@pytest.fixture
def two_accounts(workspace) -> None:
    accounts = table("account", {"account": "A1", "name": "Acme"}, {"account": "A2", "name": "Acme again"})
    api.put_records("account", accounts, source="test", at=AT)


def ids(**when) -> dict[str, int]:
    return {row["key"]: row["id"] for row in api.ordinals(**when).to_pylist()}


def test_a_merged_account_counts_for_the_other_until_it_is_undone(two_accounts) -> None:
    apart = ids()
    merge = api.merge_accounts("A2", "A1", at=day("2026-03-01"), actor="ann")
    assert ids() == {"A1": apart["A1"], "A2": apart["A1"]}
    assert api.accounts()["key"].to_pylist() == ["A1"]
    api.undo_merge(merge.merge_id, at=day("2026-04-01"))
    assert ids() == apart
    assert ids(known_at=day("2026-03-15")) == {"A1": apart["A1"], "A2": apart["A1"]}


def test_merging_is_noted_with_who_did_it(two_accounts) -> None:
    merge = api.merge_accounts("A2", "A1", at=AT, actor="ann")
    entry = AuditEntry.objects.get(action="customers.account.merged")
    assert (entry.actor, entry.data) == ("ann", {"merge": merge.merge_id})


def test_it_refuses_to_merge_twice_or_with_an_unknown_key(two_accounts) -> None:
    api.merge_accounts("A2", "A1", at=AT)
    with pytest.raises(api.AlreadyMerged, match="count as one"):
        api.merge_accounts("A1", "A2", at=AT)
    with pytest.raises(NotFound, match="'A9'"):
        api.merge_accounts("A9", "A1", at=AT)


def test_undoing_twice_is_refused(two_accounts) -> None:
    merge = api.merge_accounts("A2", "A1", at=AT)
    api.undo_merge(merge.merge_id, at=AT)
    with pytest.raises(NotFound, match="undone already"):
        api.undo_merge(merge.merge_id, at=AT)


def test_people_are_merged_apart_from_accounts(workspace) -> None:
    people = table("person", {"person": "p1", "account": "A1"}, {"person": "p2", "account": "A1"})
    api.put_records("person", people, source="test", at=AT)
    apart = ids()
    api.merge_people("p2", "p1", at=AT)
    assert ids()["p2"] == apart["p1"]
    assert ids()["A1"] == apart["A1"]
