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
from holdfast.simulator.histories import REASONS, Rows
from holdfast.simulator.movements import (
    CHURN,
    MOVEMENTS,
    NEW,
    REACTIVATION,
    Movements,
    balances,
    churn_reasons,
    movements,
)
from holdfast.simulator.people import People
from holdfast.simulator.plans import CURRENCIES, MINOR, PLANS, TERMS, Planted
from holdfast.simulator.slots import CHANGES, Slots
from holdfast.simulator.timeline import DAY, NEVER, Ints, Window
from holdfast.simulator.voice import Answers

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


def tell(slots: Slots, rows: Rows, trials: Trials, people: People, nps: Answers, planted: Planted) -> Truth:
    accounts, window = slots.accounts, slots.window
    return Truth(
        planted=planted.parameters() | {"price_change_at": str(np.datetime64(slots.price_change_at, "s")) + "+00:00"},
        months=_months(accounts, rows, window),
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


def _months(accounts: Accounts, rows: Rows, window: Window) -> list[Counted]:
    moved = movements(accounts, rows)
    month, currency = window.month_of(moved.at), accounts.currency[moved.account]
    shape = (len(window.labels), len(MOVEMENTS), len(CURRENCIES))
    cents, number = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    np.add.at(cents, (month, moved.kind, currency), moved.cents)
    np.add.at(number, (month, moved.kind, currency), 1)
    balance = cents.sum(axis=1).cumsum(axis=0)
    gained = number[:, [NEW, REACTIVATION]].sum(axis=(1, 2))
    paying = (gained - number[:, CHURN].sum(axis=1)).cumsum()
    sign_ups = np.bincount(window.month_of(accounts.created_at), minlength=shape[0])
    reasons = _reasons(moved, rows, window)
    mrr = balances(moved, len(accounts), window)
    return [
        {"month": label, "sign_ups": int(sign_ups[row])}
        | {name: _movement(number[row, kind], cents[row, kind]) for kind, name in enumerate(MOVEMENTS)}
        | {"churn_reasons": reasons[row], "paying_accounts": int(paying[row]), "mrr": _amounts(balance[row])}
        | {"of_month_start": _kept(accounts, mrr[:, row], mrr[:, row + 1])}
        | ({"of_year_before": _kept(accounts, mrr[:, row - 11], mrr[:, row + 1])} if row >= 11 else {})
        for row, label in enumerate(window.labels)
    ]


def _kept(accounts: Accounts, before: Ints, after: Ints) -> Counted:
    """What became of the accounts that paid at an instant: churn, GRR and NRR are shares of these figures."""
    paid = before > 0
    by_currency = [
        np.array([int(cents[paid & (accounts.currency == code)].sum()) for code in range(len(CURRENCIES))])
        for cents in (before, np.minimum(before, after), after)
    ]
    return {
        "accounts": int(paid.sum()),
        "lost": int((paid & (after == 0)).sum()),
        "mrr_then": _amounts(by_currency[0]),
        "mrr_kept": _amounts(by_currency[1]),
        "mrr_now": _amounts(by_currency[2]),
    }


def _reasons(moved: Movements, rows: Rows, window: Window) -> list[dict[str, int]]:
    """How many accounts churned in each month for which reason."""
    position, reason = churn_reasons(moved, rows, window.start)
    counts = np.zeros((len(window.labels), len(REASONS)), np.int64)
    np.add.at(counts, (window.month_of(moved.at[position]), reason), 1)
    return [{REASONS[kind]: int(row[kind]) for kind in np.flatnonzero(row)} for row in counts]


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
