"""Goals in the browser: set, shown, changed, reviewed, closed, deleted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.insights.goals.models import Goal

GOALS = "/w/harbour/goals/"
DUE = "2099-12-31"


@pytest.fixture
def analyst(harbour, sign_in):
    return sign_in(harbour, "analyst")


def set_goal(client, query: str = "kpi=mrr", **said: str) -> str:
    answer = client.post(f"{GOALS}new/?{query}", {"target": "1000", "due": DUE, **said})
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def test_without_goals_it_says_what_a_goal_is(analyst, harbour, sign_in) -> None:
    assert "Set a goal" in analyst.get(GOALS).text
    text = sign_in(harbour, "viewer").get(GOALS).text
    assert "No goals yet" in text
    assert "goals/new/" not in text


def test_a_goal_shows_everywhere(analyst) -> None:
    at = set_goal(analyst, why="Board meeting")
    text = analyst.get(GOALS).text
    assert "1,000" in text
    assert "31 Dec 2099" in text
    assert "analyst@harbour.test" in text
    page = analyst.get(at).text
    assert "Board meeting" in page
    assert "890" in page
    assert "goal 1,000" in analyst.get("/w/harbour/").text
    chart = re.search(r"<figure.*?</figure>", analyst.get("/w/harbour/kpi/mrr/").text, re.DOTALL)[0]
    assert "goal 1,000" in chart


@pytest.mark.parametrize(("key", "target"), [("health_score", "101"), ("health_score", "-1")])
def test_a_target_beyond_the_scale_of_a_score_is_refused(analyst, key: str, target: str) -> None:
    answer = analyst.post(f"{GOALS}new/?kpi={key}", {"target": target, "due": DUE})
    assert answer.status_code == 422
    assert "choose a target from" in answer.text


def test_what_is_reached_says_so(analyst) -> None:
    at = set_goal(analyst, target="800")
    assert "reached" in analyst.get(at).text


def test_a_share_is_set_in_percent_and_of_a_slice(analyst, harbour) -> None:
    set_goal(analyst, "kpi=grr&by=plan&slice=Pro", target="97.5")
    with in_workspace(harbour):
        goal = Goal.objects.get()
        assert str(goal.target.normalize()) == "0.975"
        assert (goal.by, goal.slice, goal.direction) == ("plan", "Pro", "higher")
    assert "97.5" in analyst.get("/w/harbour/?by=plan&slice=Pro").text
    assert "97.5" not in analyst.get("/w/harbour/").text


@pytest.mark.parametrize(
    ("query", "said", "words"),
    [
        ("kpi=grr", {"target": "120"}, "from 0 to 100 %"),
        ("kpi=mrr", {"due": "2001-01-01"}, "in the future"),
        ("kpi=mrr", {"target": "many"}, "number"),
        ("kpi=mrr", {"target": ""}, "required"),
    ],
)
def test_what_cannot_be_a_goal_says_why(analyst, query: str, said: dict[str, str], words: str) -> None:
    answer = analyst.post(f"{GOALS}new/?{query}", {"target": "1000", "due": DUE, **said})
    assert answer.status_code == 422
    assert words in answer.text


def test_there_is_one_goal_for_one_thing(analyst) -> None:
    set_goal(analyst)
    answer = analyst.post(f"{GOALS}new/?kpi=mrr", {"target": "1", "due": DUE})
    assert "There is a goal for this already" in answer.text


def test_a_change_stays_in_the_history(analyst) -> None:
    at = set_goal(analyst)
    analyst.post(f"{at}change/", {"target": "2000", "due": DUE, "why": "We grow"})
    history = analyst.get(at).text.split("History")[-1]
    assert "1,000" in history
    assert "2,000" in history
    assert "We grow" in history


def test_a_review_is_asked_for_after_ninety_days_and_done(analyst, harbour) -> None:
    at = set_goal(analyst)
    with in_workspace(harbour):
        Goal.objects.update(reviewed_at=datetime.now(UTC) - timedelta(days=91))
    assert "review due" in analyst.get("/w/harbour/").text
    assert "1 goal has not been looked at" in analyst.get(GOALS).text
    analyst.post(f"{at}review/")
    assert "review due" not in analyst.get("/w/harbour/").text


def test_a_closed_goal_is_kept_apart_and_a_deleted_one_gone(analyst, harbour) -> None:
    at = set_goal(analyst)
    analyst.post(f"{at}close/")
    assert "1 closed goal" in analyst.get(GOALS).text
    assert "goal 1,000" not in analyst.get("/w/harbour/").text
    analyst.post(f"{at}delete/")
    assert analyst.get(at).status_code == 404
    with in_workspace(harbour):
        done = AuditEntry.objects.filter(action__startswith="insights.goal").values_list("action", flat=True)
        assert sorted(done) == ["insights.goal.closed", "insights.goal.deleted", "insights.goal.set"]


def test_a_viewer_sees_goals_and_changes_none(analyst, harbour, sign_in) -> None:
    at = set_goal(analyst)
    viewer = sign_in(harbour, "viewer")
    assert "Delete" not in viewer.get(at).text
    for what in ("change", "review", "close", "delete"):
        assert viewer.post(f"{at}{what}/").status_code == 403
    assert viewer.get(f"{GOALS}new/?kpi=mrr").status_code == 403


def test_the_goal_of_another_workspace_is_not_there(analyst, empty, sign_in) -> None:
    at = set_goal(analyst)
    other = sign_in(empty, "owner")
    number = re.search(r"(\d+)/$", at)[1]
    assert (
        other.get(f"/w/empty/goals/{number}/").status_code != 200
        or "1,000" not in other.get(f"/w/empty/goals/{number}/").text
    )
    assert other.post(f"/w/empty/goals/{number}/delete/").status_code == 404


def test_as_many_queries_for_many_goals(analyst, django_assert_max_num_queries) -> None:
    for key in ("mrr", "customers", "arpa", "arr"):
        set_goal(analyst, f"kpi={key}")
    analyst.get(GOALS)
    with django_assert_max_num_queries(8):
        analyst.get(GOALS)
