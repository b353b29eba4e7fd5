from __future__ import annotations

import gzip
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from holdfast.connectors.api import CannotRead, ReadOptions, read_folder
from holdfast.connectors.tests.conftest import NOW, Read

PLAIN = "customer,start,end,mrr\nacme,2024-01-01,2024-03-01,10.50\nbeta,2024-02-01,,20\n"


def accounts(reading: object) -> list[str]:
    return reading.tables["subscription"]["account"].to_pylist()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""), ("utf-32-le", b"\xff\xfe\x00\x00"), ("cp1252", b""), ("latin-1", b""),
    ],
)  # fmt: skip
def test_western_encodings_are_detected(read: Read, encoding: str, mark: bytes) -> None:
    text = "Kunde;Beginn;Ende;Betrag\nMüller & Söhne;01.02.2024;;10,50\nGrößler;15.02.2024;;7\n"
    reading = read({"abos.csv": mark + text.encode(encoding)})
    assert accounts(reading) == ["Müller & Söhne", "Größler"]


@pytest.mark.parametrize("name", ["Größe und Grüße GmbH", "Süßwaren Köln", "Määttä Yhtiö", "Åäö i Göteborg AB"])
def test_western_names_with_two_marked_letters_in_a_row_are_not_taken_for_cyrillic(read: Read, name: str) -> None:
    reading = read({"abos.csv": f"Kunde;Beginn;Ende;Betrag\n{name};01.02.2024;;10,50\n".encode("cp1252")})
    assert accounts(reading) == [name]


def test_letters_that_western_europe_does_not_have_are_read_as_central_european(read: Read) -> None:
    row = "Kunde;Beginn;Ende;Betrag\nŤažká práce, Źródło;01.02.2024;;10,50\n"
    assert accounts(read({"abos.csv": row.encode("cp1250")})) == ["Ťažká práce, Źródło"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16", "koi8-u"])
def test_ukrainian_encodings_are_detected(read: Read, encoding: str) -> None:
    rows = "".join(f"Клієнт Київський {n};01.02.2024;;{n}\n" for n in range(1, 20))
    reading = read({"підписки.csv": ("клієнт;дата_початку;дата_кінця;сума\n" + rows).encode(encoding)})
    assert accounts(reading)[0] == "Клієнт Київський 1"


def test_a_few_bytes_of_another_encoding_do_not_stop_the_file(read: Read) -> None:
    head = PLAIN.encode() + b"".join(b"c%06d,2024-01-01,,5\n" % n for n in range(30_000))
    reading = read({"subscriptions.csv": head + "Zoë,2024-01-01,,5\n".encode("cp1252")})
    assert accounts(reading)[-1] == "Zoë"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_detected(read: Read, delimiter: str) -> None:
    assert accounts(read({"subscriptions.csv": PLAIN.replace(",", delimiter)})) == ["acme", "beta"]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_quoted_cells_hold_delimiters_and_line_ends_and_rows_keep_their_numbers(read: Read, ending: str) -> None:
    lines = ["customer,start,end,mrr", '"a, ""b""', 'c",2024-01-01,,1', "", "beta,2024-02-01,,2", "gamma,2024-02-01,,3"]
    rows = read({"subscriptions.csv": ending.join(lines)}).tables["subscription"].to_pylist()
    assert [row["account"].replace("\r", "") for row in rows] == ['a, "b"\nc', "beta", "gamma"]
    # The header is row 1; the blank line is row 3, as in a spreadsheet.
    assert [row["source_row"] for row in rows] == [f"subscriptions.csv:{n}" for n in (2, 4, 5)]


def test_ragged_rows_are_rejected_and_the_others_come_in(read: Read) -> None:
    reading = read({"subscriptions.csv": PLAIN + "short,2024-01-01\nlong,2024-01-01,,1,2,3\nlast,2024-01-01,,1\n"})
    assert accounts(reading) == ["acme", "beta", "last"]
    assert [(each.row, each.reason) for each in reading.rejected] == [
        (4, "2 cells instead of 4"),
        (5, "6 cells instead of 4"),
    ]
    assert reading.tables["subscription"]["source_row"].to_pylist()[-1] == "subscriptions.csv:6"


def test_lines_before_the_header_are_passed_over(read: Read) -> None:
    reading = read({"subscriptions.csv": "Report of 2024\n\n" + PLAIN})
    assert accounts(reading) == ["acme", "beta"]
    assert reading.tables["subscription"]["source_row"].to_pylist() == ["subscriptions.csv:4", "subscriptions.csv:5"]


@pytest.mark.parametrize("last", ["hello", "one;two;three", "customer,start,end,mrr"])
def test_a_file_of_one_line_without_its_end_does_not_stop_the_others(read: Read, last: str) -> None:
    assert accounts(read({"subscriptions.csv": PLAIN, "readme.txt": last})) == ["acme", "beta"]


def test_gzip_is_unpacked_whatever_it_is_called(read: Read) -> None:
    assert accounts(read({"subscriptions.csv": gzip.compress(PLAIN.encode())})) == ["acme", "beta"]


def test_the_quote_before_formulas_in_our_own_exports_is_taken_off(read: Read) -> None:
    assert accounts(read({"subscriptions.csv": PLAIN.replace("acme", "'=acme")})) == ["=acme", "beta"]


def test_dates_without_a_zone_are_midnight_in_the_zone_of_the_workspace(read: Read) -> None:
    reading = read({"subscriptions.csv": PLAIN}, timezone="Europe/Kyiv")
    row = reading.tables["subscription"].to_pylist()[0]
    assert row["valid_from"] == datetime(2023, 12, 31, 22, tzinfo=UTC)
    # The last day is the first of March; it is over at midnight in Kyiv.
    assert reading.as_of == datetime(2024, 3, 1, 22, tzinfo=UTC)
    assert row["amount"] == Decimal("10.500000")


def test_huge_cells_are_read(read: Read) -> None:
    comment = "x" * 3_000_000
    reading = read({"cancellations.csv": f'account,date,reason,comment\nacme,2024-01-01,price,"{comment}"\n'})
    assert len(reading.tables["cancellation"]["comment"][0].as_py()) == 3_000_000


def test_a_quotation_mark_that_is_never_closed_is_told(read: Read) -> None:
    rows = "".join(f"c{n},2024-01-01,,5\n" for n in range(1_000))
    rejected = list(read({"subscriptions.csv": PLAIN + '"open,2024-01-01,,1\n' + rows}).rejected)
    reason = "a quotation mark that is never closed takes in 1,000 more lines"
    assert [(each.row, each.reason) for each in rejected] == [(4, reason)]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no files here"),
        ({"x.bin": bytes(range(256)) * 50}, "nothing here is known"),
        ({"x.csv": ""}, "nothing here is known"),
        ({"x.csv": "some,words\nonly,text\n"}, "nothing here is known"),
    ],
)
def test_what_cannot_be_read_is_told(read: Read, files: dict[str, str | bytes], message: str) -> None:
    with pytest.raises(CannotRead, match=message):
        read(files)


def test_a_path_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="no such file or folder"):
        read_folder([tmp_path / "nothing"], ReadOptions(now=NOW))


def test_a_header_without_rows_is_noted(read: Read) -> None:
    reading = read({"a/subscriptions.csv": PLAIN, "b/tickets.csv": "ticket,opened_at\n"})
    assert [(note.file, note.text) for note in reading.notes] == [("b/tickets.csv", "no rows")]
    assert list(reading.tables) == ["subscription"]
