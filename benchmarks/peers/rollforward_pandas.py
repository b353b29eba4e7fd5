"""The same job as benchmarks/rollforward.py written plainly in pandas, with floats, as an analyst would."""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
import pandas as pd

FACTOR = {"month": 1.0, "year": 1 / 12}


def movements(states: pd.DataFrame) -> pd.DataFrame:
    """Every change of an account's MRR with its kind."""
    begins = states[["account", "valid_from", "mrr"]].rename(columns={"valid_from": "at", "mrr": "amount"})
    ends = states.loc[states.valid_to.notna(), ["account", "valid_to", "mrr"]]
    ends = ends.rename(columns={"valid_to": "at", "mrr": "amount"}).assign(amount=lambda rows: -rows.amount)
    changes = pd.concat([begins, ends]).groupby(["account", "at"], as_index=False).amount.sum()
    changes = changes[changes.amount.abs() > 1e-9].sort_values(["account", "at"])
    changes["after"] = changes.groupby("account").amount.cumsum().round(6)
    changes["before"] = (changes.after - changes.amount).round(6)
    paid_before = changes.groupby("account").cumcount() > 0
    changes["kind"] = np.select(
        [(changes.before <= 0) & ~paid_before, changes.before <= 0, changes.after <= 0, changes.amount > 0],
        ["new", "reactivation", "churn", "expansion"],
        "contraction",
    )
    return changes


def balance(states: pd.DataFrame, moment: pd.Timestamp) -> pd.Series:
    """MRR by account at an instant."""
    running = states[(states.valid_from < moment) & (states.valid_to.isna() | (states.valid_to >= moment))]
    return running.groupby("account").mrr.sum()


def kept(start: pd.Series, end: pd.Series) -> dict[str, float]:
    """NRR, GRR and churn of the accounts that paid at the start."""
    both = pd.DataFrame({"m0": start}).join(end.rename("m1")).fillna(0.0)
    total = both.m0.sum()
    if not total:
        return {}
    return {
        "nrr": both.m1.sum() / total,
        "grr": both.min(axis=1).sum() / total,
        "customer_churn": (both.m1 <= 0).sum() / len(both),
    }


def run(path: str) -> dict[str, object]:
    """Roll-forward, balances, retention of each month and of each trailing year."""
    began = time.perf_counter()
    states = pd.read_parquet(path, columns=["account", "valid_from", "valid_to", "amount", "interval"])
    states["mrr"] = (states.amount.astype(float) * states["interval"].map(FACTOR)).round(6)
    states = states[states.valid_from < pd.Timestamp("2025-01-01", tz="UTC")]
    states.loc[states.valid_to >= pd.Timestamp("2025-01-01", tz="UTC"), "valid_to"] = pd.NaT
    changes = movements(states)
    changes["month"] = changes["at"].dt.strftime("%Y-%m")
    flows = changes.pivot_table(index="month", columns="kind", values="amount", aggfunc="sum", fill_value=0.0)
    counts = changes.pivot_table(index="month", columns="kind", values="amount", aggfunc="count", fill_value=0)
    boundaries = pd.date_range("2020-01-01", "2025-01-01", freq="MS", tz="UTC")
    balances = [balance(states, moment) for moment in boundaries]
    rows = []
    for number in range(1, len(boundaries)):
        start, end = balances[number - 1], balances[number]
        row = {"mrr": end.sum(), "customers": len(end), "arpa": end.mean(), **kept(start, end)}
        if number >= 12:
            year = kept(balances[number - 12], end)
            row |= {f"{key}_12m": value for key, value in year.items()}
        rows.append(row)
    table = pd.DataFrame(rows, index=boundaries[:-1].strftime("%Y-%m")).join(flows).join(counts.add_suffix("_count"))
    last = table.iloc[-1]
    figures = {
        key: float(last[key]) for key in ("mrr", "customers", "nrr", "grr", "customer_churn", "nrr_12m", "grr_12m")
    }
    figures |= {
        kind: float(last.get(kind, 0.0)) for kind in ("new", "expansion", "contraction", "churn", "reactivation")
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - began, "peak_mb": peak, "figures": figures}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
