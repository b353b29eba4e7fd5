from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime

import pytest

from holdfast.connectors.api import Reading, ReadOptions, read_folder
from tests.shared import shared_data

NOW = datetime(2024, 1, 15, tzinfo=UTC)


def read(name: str) -> Reading:
    reading = read_folder([shared_data(name)], ReadOptions(now=NOW))
    assert [*reading.rejected] == []
    return reading


def test_purchases_without_a_header_of_2357_customers() -> None:
    rows = read("cdnow/CDNOW_sample.txt").tables["purchase"].to_pylist()
    days = defaultdict(set)
    for row in rows:
        days[row["account"]].add(row["bought_at"])
    # The calibration period of the published example is the first 39 weeks of 1997; a day counts once.
    calibrated = {key: {at for at in bought if at <= datetime(1997, 9, 30, tzinfo=UTC)} for key, bought in days.items()}
    repeats = [len(bought) - 1 for bought in calibrated.values()]
    assert (len(rows), len(days)) == (6_919, 2_357)
    assert (repeats.count(0), sum(repeats)) == (1_411, 2_457)


def test_the_other_files_beside_the_purchases_are_no_accounts() -> None:
    reading = read("cdnow")
    assert list(reading.tables) == ["purchase"]


def test_a_table_of_tenures_loses_1869_of_7043_customers() -> None:
    reading = read("ibm-telco")
    rows = reading.tables["subscription"].to_pylist()
    left = [row for row in rows if row["valid_to"] is not None]
    assert (len(rows), len(left)) == (7_043, 1_869)
    # Looked at on the last day of December; everyone who left did so on it.
    assert {row["valid_to"] for row in left} == {datetime(2023, 12, 31, tzinfo=UTC)}
    assert reading.as_of == datetime(2024, 1, 1, tzinfo=UTC)
    customers, lost = Counter(row["plan"] for row in rows), Counter(row["plan"] for row in left)
    shares = {plan: round(100 * lost[plan] / customers[plan], 4) for plan in customers}
    assert shares == {"Month-to-month": 42.7097, "One year": 11.2695, "Two year": 2.8319}


def test_the_length_of_every_subscription_is_its_tenure() -> None:
    rows = {row["account"]: row for row in read("ibm-telco").tables["subscription"].to_pylist()}
    # One month, and 34 months, before the last day of December 2023.
    assert rows["7590-VHVEG"]["valid_from"] == datetime(2023, 11, 30, tzinfo=UTC)
    assert rows["5575-GNVDE"]["valid_from"] == datetime(2021, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("name", ["stripe", "fivetran-seeds"])
def test_published_shapes_are_read_without_an_error(name: str) -> None:
    options = ReadOptions(now=NOW, include_test_mode=True)
    assert read_folder([shared_data(name)], options).tables["account"].num_rows > 0
