"""Who is behind a number, from stored contributions: the same sums as `metrics.behind`, over whole columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.board.files import read_rows, read_table
from holdfast.book.board.what import Kind, What
from holdfast.metrics.behind import Trace
from holdfast.metrics.kernel.kpi import Fold, Side, Statistic
from holdfast.metrics.kernel.result import EXACT

ROWS = "rows"
# One term of a KPI: the file of its contributions, and how they count.
TERM = pa.schema(
    [
        ("rows", pa.string()),
        ("subject", pa.string()),
        ("fold", pa.string()),
        ("side", pa.string()),
        ("sign", pa.int8()),
        ("earlier", pa.int32()),
    ]
)
NOBODY = -1  # stands for a null id while rows are added up
BEHIND = ("subject_id", "subject", "name", "numerator", "denominator")
SUMS = pa.schema([("subject_id", pa.int64()), ("numerator", EXACT), ("denominator", EXACT)])
_AMOUNT, _RATE = pa.decimal256(38, 6), pa.decimal256(18, 9)


@dataclass(frozen=True, slots=True)
class Stored:
    """One term of a KPI whose contributions are in a file."""

    path: Path
    fold: Fold
    side: Side
    sign: int
    earlier: int

    def within(self, number: int, slice_: str | None) -> pa.Table:
        """The contributions that make the figure of one period."""
        rows = _rows(self.path, self.fold, number - self.earlier)
        if slice_ is None or "slice" not in rows.column_names:
            return rows if not slice_ else rows.slice(0, 0)
        return rows.filter(pc.equal(rows["slice"], slice_))


def terms_of(folder: Path, what: What) -> list[Stored]:
    """The terms of a KPI. FileNotFoundError while they are not computed."""
    return [
        Stored(_file(folder, row["rows"]), Fold(row["fold"]), Side(row["side"]), row["sign"], row["earlier"])
        for row in read_table(folder / what.file).to_pylist()
    ]


def _file(folder: Path, rows: str) -> Path:
    return folder / ROWS / f"{rows}.arrow"


def traces_of(folder: Path, what: What, last: int) -> list[Trace]:
    """The same terms with their contributions up to the period `last`, as reports and workbooks read them."""
    subjects = read_table(folder / what.file)["subject"].to_pylist()
    return [
        Trace(_up_to(term.path, last), subject, term.fold, term.side, term.sign, term.earlier)
        for term, subject in zip(terms_of(folder, what), subjects, strict=True)
    ]


def rates_of(folder: Path, period: str) -> pa.Table | None:
    """The rates a stock of money is valued at; None when all of it is in the reporting currency."""
    found = read_table(folder / What(kind=Kind.RATES, period=period).file)
    return found if found.num_rows else None


def behind(
    terms: Iterable[Stored], number: int, slice_: str | None, statistic: Statistic, rates: pa.Table | None
) -> pa.Table:
    """subject_id, numerator, denominator; they sum to those of the number. `slice_` None: all of them together. No
    terms, as of a KPI without data: nobody.

    Who contributes nothing on either side is left out. Of a median every single contribution is a row.
    """
    terms = list(terms)
    if not terms:
        return SUMS.empty_table()
    if statistic is Statistic.MEDIAN:
        single = pa.concat_tables([_single(term.within(number, slice_)) for term in terms])
        ones = pa.array([1] * len(single), pa.int8()).cast(EXACT)
        return pa.table({"subject_id": single["subject_id"], "numerator": single["amount"], "denominator": ones})
    parts = [_of_term(term, number, slice_, rates) for term in terms if term.side is not Side.SQUARES]
    sums = pa.concat_tables(parts).group_by("subject_id").aggregate([("numerator", "sum"), ("denominator", "sum")])
    sums = sums.rename_columns(["subject_id", "numerator", "denominator"])
    zero = pa.scalar(0, EXACT)
    sums = sums.filter(pc.or_(pc.not_equal(sums["numerator"], zero), pc.not_equal(sums["denominator"], zero)))
    ids = sums["subject_id"]
    nobody = pa.scalar(None, pa.int64())
    return sums.set_column(0, "subject_id", pc.if_else(pc.equal(ids, NOBODY), nobody, ids))


def named(rows: pa.Table, names: pa.Table) -> pa.Table:
    """Columns of BEHIND, largest first. names: id, key, name."""
    places = pc.index_in(rows["subject_id"], names["id"].combine_chunks(), skip_nulls=True)
    found = names.select(["key", "name"]).take(places)
    table = pa.table([rows[0], found["key"], found["name"], rows[1], rows[2]], names=list(BEHIND))
    sizes = [pc.negate(pc.abs(table[side])) for side in ("numerator", "denominator")]
    order = [("n", "ascending"), ("d", "ascending"), ("s", "ascending")]
    return table.take(pc.sort_indices(pa.table([*sizes, table["subject"]], names=["n", "d", "s"]), sort_keys=order))


def _single(rows: pa.Table) -> pa.Table:
    return rows.select(["subject_id", "amount"])


def _of_term(term: Stored, number: int, slice_: str | None, rates: pa.Table | None) -> pa.Table:
    """subject_id, numerator, denominator: what each subject adds to the term's side, nothing to the other."""
    rows = term.within(number, slice_)
    if rates is not None and term.fold in (Fold.CLOSING, Fold.OPENING) and "currency" in rows.column_names:
        rows = _valued(rows, rates, number - term.earlier, closing=term.fold is Fold.CLOSING)
    amounts = rows["amount"].combine_chunks()
    amounts = pc.negate(amounts) if term.sign < 0 else amounts
    nothing = pa.repeat(pa.scalar(0, EXACT), len(amounts))
    sides = [amounts, nothing] if term.side is Side.NUMERATOR else [nothing, amounts]
    ids = pc.fill_null(rows["subject_id"].combine_chunks(), NOBODY)
    return pa.table([ids, *sides], names=["subject_id", "numerator", "denominator"])


def _valued(rows: pa.Table, rates: pa.Table, number: int, *, closing: bool) -> pa.Table:
    """A stock of money is valued at the boundary it is read at: 6 places times 9 are exactly the 15 of a figure."""
    sums = rows.group_by(["subject_id", "currency"]).aggregate([("amount", "sum")])
    at = rates.filter(pc.equal(rates["period"], number))
    places = pc.index_in(sums["currency"], at["currency"].combine_chunks())
    rate = at["closing_rate" if closing else "opening_rate"].take(places)
    amount = pc.multiply(sums["amount_sum"].cast(_AMOUNT), rate.cast(_RATE)).cast(EXACT)
    return pa.table({"subject_id": sums["subject_id"], "amount": amount})


@lru_cache(maxsize=256)
def _rows(path: Path, fold: Fold, number: int) -> pa.Table:
    tests = {
        Fold.FLOW: number.__eq__,
        Fold.PREVIOUS: (number - 1).__eq__,
        Fold.CLOSING: number.__ge__,
        Fold.OPENING: number.__gt__,
    }
    return read_rows(path, tests[fold])


def _up_to(path: Path, last: int) -> pa.Table:
    """With the slice of a table that is not sliced, which is not stored."""
    rows = read_rows(path, last.__ge__)
    if "slice" in rows.column_names:
        place = rows.column_names.index("slice")
        return rows.set_column(place, "slice", rows["slice"].cast(pa.string()))
    return rows.add_column(1, "slice", pa.repeat(pa.scalar(""), rows.num_rows))
