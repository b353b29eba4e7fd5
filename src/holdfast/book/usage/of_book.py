"""What reports of usage are computed in, for a book."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import ibis

from holdfast.book.usage.groups import Groups
from holdfast.book.usage.notes import BookNotes
from holdfast.customers import api as customers
from holdfast.events.api import StoredSupply
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.directory import Directory, kept, keys_of
from holdfast.metrics.reports.money import FactMoney
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.slots import Clock
from holdfast.metrics.reports.supply import Supply
from holdfast.metrics.reports.tables import TableSupply

if TYPE_CHECKING:
    from holdfast.book.book import Book


def asking_of(book: Book) -> tuple[Asking, Directory]:
    """Read who is who once; events are read when a report asks for them."""
    groups = book.material.groups if book.material else Groups()
    who = Directory(
        kept(book.con, book.facts, book.as_of),
        {unit: keys_of(book.con, book.facts, unit) for unit in Unit},
        lists=groups.in_list,
        notes=BookNotes(book),
    )
    paid = any(name in book.facts.present for name in ("mrr_change", "cash", "purchase"))
    money = FactMoney(book.con, book.facts, book.settings.currency) if paid else None
    return Asking(supply_of(book, who), who, clock_of(book), groups.segments, money=money), who


def clock_of(book: Book) -> Clock:
    """How the book tells time."""
    return Clock(ZoneInfo(book.settings.timezone), book.settings.week_start, book.as_of)


def supply_of(book: Book, who: Directory) -> Supply:
    """The events of the book."""
    stored = book.material.stored if book.material else None
    if stored is not None:
        return StoredSupply(stored, who.homes(), book.as_of, lambda: book.con)
    events = _with_properties(book)
    return TableSupply(book.con, events, book.as_of)


def _with_properties(book: Book) -> ibis.Table:
    """The events of files, or of a connection, which knows no properties."""
    if book.material is None:
        return book.facts["event"].mutate(properties=ibis.literal("{}"))
    records, person = book.material.records, book.facts["person"]
    ordinals = customers.assign_ordinals(book.con, records, book.material.known)
    rows = customers.with_ids(customers.record_table(records, "event"), ordinals, "account", "person")
    homes = person.filter(person.account_id.notnull()).select("person_id", home="account_id")
    owned = rows.left_join(homes, "person_id").mutate(account_id=ibis._.account_id.coalesce(ibis._.home))
    columns = owned.select("event", "person_id", "account_id", "occurred_at", "properties")
    return book.con.create_table(ibis.util.gen_name("usage"), columns, temp=True)
