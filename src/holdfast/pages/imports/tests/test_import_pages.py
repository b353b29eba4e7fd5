"""Files through the pages of imports: up, corrected, checked, in, and out again. No script is needed for any of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.book.book import Book
from holdfast.connectors.intake import api as intakes
from holdfast.core.jobs.api import run_all
from holdfast.core.models import ImportRun
from holdfast.core.scoping import in_workspace
from tests import company

WITH_REJECTED = """subscription_id,customer,start,end,plan,mrr,currency
s20,acme,2026-02-01,,Basic,10,EUR
s21,beta,2026-02-01,,Basic,ten,EUR
s22,cove,soon,,Basic,30,EUR
"""


def file(name: str, text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def address(workspace, rest: str = "") -> str:
    return f"/w/{workspace.slug}/data/imports/{rest}"


def upload(client, workspace, *files: tuple[str, str | bytes], to: str = "upload/") -> str:
    """The address of the import that the upload leads to."""
    answer = client.post(address(workspace, to), {"files": [file(name, text) for name, text in files]})
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def bring(client, place: str) -> str:
    assert client.post(f"{place}run/").status_code == 302
    run_all()
    return client.get(place).text


def mrr(workspace, settings) -> list[object]:
    book = Book.open(settings.DATA_DIR, workspace=workspace.slug)
    return [book.kpi(key).over("month").result.table.to_pylist() for key in ("mrr", "nrr", "customers")]


def test_files_come_in_step_by_step(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("subscriptions.csv", company.SUBSCRIPTIONS), ("accounts.csv", company.ACCOUNTS))
    page = client.get(place).text
    assert "Subscriptions" in page
    assert "2026-01-05" in page
    client.post(f"{place}check/")
    assert "Waiting for a worker" in client.get(place).text
    run_all()
    assert "nothing is kept" in client.get(place).text
    done = bring(client, place)
    assert "This is what was imported" in done
    assert ">9<" in done
    with in_workspace(empty):
        run = ImportRun.objects.get()
    history = client.get(address(empty)).text
    assert "analyst@harbour.test" in history
    assert f"runs/{run.pk}/undo/" in history


def test_the_same_file_twice_changes_nothing(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    for _ in range(2):
        place = upload(client, empty, ("subscriptions.csv", company.SUBSCRIPTIONS))
        page = bring(client, place)
    assert "changed nothing" in page


def test_a_check_says_that_the_files_change_nothing(sign_in, harbour) -> None:
    client = sign_in(harbour, "analyst")
    place = upload(client, harbour, ("subscriptions.csv", company.SUBSCRIPTIONS))
    client.post(f"{place}check/")
    run_all()
    assert "change nothing" in client.get(place).text


def test_rejected_rows_are_shown_downloaded_and_corrected(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("plans.csv", WITH_REJECTED))
    assert "See the rejected rows" in bring(client, place)
    table = client.get(f"{place}rejected/").text
    assert table.index(">ten<") < table.index(">soon<")
    download = client.get(f"{place}rejected.csv", {"file": "plans.csv"})
    assert download["Content-Disposition"] == 'attachment; filename="rejected-plans.csv"'
    text = download.getvalue().decode("utf-8-sig")
    assert text.splitlines()[0].endswith("subscription_id,customer,start,end,plan,mrr,currency")
    corrected = text.replace(",ten,EUR", ",20,EUR").replace("cove,soon", "cove,2026-03-01")
    second = upload(
        client, empty, ("rejected-plans.csv", corrected), to=f"{place.rstrip('/').rsplit('/', 1)[-1]}/correct/"
    )
    assert "corrected rows of an earlier import" in client.get(second).text
    bring(client, second)
    with in_workspace(empty):
        assert ImportRun.objects.order_by("-pk")[0].counts["subscription"]["added"] == 2


def test_after_an_undo_the_numbers_are_those_of_before(sign_in, harbour, settings) -> None:
    client = sign_in(harbour, "analyst")
    before = mrr(harbour, settings)
    bring(client, upload(client, harbour, ("more.csv", WITH_REJECTED.replace("ten", "20"))))
    assert mrr(harbour, settings) != before
    with in_workspace(harbour):
        run = ImportRun.objects.order_by("-pk")[0]
    harbour.refresh_from_db()
    version = harbour.data_version
    asked = client.get(address(harbour, f"runs/{run.pk}/undo/")).text
    assert "What happens" in asked
    answer = client.post(address(harbour, f"runs/{run.pk}/undo/"), follow=True)
    assert "The import is undone" in answer.text
    assert mrr(harbour, settings) == before
    harbour.refresh_from_db()
    assert harbour.data_version > version


def test_a_later_import_is_named_and_offered_first(sign_in, harbour) -> None:
    client = sign_in(harbour, "analyst")
    bring(client, upload(client, harbour, ("subscriptions.csv", company.SUBSCRIPTIONS.replace(",90,", ",95,"))))
    with in_workspace(harbour):
        first, second = ImportRun.objects.order_by("pk")
    place = address(harbour, f"runs/{first.pk}/undo/")
    for page in (client.get(place), client.post(place)):
        assert "Later imports built on it" in page.text
        assert f"runs/{second.pk}/undo/" in page.text
    with in_workspace(harbour):
        assert ImportRun.objects.get(pk=first.pk).status == "done"


def test_a_wrong_reading_is_corrected_in_the_page(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("kunden.csv", "Wer,Seit,Wieviel\nacme,03/04/2026,10\n"))
    page = client.get(place).text
    assert "Choose its kind" in page
    assert "(one of: mrr, arr, amount, unit price)" in page
    client.post(f"{place}tables/0/", {"kind": "subscription"})
    sent = {"kind": "subscription", "shown_kind": "subscription", "date_order": "month-first", "currency": "gbp",
            "column-0": "account", "column-1": "start", "column-2": "mrr"}  # fmt: skip
    assert client.post(f"{place}tables/0/", sent).status_code == 302
    page = client.get(place).text
    assert "MM/DD/YYYY" in page
    assert "GBP" in page
    assert ">1<" in bring(client, place)


def test_a_wrong_choice_says_so_and_stays_typed(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("subscriptions.csv", company.SUBSCRIPTIONS))
    answer = client.post(f"{place}choices/", {"timezone": "Mars/Olympus", "currency": "EUR"})
    assert answer.status_code == 422
    assert "IANA time zone" in answer.text
    assert 'value="Mars/Olympus"' in answer.text
    columns = {f"column-{number}": "plan" for number in range(7)}
    sent = {"kind": "subscription", "shown_kind": "subscription", "currency": "EURO", **columns}
    answer = client.post(f"{place}tables/0/", sent)
    assert answer.status_code == 422
    assert "Choose one of them" in answer.text
    assert 'value="EURO"' in answer.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "The file is empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "This is not a table"),
        ("damaged.csv.gz", b"\x1f\x8b\x08" + b"\x00" * 20, "gzip file is damaged"),
    ],
)
def test_a_file_that_is_no_table_is_told(sign_in, empty, name: str, content: bytes, words: str) -> None:
    client = sign_in(empty, "analyst")
    answer = client.post(address(empty, "upload/"), {"files": [file(name, content)]}, follow=True)
    assert words in answer.text
    assert "/uploads/" not in answer.text


def test_too_much_is_refused_before_it_is_read(sign_in, empty, settings) -> None:
    settings.UPLOAD_MAX_MB = 1
    answer = sign_in(empty, "analyst").post(address(empty, "upload/"), {"files": [file("big.csv", b"a" * (3 << 20))]})
    assert answer.status_code == 413
    assert "at most 1 MB" in answer.text


def test_an_upload_without_a_token_is_refused(empty) -> None:
    from django.test import Client

    from holdfast.core.members.models import Member, Membership

    member = Member.objects.create_user("ann@harbour.test")
    Membership.objects.create(workspace=empty, member=member, role="analyst")
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    answer = client.post(address(empty, "upload/"), {"files": [file("a.csv", company.ACCOUNTS)]})
    assert answer.status_code == 403
    with in_workspace(empty):
        assert not intakes.Intake.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "agent"])
def test_who_may_not_import_learns_who_may(sign_in, harbour, role: str) -> None:
    client = sign_in(harbour, role)
    for answer in (client.get(address(harbour)), client.post(address(harbour, "upload/")),
                   client.post(address(harbour, "runs/1/undo/"))):  # fmt: skip
        assert answer.status_code == 403
        assert "Your role does not include this" in answer.text


def test_imports_of_others_are_not_there(sign_in, empty, harbour) -> None:
    owner = sign_in(harbour, "owner")
    theirs = upload(owner, harbour, ("plans.csv", WITH_REJECTED))
    number = re.findall(r"\d+", theirs)[-1]
    with in_workspace(harbour):
        run = ImportRun.objects.get()
    client = sign_in(empty, "owner", "eve@empty.test")
    reads = ("", "progress/", "rejected/", "rejected.csv")
    for rest in (*(f"{number}/{read}" for read in reads), f"runs/{run.pk}/", f"runs/{run.pk}/undo/"):
        assert client.get(address(empty, rest)).status_code == 404, rest
    for rest in ("choices/", "tables/0/", "tables/0/leave-out/", "check/", "run/", "discard/", "correct/"):
        assert client.post(address(empty, f"{number}/{rest}")).status_code == 404, rest
    assert client.post(address(empty, f"runs/{run.pk}/undo/")).status_code == 404


XSS = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


def test_nothing_in_a_file_is_markup(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    name = f"{XSS.replace('/', '')}.csv"
    cell = XSS.replace('"', "")
    text = f'customer,start,mrr,"{cell}"\n"{cell}",soon,10,1\nacme,2026-01-01,5,2\n'
    place = upload(client, empty, (name, text))
    client.post(f"{place}tables/0/", {"kind": "subscription", "currency": XSS})
    pages = [client.post(f"{place}tables/0/", {"kind": XSS, "currency": XSS, "timezone": XSS}).text]
    pages += [bring(client, place), client.get(place).text, client.get(f"{place}rejected/").text]
    with in_workspace(empty):
        run = ImportRun.objects.get()
    pages += [client.get(address(empty, f"runs/{run.pk}/")).text, client.get(address(empty)).text]
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_a_history_of_many_imports_takes_few_queries(sign_in, harbour, django_assert_max_num_queries) -> None:
    with in_workspace(harbour):
        for number in range(60):
            at = company.IMPORTED + timedelta(hours=number + 1)
            ImportRun.objects.create(started_at=at, source="files", status="done", started_by=str(number))
    client = sign_in(harbour, "analyst")
    # session, member, membership, runs counted and read, files that wait, who imported, workspaces of the switcher
    with django_assert_max_num_queries(10):
        page = client.get(address(harbour)).text
    assert page.count("/undo/") == 25
    assert "?page=2" in page


def test_progress_is_a_fragment_until_the_work_is_done(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("subscriptions.csv", company.SUBSCRIPTIONS))
    client.post(f"{place}check/")
    fragment = client.get(f"{place}progress/", headers={"HX-Request": "true"})
    assert "hx-get" in fragment.text
    assert "<html" not in fragment.text
    assert 'http-equiv="refresh"' in client.get(place).text
    run_all()
    assert client.get(f"{place}progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_files_can_be_thrown_away(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("subscriptions.csv", company.SUBSCRIPTIONS))
    assert "Not imported yet" in client.get(address(empty)).text
    client.post(f"{place}discard/")
    assert client.get(place).status_code == 404
    assert "Not imported yet" not in client.get(address(empty)).text


def test_a_folder_of_the_server_is_picked(sign_in, empty, settings, tmp_path) -> None:
    client = sign_in(empty, "analyst")
    assert "There is no folder for imports yet" in client.get(address(empty, "folder/")).text
    settings.IMPORT_DIR = tmp_path / "incoming"
    company.write(tmp_path / "incoming" / "july")
    assert "?folder=july" in client.get(address(empty, "folder/")).text
    assert "tickets.csv" in client.get(address(empty, "folder/"), {"folder": "july"}).text
    assert client.get(address(empty, "folder/"), {"folder": "../"}).status_code == 404
    place = client.post(address(empty, "folder/"), {"folder": "july"})["Location"]
    assert "This is what was imported" in bring(client, place)


@pytest.mark.parametrize("page", ["9" * 5_000, "9" * 18, "²", "-1"])
def test_a_page_that_no_list_has_is_no_error(sign_in, empty, page: str) -> None:
    client = sign_in(empty, "analyst")
    place = upload(client, empty, ("subscriptions.csv", WITH_REJECTED))
    bring(client, place)
    assert "soon" in client.get(f"{place}rejected/", {"page": page}).text
    assert client.get(address(empty), {"page": page}).status_code == 200
