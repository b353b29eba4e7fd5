from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdfast.connectors.api import CannotRead
from holdfast.connectors.tests.conftest import Read

ROWS = [
    {"customer": "acme", "start": "2024-01-01", "end": None, "mrr": 10.5},
    {"customer": "beta", "start": "2024-02-01", "end": "2024-03-01", "mrr": 20},
]


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def periods(reading: object) -> list[tuple[str, datetime, Decimal]]:
    rows = reading.tables["subscription"].to_pylist()  # type: ignore[attr-defined]
    return [(row["account"], row["valid_from"], row["amount"]) for row in rows]


EXPECTED = [
    ("acme", datetime(2024, 1, 1, tzinfo=UTC), Decimal("10.5")),
    ("beta", datetime(2024, 2, 1, tzinfo=UTC), Decimal(20)),
]


def test_every_sheet_of_a_workbook_is_a_table_with_dates_and_numbers(read: Read) -> None:
    content = workbook(
        {
            "Abos": [["Our subscriptions"], [], ["customer", "start", "end", "mrr"],
                     ["acme", datetime(2024, 1, 1), None, 10.5], ["beta", 45323, date(2024, 3, 1), 20]],  # noqa: DTZ001
            "Tickets": [["ticket", "account", "opened_at"], [17, "acme", datetime(2024, 1, 5, 10, 30)]],  # noqa: DTZ001
            "Empty": [],
        }
    )  # fmt: skip
    reading = read({"book.xlsx": content})
    assert periods(reading) == EXPECTED
    assert reading.tables["subscription"]["source_row"].to_pylist() == ["book.xlsx#Abos:4", "book.xlsx#Abos:5"]
    ticket = reading.tables["ticket"].to_pylist()[0]
    assert (ticket["ticket"], ticket["opened_at"]) == ("17", datetime(2024, 1, 5, 10, 30, tzinfo=UTC))


def test_floats_of_excel_are_read_with_the_digits_it_shows(read: Read) -> None:
    content = workbook({"subscriptions": [["customer", "start", "mrr"], ["acme", datetime(2024, 1, 1), 0.1 + 0.2]]})  # noqa: DTZ001
    assert read({"x.xlsx": content}).tables["subscription"]["amount"].to_pylist() == [Decimal("0.3")]


@pytest.mark.parametrize("pack", [lambda content: content, gzip.compress])
def test_parquet(read: Read, pack: object) -> None:
    table = pa.table(
        {
            "customer": ["acme", "beta"],
            "start": pa.array([datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)]),
            "end": pa.array([None, date(2024, 3, 1)]),
            "mrr": pa.array([Decimal("10.50"), Decimal(20)], pa.decimal128(10, 2)),
        }
    )
    stream = io.BytesIO()
    pq.write_table(table, stream)
    reading = read({"subscriptions.parquet": pack(stream.getvalue())})  # type: ignore[operator]
    assert periods(reading) == EXPECTED
    assert reading.tables["subscription"]["source_row"].to_pylist()[0] == "subscriptions.parquet:1"


@pytest.mark.parametrize(
    "content",
    [
        b"\n".join(orjson.dumps(row) for row in ROWS),
        orjson.dumps(ROWS),
        orjson.dumps({"count": 2, "data": ROWS}),
        gzip.compress(orjson.dumps(ROWS)),
    ],
)
def test_json_lines_arrays_and_lists(read: Read, content: bytes) -> None:
    assert periods(read({"subscriptions.json": content})) == EXPECTED


def test_broken_and_odd_lines_of_json_are_rejected(read: Read) -> None:
    lines = [orjson.dumps(ROWS[0]), b"{broken", b"[1]", orjson.dumps(ROWS[1])]
    reading = read({"subscriptions.jsonl": b"\n".join(lines)})
    assert periods(reading) == EXPECTED
    assert [(row.row, row.reason.split(" (")[0]) for row in reading.rejected] == [
        (2, "not valid JSON"),
        (3, "not an object"),
    ]


@pytest.mark.parametrize("depth", [2_000, 200_000])
def test_json_nested_too_deep_is_an_error_and_no_crash(read: Read, depth: int) -> None:
    with pytest.raises(CannotRead, match="not valid JSON"):
        read({"x.json": b"[" * depth + b"]" * depth})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b"PK\x03\x04 not really"),
        ("x.parquet", b"PAR1 not really"),
        ("x.csv.gz", b"\x1f\x8b\x08\x00 not really"),
        ("x.json", b'{"a": '),
    ],
)
def test_damaged_files_are_told(read: Read, name: str, content: bytes) -> None:
    with pytest.raises(CannotRead, match=name.replace(".", r"\.")):
        read({name: content})


def test_folders_are_read_to_the_bottom_without_papers_and_hidden_files(read: Read) -> None:
    text = "customer,start,mrr\nacme,2024-01-01,5\n"
    reading = read({"2024/q1/subscriptions.csv": text, "readme.md": "# notes", ".hidden.csv": text, ".git/x.csv": text})
    assert [mapping.file for mapping in reading.mappings] == ["2024/q1/subscriptions.csv"]
    assert reading.unknown == ()


def test_a_file_without_permission_is_told(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (tmp_path / "x.csv").touch()
    with pytest.raises(CannotRead, match="permissions"):
        read({})


def test_numbers_of_a_workbook_are_themselves_whatever_comma_its_texts_have(read: Read) -> None:
    amounts: list[object] = [99.125, "1.200,50", 1.234, 100.1, "2.000", 3]
    rows = [[f"c{place}", "2025-01-01", amount] for place, amount in enumerate(amounts)]
    reading = read({"book.xlsx": workbook({"Abos": [["customer", "start", "mrr"], *rows]})})
    found = [amount for _, _, amount in periods(reading)]
    assert found == [Decimal(text) for text in ("99.125", "1200.5", "1.234", "100.1", "2000", "3")]
    assert len(reading.rejected) == 0


def test_numbers_of_json_are_themselves_whatever_comma_its_texts_have(read: Read) -> None:
    amounts = (99.125, "20,50", 20.5, 1234567890.123456)
    lines = [{"customer": f"c{place}", "start": "2025-01-01", "mrr": amount} for place, amount in enumerate(amounts)]
    reading = read({"a.jsonl": b"\n".join(map(orjson.dumps, lines))})
    found = [amount for _, _, amount in periods(reading)]
    assert found == [Decimal(text) for text in ("99.125", "20.5", "20.5", "1234567890.123456")]


def test_long_whole_numbers_of_a_workbook_are_written_out(read: Read) -> None:
    rows = [[1234567890123456, "2025-01-01", 10], [1234567890123457, "2025-01-01", 20]]
    reading = read({"book.xlsx": workbook({"Abos": [["customer", "start", "mrr"], *rows]})})
    assert [account for account, _, _ in periods(reading)] == ["1234567890123456", "1234567890123457"]


def test_json_may_begin_with_a_byte_order_mark(read: Read) -> None:
    lines = b"\n".join(map(orjson.dumps, ROWS))
    for content in (lines, orjson.dumps(ROWS)):
        assert len(periods(read({"a.json": b"\xef\xbb\xbf" + content}))) == 2


def test_a_workbook_that_is_locked_or_damaged_is_named(read: Read) -> None:
    with pytest.raises(CannotRead, match=r"old\.xls: damaged, or locked with a password"):
        read({"old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)})
