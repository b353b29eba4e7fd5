"""Every report gives the same numbers on DuckDB, on ClickHouse and on a Spark cluster as from the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from holdfast.metrics.reports.answer import table
from holdfast.metrics.reports.answering import REPORTS, answer
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.conditions import Is, Property
from holdfast.metrics.reports.slots import Clock
from holdfast.metrics.reports.supply import Supply, Wanted
from holdfast.metrics.reports.tables import TableSupply
from tests.engines.chdb import clickhouse
from tests.engines.company import ODD, QUERIES, TEXTS, ZONE, Purse, company
from tests.engines.spark import WORKERS, NoJava, session
from tests.usage import EVENTS, Indexed

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Ibis reads Spark's answers by pandas
    pytest.mark.filterwarnings("ignore:unclosed <socket"),  # Spark's driver leaves them open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
MISSING = "{} is not here; `make engines` installs it"
SEED = 7


@dataclass(frozen=True)
class Engine:
    con: Any
    events: ibis.Table

    @property
    def supply(self) -> TableSupply:
        return TableSupply(self.con, self.events, company(SEED).as_of)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = company(SEED)
    rows = [
        {"event": one.event, "person_id": one.person, "account_id": world.account(one), "occurred_at": one.at,
         "properties": json.dumps(dict(one.properties), ensure_ascii=False)}
        for one in world.done
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("events") / "events.parquet"
    pq.write_table(pa.Table.from_pylist(rows, EVENTS), path)
    return path


@pytest.fixture(scope="module")
def duckdb(parquet: Path) -> Engine:
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    return Engine(con, con.read_parquet(parquet))


@pytest.fixture(scope="module")
def chdb(parquet: Path) -> Iterator[Engine]:
    pytest.importorskip("chdb", reason=MISSING.format("chdb"))
    pytest.importorskip("clickhouse_connect", reason=MISSING.format("clickhouse-connect"))
    with clickhouse(parquet) as (con, events):
        yield Engine(con, events)


@pytest.fixture(scope="module")
def spark(parquet: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    pytest.importorskip("pyspark", reason=MISSING.format("pyspark"))
    with ExitStack() as running:
        try:
            started = running.enter_context(session(tmp_path_factory.mktemp("spark")))
        except NoJava as error:
            pytest.skip(str(error))
        con = ibis.pyspark.connect(started)
        yield Engine(con, con.read_parquet(str(parquet)))


@pytest.fixture(scope="module", params=["duckdb", "chdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def told(supply: Supply, name: str) -> dict[str, Any]:
    """The numbers of a report, and who is behind each."""
    world = company(SEED)
    who, clock = world.known(), Clock(ZoneInfo(ZONE), world.week_start, world.as_of)
    asking = Asking(supply, who, clock, who.definitions(), money=Purse())
    found = answer(asking, QUERIES[name])
    rows = table(found)
    cells = [cell for cell in rows["cell"].to_pylist() if cell is not None]
    return {
        "rows": [tuple(_rounded(one) for one in row.values()) for row in rows.to_pylist()],
        "behind": {cell: sorted(found.behind(cell)) for cell in cells[:: max(1, len(cells) // 50)]},
    }


def _rounded(found: Any) -> Any:
    """Sums in another order differ in the last places."""
    return round(found, 9) if isinstance(found, float) else found


@pytest.fixture(scope="module")
def by_index(duckdb: Engine) -> Any:
    return cache(lambda name: told(Indexed(duckdb.supply, ZoneInfo(ZONE)), name))


def test_every_report_is_asked_for() -> None:
    assert {type(query) for query in QUERIES.values()} == set(REPORTS)


@pytest.mark.parametrize("name", QUERIES)
def test_a_report_has_the_numbers_of_the_index(name: str, engine: Engine, by_index: Any) -> None:
    found, expected = told(engine.supply, name), by_index(name)
    assert found == expected
    assert any(row[3] for row in expected["rows"])  # nothing is proved by zeros


def test_texts_are_the_same(engine: Engine, duckdb: Engine) -> None:
    tests = tuple(
        Property(name, test, values)
        for name in ("p", ODD)
        for test, values in (
            (Is.SET, ()), (Is.ONE_OF, tuple(TEXTS)), (Is.ONE_OF, (1, 2.5, 1000)), (Is.NONE_OF, (True, "1.0")),
            (Is.CONTAINS, ("Ä", "\\", "%", "_")), (Is.LACKS, ("it's",)), (Is.MORE_THAN, (0.1,)), (Is.AT_MOST, (2.5,)),
        )
    )  # fmt: skip
    wanted = Wanted(properties=("p", ODD, "n", "none"), tests=tests)
    found, expected = (_sorted(one.supply.rows(wanted)) for one in (engine, duckdb))
    assert found == expected
    assert all(0 < sum(row[f"t{place}"] for row in expected) < len(expected) for place in range(len(tests)))


def _sorted(rows: pa.Table) -> list[dict[str, Any]]:
    return sorted(rows.to_pylist(), key=repr)


def test_both_workers_of_the_cluster_take_part(spark: Engine) -> None:
    context = spark.con._session.sparkContext
    assert context._jsc.sc().getExecutorMemoryStatus().size() == WORKERS + 1  # and the one that asks
