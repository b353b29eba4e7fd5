"""The declared tables every KPI is computed from.

The kernel owns these contracts; the rooms supply them (`billing.facts`, `customers.facts`, ...). A fact is compared
with its declaration before anything is computed from it, so a supplier that drifts fails loudly.

Ids are dense integers ("ordinals"). Instants are aware, UTC, in microseconds. Money is a decimal number of major
units with six places. `amount` is in the row's own currency; `amount_reporting` is the same amount at the reference
rate of its own day, in the workspace's reporting currency.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import ibis
import ibis.expr.types as ir

from holdfast.metrics.kernel.epoch import ask_plainly

ask_plainly()
INSTANT = "timestamp('UTC', 6)"
MONEY = "decimal(18, 6)"
RATE = "decimal(18, 9)"


class FactMismatch(TypeError):
    """A supplied table differs from the declaration. The message lists the columns that differ."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared table: its name, its columns in order, and what one row says."""

    name: str
    columns: tuple[tuple[str, str], ...]
    row: str

    @property
    def schema(self) -> ibis.Schema:
        return ibis.schema(dict(self.columns))

    def unbound(self) -> ir.Table:
        """The fact as a table of no engine, for golden SQL and documentation."""
        return ibis.table(self.schema, name=self.name)

    def check(self, table: ir.Table) -> ir.Table:
        """Return the declared columns of `table`, or raise FactMismatch naming each one that differs."""
        have = dict(table.schema().items())
        wrong = [
            f"{name}: declared {declared}, supplied {have.get(name, 'nothing')}"
            for name, declared in self.schema.items()
            if name not in have or have[name].copy(nullable=True) != declared.copy(nullable=True)
        ]
        if wrong:
            raise FactMismatch(f"fact {self.name}: " + "; ".join(wrong))
        return table.select(*self.schema.names)


def _fact(name: str, row: str, /, **columns: str) -> Fact:
    return Fact(name, tuple(columns.items()), row)


ACCOUNT = _fact(
    "account", "one paying customer, past or present",
    account_id="int64", account="string", name="string", created_at=INSTANT,
)  # fmt: skip
PERSON = _fact(
    "person", "one end user",
    person_id="int64", person="string", name="string", account_id="int64", created_at=INSTANT,
)  # fmt: skip
TRAIT = _fact(
    "trait", "what a trait of an account or person was, from valid_from (null: ever since) to valid_to (null: today)",
    subject="string", subject_id="int64", name="string", value="string", valid_from=INSTANT, valid_to=INSTANT,
)  # fmt: skip
MRR_CHANGE = _fact(
    "mrr_change", "a change of an account's MRR on one plan and in one currency; see billing.ledger for `kind`",
    account_id="int64", effective_at=INSTANT, recorded_at=INSTANT, subscription="string", plan="string",
    currency="string", kind="string", reason="string", amount=MONEY, amount_reporting=MONEY,
)  # fmt: skip
MRR_SERIES = _fact(
    "mrr_series", "a change of a series beside MRR: at_risk, trial, committed, list or discount",
    series="string", account_id="int64", effective_at=INSTANT, plan="string", currency="string", reason="string",
    amount=MONEY, amount_reporting=MONEY,
)  # fmt: skip
SCHEDULED_CHANGE = _fact(
    "scheduled_change", "a change of MRR that is known but has not happened; amount_reporting is at the rate of today",
    account_id="int64", happens_at=INSTANT, known_at=INSTANT, subscription="string", plan="string", currency="string",
    kind="string", reason="string", amount=MONEY, amount_reporting=MONEY,
)  # fmt: skip
SUBSCRIPTION_TERM = _fact(
    "subscription_term", "a term of more than one month that ends: what was up for renewal and what was renewed",
    account_id="int64", subscription="string", plan="string", ends_at=INSTANT, outcome="string",
    mrr="decimal(18, 6)", renewed_mrr="decimal(18, 6)",
)  # fmt: skip
TRIAL = _fact(
    "trial", "a trial: converted_at is its first payment; outcome is converted, expired, failed_payment or running",
    account_id="int64", subscription="string", plan="string", started_at=INSTANT, ends_at=INSTANT,
    converted_at=INSTANT, outcome="string",
)  # fmt: skip
CASH = _fact(
    "cash", "money outside MRR: usage, one_time, refund or payment",
    account_id="int64", occurred_at=INSTANT, kind="string", currency="string", amount=MONEY, amount_reporting=MONEY,
)  # fmt: skip
PURCHASE = _fact(
    "purchase", "one purchase outside a subscription",
    account_id="int64", purchase="string", bought_at=INSTANT, currency="string", amount=MONEY,
    amount_reporting=MONEY,
)  # fmt: skip
CANCELLATION = _fact(
    "cancellation", "a customer said why it left",
    account_id="int64", occurred_at=INSTANT, reason="string", comment="string",
)  # fmt: skip
COST = _fact(
    "cost", "what was spent in a month; kind is acquisition (sales and marketing) or serving (marginal cost)",
    spent_at=INSTANT, kind="string", currency="string", amount=MONEY, amount_reporting=MONEY,
)  # fmt: skip
FX_RATE = _fact(
    "fx_rate", "value of one unit of `currency` in the reporting currency at the start of a period of the calendar",
    currency="string", at=INSTANT, rate=RATE,
)  # fmt: skip
EVENT = _fact(
    "event", "something a person did; account-only sources leave person_id empty",
    event="string", person_id="int64", account_id="int64", occurred_at=INSTANT,
)  # fmt: skip
SURVEY_ANSWER = _fact(
    "survey_answer", "a survey shown to a person; not answered while answered_at is null. survey is nps, csat or ces",
    response="string", survey="string", person_id="int64", account_id="int64", asked_at=INSTANT,
    answered_at=INSTANT, score="float64", comment="string", language="string",
)  # fmt: skip
TICKET = _fact(
    "ticket", "a request for support",
    ticket="string", account_id="int64", person_id="int64", opened_at=INSTANT, first_response_at=INSTANT,
    solved_at=INSTANT, priority="string", channel="string", satisfaction="float64",
)  # fmt: skip

ALL: tuple[Fact, ...] = (
    ACCOUNT, PERSON, TRAIT, MRR_CHANGE, MRR_SERIES, SCHEDULED_CHANGE, SUBSCRIPTION_TERM, TRIAL, CASH, PURCHASE,
    CANCELLATION, COST, FX_RATE, EVENT, SURVEY_ANSWER, TICKET,
)  # fmt: skip


BY_NAME: Mapping[str, Fact] = {fact.name: fact for fact in ALL}


class Supply(Mapping[str, ir.Table]):
    """Facts by name, each made, and compared with its declaration, when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], ir.Table]]) -> None:
        self._makers = makers
        self._made: dict[str, ir.Table] = {}

    @classmethod
    def together(cls, *supplies: Mapping[str, ir.Table]) -> Supply:
        """What several rooms supply."""
        return Supply({name: partial(supply.__getitem__, name) for supply in supplies for name in supply})

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self._made:
            self._made[name] = BY_NAME[name].check(self._makers[name]())
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class Facts(Supply):
    """All facts of one book; one that nobody supplies is empty.

    `present` tells which hold a row, so that a KPI without data is left out instead of shown as zero.
    """

    def __init__(self, tables: Mapping[str, ir.Table], present: Container[str]) -> None:
        super().__init__({name: partial(_supplied, tables, fact) for name, fact in BY_NAME.items()})
        self.present = present

    @classmethod
    def unbound(cls) -> Facts:
        """Every fact as a table of no engine."""
        return cls({name: fact.unbound() for name, fact in BY_NAME.items()}, frozenset(BY_NAME))


def _supplied(tables: Mapping[str, ir.Table], fact: Fact) -> ir.Table:
    if fact.name in tables:
        return tables[fact.name]
    return ibis.memtable(fact.schema.to_pyarrow().empty_table(), schema=fact.schema)
