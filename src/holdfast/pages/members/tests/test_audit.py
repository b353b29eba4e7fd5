"""The audit log."""

from __future__ import annotations

import ast
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import holdfast
from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.core.scoping import in_workspace
from holdfast.pages.members.words import ACTIONS, GROUPS

MORNING = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def noted(empty, sign_in):
    """Three entries, of an admin, of the command line and of nobody."""
    client = sign_in(empty, "admin")
    admin = Member.objects.get()
    with in_workspace(empty):
        audit("core.import.started", at=MORNING, actor=str(admin.pk), data={"source": "files", "import": 1})
        audit("core.workspace.renamed", at=MORNING + timedelta(days=1), actor="=cmd", data={"before": "A", "name": "B"})
        counts = {"price": {"added": 8, "changed": 0}}
        audit("billing.price.put", at=MORNING + timedelta(days=2), actor=None, data=counts)
    return client, admin


def shown(client, query: str = "") -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(f"/w/empty/audit.csv?{query}").text)))[1:]


def test_it_says_in_words_who_did_what_newest_first(noted) -> None:
    client, admin = noted
    page = client.get("/w/empty/audit/").text
    assert (
        page.index("stored price") < page.index("renamed the workspace from “A” to “B”") < page.index("began an import")
    )
    assert "Holdfast itself" in page
    assert str(admin) in page


def test_it_can_be_narrowed_down(noted) -> None:
    client, admin = noted

    def whats(query: str) -> list[str]:
        return [row[2] for row in shown(client, query)]

    assert whats("group=workspace") == ["made the workspace", "renamed the workspace from “A” to “B”"]
    assert whats(f"member={admin.pk}") == ["began an import of files"]
    assert whats("from=2026-06-02&to=2026-06-02") == ["renamed the workspace from “A” to “B”"]
    assert whats("group=nonsense&from=nonsense&from=2026-06-02&member=x&to=2026-06-03")[0] == "stored price"


def test_days_are_those_of_the_workspace(noted, empty) -> None:
    client, _ = noted
    empty.settings = empty.settings | {"time_zone": "Pacific/Auckland"}
    empty.save()
    # There, 08:00 UTC is 20:00 of the same day, and 13:00 UTC is the next day.
    with in_workspace(empty):
        audit("core.import.failed", at=MORNING + timedelta(hours=5), actor=None, data={"account": {"added": 1}})
    assert [row[2] for row in shown(client, "from=2026-06-02&to=2026-06-02")] == [
        "renamed the workspace from “A” to “B”",
        "had an import that failed",
    ]


def test_no_cell_of_the_export_is_a_formula(noted) -> None:
    client, _ = noted
    assert "'=cmd" in [row[1] for row in shown(client)]


def test_it_comes_in_pages(noted, empty, django_assert_max_num_queries) -> None:
    client, _ = noted
    with in_workspace(empty):
        for number in range(60):
            audit("core.import.done", at=MORNING + timedelta(minutes=number), actor=None, data={})
    # session, member, membership, switcher, members, count, entries, names
    with django_assert_max_num_queries(9):
        first = client.get("/w/empty/audit/").text
    assert "page 1 of 2" in first
    assert "began an import" in client.get("/w/empty/audit/?page=2").text
    assert len(shown(client)) == 64


def test_nothing_found_says_how_to_see_more(noted) -> None:
    client, _ = noted
    page = client.get("/w/empty/audit/?from=2020-01-01&to=2020-01-02").text
    assert "Nothing was done" in page
    assert "Show everything" in page


@pytest.mark.parametrize("role", ["viewer", "agent", "analyst"])
def test_it_is_for_admins(sign_in, empty, role) -> None:
    assert sign_in(empty, role).get("/w/empty/audit/").status_code == 403


def test_every_action_has_its_words_and_group() -> None:
    """Of an action that is put together, the part that is written out has to fit some words."""
    whole, begun = _actions()
    groups = tuple(words for _, all_words in GROUPS.values() for words in all_words)
    say = "say what it means in holdfast/pages/members/words.py"
    assert [action for action in whole | begun if not action.startswith(groups)] == [], f"{say} (GROUPS)"
    assert [action for action in whole if action not in ACTIONS] == [], f"{say} (ACTIONS)"
    assert [start for start in begun if not any(known.startswith(start) for known in ACTIONS)] == [], say


def _actions() -> tuple[set[str], set[str]]:
    """Of all calls of `audit`: actions that are written out, and the beginnings of those that are not."""
    whole, begun = set(), set()
    for path in Path(holdfast.__file__).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "audit"):
                continue
            match node.args[:1]:
                case [ast.Constant(value=str(text))]:
                    whole.add(text)
                case [ast.JoinedStr(values=[ast.Constant(value=str(text)), *_])]:
                    begun.add(text)
    return whole, begun
