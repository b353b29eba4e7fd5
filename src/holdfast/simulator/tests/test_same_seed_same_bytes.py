from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq

from holdfast.simulator import Company, Size, simulate
from holdfast.simulator.tests.conftest import END


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    simulate(Size.SMALL, 7, END).write(tmp_path)
    assert digests(tmp_path) == digests(folder)


def test_another_seed_gives_another_company(folder: Path, tmp_path: Path) -> None:
    simulate(Size.SMALL, 8, END).write(tmp_path)
    ours, theirs = digests(folder), digests(tmp_path)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] == theirs[name]] == []


def test_files_have_one_line_end_and_a_plain_header(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert b'"' not in content.split(b"\n", 1)[0]
        content.decode("utf-8")


def test_events_are_a_parquet_file_a_year_and_a_csv_of_the_last_month(folder: Path) -> None:
    names = sorted(path.name for path in folder.glob("events*"))
    assert names == ["events-2023.parquet", "events-2024.parquet", "events-2025-12.csv", "events-2025.parquet"]
    years = pq.read_table(folder / "events-2024.parquet")["occurred_at"].to_pylist()
    assert {at.year for at in years} == {2024}
    assert years == sorted(years)


def test_a_month_that_is_still_running_is_partial(tmp_path: Path) -> None:
    company = simulate(Size.SMALL, 7, date(2026, 3, 12))
    assert [company.window.labels[0], company.window.labels[-1]] == ["2023-04", "2026-03"]
    *_, (label, events) = company.events()
    last = max(events["occurred_at"].to_pylist())
    assert label == "2026-03"
    assert last.date() == date(2026, 3, 11)


def test_progress_is_reported_from_nothing_to_all(company: Company, tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    company.write(tmp_path, lambda name, share: heard.append((name, share)))
    shares = [share for _name, share in heard]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
