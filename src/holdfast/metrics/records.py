"""What an outside source can tell us: the kinds of records, with string keys as the source writes them.

Connectors turn files and APIs into record batches of these Arrow schemas. From there one way leads on: a room's
`actions.put_records` stores them in an installation, `queries.records` reads them back, and `facts.supply` turns
records, stored or straight from a folder, into the facts of the kernel.

`key` is what makes a record the same record when it arrives again: a record with a known key and other values is a
correction, one with equal values changes nothing. `source_row` says where it came from, as "file.csv:17".
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")
MONEY = pa.decimal128(18, 6)
TEXT = pa.string()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its name, columns, the columns that identify it, and those that may not be empty."""

    name: str
    schema: pa.Schema
    key: tuple[str, ...]
    required: tuple[str, ...]
    room: str


def _kind(name: str, room: str, key: str, required: str, /, **columns: pa.DataType) -> RecordKind:
    schema = pa.schema([*columns.items(), ("source_row", TEXT)])
    return RecordKind(name, schema, tuple(key.split()), tuple(required.split()), room)


ACCOUNT = _kind(
    "account", "customers", "account", "account",
    account=TEXT, name=TEXT, created_at=INSTANT,
)  # fmt: skip
PERSON = _kind(
    "person", "customers", "person", "person",
    person=TEXT, name=TEXT, account=TEXT, created_at=INSTANT,
)  # fmt: skip
# subject is account or person; a trait without valid_from has always been so.
TRAIT = _kind(
    "trait", "customers", "subject subject_key name valid_from", "subject subject_key name",
    subject=TEXT, subject_key=TEXT, name=TEXT, value=TEXT, valid_from=INSTANT,
)  # fmt: skip
# `alias` is another key of the same account or person (a second billing system, a CRM id, a merged duplicate).
ALIAS = _kind(
    "alias", "customers", "subject alias", "subject alias key",
    subject=TEXT, alias=TEXT, key=TEXT,
)  # fmt: skip
# The state of one subscription item from valid_from to valid_to. `amount` is the list price of one whole billing
# period at this quantity and tier, before tax; `discount` is what recurring coupons take off it. Status is Stripe's:
# trialing, incomplete, incomplete_expired, active, past_due, unpaid, paused, canceled. `reason` says why this state
# began, `end_reason` why the last one ended; `scheduled_end` and `scheduled_at` are a known future end and when it
# became known; `moved_from` is the subscription it continues from another billing system.
SUBSCRIPTION = _kind(
    "subscription", "billing", "subscription item valid_from", "subscription item account currency valid_from status",
    subscription=TEXT, item=TEXT, account=TEXT, plan=TEXT, currency=TEXT,
    valid_from=INSTANT, valid_to=INSTANT, status=TEXT,
    quantity=MONEY, amount=MONEY, discount=MONEY, interval=TEXT, interval_count=pa.int32(),
    reason=TEXT, end_reason=TEXT, scheduled_end=INSTANT, scheduled_at=INSTANT, moved_from=TEXT,
    reconstructed=pa.bool_(),
)  # fmt: skip
# A line of an invoice. kind is recurring, usage, one_time, proration, refund or payment; amount is before tax and
# after discounts.
INVOICE_LINE = _kind(
    "invoice_line", "billing", "invoice line", "invoice line account currency amount",
    invoice=TEXT, line=TEXT, account=TEXT, subscription=TEXT, plan=TEXT, kind=TEXT, currency=TEXT,
    amount=MONEY, quantity=MONEY, period_start=INSTANT, period_end=INSTANT,
    interval=TEXT, interval_count=pa.int32(), invoiced_at=INSTANT, paid_at=INSTANT,
)  # fmt: skip
PURCHASE = _kind(
    "purchase", "billing", "purchase", "purchase account bought_at",
    purchase=TEXT, account=TEXT, bought_at=INSTANT, currency=TEXT, amount=MONEY,
)  # fmt: skip
CANCELLATION = _kind(
    "cancellation", "billing", "cancellation", "cancellation account occurred_at",
    cancellation=TEXT, account=TEXT, occurred_at=INSTANT, reason=TEXT, comment=TEXT,
)  # fmt: skip
COST = _kind(
    "cost", "billing", "spent_at kind currency", "spent_at kind currency amount",
    spent_at=INSTANT, kind=TEXT, currency=TEXT, amount=MONEY,
)  # fmt: skip
# One unit of `currency` in `to_currency`, for days and currencies that the reference rates do not have.
EXCHANGE_RATE = _kind(
    "exchange_rate", "billing", "day currency to_currency", "day currency to_currency rate",
    day=pa.date32(), currency=TEXT, to_currency=TEXT, rate=pa.decimal128(18, 9),
)  # fmt: skip
EVENT = _kind(
    "event", "events", "message_id", "message_id event occurred_at",
    message_id=TEXT, event=TEXT, person=TEXT, account=TEXT, occurred_at=INSTANT, properties=TEXT,
)  # fmt: skip
SURVEY_ANSWER = _kind(
    "survey_answer", "surveys", "response survey", "response survey asked_at",
    response=TEXT, survey=TEXT, person=TEXT, account=TEXT, asked_at=INSTANT, answered_at=INSTANT,
    score=pa.float64(), comment=TEXT, language=TEXT,
)  # fmt: skip
TICKET = _kind(
    "ticket", "desk", "ticket", "ticket opened_at",
    ticket=TEXT, account=TEXT, person=TEXT, opened_at=INSTANT, first_response_at=INSTANT, solved_at=INSTANT,
    priority=TEXT, channel=TEXT, satisfaction=pa.float64(),
)  # fmt: skip

# In the order in which they are stored: what others refer to comes first.
KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (
        ALIAS, ACCOUNT, PERSON, TRAIT, SUBSCRIPTION, INVOICE_LINE, PURCHASE, CANCELLATION, COST, EXCHANGE_RATE,
        EVENT, SURVEY_ANSWER, TICKET,
    )
}  # fmt: skip
