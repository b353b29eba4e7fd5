"""`holdfast kpis`: what there is to measure."""

from __future__ import annotations

import click
import orjson
from rich.console import Console
from rich.table import Table

from holdfast.cli import HELP
from holdfast.metrics.registry import all_kpis


@click.command("kpis", context_settings=HELP)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
def command(as_json: bool) -> None:
    """List every KPI with its key, formula and what it needs."""
    if as_json:
        for kpi in all_kpis():
            words = {"key": kpi.key, "title": kpi.title, "group": kpi.group, "unit": kpi.unit, "formula": kpi.formula,
                     "needs": list(kpi.needs), "version": kpi.version, "since": kpi.since.isoformat()}  # fmt: skip
            click.echo(orjson.dumps(words).decode())
        return
    table = Table("key", "KPI", "formula", title="KPIs", show_lines=False)
    for kpi in all_kpis():
        table.add_row(kpi.key, kpi.title, kpi.formula)
    Console().print(table)
