"""Files on their way in: received, looked into, corrected, checked, imported."""

from __future__ import annotations

import gzip
import io
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.connectors.base import BadMapping, CannotRead
from holdfast.connectors.intake import api as intakes
from holdfast.connectors.intake.receiving import clean_name, folder_of
from holdfast.connectors.tables import opening
from holdfast.connectors.tables.workbooks import open_workbook
from holdfast.core.errors import NotFound
from holdfast.core.jobs.api import run_all
from holdfast.core.models import AuditEntry, ImportRun
from tests import company

AT = company.IMPORTED + timedelta(days=1)
CHOICES = {"timezone": "Europe/Berlin", "currency": "EUR"}
# Row 3 has no price that can be read, row 4 no start.
WITH_REJECTED = """subscription_id,customer,start,end,plan,mrr,currency
s20,acme,2026-02-01,,Basic,10,EUR
s21,beta,2026-02-01,,Basic,ten,EUR
s22,cove,soon,,Basic,30,EUR
"""


def upload(*files: tuple[str, str | bytes], corrects=None):
    sent = [SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return intakes.upload(sent, choices=CHOICES, at=AT, actor="7", corrects=corrects)


def work(intake, *, keep: bool):
    intakes.start(intake, keep=keep, at=AT, actor="7")
    run_all()
    return intakes.find(intake.pk)


def test_a_check_says_what_would_happen_and_keeps_nothing(workspace) -> None:
    checked = work(upload(("subscriptions.csv", company.SUBSCRIPTIONS)), keep=False)
    assert checked.state == "checked"
    assert checked.summary["counts"]["subscription"]["added"] == 9
    assert not ImportRun.objects.exists()


def test_an_import_is_done_by_who_began_it(workspace) -> None:
    done = work(upload(("subscriptions.csv", company.SUBSCRIPTIONS)), keep=True)
    assert (done.state, done.problem) == ("done", "")
    assert (done.run.status, done.run.started_by) == ("done", "7")
    assert done.run.counts["subscription"]["added"] == 9
    assert AuditEntry.objects.filter(action="core.import.done", actor="7").exists()


def test_the_same_files_change_nothing(workspace) -> None:
    work(upload(("subscriptions.csv", company.SUBSCRIPTIONS)), keep=True)
    again = work(upload(("subscriptions.csv", company.SUBSCRIPTIONS)), keep=True)
    assert again.summary["already"] is True
    assert ImportRun.objects.count() == 1


def test_rejected_rows_are_kept_in_order_and_only_they_come_again(workspace) -> None:
    done = work(upload(("plans.csv", WITH_REJECTED)), keep=True)
    rows = list(intakes.rejected(done))
    assert [(row.file, row.row, row.field, row.value) for row in rows] == [
        ("plans.csv", 3, "mrr", "ten"),
        ("plans.csv", 4, "start", "soon"),
    ]
    path = folder_of(done) / "corrected.csv"
    with path.open("w", newline="") as stream:
        stream.writelines(intakes.csv_lines(rows, intakes.columns_of(rows)))
    corrected = path.read_text().replace(",ten,", ",20,").replace(",soon,", ",2026-03-01,")
    second = work(upload(("rejected.csv", corrected), corrects=done), keep=True)
    assert second.corrects == done
    assert second.run.counts["subscription"] == {"added": 2, "changed": 0, "unchanged": 0}


def test_corrected_rows_are_read_as_the_file_they_come_from(workspace) -> None:
    """13/02 says that the day comes first; 03/04 alone would not."""
    text = "subscription_id,customer,start,mrr\ns1,acme,13/02/2026,10\ns2,beta,03/04/2026,ten\n"
    done = work(upload(("plans.csv", text)), keep=True)
    corrected = upload(("again.csv", "rejected_file,rejected_row,subscription_id,customer,start,mrr\n"
                        "plans.csv,3,s2,beta,03/04/2026,20\n"), corrects=done)  # fmt: skip
    assert corrected.choices["tables"]["again.csv"] == {"kind": "subscription", "date_order": "day-first"}


def test_what_is_detected_can_be_corrected(workspace) -> None:
    intake = upload(("kunden.csv", "Wer,Seit,Wieviel,Wo\nacme,2026-01-01,10,DE\n"))
    assert intake.found[0]["problem"]
    intakes.choose_for(intake, "kunden.csv", {"kind": "subscription"}, at=AT)
    assert "needs a column" in intake.found[0]["problem"]
    columns = {"Wer": "account", "Seit": "start", "Wieviel": "mrr", "Wo": ""}
    intakes.choose_for(intake, "kunden.csv", {"kind": "subscription", "columns": columns}, at=AT)
    assert not intake.found[0]["problem"]
    assert work(intake, keep=True).run.counts["subscription"]["added"] == 1


def test_a_name_with_signs_of_patterns_is_one_name(workspace) -> None:
    intake = upload(("a[1]*.csv", "Wer,Seit,Wieviel\nacme,2026-01-01,10\n"))
    columns = {"Wer": "account", "Seit": "start", "Wieviel": "mrr"}
    intakes.choose_for(intake, "a[1]*.csv", {"kind": "subscription", "columns": columns}, at=AT)
    assert intake.found[0]["kind"] == "subscription"


def test_a_wrong_choice_is_named(workspace) -> None:
    intake = upload(("subscriptions.csv", company.SUBSCRIPTIONS))
    with pytest.raises(BadMapping, match="timezone"):
        intakes.choose(intake, at=AT, timezone="Mars/Olympus")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not a table"),
        ("notes.csv", b"weather,mood\nrain,bad\n", "Choose its kind"),
        ("book.xlsx", b"PK\x03\x04" + b"\x00" * 60, "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(workspace, name: str, content: bytes, problem: str) -> None:
    found = upload((name, content)).found[0]
    assert problem in found["problem"]
    assert str(folder_of(intakes.Intake.objects.get())) not in found["problem"]


def test_nothing_is_started_while_a_table_cannot_be_read(workspace) -> None:
    intake = upload(("notes.csv", "weather,mood\nrain,bad\n"), ("subscriptions.csv", company.SUBSCRIPTIONS))
    with pytest.raises(CannotRead, match=r"notes\.csv"):
        intakes.start(intake, keep=True, at=AT, actor="7")
    intakes.leave_out(intake, "notes.csv", at=AT)
    assert work(intake, keep=True).state == "done"


def test_too_much_is_refused(workspace, settings) -> None:
    settings.UPLOAD_MAX_MB = 1
    with pytest.raises(intakes.TooLarge, match="at most 1 MB"):
        upload(("big.csv", b"a" * (1 << 20) + b"a"))
    with pytest.raises(intakes.TooLarge, match="unpacked"):
        upload(("bomb.csv.gz", gzip.compress(b"0" * (21 << 20))))
    assert not [path for path in (Path(settings.DATA_DIR) / "uploads").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plans.csv", "plans.csv"),
        ("a#b.csv", "a-b.csv"),
        ("plans\u202evsc.exe", "plansvsc.exe"),
        ("..", "file"),
        ("\x00", "file"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_file_name_is_only_ever_a_name(given: str, shown: str) -> None:
    assert clean_name(given) == shown


def test_files_lie_under_names_of_our_own(workspace) -> None:
    intake = upload(("../../evil.csv", company.SUBSCRIPTIONS), ("evil.csv", company.SUBSCRIPTIONS))
    stored = [path.name for path in folder_of(intake).iterdir()]
    assert len(stored) == 2
    assert not any("evil" in name for name in stored)
    assert [file["name"] for file in intake.files] == ["evil.csv", "evil (2).csv"]


def test_a_folder_of_the_server_is_read_but_nothing_beside_it(workspace, settings, tmp_path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    company.write(root / "july")
    outside.mkdir()
    (outside / "secret.csv").write_text("account_id,name\nx,y\n")
    (root / "july" / "link.csv").symlink_to(outside / "secret.csv")
    (root / "way-out").symlink_to(outside)
    settings.IMPORT_DIR = root
    assert [name for name, _ in intakes.listing("").folders] == ["july"]
    assert "link.csv" not in [name for name, _ in intakes.listing("july").files]
    for path in ("..", "../outside", "way-out", "/etc", "july/../../outside", "no\x00", "july/nothing"):
        with pytest.raises(NotFound):
            intakes.listing(path)
    intake = intakes.pick("july", choices=CHOICES, at=AT, actor="7")
    assert "link.csv" not in [file["name"] for file in intake.files]
    assert work(intake, keep=True).run.counts["subscription"]["added"] == 9


def test_discarded_files_are_gone(workspace, django_capture_on_commit_callbacks) -> None:
    intake = upload(("subscriptions.csv", company.SUBSCRIPTIONS))
    folder = folder_of(intake)
    with django_capture_on_commit_callbacks(execute=True):
        intakes.discard(intake, at=AT, actor="7")
    assert not folder.exists()


def test_a_worker_that_died_after_the_import_does_not_import_twice(workspace) -> None:
    done = work(upload(("plans.csv", WITH_REJECTED)), keep=True)
    intakes.Intake.objects.filter(pk=done.pk).update(state="importing", run=None)
    from holdfast.connectors.intake.working import bring

    bring(done.pk, "7")
    again = intakes.find(done.pk)
    assert (again.state, again.run) == ("done", done.run)
    assert ImportRun.objects.count() == 1


def test_a_workbook_is_opened_once_to_look_into_it(workspace, monkeypatch) -> None:
    """A large one takes seconds, and a page waits for it."""
    opened: list[str] = []

    def counting(source):
        opened.append(source.name)
        return open_workbook(source)

    monkeypatch.setattr(opening, "open_workbook", counting)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["account_id", "name"])
        sheet.write_row(1, 0, ["acme", "Acme"])
    intake = upload(
        ("one.xlsx", stream.getvalue()), ("subscriptions.csv", company.SUBSCRIPTIONS), ("two.xlsx", stream.getvalue())
    )
    assert [found["kind"] for found in intake.found] == ["account", "subscription", "account"]
    assert opened == ["one.xlsx", "two.xlsx"]
