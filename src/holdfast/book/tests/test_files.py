"""Files of contributions are named after all that is in them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from holdfast.book.board.files import read_rows, write_rows
from holdfast.book.board.what import Kind, What


def _of(slice_: str) -> pa.Table:
    """One account in one period, sliced as the board keeps it."""
    slices = pa.array([slice_]).dictionary_encode()
    return pa.table({"period": pa.array([4], pa.int32()), "slice": slices, "subject_id": pa.array([6])})


def test_the_same_account_in_slices_of_different_names_is_in_different_files(tmp_path: Path) -> None:
    names = {slice_: write_rows(tmp_path, _of(slice_)) for slice_ in ("NO", "small")}
    assert names["NO"] != names["small"]
    for slice_, name in names.items():
        rows = read_rows(tmp_path / f"{name}.arrow", (4).__eq__)
        assert rows["slice"].to_pylist() == [slice_]


def test_the_same_contributions_are_in_one_file(tmp_path: Path) -> None:
    assert write_rows(tmp_path, _of("NO")) == write_rows(tmp_path, _of("NO"))
    assert len(list(tmp_path.iterdir())) == 1


def test_what_is_sliced_by_traits_of_almost_the_same_name_is_in_different_files() -> None:
    names = ("company size", "company_size", "Company size", "country", "Country", "by country", "x" * 200, "X" * 200)
    files = {str(What(kind=Kind.RESULT, key="mrr", period="month", by=name).file).lower() for name in names}
    assert len(files) == len(names)
    readable = What(kind=Kind.RESULT, key="mrr", period="month", by="country").file
    assert readable.name.startswith("month_by_country_mrr-")
