"""From the cells of a batch to records, by layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.base import Batch
from holdfast.connectors.files import behaviour, money, periods
from holdfast.connectors.files.cells import Cells, Draft
from holdfast.connectors.files.headers import plain
from holdfast.connectors.files.layouts import ACCOUNT_WORDS, PERSON_WORDS
from holdfast.connectors.files.traits import traits


@dataclass(slots=True)
class TableState:
    """What is carried from batch to batch of one table."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    survey: str = "nps"
    purchases: Counter[str] = field(default_factory=Counter)


def build(cells: Cells, state: TableState) -> list[Batch]:
    """All records of these cells. A row that is bad for one kind of record is left out of every kind."""
    drafts = list(BUILDERS[cells.mapping.layout.key](cells, state))
    return [cells.finish(draft) for draft in drafts]


def _accounts(cells: Cells, _: TableState) -> Iterator[Draft]:
    account = cells.require("account")
    columns = {"account": account, "name": cells.get("name"), "created_at": cells.get("created_at")}
    yield cells.batch("account", columns)
    yield from traits(cells, "account", account)


def _people(cells: Cells, _: TableState) -> Iterator[Draft]:
    person = cells.require("person")
    columns = {name: cells.get(name) for name in ("name", "account", "created_at")}
    yield cells.batch("person", {"person": person, **columns})
    yield from traits(cells, "person", person)


def _traits(cells: Cells, _: TableState) -> Iterator[Draft]:
    columns = {name: cells.get(name) for name in ("value", "valid_from")}
    key, name = cells.require("subject_key"), cells.require("name")
    yield cells.batch("trait", {"subject": _subject(cells, "subject_key"), "subject_key": key, "name": name, **columns})


def _aliases(cells: Cells, _: TableState) -> Iterator[Draft]:
    key, alias = cells.require("key"), cells.require("alias")
    yield cells.batch("alias", {"subject": _subject(cells, "key"), "alias": alias, "key": key})


def _subject(cells: Cells, key: str) -> pa.Array:
    """Of whom the row speaks: told by a column, or by what the column of the key is called."""
    header = plain(cells.mapping.column_of(key) or "")
    person = header in PERSON_WORDS.split() or header == "person"
    default = "person" if person and header not in ACCOUNT_WORDS.split() else "account"
    given = pc.utf8_lower(cells.get_or("subject", pa.scalar(default)))
    told = pc.if_else(pc.is_in(given, value_set=pa.array(["person", "user", "contact"])), "person", "account")
    return pc.coalesce(told, pa.scalar(default))


Builder = Callable[[Cells, TableState], Iterator[Draft]]

BUILDERS: dict[str, Builder] = {
    "account": _accounts,
    "person": _people,
    "trait": _traits,
    "alias": _aliases,
    "subscription": lambda cells, _: periods.periods(cells),
    "tenure": lambda cells, _: periods.tenure(cells),
    "invoice_line": lambda cells, _: money.invoice_lines(cells),
    "purchase": lambda cells, state: money.purchases(cells, state.purchases),
    "cancellation": lambda cells, _: money.cancellations(cells),
    "cost": lambda cells, _: money.costs(cells),
    "exchange_rate": lambda cells, _: money.exchange_rates(cells),
    "event": lambda cells, state: behaviour.events(cells, state.accounts),
    "survey_answer": lambda cells, state: behaviour.survey_answers(cells, state.survey),
    "ticket": lambda cells, _: behaviour.tickets(cells),
}
