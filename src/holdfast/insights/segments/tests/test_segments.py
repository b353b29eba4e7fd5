"""Segments are made, changed, copied and deleted; they refer to each other, but not in a ring."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from holdfast.core.api import create_workspace
from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.insights.goals.models import Goal
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api
from holdfast.metrics.reports.query.segment import Segment, read_segment_data

AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def member(harbour) -> Member:
    return Member.objects.create_user("ann@harbour.test", name="Ann")


@pytest.fixture(autouse=True)
def _inside(harbour):
    with in_workspace(harbour):
        yield


def of(*conditions: dict[str, object], unit: str = "account") -> Segment:
    return read_segment_data({"unit": unit, "where": {"of": "all", "conditions": list(conditions)}})


PAYING = of({"of": "fact", "name": "status", "is": "one_of", "values": ["paying"]})
OF_BASIC = of({"of": "plan", "values": ["Basic"]})


def refers(*keys: str) -> Segment:
    return of(*({"of": "segment", "key": key} for key in keys))


def make(name: str, segment: Segment = PAYING) -> str:
    return api.create_segment(name, segment, at=AT, member=None).key


def test_it_is_kept_under_a_key_that_stays(member) -> None:
    made = api.create_segment("  Paying   accounts ", PAYING, why="Call them", at=AT, member=member)
    assert (made.key, made.name, made.why, made.unit, made.made_by) == (
        "paying-accounts", "Paying accounts", "Call them", "account", "Ann",
    )  # fmt: skip
    later = AT + timedelta(days=1)
    api.change_segment(made.key, name="Who pays", segment=OF_BASIC, at=later, member=None)
    found = api.find_segment("paying-accounts")
    assert (found.name, found.segment, found.changed_at) == ("Who pays", OF_BASIC, later)
    assert [(one.name, one.segment, one.made_by) for one in api.revisions(made.key)] == [
        ("Who pays", OF_BASIC, ""), ("Paying accounts", PAYING, "Ann"),
    ]  # fmt: skip
    actions = AuditEntry.objects.filter(action__startswith="insights.segment.").order_by("pk")
    assert list(actions.values_list("action", "actor", "data")) == [
        ("insights.segment.made", str(member.pk), {"segment": made.key}),
        ("insights.segment.changed", "", {"segment": made.key}),
    ]


def test_nothing_is_noted_when_nothing_changed(member) -> None:
    key = make("Paying")
    api.change_segment(key, segment=PAYING, name="Paying", why="", at=AT, member=member)
    assert len(api.revisions(key)) == 1
    api.change_segment(key, why="For the call", at=AT, member=member)
    assert AuditEntry.objects.filter(action="insights.segment.renamed").count() == 1


def test_keys_of_names_that_look_alike_or_have_no_latin_letter_differ() -> None:
    names = ("Big ones", "Big, ones", "Великі", "Малі", "--")
    assert [make(name) for name in names] == ["big-ones", "big-ones-2", "segment", "segment-2", "segment-3"]


@pytest.mark.parametrize(("name", "words"), [(" ", "Give the segment a name"), ("x" * 121, "longer than 120"),
                                             ("Paying", "already")])  # fmt: skip
def test_a_name_is_needed_once(name: str, words: str) -> None:
    make("Paying")
    with pytest.raises(api.BadSegment, match=words):
        make(name)


def test_it_refers_only_to_what_is_there() -> None:
    with pytest.raises(api.BadSegment, match="no segment “gone”"):
        make("Refers", refers("gone"))
    with pytest.raises(api.BadSegment, match="no such list"):
        make("Refers", of({"of": "in_list", "list": 77}))


def test_segments_never_refer_to_each_other_in_a_ring() -> None:
    one = make("One")
    two = make("Two", refers(one))
    three = make("Three", refers(two, one))
    for wanted in (refers(three), refers(one)):
        with pytest.raises(api.BadSegment, match="in a ring: one → "):
            api.change_segment(one, segment=wanted, at=AT, member=None)
    assert api.find_segment(one).segment == PAYING


def test_it_stays_one_of_accounts_or_of_people() -> None:
    with pytest.raises(api.BadSegment, match="stays one of accounts"):
        api.change_segment(make("Paying"), segment=of({"of": "did"}, unit="person"), at=AT, member=None)


def test_one_that_others_rest_on_does_not_go_silently(member) -> None:
    one = make("One")
    two = make("Two", refers(one))
    lists.save_view("Ours", f"segments.is={one}", shared=True, at=AT, member=member)
    lists.save_view("Mine", f"segments.is={one}", shared=False, at=AT, member=member)
    Goal.objects.create(kpi="nrr", by=f"segment:{one}", slice="inside", grain="month", direction="higher", target=1,
                        due=date(2027, 1, 1), set_at=AT, reviewed_at=AT)  # fmt: skip
    assert [(use.kind, use.name) for use in api.uses(one)] == [("segment", "Two"), ("goal", "nrr"), ("view", "Ours")]
    for knowing in (False, True):
        with pytest.raises(api.SegmentInUse, match="is a condition of “Two”"):
            api.delete_segment(one, at=AT, member=member, knowing=knowing)
    api.delete_segment(two, at=AT, member=member)
    with pytest.raises(api.SegmentInUse, match="used by “nrr”, “Ours”"):
        api.delete_segment(one, at=AT, member=member)
    api.delete_segment(one, at=AT, member=member, knowing=True)
    with pytest.raises(NotFound):
        api.find_segment(one)


def test_a_copy_has_a_name_of_its_own(member) -> None:
    key = make("Paying")
    assert api.duplicate_segment(key, "Paying too", at=AT, member=member).segment == PAYING
    with pytest.raises(api.BadSegment, match="already"):
        api.duplicate_segment(key, "Paying", at=AT, member=member)


def test_any_accounts_or_people_become_a_list_and_a_segment_of_it(member) -> None:
    ids = customers.own_ids("account", ["acme", "beta"])
    made = api.segment_of("To call", "account", ids, why="Churned", at=AT, member=member)
    (kept,) = lists.lists("account")
    assert (kept.name, kept.count, made.unit) == ("To call", 2, "account")
    assert made.segment is not None
    assert [use.name for use in api.segments_with_list(kept.list_id)] == ["To call"]
    with pytest.raises(lists.BadList, match="Nobody"):
        api.segment_of("Nobody", "account", [], at=AT, member=member)


def test_there_is_another_version_whenever_somebody_else_is_in_a_segment() -> None:
    seen = [api.version()]
    key = make("One")
    seen.append(api.version())
    api.change_segment(key, segment=OF_BASIC, at=AT + timedelta(seconds=1), member=None)
    seen.append(api.version())
    found = api.segment_of("Two", "account", customers.own_ids("account", ["acme"]), at=AT, member=None)
    seen.append(api.version())
    lists.remove_from_list(lists.lists()[0].list_id, ["acme"], at=AT, member=None)
    seen.append(api.version())
    api.delete_segment(found.key, at=AT, member=None)
    seen.append(api.version())
    assert all(one != other for one, other in pairwise(seen))


def test_sizes_are_kept_by_day_and_the_last_count_of_a_day_stays() -> None:
    one, day = make("One"), date(2026, 6, 30)
    assert api.note_sizes({one: api.Size(day, 3, 8), "gone": api.Size(day, 1, 8)}) == 1
    api.note_sizes({one: api.Size(day, 4, 8)})
    api.note_sizes({one: api.Size(day + timedelta(days=1), 5, 9)})
    assert api.sizes(one) == [api.Size(day, 4, 8), api.Size(day + timedelta(days=1), 5, 9)]
    assert api.all_sizes(date(2026, 7, 1)) == {one: [api.Size(date(2026, 7, 1), 5, 9)]}
    assert api.forget_sizes(date(2026, 7, 1)) == 1


def test_who_is_erased_is_named_no_more(member) -> None:
    named = of({"of": "list", "subject": "person", "keys": ["ann@acme.test", "bo@beta.test"]},
               {"of": "person", "name": "mail", "values": ["ann@acme.test"]}, unit="person")  # fmt: skip
    key = make("Named", named)
    make("Paying")
    assert [row["segment"] for row in api.held(["ann@acme.test"])["segments"]] == ["Named"]
    assert api.forget(["ann@acme.test", "ann"]) == {"segments": 1}
    assert list(api.held(["ann@acme.test"])["segments"]) == []
    told = str((api.find_segment(key).segment, api.revisions(key)))
    assert "bo@beta.test" in told
    assert "ann@acme.test" not in told


def test_other_workspaces_have_their_own() -> None:
    make("One")
    with in_workspace(create_workspace("Elsewhere", at=AT)):
        assert api.segments() == []
        assert api.definitions() == {}
        with pytest.raises(NotFound):
            api.find_segment("one")
