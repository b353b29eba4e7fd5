"""Computes what a board keeps, from a book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.book.accounts.table import accounts
from holdfast.book.board import slices
from holdfast.book.board.account_facts import healths
from holdfast.book.board.account_kpis import account_kpis
from holdfast.book.board.behind import ROWS, TERM, Stored, rates_of, terms_of
from holdfast.book.board.files import write_rows, write_table
from holdfast.book.board.what import Kind, What
from holdfast.book.board.who import NEEDED, directory
from holdfast.book.book import Book
from holdfast.book.report import rates, survival
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.frame import RATE
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import PER_YEAR, Calendar
from holdfast.metrics.kernel.result import Rollforward
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.directory import kept
from holdfast.metrics.reports.money import FactMoney, money_table
from holdfast.metrics.reports.notes import answers_of, tickets_of
from holdfast.metrics.rows.members import starts
from holdfast.metrics.rows.moved import moved
from holdfast.metrics.rows.upcoming import upcoming
from holdfast.metrics.tables import cohorts, rollforward

MONEY, CUSTOMERS = "money", "customers"
PREVIEWED = ("mrr", "customers", "nrr", "grr", "customer_churn", "gross_mrr_churn")


def make(book: Book, folder: Path, what: What) -> None:
    """Compute one thing and put its file into the board's folder. Doing it twice changes nothing.

    Nothing is made by a segment that somebody has changed since it was asked for.
    """
    if not (folder / what.file).exists() and _can_slice(book, folder, what.by):
        write_table(folder / what.file, _MAKERS[what.kind](book, folder, what))


def calendar_of(book: Book, what: What) -> Calendar:
    """The periods of a thing. The numbers of periods are the same, however many of them are shown."""
    usual = book.calendar(what.period or "month")
    if not what.whole:
        return usual
    lead = PER_YEAR[usual.grain]
    return replace(usual, lead=usual.whole[:lead], periods=usual.whole[lead:])


def _can_slice(book: Book, folder: Path, by: str) -> bool:
    """Find out who is in the segment that something is sliced by; whether it is still the same segment."""
    if not slices.is_segment(by) or by in book.engine.histories:
        return True
    for what in NEEDED:
        make(book, folder, what)
    history = slices.history(book, directory(folder), by)
    if history is None:
        return False
    book.engine.histories[by] = history
    return True


def _result(book: Book, folder: Path, what: What) -> pa.Table:
    return book.engine.compute(kpi_of(what.key), calendar_of(book, what), what.by or None).table


def _terms(book: Book, folder: Path, what: What) -> pa.Table:
    kpi = _kpi_of(what.key)
    if not book.engine.available(kpi, what.by or None):
        return TERM.empty_table()
    traces = book.engine.traces(kpi, calendar_of(book, what), what.by or None)
    rows = [
        {"rows": write_rows(folder / ROWS, _lean(trace.rows)), "subject": trace.subject, "fold": trace.fold.value,
         "side": trace.side.value, "sign": trace.sign, "earlier": trace.earlier}
        for trace in traces
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, TERM)


def _lean(rows: pa.Table) -> pa.Table:
    """Without a slice that is always the same; others once each."""
    if "slice" not in rows.column_names:
        return rows
    place, slices = rows.column_names.index("slice"), rows["slice"]
    if not pc.any(pc.not_equal(slices, "")).as_py():
        return rows.drop_columns(["slice"])
    return rows.set_column(place, "slice", slices.combine_chunks().dictionary_encode())


def _rates(book: Book, folder: Path, what: What) -> pa.Table:
    found = rates(book, calendar_of(book, what))
    return RATE.to_pyarrow().empty_table() if found is None else found


def _rollforward(book: Book, folder: Path, what: What) -> pa.Table:
    """Both tables of a roll-forward under each other; `of` says which row is of which."""
    made: Rollforward = rollforward(book.engine, calendar_of(book, what), what.by or None)
    tables = [
        table.add_column(0, "of", pa.repeat(pa.scalar(of), table.num_rows))
        for of, table in ((MONEY, made.money), (CUSTOMERS, made.customers))
    ]
    return pa.concat_tables(tables, promote_options="default")


def _cohorts(book: Book, folder: Path, what: What) -> pa.Table:
    return cohorts(book.engine, what.key, calendar_of(book, what)).table


def _survival(book: Book, folder: Path, what: What) -> pa.Table:
    over = calendar_of(book, what)
    if what.until:
        last = over.whole.index(next(period for period in over.whole if period.label == what.until))
        over = replace(over, lead=over.whole[:last], periods=over.whole[last : last + 1])
    return survival(book, over, what.by or None)


def _account_kpis(book: Book, folder: Path, what: What) -> pa.Table:
    def terms(kpi: Kpi) -> list[Stored]:
        wanted = What(kind=Kind.TERMS, key=kpi.key, period="month")
        make(book, folder, wanted)
        return terms_of(folder, wanted)

    make(book, folder, What(kind=Kind.RATES, period="month"))
    return account_kpis(book, terms, rates_of(folder, "month"))


def _names(book: Book, folder: Path, what: What) -> pa.Table:
    """id, key, name of every account, or person."""
    facts = book.facts[what.key]
    table = book.con.to_pyarrow(facts.select(f"{what.key}_id", what.key, "name").order_by(f"{what.key}_id"))
    return table.rename_columns(["id", "key", "name"])


def _preview(book: Book, folder: Path, what: What) -> pa.Table:
    """The series of the KPIs that PREVIEWED names, with `key`."""
    tables = [
        table.add_column(0, "key", pa.repeat(pa.scalar(key), table.num_rows))
        for key in PREVIEWED
        for table in [book.kpi(key).over("month").table]
    ]
    return pa.concat_tables(tables)


def _kpi_of(key: str) -> Kpi:
    """Of the registry; or what the cells of a cohort table are, which is a KPI too."""
    return next((kpi for kpi in COHORTS.values() if kpi.key == key), None) or kpi_of(key)


_MAKERS: dict[Kind, Callable[[Book, Path, What], pa.Table]] = {
    Kind.RESULT: _result,
    Kind.TERMS: _terms,
    Kind.RATES: _rates,
    Kind.ROLLFORWARD: _rollforward,
    Kind.COHORTS: _cohorts,
    Kind.SURVIVAL: _survival,
    Kind.MOVEMENTS: lambda book, folder, what: book.movements(),
    Kind.MOVED: lambda book, folder, what: moved(book.engine, calendar_of(book, what), what.by or None),
    Kind.UPCOMING: lambda book, folder, what: upcoming(book.engine),
    Kind.MEMBERS: lambda book, folder, what: starts(book.engine, what.key),
    Kind.ACCOUNTS: lambda book, folder, what: accounts(book),
    Kind.ACCOUNT_KPIS: _account_kpis,
    Kind.HEALTH: lambda book, folder, what: healths(book),
    Kind.NAMES: _names,
    Kind.PREVIEW: _preview,
    Kind.MONEY: lambda book, folder, what: money_table(FactMoney(book.con, book.facts, book.settings.currency)),
    Kind.DIRECTORY: lambda book, folder, what: kept(book.con, book.facts, book.as_of),
    Kind.ANSWERS: lambda book, folder, what: answers_of(book.con, book.facts, book.as_of),
    Kind.TICKETS: lambda book, folder, what: tickets_of(book.con, book.facts, book.as_of),
}
