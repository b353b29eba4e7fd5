"""One row per account: what the list of accounts filters and sorts on, as of the end of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from holdfast.book.accounts.billed import BILLED, billed
from holdfast.metrics.kernel.result import EXACT, INSTANT
from holdfast.metrics.registry import kpi_of

if TYPE_CHECKING:
    from holdfast.book.book import Book

ACCOUNT = pa.schema(
    [
        ("account_id", pa.int64()),
        ("account", pa.string()),
        ("name", pa.string()),
        ("status", pa.string()),
        ("plan", pa.string()),
        ("currency", pa.string()),
        ("mrr", EXACT),
        ("created_at", INSTANT),
        ("customer_since", INSTANT),
        ("left_at", INSTANT),
        ("renews_at", INSTANT),
        ("ends_at", INSTANT),
        ("people", pa.int64()),
        ("last_seen_at", INSTANT),
        ("open_tickets", pa.int64()),
        ("nps", pa.float64()),
        ("nps_at", INSTANT),
        ("health", pa.float64()),
        ("health_change", pa.float64()),
    ]
)
STATUSES = ("paying", "past_due", "trial", "paused", "free", "churned", "lead")
TRAIT = "trait:"


def accounts(book: Book) -> pa.Table:
    """Columns of ACCOUNT, then `trait:<name>` (string) for every trait of an account; sorted by MRR, largest first.

    status: past_due pays, but an invoice is overdue; free uses a plan without a price; churned has paid once; lead
    never has. plan, currency: of its MRR now, largest first, joined by ", "; of what it uses if it pays nothing.
    mrr: in the reporting currency. customer_since, left_at: its first MRR, and since when it has none. renews_at: the
    next end of a paid term; ends_at: when it is known to leave. people: those known to belong to it or to have used it.
    nps: its last answer. health: 0 to 100 as of the end of the data, null where it has no score; health_change: against
    the end of the previous month. mrr, people and open_tickets are 0 where there is none, other numbers null where
    nothing is known.
    """
    con, every = book.con, book.facts["account"]
    parts = [_money(book), _people(book), _seen(book), _tickets(book), _nps(book)]
    table = every.select("account_id", "account", "name", "created_at")
    for part in parts:
        table = table.left_join(part, "account_id").drop("account_id_right")
    found = con.to_pyarrow(table)
    found = _joined(found, billed(book), BILLED)
    found = _joined(found, _scores(book), ("mrr", "health", "health_change"))
    found = _with_zeros(_with_status(found))
    found = _joined(found.select(ACCOUNT.names).cast(ACCOUNT), *_traits(book))
    order = [("mrr", "descending"), ("name", "ascending"), ("account", "ascending")]
    return found.sort_by(order)


def _money(book: Book) -> ir.Table:
    """account_id, paying plans and currencies, first MRR, last change, MRR at risk."""
    changes = book.facts["mrr_change"]
    spans = changes.group_by("account_id").agg(customer_since=_.effective_at.min(), changed_at=_.effective_at.max())
    risk = book.facts["mrr_series"].filter(_.series == "at_risk")
    overdue = risk.group_by("account_id").agg(at_risk=_.amount.sum())
    spans = spans.left_join(overdue, "account_id").drop("account_id_right")
    for by in ("plan", "currency"):
        sums = changes.filter(_[by].notnull()).group_by("account_id", by).agg(mrr=_.amount_reporting.sum())
        current = sums.filter(_.mrr > 0)
        names = current.group_by("account_id").agg(
            **{f"paid_{by}": current[by].group_concat(", ", order_by=[current.mrr.desc(), current[by]])}
        )
        spans = spans.left_join(names, "account_id").drop("account_id_right")
    return spans


def _people(book: Book) -> ir.Table:
    """Those who are known to belong to the account, and those who did something for it."""
    known = book.facts["person"].select("account_id", "person_id")
    active = book.facts["event"].select("account_id", "person_id").distinct()
    both = known.union(active, distinct=True).filter(_.account_id.notnull() & _.person_id.notnull())
    return both.group_by("account_id").agg(people=_.count())


def _seen(book: Book) -> ir.Table:
    """The last event of the account or of one of its people."""
    event = book.facts["event"].filter(_.occurred_at < ibis.literal(book.as_of))
    last = event.group_by("person_id", "account_id").agg(last_seen_at=_.occurred_at.max())
    return _owned(book, last).group_by("account_id").agg(last_seen_at=_.last_seen_at.max())


def _owned(book: Book, rows: ir.Table) -> ir.Table:
    """Rows of people, or of accounts, with the account: the one that is named, or that of the person."""
    person = book.facts["person"].select(owner="person_id", home="account_id")
    joined = rows.left_join(person, rows.person_id == person.owner).mutate(account_id=_.account_id.coalesce(_.home))
    return joined.filter(_.account_id.notnull())


def _tickets(book: Book) -> ir.Table:
    ticket = book.facts["ticket"].filter(_.account_id.notnull() & (_.opened_at < ibis.literal(book.as_of)))
    unsolved = _.solved_at.isnull() | (_.solved_at >= ibis.literal(book.as_of))
    return ticket.group_by("account_id").agg(open_tickets=_.count(where=unsolved))


def _nps(book: Book) -> ir.Table:
    answer = book.facts["survey_answer"].filter((_.survey == "nps") & _.score.notnull() & _.answered_at.notnull())
    answered = _owned(book, answer).group_by("account_id")
    return answered.agg(nps=_.score.argmax(_.answered_at), nps_at=_.answered_at.max())


def _scores(book: Book) -> pa.Table:
    """account_id, mrr, health, health_change: what each account contributes to those numbers now."""
    now = _contribution(book, "mrr", -1).rename_columns(["account_id", "mrr"])
    health = _contribution(book, "health_score", -1).rename_columns(["account_id", "health"])
    before = _contribution(book, "health_score", -2).rename_columns(["account_id", "before"])
    found = now.join(health, "account_id", join_type="full outer").join(before, "account_id", join_type="left outer")
    score = found["health"].cast(pa.float64())
    change = pc.subtract(score, found["before"].cast(pa.float64()))
    return pa.table({"account_id": found["account_id"], "mrr": found["mrr"], "health": score, "health_change": change})


def _contribution(book: Book, key: str, place: int) -> pa.Table:
    """account_id and what it adds to the numerator of a KPI in the last (-1) period, or the one before."""
    kpi, over = kpi_of(key), book.calendar("month")
    empty = pa.schema([("account_id", pa.int64()), ("numerator", EXACT)]).empty_table()
    if not book.engine.available(kpi) or len(over) < -place:
        return empty
    rows = book.engine.behind(kpi, over, over.periods[place]).select(["subject_id", "numerator"])
    return rows.rename_columns(["account_id", "numerator"])


def _with_status(table: pa.Table) -> pa.Table:
    """What follows from several columns at once: status, left_at, plan and currency."""
    mrr = table["mrr"]
    pays = pc.fill_null(pc.greater(mrr, pa.scalar(0, mrr.type)), False)
    overdue = pc.fill_null(pc.greater(table["at_risk"], pa.scalar(0, table["at_risk"].type)), False)
    paid_before = pc.is_valid(table["customer_since"])
    otherwise = pc.coalesce(table["state"], pc.if_else(paid_before, "churned", "lead"))
    status = pc.if_else(pays, pc.if_else(overdue, "past_due", "paying"), otherwise)
    nothing = pa.scalar(None, INSTANT)
    added = {
        "status": status,
        "left_at": pc.if_else(pc.and_(paid_before, pc.invert(pays)), table["changed_at"], nothing),
        "plan": pc.coalesce(table["paid_plan"], table["used_plan"]),
        "currency": pc.coalesce(table["paid_currency"], table["used_currency"]),
    }
    for name, values in added.items():
        table = table.append_column(name, values)
    return table


def _with_zeros(table: pa.Table) -> pa.Table:
    for name in ("mrr", "people", "open_tickets"):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pc.fill_null(table[name], pa.scalar(0, table[name].type)))
    return table


def _traits(book: Book) -> tuple[pa.Table, tuple[str, ...]]:
    """account_id and each trait as it is now."""
    trait, now = book.facts["trait"], ibis.literal(book.as_of)
    current = trait.filter(
        (_.subject == "account")
        & (_.valid_from.isnull() | (_.valid_from < now))
        & (_.valid_to.isnull() | (_.valid_to >= now))
    )
    rows = book.con.to_pyarrow(current.select(account_id="subject_id", name="name", value="value"))
    names = sorted(set(rows["name"].to_pylist()))
    table = pa.table({"account_id": pc.unique(rows["account_id"])})
    for name in names:
        own = rows.filter(pc.equal(rows["name"], name))
        first = own.group_by("account_id", use_threads=False).aggregate([("value", "first")])
        table = table.join(first.rename_columns(["account_id", f"{TRAIT}{name}"]), "account_id")
    return table, tuple(f"{TRAIT}{name}" for name in names)


def _joined(left: pa.Table, right: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    return left.join(right.select(["account_id", *columns]), "account_id")
