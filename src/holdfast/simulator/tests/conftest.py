"""One simulated company for all tests: as tables in memory and as a folder of files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from holdfast.simulator import Company, Size, simulate

END = date(2026, 1, 1)
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def company() -> Company:
    return simulate(Size.SMALL, 7, END)


@pytest.fixture(scope="session")
def folder(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("company")
    company.write(path)
    return path


@pytest.fixture(scope="session")
def rows_of(folder: Path) -> Callable[[str], Rows]:
    def read(name: str) -> Rows:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="session")
def medium() -> Company:
    """5,000 accounts, for shares that need large numbers. Not written: its tables are enough."""
    return simulate(Size.MEDIUM, 7, END)
