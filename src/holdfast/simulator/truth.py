"""What really happened to the simulated company, counted from the simulator's own state and not by the ledger.

Everything is whole cents per currency, so the truth is exact. A month's movements are those with an instant inside
it; the balance at its end is what the movements up to that end add up to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.contracts import OUTCOMES, Trials
from holdfast.simulator.histories import ACTIVE, PAST_DUE, Rows
from holdfast.simulator.people import People
from holdfast.simulator.plans import CURRENCIES, MINOR, PLANS, TERMS, Planted, monthly_cents
from holdfast.simulator.slots import CHANGES, Slots
from holdfast.simulator.timeline import DAY, NEVER, Bools, Ints, Window
from holdfast.simulator.voice import Answers

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
NEW, REACTIVATION, EXPANSION, CONTRACTION, CHURN = range(5)
Counted = dict[str, object]


@dataclass(frozen=True, slots=True)
class Truth:
    """The planted behaviour and what came of it, as numbers, texts, lists and dictionaries; money is text."""

    planted: Counted
    months: list[Counted]
    hazards: list[Counted]
    changes: list[Counted]
    trials: Counted
    nps: Counted
    activation: Counted
    totals: Counted

    def json(self) -> str:
        content = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Movements:
    """Changes of an account's MRR, by account and time. `cents` is signed."""

    account: Ints
    at: Ints
    cents: Ints
    kind: Ints


def net_cents(accounts: Accounts, rows: Rows) -> Ints:
    """MRR of each row in cents, were it counted; exact, or the price list is wrong."""
    currency = accounts.currency[rows["account"]]
    gross = monthly_cents(rows["version"], rows["plan"], currency, rows["term"], rows["seats"])
    net, rest = np.divmod(gross * (100 - rows["percent"]), 100)
    if rest.any():
        raise ArithmeticError("a coupon leaves fractions of a cent")
    return np.asarray(net, np.int64)


def movements(accounts: Accounts, rows: Rows) -> Movements:
    counted = rows[np.isin(rows["status"], (ACTIVE, PAST_DUE))]
    cents = net_cents(accounts, counted)
    closed = counted["valid_to"] != NEVER
    account = np.concatenate([counted["account"], counted["account"][closed]]).astype(np.int64)
    at = np.concatenate([counted["valid_from"], counted["valid_to"][closed]])
    change = np.concatenate([cents, -cents[closed]])
    order = np.lexsort((at, account))
    account, at, change = account[order], at[order], change[order]
    begins = _begins(account) | _begins(at)
    position = np.flatnonzero(begins)
    net = np.add.reduceat(change, position) if len(position) else change
    account, at = account[position][net != 0], at[position][net != 0]
    return _classify(account, at, net[net != 0])


def _begins(keys: Ints) -> Bools:
    return np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])


def _classify(account: Ints, at: Ints, cents: Ints) -> Movements:
    first = _begins(account)
    total = np.cumsum(cents)
    opening = (total - cents)[first][np.cumsum(first) - 1] if len(cents) else total
    after = total - opening
    before = after - cents
    kind = np.select([first, before == 0, after == 0, cents > 0], [NEW, REACTIVATION, CHURN, EXPANSION], CONTRACTION)
    return Movements(account, at, cents, kind)


def tell(slots: Slots, rows: Rows, trials: Trials, people: People, nps: Answers, planted: Planted) -> Truth:
    accounts, window = slots.accounts, slots.window
    return Truth(
        planted=planted.parameters() | {"price_change_at": str(np.datetime64(slots.price_change_at, "s")) + "+00:00"},
        months=_months(accounts, movements(accounts, rows), window),
        hazards=_hazards(slots),
        changes=[
            {"change": name, "expected": round(float(slots.likely[row]), 3), "made": int(slots.made[row])}
            for row, name in enumerate(CHANGES)
        ],
        trials=_trials(trials),
        nps=_nps(nps),
        activation=_activation(people, window),
        totals={
            "accounts": len(accounts),
            "people": len(people),
            "subscriptions": len(np.unique(rows["subscription"])),
            "subscription_rows": len(rows),
        },
    )


def _months(accounts: Accounts, moved: Movements, window: Window) -> list[Counted]:
    month, currency = window.month_of(moved.at), accounts.currency[moved.account]
    shape = (len(window.labels), len(MOVEMENTS), len(CURRENCIES))
    cents, number = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    np.add.at(cents, (month, moved.kind, currency), moved.cents)
    np.add.at(number, (month, moved.kind, currency), 1)
    balance = cents.sum(axis=1).cumsum(axis=0)
    gained = number[:, [NEW, REACTIVATION]].sum(axis=(1, 2))
    paying = (gained - number[:, CHURN].sum(axis=1)).cumsum()
    sign_ups = np.bincount(window.month_of(accounts.created_at), minlength=shape[0])
    return [
        {"month": label, "sign_ups": int(sign_ups[row])}
        | {name: _movement(number[row, kind], cents[row, kind]) for kind, name in enumerate(MOVEMENTS)}
        | {"paying_accounts": int(paying[row]), "mrr": _amounts(balance[row])}
        for row, label in enumerate(window.labels)
    ]  # fmt: skip


def _movement(number: Ints, cents: Ints) -> Counted:
    return {"movements": int(number.sum()), "mrr": _amounts(cents)}


def _amounts(cents: Ints) -> dict[str, str]:
    return {name: str(Decimal(int(value)) / MINOR) for name, value in zip(CURRENCIES, cents, strict=True)}


def _hazards(slots: Slots) -> list[Counted]:
    """Per plan and term: decisions to leave over the chances to, and the mean of the hazards drawn with."""
    return [
        {
            "plan": PLANS[plan],
            "term": TERMS[term],
            "chances": int(slots.exposed[term, plan]),
            "planted": round(float(slots.hazard[term, plan] / slots.exposed[term, plan]), 6),
            "decisions": int(slots.decided[term, plan]),
            "realised": round(float(slots.decided[term, plan] / slots.exposed[term, plan]), 6),
        }
        for term, plan in np.argwhere(slots.exposed > 0)
    ]


def _trials(trials: Trials) -> Counted:
    outcomes = np.bincount(trials.outcome, minlength=len(OUTCOMES))
    ended = len(trials.outcome) - outcomes[OUTCOMES.index("running")]
    return {
        "started": len(trials.outcome),
        **{name: int(number) for name, number in zip(OUTCOMES, outcomes, strict=True)},
        "conversion": _share(int(outcomes[0]), int(ended)),
    }


def _nps(answers: Answers) -> Counted:
    score = answers.score[~np.isnan(answers.score)]
    promoters, detractors = int((score >= 9).sum()), int((score <= 6).sum())
    share = _share(100 * (promoters - detractors), len(score))
    return {
        "asked": len(answers.score),
        "answered": len(score),
        "promoters": promoters,
        "detractors": detractors,
        "scores": np.bincount(score.astype(np.int64), minlength=11).tolist(),
        "nps": share,
    }


def _activation(people: People, window: Window) -> Counted:
    """Of the people who joined a fortnight or more before the end: who was activated within seven days."""
    known = people.joined_at <= window.end - 14 * DAY
    activated = (people.activated_at != NEVER) & (people.activated_at < people.joined_at + 7 * DAY)
    return {
        "event": "project_created",
        "people": int(known.sum()),
        "activated_within_7_days": int((known & activated).sum()),
        "activated_ever": int((people.activated_at != NEVER).sum()),
        "completed_onboarding": int((people.completed_at != NEVER).sum()),
        "share_within_7_days": _share(int((known & activated).sum()), int(known.sum())),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None
