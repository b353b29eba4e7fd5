from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.metrics.benchmarks import BadBenchmarks, benchmark_for, benchmarks
from holdfast.metrics.kernel.period import Grain


def test_the_shipped_benchmarks_are_those_of_the_product() -> None:
    churn = benchmark_for("customer_churn", Grain.MONTH)
    retention = benchmark_for("customer_retention_rate", Grain.YEAR)
    assert churn is not None
    assert retention is not None
    assert (churn.low, churn.high) == (0.03, 0.08)
    assert (retention.low, retention.high) == (0.50, 0.68)
    for key, good_from in (("retention_week_8", 0.35), ("nrr_12m", 1.0)):
        found = benchmark_for(key, Grain.WEEK)
        assert found is not None
        assert found.good_from == good_from
    assert benchmark_for("customer_churn", Grain.WEEK) is None
    assert all(one.source for one in benchmarks())


def test_a_file_of_ones_own_takes_their_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[benchmark]]\nkpi = "nps"\nlow = 20\nhigh = 50\nsource = "our branch association"\n')
    (only,) = benchmarks(path)
    assert (only.kpi, only.grain, only.low) == ("nps", None, 20)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('kpi = "nrrr"\ngood_from = 1\nsource = "x"', "mine.toml, benchmark 1, kpi: no KPI 'nrrr'; did you mean: nrr"),
        ('kpi = "nps"\nsource = "x"', "give low and high, or good_from"),
        ('kpi = "nps"\ngood_from = 50', "source is missing"),
        ('kpi = "nps"\ngood_from = "50"\nsource = "x"', "benchmark 1, good_from: '50' is not a number"),
        ('kpi = "csat"\ngood_from = 80\nsource = "x"', "80 is not a share; write 8 % as 0.08"),
        ('kpi = "nps"\nlow = 9\nhigh = 3\nsource = "x"', "low is above high"),
        ('kpi = "nps"\ngood_from = 3\nsource = "x"\ngrain = "decade"', "grain: 'decade'; use day, week"),
        ('kpi = "nps"\ngood = 3\nsource = "x"', "unknown key 'good'"),
        ("kpi = ", "mine.toml is not valid TOML"),
    ],
)
def test_a_wrong_entry_is_named(entry: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"[[benchmark]]\n{entry}\n")
    with pytest.raises(BadBenchmarks) as refused:
        benchmarks(path)
    assert message in refused.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadBenchmarks, match=r"none\.toml cannot be read"):
        benchmarks(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[benchmarks]]\nkpi = 'nrr'\n", "its own [[benchmark]]"),
        ("[[benchmark]]\nkpi = 'nrr'\ngood_from = 1\nsource = 'x'\n" * 2, "benchmark 2: nrr is there already"),
    ],
)
def test_nothing_in_the_file_is_passed_over(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "benchmarks.toml").write_text(text)
    with pytest.raises(BadBenchmarks, match=re.escape(told)):
        benchmarks(tmp_path / "benchmarks.toml")
