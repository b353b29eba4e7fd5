from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from holdfast.connectors.api import BadMapping, ReadOptions, load_mapping, make_plan, read_folder
from holdfast.connectors.tests.conftest import NOW, Read

STRANGE = "who;since;until;pays;area;memo\nacme;02/03/2024;05/03/2024;1.000;North;x\n"
MAPPING = """
timezone = "Europe/Berlin"

["strange.csv"]
kind = "subscription"
currency = "CHF"
decimal = ","
date_order = "day-first"
end_is_inclusive = true
interval = "year"

["strange.csv".columns]
who = "account"
since = "start"
until = "end"
pays = "amount"
area = "trait"
memo = ""
"""


def test_a_mapping_file_in_the_folder_overrides_what_is_detected(read: Read) -> None:
    reading = read({"strange.csv": STRANGE, "holdfast.toml": MAPPING})
    row = reading.tables["subscription"].to_pylist()[0]
    assert (row["account"], row["amount"], row["currency"], row["interval"]) == ("acme", Decimal(1000), "CHF", "year")
    assert row["valid_from"] == datetime(2024, 3, 1, 23, tzinfo=UTC)
    # Inclusive: the fifth of March is over at midnight in Berlin.
    assert row["valid_to"] == datetime(2024, 3, 5, 23, tzinfo=UTC)
    trait = reading.tables["trait"].to_pylist()[0]
    assert (trait["subject_key"], trait["name"], trait["value"]) == ("acme", "area", "North")


def test_a_mapping_file_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "strange.csv").write_text(STRANGE)
    (tmp_path / "other.toml").write_text(MAPPING)
    options = ReadOptions(now=NOW, mapping=load_mapping(tmp_path / "other.toml"))
    assert read_folder([tmp_path / "strange.csv"], options).tables["subscription"].num_rows == 1


def test_patterns_and_skipping(read: Read) -> None:
    text = "customer,start,mrr\nacme,2024-01-01,5\n"
    mapping = '["old/*"]\nskip = true\n["*.csv"]\ncurrency = "GBP"\n'
    reading = read({"old/subscriptions.csv": text, "new/subscriptions.csv": text, "holdfast.toml": mapping})
    assert [m.file for m in reading.mappings] == ["new/subscriptions.csv"]
    assert reading.tables["subscription"]["currency"].to_pylist() == ["GBP"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("kind = 3", r"kind = 3: use one of"),
        ('["a.csv"]\nkind = "customers"', r'\["a.csv"\] kind = \'customers\': use one of'),
        ('["a.csv"]\ncolour = "red"', r'\["a.csv"\] colour: no such setting'),
        ('timezone = "Mars"', "timezone = 'Mars': write an IANA time zone"),
        ('["a.csv"]\ndecimal = ";"', r"decimal = \';\': use one of"),
        ('["a.csv".columns]\nx = 5', "columns"),
        ("[broken", "not valid TOML"),
    ],
)
def test_mistakes_in_a_mapping_file_name_the_key(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(toml)
    with pytest.raises(BadMapping, match=message):
        load_mapping(path)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ('nobody = "account"', r"columns.\"nobody\": strange.csv has no such column. It has: who, since"),
        ('who = "owner"', r"columns.\"who\" = \"owner\": a subscription has no such field"),
        ('who = "account"', "a subscription needs a column for start and mrr or arr"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_told(read: Read, columns: str, message: str) -> None:
    mapping = f'["strange.csv"]\nkind = "subscription"\n["strange.csv".columns]\n{columns}\n'
    with pytest.raises(BadMapping, match=message):
        read({"strange.csv": STRANGE, "holdfast.toml": mapping})


def test_the_mapping_shows_how_each_column_is_read_and_what_is_doubtful(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text('customer,start,amount\nacme,02/03/2024,"1,234"\n')
    shown = make_plan([tmp_path], ReadOptions(now=NOW)).mappings[0]
    columns = [(column.column, column.field, column.format, column.sample) for column in shown.columns]
    assert columns == [
        ("customer", "account", "", "acme"),
        ("start", "start", "MM/DD/YYYY", "02/03/2024"),
        ("amount", "amount", "1,234.50", "1,234"),
    ]
    assert [note.split(":")[0] for note in shown.notes] == [
        '"start" could be day or month first',
        '"amount" could have a decimal comma or point',
        "no currency",
    ]


def test_an_encoding_and_a_delimiter_may_be_set(read: Read) -> None:
    text = "customer^start^mrr\nЗахід^2024-01-01^5\n".encode("koi8-u")
    mapping = '["s.csv"]\nencoding = "koi8-u"\ndelimiter = "^"\n'
    reading = read({"s.csv": text, "holdfast.toml": mapping})
    assert reading.tables["subscription"]["account"].to_pylist() == ["Захід"]
