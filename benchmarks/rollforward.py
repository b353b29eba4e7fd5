"""The job: from subscription records in Parquet to the monthly roll-forward and every revenue and customer KPI."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import ibis
import pyarrow.parquet as pq

from holdfast.core.start import load

load()

from holdfast.billing import api as billing  # noqa: E402
from holdfast.customers import api as customers  # noqa: E402
from holdfast.metrics.engine import Engine  # noqa: E402
from holdfast.metrics.kernel.facts import Facts, Supply  # noqa: E402
from holdfast.metrics.kernel.period import Grain, calendar  # noqa: E402
from holdfast.metrics.kernel.settings import MetricSettings  # noqa: E402
from holdfast.metrics.registry import all_kpis  # noqa: E402
from holdfast.metrics.tables import rollforward  # noqa: E402

AS_OF = datetime(2025, 1, 1, tzinfo=UTC)
# Declared before the clock starts, as the peer imports pandas.
KPIS = [kpi for kpi in all_kpis() if kpi.needs == ("mrr_change",) and kpi.fit is None]


def run(path: str) -> dict[str, object]:
    """Time the steps and give the figures of the last month, so that peers can be compared number by number."""
    laps = [time.perf_counter()]
    con = ibis.duckdb.connect(threads=2, memory_limit="3GB")
    con.raw_sql("SET TimeZone = 'UTC'")
    records = {"subscription": pq.read_table(path)}
    laps.append(time.perf_counter())
    ordinals = customers.assign_ordinals(con, records, None)
    settings = billing.LedgerSettings(reporting_currency="EUR")
    billed = billing.supply(con, records, ordinals, settings, AS_OF)
    supplied = Supply.together(customers.supply(con, records, ordinals), billed)
    present = frozenset({"account", "mrr_change", "mrr_series", "subscription_term"})
    engine = Engine(con, Facts(supplied, present), MetricSettings(currency="EUR"), AS_OF)
    laps.append(time.perf_counter())
    over = calendar(Grain.MONTH, date(2020, 1, 1), date(2024, 12, 31), as_of=AS_OF, zone=ZoneInfo("UTC"), lead=12)
    rows = rollforward(engine, over).money.to_pylist()
    values = {kpi.key: engine.compute(kpi, over).cells()[-1].value for kpi in KPIS}
    laps.append(time.perf_counter())
    steps = dict(zip(("read", "ledger", "kpis"), (end - start for start, end in pairwise(laps)), strict=True))
    figures = {key: None if value is None else float(value) for key, value in values.items()}
    figures |= {kind: float(rows[-1][kind]) for kind in ("new", "expansion", "contraction", "churn", "reactivation")}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": laps[-1] - laps[0], "steps": steps, "kpis": len(KPIS), "peak_mb": peak, "figures": figures}


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
