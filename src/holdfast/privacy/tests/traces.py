"""A company in which one person stands wherever a person can stand."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

ANN = "ann.lindqvist@acme.test"
DEVICE = "device-of-lindqvist"
OLD = "lindqvist-crm-17"
TRACES = (ANN, DEVICE, OLD, "Lindqvist")
REJECTED = f"""answer_id,account_id,person_id,kind,asked_at,score,comment
x1,acme,{ANN},nps,soon,9,fine
x2,beta,bo@beta.test,nps,soon,9,fine
"""


def company(folder: Path, now: datetime) -> Any:
    """The company of tests/company.py, in which Ann is Ann Lindqvist. Its files do not stay."""
    from holdfast.connectors import api as connectors
    from holdfast.core.api import create_workspace
    from tests import company as harbour

    made = create_workspace(harbour.NAME, at=now)
    for file in harbour.write(folder).iterdir():
        text = file.read_text(encoding="utf-8").replace("ann@acme.test", ANN)
        file.write_text(text.replace("Works as it should", "Ann Lindqvist says yes"), encoding="utf-8")
    plan = connectors.make_plan([folder], connectors.ReadOptions(now=now, currency="EUR"))
    connectors.run_import(made, plan, at=now)
    shutil.rmtree(folder)
    return made


def leave(now: datetime) -> None:
    """All else that the entered workspace may know of her."""
    _identity(now)
    _work_of_members(now)
    _events(now)
    _files(now)


def _identity(now: datetime) -> None:
    from holdfast.customers import api as customers
    from tests.records import table

    people = [{"person": ANN, "name": "Ann Lindqvist", "account": "acme"}, {"person": OLD, "name": "A. Lindqvist"}]
    customers.put_records("person", table("person", *people), source="test", at=now)
    alias = table("alias", {"subject": "person", "alias": DEVICE, "key": ANN})
    customers.put_records("alias", alias, source="test", at=now)
    for value in ("Lindqvist Street 1", "Lindqvist Street 2"):
        trait = {"subject": "person", "subject_key": ANN, "name": "address", "value": value, "valid_from": now}
        customers.put_records("trait", table("trait", trait), source="test", at=now)
    customers.merge_people(OLD, ANN, at=now)


def _work_of_members(now: datetime) -> None:
    from holdfast.core.jobs.models import Job
    from holdfast.core.members.models import Member
    from holdfast.core.scoping import current_workspace
    from holdfast.customers import api as customers
    from holdfast.insights.lists import api as lists
    from holdfast.privacy import api
    from holdfast.privacy.tasks import write_export

    member = Member.objects.create_user("owner@harbour.test", name="Owner")
    customers.write_note("person", ANN, "Lindqvist wants a call", at=now, member=member)
    lists.create_list("To call", "person", customers.own_ids("person", [ANN, OLD]), at=now, member=member)
    Job.objects.create(
        workspace=current_workspace(), task="x", state="dead", run_after=now, max_attempts=1, created_at=now,
        error=f"There is no person with the key '{ANN}'.", trace=f"NotFound: {ANN}",
    )  # fmt: skip
    write_export.call(api.ask(ANN, at=now, actor="7").pk)


def _events(now: datetime) -> None:
    from holdfast.core.scoping import current_workspace
    from holdfast.events import api as events
    from holdfast.events.ingest.contracts import Item, Kind
    from holdfast.events.ingest.entries import entry_of
    from holdfast.events.keys import Admission
    from holdfast.events.models import Outcome, SetAside

    item = Item(kind=Kind.EVENT, message_id="", occurred_at=int(now.timestamp() * 1e6), event="opened")
    admission = Admission(1, current_workspace().pk, browser=False, origins=frozenset())
    told = [
        replace(item, message_id=f"stored-{n}", user_id=ANN, anonymous_id=DEVICE, properties={"to": ANN})
        for n in range(20)
    ]
    told.append(replace(item, message_id="of-bo", user_id="bo@beta.test"))
    journal = events.open_journal()
    journal.append([entry_of(each, admission, item.occurred_at, "") for each in told])
    events.drain_once(journal, at=now)
    journal.append([entry_of(replace(told[0], message_id="waits"), admission, item.occurred_at, "")])
    entry = entry_of(replace(told[0], message_id="aside"), admission, item.occurred_at, "")
    journal.close()
    SetAside.objects.create(
        source=entry.source, message_id="aside", received_at=1, body=entry.body, error=ANN, set_aside_at=now
    )
    Outcome.objects.create(
        hour=now, source="key-1", reason="bad_time", count=1, example=f'{{"userId":"{ANN}"}}', last_at=now
    )


def _files(now: datetime) -> None:
    from holdfast.connectors import api as connectors
    from holdfast.connectors.intake import api as intakes
    from holdfast.core.jobs.api import run_all
    from holdfast.core.scoping import current_workspace

    sent = SimpleUploadedFile("survey_answers.csv", REJECTED.encode())
    made = intakes.upload([sent], choices={"timezone": "UTC"}, at=now, actor="7")
    intakes.start(made, keep=True, at=now, actor="7")
    run_all()
    folder = connectors.rejected_folder(current_workspace())
    folder.mkdir(parents=True)
    (folder / "rejected.csv").write_text(REJECTED)
    # Uploaded and never imported: nobody knows who stands in it.
    intakes.upload([SimpleUploadedFile("people.csv", REJECTED.encode())], choices={}, at=now, actor="7")


def compute_names(workspace: Any) -> None:
    """The part of a board that knows people by their names."""
    from holdfast.book.board.shelf import Shelf
    from holdfast.book.board.tasks import compute_now
    from holdfast.book.board.what import Kind, What

    folder = Shelf.of(workspace).current()
    assert folder is not None
    compute_now(workspace, folder, What(kind=Kind.NAMES, key="person"))
