"""The same job as benchmarks/rollforward.py written plainly in pandas, with floats, as an analyst would."""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

AS_OF = pd.Timestamp("2025-01-01", tz="UTC")
FACTOR = {"month": 1.0, "year": 1 / 12}
PART = ["account", "plan", "currency"]
KINDS = ["new", "reactivation", "expansion", "contraction", "churn", "transfer"]
SMALL = 1e-7


def read(path: str) -> pd.DataFrame:
    """States with their MRR at the list price, after discounts, and as far as it counts."""
    columns = ["valid_from", "valid_to", "status", "amount", "discount", "interval", "interval_count"]
    states = pd.read_parquet(path, columns=[*PART, *columns, "reason", "end_reason"])
    states = states[states.valid_from < AS_OF]
    monthly = states["interval"].map(FACTOR) / states.interval_count
    states["listed"] = (states.amount.astype(float) * monthly).round(6)
    states["net"] = ((states.amount - states.discount).astype(float) * monthly).round(6)
    states["mrr"] = states.net.where(states.status.isin(["active", "past_due"]), 0.0)
    states["ends_later"] = states.valid_to >= AS_OF
    states.loc[states.ends_later, "valid_to"] = pd.NaT
    return states


def movements(states: pd.DataFrame) -> pd.DataFrame:
    """Every change of MRR by account, plan and currency, with its kind and its reason."""
    begins = states[[*PART, "valid_from", "mrr", "reason"]].rename(columns={"valid_from": "at", "mrr": "amount"})
    ends = states.loc[states.valid_to.notna(), [*PART, "valid_to", "mrr", "end_reason"]]
    ends = ends.rename(columns={"valid_to": "at", "mrr": "amount", "end_reason": "reason"})
    steps = pd.concat([begins, ends.assign(amount=-ends.amount)])
    changes = steps.groupby([*PART, "at"], as_index=False).agg({"amount": "sum", "reason": "first"})
    changes = changes[changes.amount.abs() > SMALL]
    changes["gained"], changes["lost"] = changes.amount.clip(lower=0), -changes.amount.clip(upper=0)
    moved = changes.merge(kinds(changes), on=["account", "at"])
    # Where plans or currencies of one account grow and shrink at once, the smaller side only changes places.
    side = np.where(moved.amount > 0, moved.all_gained, moved.all_lost)
    share = moved.amount * np.where(moved.opposed, moved[["all_gained", "all_lost"]].min(axis=1) / side, 0.0)
    transfers = moved[moved.opposed].assign(amount=share[moved.opposed], kind="transfer")
    moved = pd.concat([moved.assign(amount=moved.amount - share), transfers])
    return moved.loc[moved.amount.abs() > SMALL, [*PART, "at", "amount", "kind", "reason"]]


def kinds(changes: pd.DataFrame) -> pd.DataFrame:
    """What happened to each account at each instant, over all its plans and currencies."""
    instants = changes.groupby(["account", "at"], as_index=False)[["amount", "gained", "lost"]].sum()
    instants = instants.sort_values(["account", "at"])
    after = instants.groupby("account").amount.cumsum().round(6)
    before = (after - instants.amount).round(6)
    paid_before = instants.groupby("account").cumcount() > 0
    instants["kind"] = np.select(
        [(before <= 0) & ~paid_before, before <= 0, after <= 0, instants.amount > 0],
        ["new", "reactivation", "churn", "expansion"],
        "contraction",
    )
    instants["opposed"] = (before > 0) & (after > 0) & (instants.gained > SMALL) & (instants.lost > SMALL)
    return instants.rename(columns={"gained": "all_gained", "lost": "all_lost"}).drop(columns="amount")


def check(moved: pd.DataFrame, states: pd.DataFrame) -> None:
    """All movements of an account on a plan in a currency are what it pays there now."""
    standing = states[states.valid_to.isna()].groupby(PART).mrr.sum()
    off = moved.groupby(PART).amount.sum().sub(standing, fill_value=0.0)
    if (off.abs() > 1e-3).any():
        raise AssertionError("start plus movements is not end")


def stock(states: pd.DataFrame, moment: pd.Timestamp) -> tuple[pd.Series, dict[str, float]]:
    """MRR by account at an instant, and the stocks beside it."""
    running = states[(states.valid_from < moment) & (states.valid_to.isna() | (states.valid_to >= moment))]
    counts = running[running.mrr > 0]
    discount = (running.listed - running.net)[running.status.isin(["active", "past_due"])].sum()
    beside = {
        "mrr_at_risk": running.net[running.status == "past_due"].sum(),
        "trial_mrr": running.net[running.status == "trialing"].sum(),
        "discount_mrr": discount,
        "list_mrr": counts.mrr.sum() + discount,
        "scheduled_mrr": -counts.mrr[counts.ends_later].sum(),
    }
    return counts.groupby("account").mrr.sum(), beside


def kept(start: pd.Series, end: pd.Series) -> pd.DataFrame:
    """MRR then and now of the accounts that paid at the start."""
    return pd.DataFrame({"m0": start}).join(end.rename("m1")).fillna(0.0)


def of_the_start(start: pd.Series, end: pd.Series, churns: pd.DataFrame) -> dict[str, float]:
    """What became of the accounts that paid at the start of a month."""
    both = kept(start, end)
    total, lost = both.m0.sum(), both[both.m1 <= 0]
    reasons = churns.groupby("account").reason.last().reindex(lost.index)
    nrr, grr = both.m1.sum() / total, both.min(axis=1).sum() / total
    involuntary, paused = (reasons == "payment_failed").sum(), (reasons == "paused").sum()
    return {
        "nrr": nrr, "grr": grr, "net_mrr_churn": 1 - nrr, "gross_mrr_churn": 1 - grr,
        "customer_churn": len(lost) / len(both), "customer_retention_rate": 1 - len(lost) / len(both),
        "customer_churn_involuntary": involuntary / len(both), "customer_churn_paused": paused / len(both),
        "customer_churn_voluntary": (len(lost) - involuntary - paused) / len(both),
    }  # fmt: skip


def of_the_year(start: pd.Series, end: pd.Series) -> dict[str, float]:
    both = kept(start, end)
    return {
        "nrr_12m": both.m1.sum() / both.m0.sum(),
        "grr_12m": both.min(axis=1).sum() / both.m0.sum(),
        "customer_churn_12m": (both.m1 <= 0).mean(),
    }


def board(states: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Every KPI of every month."""
    boundaries = pd.date_range("2020-01-01", "2025-01-01", freq="MS", tz="UTC")
    moved["month"] = moved["at"].dt.strftime("%Y-%m")
    churns = dict(list(moved[moved.kind == "churn"].sort_values("at").groupby("month")))
    stocks = [stock(states, moment) for moment in boundaries]
    rows = []
    for number in range(1, len(boundaries)):
        (start, _), (end, beside) = stocks[number - 1], stocks[number]
        mrr = end.sum()
        row = {"mrr": mrr, "arr": 12 * mrr, "customers": len(end), "arpa": mrr / len(end), "start": start.sum(),
               "customers_at_start": len(start), "committed_mrr": mrr + beside["scheduled_mrr"], **beside}  # fmt: skip
        if len(start):
            row |= of_the_start(start, end, churns[boundaries[number - 1].strftime("%Y-%m")])
        if number > 12:
            row |= of_the_year(stocks[number - 12][0], end)
        rows.append(row)
    table = pd.DataFrame(rows, index=boundaries[:-1].strftime("%Y-%m"))
    return with_flows(table, moved)


def with_flows(table: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    flows = moved.pivot_table(index="month", columns="kind", values="amount", aggfunc="sum", fill_value=0.0)
    table = table.join(flows.reindex(columns=KINDS, fill_value=0.0))
    accounts = moved.groupby(["month", "kind"]).account.nunique().unstack(fill_value=0)
    for kind, name in (("new", "new"), ("reactivation", "reactivated"), ("churn", "churned")):
        table[f"{name}_customers"] = accounts[kind]
    won = moved[moved.kind.isin(["new", "reactivation"])].groupby("month").account.nunique()
    table["customers_won"] = won.reindex(table.index, fill_value=0)
    came = moved[moved.kind == "new"].merge(moved[moved.kind == "churn"], on=["account", "month"])
    table["early_churn"] = came.groupby("month").account.nunique().reindex(table.index, fill_value=0)
    gains, losses = table.new + table.expansion + table.reactivation, table.contraction + table.churn
    lasting = 1 / table.customer_churn.rolling(6).mean()
    return table.assign(
        net_new_mrr=gains + losses, mrr_fx=table.mrr - table.start - gains - losses - table.transfer,
        mrr_growth=(table.mrr - table.start) / table.start, quick_ratio=-gains / losses,
        expansion_growth=table.expansion.pct_change(), average_sale_price=table.new / table.new_customers,
        gross_mrr_churn_movements=-losses / table.start,
        net_mrr_churn_movements=-(losses + table.expansion + table.reactivation) / table.start,
        customer_churn_rolling=table.churned_customers / (table.customers_at_start + table.customers_won),
        arpa_margin=table.arpa, customer_lifetime_by_churn=lasting, ltv=table.arpa * lasting,
        new_mrr=table.new, expansion_mrr=table.expansion, reactivation_mrr=table.reactivation,
        contraction_mrr=table.contraction, churned_mrr=table.churn, transfer_mrr=table.transfer,
    )  # fmt: skip


def run(path: str) -> dict[str, object]:
    began = time.perf_counter()
    states = read(path)
    moved = movements(states)
    check(moved, states)
    last = board(states, moved).drop(columns=["start", "customers_at_start", "customers_won", "transfer"]).iloc[-1]
    figures = {str(name): float(value) for name, value in last.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - began, "peak_mb": peak, "figures": figures}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
