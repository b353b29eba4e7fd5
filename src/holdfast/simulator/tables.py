"""The simulated company as tables of the record kinds: what it would export from its own systems."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from holdfast.simulator import accounts as signups
from holdfast.simulator import cash, histories, people, support, voice
from holdfast.simulator.accounts import Accounts
from holdfast.simulator.columns import masked, money, numbered, records, texts_at, timestamps
from holdfast.simulator.histories import Rows
from holdfast.simulator.names import company_names, person_names
from holdfast.simulator.people import People
from holdfast.simulator.plans import ADD_ONS, CURRENCIES, MINOR, PLANS, TERMS, monthly_cents
from holdfast.simulator.slots import Departures
from holdfast.simulator.support import Tickets
from holdfast.simulator.timeline import DAY, NEVER, Floats, Ints, Window
from holdfast.simulator.voice import Answers

ITEMS = ("base", "support")


def account_keys(number: Ints) -> pa.Array:
    return numbered("acc_", number + 1, 5)


def person_keys(number: Ints) -> pa.Array:
    return numbered("p", number + 1, 6, "@example.com")


def subscription_keys(number: Ints) -> pa.Array:
    """Keys by number; -1 is no subscription."""
    return numbered("sub_", np.where(number < 0, -1, number + 1), 6)


def account_table(accounts: Accounts, rng: np.random.Generator) -> pa.Table:
    return records(
        "account",
        account=account_keys(np.arange(len(accounts))),
        name=company_names(accounts.country, rng),
        created_at=timestamps(accounts.created_at),
    )


def person_table(everyone: People, rng: np.random.Generator) -> pa.Table:
    return records(
        "person",
        person=person_keys(np.arange(len(everyone))),
        name=person_names(len(everyone), rng),
        account=account_keys(everyone.account),
        created_at=timestamps(everyone.joined_at),
    )


def trait_table(accounts: Accounts, everyone: People, window: Window, rng: np.random.Generator) -> pa.Table:
    """Traits of accounts, of which the company's size may change once, and of people."""
    all_accounts = np.arange(len(accounts))
    grown_at = accounts.created_at + (rng.uniform(60, 900, len(accounts)) * DAY).astype(np.int64)
    grows = (rng.random(len(accounts)) < 0.25) & (grown_at < window.end) & (accounts.size < 3)
    couponed = np.flatnonzero(accounts.coupon > 0)
    since = accounts.created_at
    parts = [
        _traits("account", all_accounts, "country", texts_at(signups.COUNTRIES, accounts.country), since),
        _traits("account", all_accounts, "industry", texts_at(signups.INDUSTRIES, accounts.industry), since),
        _traits("account", all_accounts, "channel", texts_at(signups.CHANNELS, accounts.channel), since),
        _traits("account", all_accounts, "company_size", texts_at(signups.SIZES, accounts.size), since),
        _traits(
            "account", np.flatnonzero(grows), "company_size",
            texts_at(signups.SIZES, accounts.size[grows] + 1), grown_at[grows],
        ),
        _traits(
            "account", couponed, "coupon", _coupon_names(accounts.coupon[couponed], accounts.percent[couponed]),
            since[couponed],
        ),
        _traits(
            "person", np.arange(len(everyone)), "role", texts_at(people.ROLES, everyone.role), everyone.joined_at
        ),
        _traits(
            "person", np.arange(len(everyone)), "language", texts_at(signups.LANGUAGES, everyone.language),
            everyone.joined_at,
        ),
    ]  # fmt: skip
    return pa.concat_tables(parts).combine_chunks()


def _traits(subject: str, who: Ints, name: str, value: pa.Array, since: Ints) -> pa.Table:
    return records(
        "trait",
        subject=pa.repeat(subject, len(who)),
        subject_key=account_keys(who) if subject == "account" else person_keys(who),
        name=pa.repeat(name, len(who)),
        value=value,
        valid_from=timestamps(since),
    )


def _coupon_names(coupon: Ints, percent: Ints) -> pa.Array:
    codes = ("", "ONCE", "START", "YEAR", "ALWAYS")
    return pa.array([f"{codes[kind]}{off}" for kind, off in zip(coupon, percent, strict=True)], pa.string())


def subscription_table(accounts: Accounts, rows: Rows) -> pa.Table:
    """Contract rows; amounts are those of a whole billing period."""
    currency = accounts.currency[rows["account"]]
    months = np.where(rows["term"] == 0, 1, 12)
    gross = monthly_cents(rows["version"], rows["plan"], currency, rows["term"], rows["seats"]) * months
    never = np.full(len(rows), NEVER)
    known = rows["scheduled_end"] != NEVER
    return records(
        "subscription",
        subscription=subscription_keys(rows["subscription"]),
        item=texts_at(ITEMS, rows["item"]),
        account=account_keys(rows["account"].astype(np.int64)),
        plan=texts_at(PLANS + ADD_ONS, rows["plan"]),
        currency=texts_at(CURRENCIES, currency),
        valid_from=timestamps(rows["valid_from"]),
        valid_to=timestamps(rows["valid_to"]),
        status=texts_at(histories.STATUSES, rows["status"]),
        quantity=money(rows["seats"] * MINOR),
        amount=money(gross),
        discount=money(gross * rows["percent"] // 100),
        interval=texts_at(TERMS, rows["term"]),
        interval_count=np.ones(len(rows), np.int32),
        reason=texts_at(histories.REASONS, rows["reason"]),
        end_reason=texts_at(histories.REASONS, rows["end_reason"]),
        scheduled_end=timestamps(np.where(known, rows["scheduled_end"], never)),
        scheduled_at=timestamps(np.where(known, rows["scheduled_at"], never)),
        moved_from=subscription_keys(rows["moved_from"].astype(np.int64)),
    )


def ticket_table(tickets: Tickets, person: Ints, satisfaction: Floats) -> pa.Table:
    return records(
        "ticket",
        ticket=numbered("t", np.arange(len(tickets)) + 1, 6),
        account=account_keys(tickets.account),
        person=person_keys(person),
        opened_at=timestamps(tickets.opened_at),
        first_response_at=timestamps(tickets.first_response_at),
        solved_at=timestamps(tickets.solved_at),
        priority=texts_at(support.PRIORITIES, tickets.priority),
        channel=texts_at(support.CHANNELS, tickets.channel),
        satisfaction=masked(satisfaction, ~np.isnan(satisfaction)),
    )


def answer_table(everyone: People, kinds: list[Answers]) -> pa.Table:
    def joined(field: str) -> Any:
        return np.concatenate([getattr(answers, field) for answers in kinds])

    asked, person, score = joined("asked_at"), joined("person"), joined("score")
    order = np.argsort(asked, kind="stable")
    table = records(
        "survey_answer",
        survey=texts_at(voice.SURVEYS, joined("survey")),
        person=person_keys(person),
        account=account_keys(everyone.account[person]),
        asked_at=timestamps(asked),
        answered_at=timestamps(joined("answered_at")),
        score=masked(score, ~np.isnan(score)),
        comment=pa.concat_arrays([answers.comment for answers in kinds]),
        language=texts_at(signups.LANGUAGES, everyone.language[person]),
    ).take(pa.array(order))
    return table.set_column(0, "response", numbered("r", np.arange(len(order)) + 1, 7))


def purchase_table(accounts: Accounts, bought: tuple[Ints, Ints, Ints]) -> pa.Table:
    account, at, cents = bought
    return records(
        "purchase",
        purchase=numbered("o", np.arange(len(account)) + 1, 6),
        account=account_keys(account),
        bought_at=timestamps(at),
        currency=texts_at(CURRENCIES, accounts.currency[account]),
        amount=money(cents),
    )


def invoice_line_table(accounts: Accounts, lines: cash.InvoiceLines) -> pa.Table:
    return records(
        "invoice_line",
        invoice=numbered("in_", np.arange(len(lines.account)) + 1, 6),
        line=pa.repeat("1", len(lines.account)),
        account=account_keys(lines.account),
        subscription=subscription_keys(lines.subscription),
        plan=texts_at(PLANS, lines.plan),
        kind=texts_at(cash.KINDS, lines.kind),
        currency=texts_at(CURRENCIES, accounts.currency[lines.account]),
        amount=money(lines.cents),
        quantity=money(lines.quantity * MINOR),
        period_start=timestamps(lines.period_start),
        period_end=timestamps(lines.period_end),
        invoiced_at=timestamps(lines.invoiced_at),
        paid_at=timestamps(lines.paid_at),
    )


def cost_table(window: Window, spent: tuple[Ints, Ints, Ints]) -> pa.Table:
    months, acquisition, serving = spent
    both = np.concatenate([months, months])
    return records(
        "cost",
        spent_at=timestamps(window.month_starts[both]),
        kind=texts_at(("acquisition", "serving"), both * 0 + np.repeat([0, 1], len(months))),
        currency=pa.repeat("EUR", len(both)),
        amount=money(np.concatenate([acquisition, serving])),
    )


def cancellation_table(accounts: Accounts, everyone: list[Departures], rng: np.random.Generator) -> pa.Table:
    """Why customers left, where they said so."""
    fields = (np.concatenate([getattr(part, name) for part in everyone]) for name in Departures.__slots__)
    departures = Departures(*fields)
    reason, comment, said = voice.reasons_to_leave(departures, accounts.language[departures.account], rng)
    order = np.argsort(departures.decided_at, kind="stable")
    order = order[said[order]]
    return records(
        "cancellation",
        cancellation=numbered("c", np.arange(len(order)) + 1, 5),
        account=account_keys(departures.account[order]),
        occurred_at=timestamps(departures.decided_at[order]),
        reason=texts_at(voice.REASONS, reason[order]),
        comment=comment.take(pa.array(order)),
    )
