"""Rejected rows and samples lose what names an erased person, and nothing else; old ones go."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.connectors import api
from holdfast.connectors.intake import api as intakes
from holdfast.connectors.intake.receiving import folder_of, uploads_of
from holdfast.connectors.intake.tidying import tidy
from holdfast.connectors.models import Intake
from holdfast.core.jobs.api import run_all
from holdfast.core.models import ImportRun
from holdfast.customers import api as customers
from tests import company

AT = company.IMPORTED
KEYS = {"ann@acme.test", "7"}
# Two rows have no moment that can be read; Joann only looks like Ann.
ANSWERS = """answer_id,account_id,person_id,kind,asked_at,score,comment
a1,acme,ann@acme.test,nps,soon,9,fine
a2,beta,joann@acme.test,nps,later,3,"two
lines"
a3,cove,7,nps,never,3,fine
a4,cove,bo,nps,2026-06-01T09:00:00Z,3,written by ann@acme.test
"""


@pytest.fixture
def intake(workspace) -> Intake:
    made = intakes.upload(
        [SimpleUploadedFile("survey_answers.csv", ANSWERS.encode())], choices={"timezone": "UTC"}, at=AT, actor="7"
    )
    intakes.start(made, keep=True, at=AT, actor="7")
    run_all()
    return intakes.find(made.pk)


def people(intake: Intake) -> list[str]:
    return [row.original["person_id"] for row in intakes.rejected(intake)]


def test_rejected_rows_and_samples_of_a_page_lose_it(intake) -> None:
    assert intake.state == Intake.State.DONE, intake.problem
    assert people(intake) == ["ann@acme.test", "joann@acme.test", "7"]
    assert len(list(api.held(KEYS))) == 2
    assert api.pending_before(AT) == 1
    tidy(AT + timedelta(days=1))
    assert api.pending_before(AT) == 0
    assert api.forget(KEYS) == 2
    left = intakes.find(intake.pk)
    assert people(left) == ["joann@acme.test"]
    assert left.summary["rejected"] == {"survey_answers.csv": 1}
    kept = str(left.found) + str(left.summary) + left.problem + str(ImportRun.objects.values())
    assert "joann@acme.test" in kept
    assert "ann@acme.test" not in kept.replace("joann@acme.test", "")
    assert api.forget(KEYS) == 0
    assert not list(uploads_of(intake.workspace_id).rglob(".*"))


def test_rejected_rows_of_a_later_import_are_not_kept_of_erased_people(workspace) -> None:
    customers.bury("ann@acme.test", at=AT, due_at=AT)
    made = intakes.upload([SimpleUploadedFile("survey_answers.csv", ANSWERS.encode())], choices={}, at=AT, actor="7")
    intakes.start(made, keep=True, at=AT, actor="7")
    run_all()
    left = intakes.find(made.pk)
    assert people(left) == ["joann@acme.test", "7"]
    assert left.summary["rejected"] == {"survey_answers.csv": 2}


def test_rejected_rows_of_the_command_line_lose_it(workspace) -> None:
    folder = api.rejected_folder(workspace)
    folder.mkdir(parents=True)
    lines = [["rejected_file", "person", "comment"], ["f", "ann@acme.test", "x"], ["f", "bo", "two\nlines"]]
    for path in (folder / "1.csv", folder.parent / "from-before.csv"):
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(lines)
    assert [row["original"]["person"] for row in api.held(KEYS)] == ["ann@acme.test"] * 2
    assert api.forget(KEYS) == 2
    for path in (folder / "1.csv", folder.parent / "from-before.csv"):
        with path.open(newline="", encoding="utf-8") as stream:
            assert list(csv.reader(stream)) == [lines[0], lines[2]]


def test_what_was_uploaded_and_not_imported_is_told(workspace) -> None:
    intakes.upload([SimpleUploadedFile("x.csv", ANSWERS.encode())], choices={}, at=AT, actor="7")
    assert (api.pending_before(AT - timedelta(days=1)), api.pending_before(AT)) == (0, 1)
    assert (api.forget_pending(AT), api.pending_before(AT)) == (1, 0)


def test_old_rejected_rows_go_and_newer_ones_stay(intake) -> None:
    folder = api.rejected_folder(intake.workspace)
    folder.mkdir(parents=True)
    (folder / "new.csv").write_text("a\n")
    before = AT + timedelta(days=1)
    assert datetime.now(UTC) > before
    assert api.older_than(before) == 1
    assert api.forget_older(before) == 1
    left = intakes.find(intake.pk)
    assert (people(left), left.summary["rejected"]) == ([], {})
    assert not (folder_of(left) / "rejected.jsonl").exists()
    assert (folder / "new.csv").exists()
    assert api.older_than(before) == 0
