"""Every KPI compiles for DuckDB, ClickHouse and PySpark, and its SQL changes only when somebody wants it to.

A table that several KPIs share is a file of its own, in a folder for each way of slicing; in the SQL of a KPI it stands
by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import ibis
import ibis.expr.types as ir
import pytest
from ibis.config import Config

from holdfast.metrics.kernel.fold import figures, medians
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Kpi, Statistic
from holdfast.metrics.registry import all_kpis
from tests.conftest import GOLDEN

_DROPPED = re.compile(r"(EXCLUDE|EXCEPT) \(([^()]*)\)")
DIALECTS = ("duckdb", "clickhouse", "pyspark")
FRAMES = {
    "whole": Frame.unbound(),
    "by_plan": Frame.unbound("plan"),
    "by_trait_in_currencies": Frame.unbound("country", currencies=True),
}


class _PySpark(Config):
    """What the PySpark compiler wants to know; it is set by that backend, which is not installed here."""

    treat_nan_as_null: bool = False


@pytest.fixture(autouse=True, scope="module")
def _pyspark_options() -> None:
    if ibis.options.pyspark is None:
        ibis.options.pyspark = _PySpark()


class Shared:
    """Keeps shared tables by name, as an engine does, and hands out unbound tables in their place."""

    def __init__(self) -> None:
        self.tables: dict[str, ir.Table] = {}

    def keep(self, name: str, make: Callable[[], ir.Table]) -> ir.Table:
        if name not in self.tables:
            self.tables[name] = make()
        return ibis.table(self.tables[name].schema(), name=name)


def expression(kpi: Kpi, frame: Frame) -> ir.Table:
    return medians(kpi, frame) if kpi.statistic is Statistic.MEDIAN else figures(kpi, frame)


def sql(table: ir.Table, dialect: str) -> str:
    """Ibis keeps dropped columns in a set, so their order would change from run to run."""
    return _DROPPED.sub(_in_order, str(ibis.to_sql(table, dialect=dialect))) + "\n"


def _in_order(dropped: re.Match[str]) -> str:
    names = sorted(name.strip() for name in dropped[2].split(","))
    return f"{dropped[1]} ({', '.join(names)})"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.key)
def test_the_sql_of_a_kpi(kpi: Kpi, dialect: str, golden: Callable[[str, str], None]) -> None:
    frame = replace(FRAMES["whole"], keep=Shared().keep)
    golden(f"{kpi.key}.{dialect}.sql", sql(expression(kpi, frame), dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", FRAMES)
def test_the_sql_of_the_shared_tables(name: str, dialect: str, golden: Callable[[str, str], None]) -> None:
    shared = Shared()
    frame = replace(FRAMES[name], keep=shared.keep)
    for kpi in all_kpis():
        kpi.terms(frame)
    for table, found in sorted(shared.tables.items()):
        golden(f"{name}/{table}.{dialect}.sql", sql(found, dialect))
    files = {path.name.split(".")[0] for path in (GOLDEN / name).glob(f"*.{dialect}.sql")}
    assert sorted(files - set(shared.tables)) == []


@pytest.mark.parametrize("name", ["by_plan", "by_trait_in_currencies"])
def test_every_kpi_can_be_sliced(name: str) -> None:
    frame = replace(FRAMES[name], keep=Shared().keep)
    for kpi in all_kpis():
        assert "slice" in expression(kpi, frame).columns


def test_no_golden_file_is_left_over() -> None:
    keys = {kpi.key for kpi in all_kpis()}
    assert [path.name for path in sorted(GOLDEN.glob("*.sql")) if path.name.split(".")[0] not in keys] == []
