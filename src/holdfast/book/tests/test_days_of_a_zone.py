"""Days are those of the book's time zone, wherever something is counted or valued by the day."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.book.book import Book
from holdfast.metrics.kernel.result import Cell


def cells(folder: Path, zone: str, kpi: str, period: str = "month") -> list[Cell]:
    return list(Book.open(folder, timezone=zone, currency="EUR").kpi(kpi).over(period).result.cells())


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_rates_of_ones_own_are_of_days_of_the_zone(tmp_path: Path, zone: str) -> None:
    """The last evening of April is worth what April's rate says, and so is the balance at its end."""
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,plan,start,end,amount,currency,interval\n"
        "s1,a,Basic,2024-03-10,,100,USD,month\n"
        "s2,b,Basic,2024-04-30T12:00:00+02:00,,100,USD,month\n"
        "s3,c,Basic,2024-05-01,,100,USD,month\n"
        "s4,d,Basic,2024-05-05,,100,EUR,month\n"
    )
    (tmp_path / "exchange_rates.csv").write_text(
        "day,currency,to_currency,rate\n2024-03-01,USD,EUR,0.9\n2024-04-01,USD,EUR,0.8\n2024-05-01,USD,EUR,0.5\n"
    )
    assert [cell.value for cell in cells(tmp_path, zone, "mrr")] == [90, 160, 250]
    assert [cell.value for cell in cells(tmp_path, zone, "new_mrr")] == [90, 80, 150]


def test_a_day_of_25_hours_that_holds_a_whole_day_of_utc_keeps_its_events(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "message_id,event,person,account,occurred_at\n"
        "1,open,p1,a,2024-10-26T12:00:00Z\n2,open,p1,a,2024-10-27T12:00:00Z\n"
        "3,open,p2,b,2024-10-27T13:00:00Z\n4,open,p1,a,2024-10-28T12:00:00Z\n"
    )
    assert [cell.value for cell in cells(tmp_path, "Europe/London", "daily_active_people", "day")] == [1, 2, 1]
    returned = [
        (cell.numerator, cell.denominator) for cell in cells(tmp_path, "Europe/London", "retention_day_1", "day")
    ]
    assert returned[:2] == [(1, 1), (0, 1)]


def test_costs_count_months_later_where_a_month_begins_without_a_midnight(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "account_id,start,amount,currency,interval\n"
        "a,2023-09-15,100,EUR,month\nb,2023-10-15,100,EUR,month\nc,2023-11-15,100,EUR,month\n"
    )
    (tmp_path / "costs.csv").write_text(
        "month,kind,currency,amount\n2023-09-01,acquisition,EUR,30\n2023-10-01,acquisition,EUR,50\n"
    )
    (tmp_path / "holdfast.toml").write_text("[metrics]\nacquisition_lag_months = 1\n")
    found = [(cell.numerator, cell.denominator) for cell in cells(tmp_path, "America/Asuncion", "cac")]
    assert found == [(0, 0), (30, 1), (50, 1)]
