"""Links to dashboards for those who are no members."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member, Membership
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import entered_workspace
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.models import Link
from tests.records import day

AT = day("2026-07-01")
DAY = timedelta(days=1)


@pytest.fixture
def ann(workspace) -> Member:
    member = Member.objects.create_user("ann@harbour.test", name="Ann")
    Membership.objects.create(workspace=workspace, member=member, role="analyst")
    return member


@pytest.fixture
def dashboard(ann) -> int:
    return api.create_dashboard("Board meeting", shared=True, at=AT, member=ann)


@pytest.fixture
def token(dashboard, ann) -> str:
    return api.make_link(dashboard, days=7, people=False, at=AT, member=ann)[1]


def opens(token: str, at=AT + DAY) -> bool:
    try:
        with api.opened(token, at=at) as (_, dashboard, link):
            return bool(dashboard) and link.works(at)
    except api.LinkGone:
        return False


def test_a_link_leads_into_its_workspace(token, dashboard, workspace) -> None:
    with api.opened(token, at=AT) as (entered, found, link):
        assert (entered, found, link.people) == (workspace, dashboard, False)
        assert entered_workspace() == workspace


def test_the_token_is_long_and_only_its_hash_is_kept(token, dashboard, ann) -> None:
    assert len(token.partition("-")[2]) >= 43  # 32 random bytes
    row = Link.objects.get()
    assert all(token not in str(value) for value in vars(row).values())
    another = api.make_link(dashboard, days=7, people=False, at=AT, member=ann)[1]
    assert another != token


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(), True), (7 * DAY - timedelta(seconds=1), True), (7 * DAY, False)]
)
def test_it_works_until_it_expires(token, after, works) -> None:
    assert opens(token, AT + after) is works


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: f"{t}x", lambda t: "", lambda t: "no-such",
                                    lambda t: t.partition("-")[2], lambda t: f"9{t}", lambda t: "-" + t,
                                    lambda t: t.swapcase()])  # fmt: skip
def test_another_token_opens_nothing(token, change) -> None:
    assert not opens(change(token))


def test_the_token_of_one_workspace_opens_nothing_in_another(token, stranger) -> None:
    assert not opens(f"{stranger.pk}-{token.partition('-')[2]}")


def test_a_withdrawn_link_stops_working(token, dashboard, ann) -> None:
    link = api.links(dashboard, ann, at=AT)[0].link_id
    api.revoke_link(dashboard, link, at=AT, member=ann)
    assert not opens(token, AT)
    assert api.links(dashboard, ann, at=AT) == []
    with pytest.raises(NotFound):
        api.revoke_link(dashboard, link, at=AT, member=ann)
    assert AuditEntry.objects.filter(action="insights.dashboard.unshared").count() == 1


def test_a_link_of_another_dashboard_is_not_withdrawn(token, dashboard, ann) -> None:
    other = api.create_dashboard("Other", shared=True, at=AT, member=ann)
    with pytest.raises(NotFound):
        api.revoke_link(other, api.links(dashboard, ann, at=AT)[0].link_id, at=AT, member=ann)
    assert opens(token)


@pytest.mark.parametrize("fate", ["left", "viewer", "inactive"])
def test_the_link_of_somebody_who_may_not_any_more_is_worth_nothing(token, ann, workspace, fate) -> None:
    if fate == "left":
        Membership.objects.filter(member=ann).delete()
    elif fate == "viewer":
        Membership.objects.filter(member=ann).update(role="viewer")
    else:
        Member.objects.filter(pk=ann.pk).update(is_active=False)
    assert not opens(token)


def test_a_dashboard_that_somebody_took_for_himself_is_not_shown_by_links_of_others(token, dashboard, ann) -> None:
    bo = Member.objects.create_user("bo@harbour.test")
    api.change_dashboard(dashboard, "Mine", shared=False, at=AT, member=bo)
    assert not opens(token)


def test_a_deleted_dashboard_takes_its_links_with_it(token, dashboard, ann) -> None:
    api.delete_dashboard(dashboard, at=AT, member=ann)
    assert not opens(token)


def test_it_is_noted_that_a_link_was_opened_at_most_once_an_hour(token) -> None:
    assert opens(token, AT)
    assert Link.objects.get().seen_at == AT
    opens(token, AT + timedelta(minutes=59))
    assert Link.objects.get().seen_at == AT
    opens(token, AT + timedelta(hours=1))
    assert Link.objects.get().seen_at == AT + timedelta(hours=1)


@pytest.mark.parametrize("days", [0, -1, 2, 10_000])
def test_a_link_lasts_as_long_as_the_list_offers(dashboard, ann, days) -> None:
    with pytest.raises(api.BadDashboard):
        api.make_link(dashboard, days=days, people=False, at=AT, member=ann)
