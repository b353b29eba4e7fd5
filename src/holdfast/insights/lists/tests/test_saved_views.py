"""Saved views: own and shared."""

from __future__ import annotations

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.lists import api
from tests.records import day

AT = day("2026-07-01")


@pytest.fixture
def ann(workspace) -> Member:
    return Member.objects.create_user("ann@harbour.test")


@pytest.fixture
def bo(workspace) -> Member:
    return Member.objects.create_user("bo@harbour.test")


def test_a_view_is_seen_by_whom_it_is_for(ann, bo) -> None:
    api.save_view("Mine", "sort=mrr", shared=False, at=AT, member=ann)
    api.save_view("Ours", "plan=Pro", shared=True, at=AT, member=ann)
    assert [(view.name, view.query, view.shared, view.mine) for view in api.saved_views(ann)] == [
        ("Mine", "sort=mrr", False, True),
        ("Ours", "plan=Pro", True, True),
    ]
    assert [(view.name, view.mine) for view in api.saved_views(bo)] == [("Ours", False)]


def test_the_same_name_replaces_ones_own_and_nobody_elses(ann, bo) -> None:
    first = api.save_view("Ours", "a=1", shared=True, at=AT, member=ann)
    assert api.save_view("Ours", "a=2", shared=True, at=AT, member=ann) == first
    with pytest.raises(api.BadList, match="Somebody else"):
        api.save_view("Ours", "a=3", shared=True, at=AT, member=bo)
    api.save_view("Ours", "a=4", shared=False, at=AT, member=bo)
    assert [view.query for view in api.saved_views(bo)] == ["a=2", "a=4"]


def test_only_who_made_it_deletes_it_unless_it_is_shared_and_one_configures(ann, bo) -> None:
    view = api.save_view("Ours", "a=1", shared=True, at=AT, member=ann)
    own = api.save_view("Mine", "a=1", shared=False, at=AT, member=ann)
    with pytest.raises(NotFound):
        api.delete_view(view, at=AT, member=bo)
    api.delete_view(view, at=AT, member=bo, any_shared=True)
    with pytest.raises(NotFound):
        api.delete_view(own, at=AT, member=bo, any_shared=True)
    api.delete_view(own, at=AT, member=ann)
    assert api.saved_views(ann) == []


def test_a_view_needs_a_name(ann) -> None:
    with pytest.raises(api.BadList):
        api.save_view("  ", "", shared=False, at=AT, member=ann)
