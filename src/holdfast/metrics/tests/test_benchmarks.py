"""Benchmarks are data: the shipped ones are those of the definitions, and a wrong entry is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from holdfast.metrics.benchmarks import BadBenchmark, benchmarks, read
from holdfast.metrics.kernel.period import Grain


def test_the_shipped_ones_are_those_of_the_definitions() -> None:
    month, year = benchmarks(), benchmarks(Grain.YEAR)
    assert (month["customer_churn"].low, month["customer_churn"].high) == (Decimal("0.03"), Decimal("0.08"))
    assert (year["customer_churn"].low, year["customer_churn"].high) == (Decimal("0.32"), Decimal("0.50"))
    assert month["retention_from_week_8"].good_from == Decimal("0.35")
    assert month["nrr"].good_from == 1
    assert all(benchmark.source for benchmark in [*month.values(), *year.values()])


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ('kpi = "churn"\ngrain = "month"\nlow = 1\nhigh = 2\nsource = "x"', "kpi = 'churn'"),
        ('kpi = "nrr"\ngrain = "moon"\ngood_from = 1\nsource = "x"', "grain = 'moon'"),
        ('kpi = "nrr"\ngrain = "month"\ngood_from = 1', "source is missing"),
        ('kpi = "nrr"\ngrain = "month"\nlow = 1\nsource = "x"', "both low and high"),
        ('kpi = "nrr"\ngrain = "month"\ngood_from = "1"\nsource = "x"', "good_from = '1'"),
        ('kpi = "nrr"\ngrain = "month"\nlower = 1\nsource = "x"', "lower is nothing"),
    ],
)
def test_it_names_the_entry_and_what_is_wrong_with_it(tmp_path: Path, entry: str, named: str) -> None:
    path = tmp_path / "benchmarks.toml"
    path.write_text(f"[[benchmark]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(BadBenchmark, match="benchmark 1") as error:
        read(path)
    assert named in str(error.value)
