"""Money beside subscriptions: usage, one-time fees and refunds on invoices, purchases, and what the company spends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.histories import ACTIVE, PAST_DUE, REASON, Rows
from holdfast.simulator.plans import BUSINESS, MONTHLY, PLANS, monthly_cents
from holdfast.simulator.timeline import DAY, HOUR, NEVER, Bools, Floats, Ints, Window

KINDS = ("one_time", "usage", "refund")
ONE_TIME, USAGE, REFUND = range(3)
# What a unit of EUR, USD and GBP is worth in EUR in the company's own planning.
PLANNING_RATE = np.array([1.0, 0.92, 1.16])


@dataclass(frozen=True, slots=True)
class InvoiceLines:
    """One element per line; `subscription` is -1 and the period NEVER where a line belongs to none."""

    account: Ints
    subscription: Ints
    plan: Ints
    kind: Ints
    cents: Ints
    quantity: Ints
    period_start: Ints
    period_end: Ints
    invoiced_at: Ints
    paid_at: Ints


def invoice(accounts: Accounts, rows: Rows, window: Window, rng: np.random.Generator) -> InvoiceLines:
    """Lines that are no recurring ones, in the order of invoicing."""
    main = rows[(rows["plan"] < len(PLANS)) & (rows["item"] == 0)]
    parts = [_fees(accounts, main, rng), _usage(main, window, rng), _refunds(accounts, main, rng)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    inside = columns[-1] < window.end
    order = np.flatnonzero(inside)[np.argsort(columns[-1][inside], kind="stable")]
    account, subscription, plan, kind, cents, quantity, start, end, at = (column[order] for column in columns)
    paid = at + (rng.exponential(5.0, len(at)) * DAY).astype(np.int64)
    paid = np.where((paid < window.end) & (kind != REFUND), paid, np.where(kind == REFUND, at, NEVER))
    return InvoiceLines(account, subscription, plan, kind, cents, quantity, start, end, at, paid)


def _fees(accounts: Accounts, main: Rows, rng: np.random.Generator) -> tuple[Ints, ...]:
    """A set-up fee with every third first contract on the larger plans."""
    first = main[(main["status"] == ACTIVE) & (main["plan"] >= BUSINESS)]
    first = first[np.unique(first["account"], return_index=True)[1]]
    first = first[rng.random(len(first)) < 0.33]
    none = np.full(len(first), NEVER)
    cents = np.where(first["plan"] == BUSINESS, 49_000, 150_000)
    return (
        first["account"], first["subscription"], first["plan"], np.full(len(first), ONE_TIME), cents,
        np.ones(len(first), np.int64), none, none, first["valid_from"] + HOUR,
    )  # fmt: skip


def _usage(main: Rows, window: Window, rng: np.random.Generator) -> tuple[Ints, ...]:
    """Automation runs beyond what the plan includes, invoiced for each calendar month after it is over."""
    starts = window.month_starts
    found = []
    for month, start in enumerate(starts[:-1]):
        open_end = (main["valid_to"] == NEVER) | (main["valid_to"] > start)
        using = main[(main["valid_from"] <= start) & open_end & (main["status"] == ACTIVE)]
        using = using[using["plan"] >= BUSINESS]
        using = using[rng.random(len(using)) < 0.4]
        units = rng.lognormal(5.6, 0.9, len(using)).astype(np.int64) + 1
        moments = (np.full(len(using), moment) for moment in (start, starts[month + 1], starts[month + 1] + 6 * HOUR))
        found.append(
            (
                using["account"], using["subscription"], using["plan"], np.full(len(using), USAGE), units * 8, units,
                *moments,
            )
        )  # fmt: skip
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))


def _refunds(accounts: Accounts, main: Rows, rng: np.random.Generator) -> tuple[Ints, ...]:
    """Half a month back for some who left at once, in the middle of what they had paid for."""
    at_once = (main["end_reason"] == REASON["voluntary"]) & (main["scheduled_end"] == NEVER)
    left = main[at_once & (main["status"] == ACTIVE) & (main["plan"] > 0) & (main["term"] == MONTHLY)]
    left = left[rng.random(len(left)) < 0.6]
    currency = accounts.currency[left["account"]]
    list_price = monthly_cents(left["version"], left["plan"], currency, left["term"], left["seats"])
    none = np.full(len(left), NEVER)
    return (
        left["account"], left["subscription"], left["plan"], np.full(len(left), REFUND), -(list_price // 2),
        np.ones(len(left), np.int64), none, none, left["valid_to"] + 2 * HOUR,
    )  # fmt: skip


def purchases(accounts: Accounts, live: Bools, window: Window, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Templates, trainings and the like: account, instant and cents, in order of time.

    A third of the accounts ever buys; each buyer has its own rate (gamma), buys at random while it is a customer,
    and loses interest at some time.
    """
    first, until = np.argmax(live, axis=1), window.days - np.argmax(live[:, ::-1], axis=1)
    rate = rng.gamma(1.2, 0.14, len(accounts)) * (rng.random(len(accounts)) < 0.33)
    interested = np.minimum(until - first, (rng.exponential(400.0, len(accounts))).astype(np.int64))
    count = rng.poisson(rate * interested / 30.4)
    account = np.repeat(np.arange(len(accounts)), count)
    day = first[account] + 1 + (rng.random(len(account)) * interested[account]).astype(np.int64)
    at = window.start + day * DAY + 9 * HOUR + (rng.random(len(account)) * 8 * HOUR).astype(np.int64)
    worth = rng.lognormal(4.6, 0.45, len(accounts))
    cents = np.maximum(np.rint(worth[account] * rng.lognormal(0, 0.35, len(account))), 5).astype(np.int64) * 100
    order = np.argsort(at, kind="stable")
    order = order[at[order] < window.end]
    return account[order], at[order], cents[order]


def costs(accounts: Accounts, rows: Rows, window: Window, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Month, acquisition and serving cost in EUR cents. Winning a sign-up costs about 400 EUR and gets dearer."""
    months = np.arange(len(window.month_starts) - 1)
    won = np.bincount(window.month_of(accounts.created_at), minlength=len(months))
    price = 38_000 * (1 + 0.004 * months) * rng.lognormal(0, 0.08, len(months))
    served = np.array([_mrr_at(accounts, rows, int(start)) for start in window.month_starts[1:]])
    serving = 0.17 * served * rng.lognormal(0, 0.04, len(months)) + 20_000
    return months, np.rint(won * price + 90_000).astype(np.int64), np.rint(serving).astype(np.int64)


def _mrr_at(accounts: Accounts, rows: Rows, at: int) -> float:
    there = (rows["valid_from"] < at) & ((rows["valid_to"] == NEVER) | (rows["valid_to"] >= at))
    counted = rows[there & np.isin(rows["status"], (ACTIVE, PAST_DUE))]
    currency = accounts.currency[counted["account"]]
    gross = monthly_cents(counted["version"], counted["plan"], currency, counted["term"], counted["seats"])
    net: Floats = gross * (100 - counted["percent"]) / 100 * PLANNING_RATE[currency]
    return float(net.sum())
