"""Uploads do not stay for ever: what was imported or forgotten is removed, rejected rows are not."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from holdfast.connectors.intake import api as intakes
from holdfast.connectors.intake.receiving import folder_of, sources_of, uploads_of
from holdfast.connectors.intake.tasks import tidy
from holdfast.connectors.intake.tidying import tidy as tidy_at
from holdfast.connectors.models import Intake
from holdfast.connectors.tests.test_intake import AT, WITH_REJECTED, upload, work
from holdfast.core.errors import NotFound
from holdfast.core.jobs import schedules
from tests import company

WEEK = timedelta(days=7)
FILE = ("subscriptions.csv", company.SUBSCRIPTIONS)


def test_imported_files_are_removed_and_their_rejected_rows_stay(workspace) -> None:
    done = work(upload(("subscriptions.csv", WITH_REJECTED)), keep=True)
    assert len(sources_of(done)) == 1
    assert tidy_at(AT) == 1
    assert sources_of(done) == []
    assert [row.row for row in intakes.rejected(done)] == [3, 4]
    corrected = "subscription_id,customer,start,end,plan,mrr,currency\ns21,beta,2026-02-01,,Basic,20,EUR\n"
    assert work(upload(("rejected.csv", corrected), corrects=done), keep=True).state == "done"


@pytest.mark.django_db(transaction=True)
def test_files_that_nobody_came_back_to_are_forgotten_after_a_week(workspace) -> None:
    left = upload(FILE)
    assert tidy_at(AT + WEEK) == 0
    assert tidy_at(AT + WEEK + timedelta(seconds=1)) == 1
    assert not Intake.objects.exists()
    assert not folder_of(left).exists()


def test_a_check_whose_rejected_rows_wait_is_kept_without_its_files(workspace) -> None:
    checked = work(upload(("subscriptions.csv", WITH_REJECTED)), keep=False)
    assert tidy_at(AT + 2 * WEEK) == 1
    assert len(list(intakes.rejected(checked))) == 2
    with pytest.raises(NotFound, match="Upload them again"):
        intakes.start(intakes.find(checked.pk), keep=True, at=AT, actor="7")
    with pytest.raises(NotFound, match="Upload them again"):
        intakes.choose(intakes.find(checked.pk), at=AT, timezone="UTC")
    assert len(intakes.find(checked.pk).found) == 1


def test_what_is_being_imported_is_left_alone(workspace) -> None:
    busy = upload(FILE)
    intakes.start(busy, keep=True, at=AT, actor="7")
    assert tidy_at(AT + 2 * WEEK) == 0
    assert len(sources_of(busy)) == 1


def test_a_folder_that_no_import_names_is_removed_after_a_day(workspace) -> None:
    kept = upload(FILE)
    stray = uploads_of(workspace.pk) / "stray"
    stray.mkdir()
    (stray / "half").write_text("customer,")
    now = AT + timedelta(days=2)
    os.utime(stray, (now.timestamp(), now.timestamp()))
    assert tidy_at(now) == 0
    assert tidy_at(now + timedelta(days=2)) == 1
    assert not stray.exists()
    assert len(sources_of(kept)) == 1


def test_it_is_done_every_day_in_each_workspace() -> None:
    schedules.load_tasks()
    recurring = schedules._declared[tidy.module_path]
    assert recurring.for_each_workspace
    assert recurring.interval == timedelta(days=1)
