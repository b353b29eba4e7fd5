"""A small company made up by a fixed rule: 24 months, 40 accounts on two plans, the last month not over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from holdfast.insights.contracts import Report
from holdfast.metrics.benchmarks import benchmark_for
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.registry import all_kpis
from holdfast.metrics.tables import cohorts, rollforward
from holdfast.metrics.tests.books import book, change, months

AS_OF = "2026-10-18 09:30:00"
EVIL = "<script>alert('x')</script>"
COHORTS = ("customers", "nrr", "grr")
FORMULA = '=HYPERLINK("http://example.org","pay")'
LARGE = (1, 2)  # the two with the evil names stay at the head of every list


def movements(accounts: int = 40, seed: int = 7) -> list[dict[str, Any]]:
    """Each account is won in its own month, grows now and then, and some leave."""
    dice = np.random.default_rng(seed)
    rows = []
    for account in range(1, accounts + 1):
        plan = str(dice.choice(["Basic", "Basic", "Team"]))
        mrr, month = (40 if plan == "Basic" else 250) * int(dice.integers(1, 5)), int(dice.integers(0, 21))
        if account in LARGE:
            rows.append(change(account, "2025-01-05", "new", 2_000, plan="Team"))
            continue
        rows.append(change(account, _day(month, dice), "new", mrr, plan=plan))
        while (month := month + int(dice.integers(1, 7))) < 22:
            kind = str(dice.choice(["expansion", "expansion", "contraction", "churn", "none"]))
            delta = {"expansion": mrr // 2, "contraction": -mrr // 4, "churn": -mrr, "none": 0}[kind]
            if delta:
                rows.append(change(account, _day(month, dice), kind, delta, plan=plan, reason="too expensive"))
                mrr += delta
            if not mrr:
                break
    return rows


def _day(month: int, dice: np.random.Generator) -> str:
    return f"{2025 + month // 12 if month < 12 else 2026}-{month % 12 + 1:02}-{int(dice.integers(1, 18)):02}"


def engine(rows: Iterable[dict[str, Any]] | None = None, **tables: Any) -> Engine:
    """An engine over the company's movements; the first accounts have names that try to break out."""
    rows = movements() if rows is None else list(rows)
    ids = sorted({row["account_id"] for row in rows})
    odd = {1: EVIL, 2: FORMULA, 3: "Müller & Söhne", 4: "Ромашка", 5: "#set page(fill: red)"}
    accounts = [{"account_id": key, "account": f"a{key}", "name": odd.get(key, f"Account {key}")} for key in ids]
    return book({"mrr_change": rows, "account": accounts, **tables}, as_of=AS_OF)


def made_up_report(kpis: Iterable[Kpi] | None = None, *, by: str | None = None, first: str = "2025-01-01") -> Report:
    """The report of the company, computed by the engine."""
    own = engine()
    over = months(first, "2026-10-31", as_of=AS_OF)
    chosen = [kpi for kpi in (all_kpis() if kpis is None else kpis) if own.available(kpi)]
    period = {item.label: item for item in over}
    return Report(
        name="Kelp & Co",
        calendar=over,
        as_of=datetime(2026, 10, 18, 9, 30, tzinfo=UTC),
        settings=own.settings,
        results=tuple(own.compute(kpi, over) for kpi in chosen),
        sliced=tuple(own.compute(kpi, over, by) for kpi in chosen if kpi.headline and kpi.sliceable) if by else (),
        by=by,
        rollforward=rollforward(own, over),
        rollforward_sliced=rollforward(own, over, by) if by else None,
        cohorts=tuple(cohorts(own, kind, over) for kind in COHORTS),
        benchmarks={kpi.key: one for kpi in chosen if (one := benchmark_for(kpi.key, over.grain))},
        traces=lambda kpi: own.traces(kpi, over),
        behind=lambda kpi, label: own.behind(kpi, over, period[label]),
        names=lambda: _names(own),
        missing={"NPS": "survey answers", "First response time": "tickets"},
        sources={"subscriptions.csv": 120, "accounts.csv": 40},
        rejected=2,
    )


def _names(own: Engine) -> pa.Table:
    return own.con.to_pyarrow(own.facts["account"].select("account_id", "account", "name"))
