"""Lists of accounts: made, changed, and what a merge means for them."""

from __future__ import annotations

import pytest

from holdfast.core.api import create_workspace
from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.insights.lists import api
from tests.records import day, table

AT = day("2026-07-01")


@pytest.fixture
def ids(workspace) -> dict[str, int]:
    accounts = table("account", {"account": "A1", "name": "Acme"}, {"account": "B/2"}, {"account": "Ü 3"})
    customers.put_records("account", accounts, source="test", at=day("2026-01-01"))
    return {row["key"]: row["id"] for row in customers.accounts().to_pylist()}


@pytest.fixture
def member(workspace) -> Member:
    return Member.objects.create_user("ann@harbour.test", name="Ann")


def make(ids, member=None, name="Leaving", *keys: str) -> api.ListFacts:
    wanted = [ids[key] for key in keys or ids]
    return api.create_list(name, "account", wanted, at=AT, member=member, origin={"kpi": "nrr"}, why=" call them ")


def test_a_list_keeps_who_is_in_it_and_where_it_came_from(ids, member) -> None:
    made = make(ids, member, "Leaving", "A1", "Ü 3", "A1")
    assert (made.name, made.count, made.made_by, made.why) == ("Leaving", 2, "Ann", "call them")
    assert made.origin == {"kpi": "nrr"}
    assert api.ids_in(made.list_id).to_pylist() == sorted([ids["A1"], ids["Ü 3"]])
    entry = AuditEntry.objects.get(action="insights.list.made")
    assert (entry.actor, entry.data) == (str(member.pk), {"list": made.list_id, "members": 2})


def test_it_grows_and_shrinks(ids) -> None:
    made = make(ids, None, "Leaving", "A1")
    assert api.add_to_list(made.list_id, ids.values(), at=AT, member=None) == 2
    assert api.add_to_list(made.list_id, ids.values(), at=AT, member=None) == 0
    assert api.remove_from_list(made.list_id, ["B/2"], at=AT, member=None) == 1
    assert api.remove_from_list(made.list_id, ["B/2"], at=AT, member=None) == 0
    assert api.find_list(made.list_id).count == 2


def test_merged_accounts_count_once(ids) -> None:
    made = make(ids)
    customers.merge_accounts("B/2", "A1", at=AT)
    assert api.ids_in(made.list_id).to_pylist() == sorted([ids["A1"], ids["Ü 3"]])
    assert api.remove_from_list(made.list_id, ["A1"], at=AT, member=None) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Leaving"])
def test_a_name_that_is_missing_too_long_or_taken_is_refused(ids, name: str) -> None:
    make(ids)
    with pytest.raises(api.BadList):
        make(ids, None, name)
    assert len(api.lists()) == 1


def test_nobody_is_no_list(ids) -> None:
    with pytest.raises(api.BadList, match="Nobody"):
        api.create_list("Empty", "account", [999_999], at=AT, member=None)


def test_renaming_and_deleting(ids, member) -> None:
    made = make(ids)
    assert api.rename_list(made.list_id, "Stay", why="", at=AT, member=member).name == "Stay"
    api.rename_list(made.list_id, "Stay", why="still", at=AT, member=member)
    api.delete_list(made.list_id, at=AT, member=member)
    assert api.lists() == []
    with pytest.raises(NotFound):
        api.delete_list(made.list_id, at=AT, member=member)
    actions = AuditEntry.objects.filter(action__startswith="insights.list.").values_list("action", flat=True)
    assert sorted(actions) == [f"insights.list.{what}" for what in ("deleted", "made", "renamed", "renamed")]


def test_lists_of_an_account_are_found_by_any_of_its_keys(ids) -> None:
    make(ids, None, "One", "A1")
    make(ids, None, "Two", "B/2")
    assert [found.name for found in api.lists_with("account", ["A1", "other"])] == ["One"]
    assert [found.name for found in api.lists("account", named="tw")] == ["Two"]
    assert api.lists("person") == []


def test_another_workspace_sees_nothing(ids) -> None:
    made = make(ids)
    with in_workspace(create_workspace("Other", at=AT)):
        assert api.lists() == []
        for change in (api.find_list, api.ids_in):
            with pytest.raises(NotFound):
                change(made.list_id)
        with pytest.raises(NotFound):
            api.delete_list(made.list_id, at=AT, member=None)
        with pytest.raises(api.BadList, match="Nobody"):
            api.create_list("Stolen", "account", ids.values(), at=AT, member=None)


def test_a_person_leaves_every_list_and_lists_of_accounts_stay(ids) -> None:
    people = table("person", {"person": "A1", "name": "Ann"}, {"person": "bo", "name": "Bo"})
    customers.put_records("person", people, source="test", at=AT)
    everybody = {row["key"]: row["id"] for row in customers.people_with(keys=["A1", "bo"]).to_pylist()}
    called = api.create_list("Called", "person", everybody.values(), at=AT, member=None, why="in May")
    accounts = make(ids)
    assert [row["list"] for row in api.held({"A1"})["lists"]] == ["Called"]
    assert api.forget({"A1"}) == {"lists": 1}
    assert (api.find_list(called.list_id).count, api.find_list(accounts.list_id).count) == (1, 3)
