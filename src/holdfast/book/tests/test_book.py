"""The library: a folder, an installation and a connection give the same numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import ibis
import pytest
from django.conf import settings

from holdfast import Book
from holdfast.book import BadRange
from holdfast.book import book as books
from holdfast.book.report import build
from holdfast.connectors import api as connectors
from holdfast.core.api import Preferences, create_workspace
from holdfast.core.errors import UserFacingError
from holdfast.metrics.kernel.facts import FactMismatch
from holdfast.metrics.rows.upcoming import upcoming
from holdfast.simulator import Size, simulate
from tests.shared import shared_data

FEW = """subscription_id,customer,start,end,plan,mrr,currency
s1,acme,2024-01-10,,Basic,100,EUR
s2,beta,2024-01-15,2024-03-20,Pro,200,EUR
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "subscriptions.csv").write_text(FEW)
    return tmp_path


def test_a_folder_answers_with_number_list_and_movements(folder: Path) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    churn = book.kpi("customer_churn").over("month")
    assert churn.cell("2024-03").value == 0.5
    behind = churn.behind("2024-03").to_pylist()
    assert [(row["subject"], int(row["numerator"]), int(row["denominator"])) for row in behind] == [
        ("beta", 1, 1),
        ("acme", 0, 1),
    ]
    assert [row["kind"] for row in book.movements().to_pylist()] == ["churn", "new", "new"]
    assert book.traits() == ["plan", "currency"]
    assert "Customer churn" in churn._repr_html_()


def test_what_happens_at_the_end_of_the_data_is_upcoming_not_gone(tmp_path: Path) -> None:
    # s1 (100) ends when April does, s2 (200) stays: until then MRR is 300, of which 200 are committed.
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,customer,start,end,plan,mrr,currency\n"
        "s1,acme,2026-01-10,2026-05-01,Basic,100,EUR\ns2,beta,2026-02-15,,Pro,200,EUR\n"
    )
    for day, mrr in ((date(2026, 4, 30), 300), (date(2026, 5, 1), 200)):
        book = Book.open(tmp_path, as_of=day)
        ahead = upcoming(book.engine).to_pylist()
        numbers = {key: book.kpi(key).over("day").table["numerator"][-1].as_py() for key in ("mrr", "committed_mrr")}
        assert numbers == {"mrr": mrr, "committed_mrr": 200}, day
        assert sum(row["amount_reporting"] for row in ahead) == 200 - mrr
        assert len(book.movements()) == (2 if mrr == 300 else 3)


def test_a_trait_that_is_of_one_account_alone_is_no_way_of_slicing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MOST_SLICES", 2)
    rows = "".join(f"c{place},{place}.test,{'DE' if place % 2 else 'FR'}\n" for place in range(3))
    (folder / "accounts.csv").write_text("account_id,website,country\n" + rows)
    book = Book.open(folder, as_of=date(2024, 4, 30))
    assert book.traits() == ["plan", "currency", "country"]
    with pytest.raises(BadRange, match="'website' has more than 2 values, too many to slice by"):
        build(book, by="website")
    with pytest.raises(BadRange, match="is nothing the accounts have"):
        build(book, by="colour")


def test_a_trait_that_no_account_has_is_told_at_the_prompt(folder: Path) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    for asked in (book.scorecard, book.rollforward, book.kpi("mrr").over):
        with pytest.raises(BadRange, match="'colour' is nothing the accounts have; slice by one of plan, currency"):
            asked(by="colour")


def test_what_a_book_cannot_take_is_told_with_what_it_can(folder: Path) -> None:
    naive = datetime(2024, 4, 30)  # noqa: DTZ001 (what is tested)
    with pytest.raises(BadRange, match="known_at needs a time zone"):
        Book.open(folder, known_at=naive)
    with pytest.raises(BadRange, match=r"as_of needs a time zone.* Or give a date"):
        Book.open(folder, as_of=naive)
    with pytest.raises(BadRange, match="'Mars' is no time zone; write Europe/Berlin"):
        Book.open(folder, timezone="Mars")
    with pytest.raises(BadRange, match="'people' is no cohort table; use one of customers, nrr, grr, usage"):
        Book.open(folder).cohorts("people")


def test_a_period_or_a_slice_that_a_series_does_not_have_is_told_with_those_it_has(folder: Path) -> None:
    mrr = Book.open(folder, as_of=date(2024, 4, 30)).kpi("mrr")
    series, by_plan = mrr.over(), mrr.over(by="plan")
    for asked in (series.cell, series.behind):
        with pytest.raises(BadRange, match="'1999-01' is none of its periods; choose one from 2024-01 to 2024-04"):
            asked("1999-01")
        with pytest.raises(BadRange, match="'Gold' is no slice of mrr, which is not sliced here; give `by`"):
            asked("2024-03", "Gold")
    for told in (by_plan.cell, by_plan.behind, lambda label, slice_: mrr.behind(label, by="plan", slice_=slice_)):
        with pytest.raises(BadRange, match="'Gold' is no slice by plan; use one of Basic, Pro"):
            told("2024-03", "Gold")
    assert mrr.behind("2024-03", by="plan", slice_="Basic").num_rows == 1


def test_at_the_prompt_everything_says_in_one_line_what_it_is(folder: Path) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    assert repr(book) == f"<Book '{folder.name}' in EUR, data as of 2024-05-01 00:00 UTC>"
    assert repr(book.kpi("mrr")).startswith(f"<mrr of <Book '{folder.name}' in EUR,")
    assert repr(book.kpi("mrr").over(by="plan")) == "<mrr by month, 4 periods, 2 slices by plan>"


def test_periods_of_every_length_end_with_the_same_mrr(folder: Path) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    for grain in ("day", "week", "month", "quarter", "year"):
        assert book.kpi("mrr").over(grain).table["numerator"][-1].as_py() == 100, grain


def test_the_company_of_ravenstack_comes_out_to_the_dollar() -> None:
    book = Book.open(shared_data("ravenstack"))
    expected = [
        line.split(",") for line in shared_data("ravenstack/expected_month_end_mrr.csv").read_text().split()[1:]
    ]
    mrr, customers = (book.kpi(key).over("month").table["numerator"].to_pylist() for key in ("mrr", "customers"))
    assert [(int(money), int(count)) for money, count in zip(mrr, customers, strict=True)] == [
        (int(row[1]), int(row[2])) for row in expected
    ]


def test_a_connection_is_read_by_the_names_of_its_tables(folder: Path) -> None:
    source = Book.open(folder, as_of=date(2024, 4, 30))
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    for name in ("account", "mrr_change"):
        con.create_table(name, source.facts[name].to_pyarrow())
    book = Book.open(con, as_of=datetime(2024, 5, 1, tzinfo=UTC))
    assert (
        book.kpi("mrr").over().table["numerator"].to_pylist() == source.kpi("mrr").over().table["numerator"].to_pylist()
    )
    con.create_table("ticket", con.table("account").to_pyarrow())
    with pytest.raises(FactMismatch, match="opened_at"):
        Book.open(con)


@pytest.mark.django_db
def test_an_installation_gives_the_numbers_of_its_files(tmp_path: Path) -> None:
    company = simulate(Size.SMALL, seed=3, end=date(2026, 1, 1))
    files = tmp_path / "files"
    company.write(files)
    (files / "truth.json").unlink()
    for events in files.glob("events-*"):
        events.unlink()  # people are proved elsewhere; this is about money
    now = datetime(2026, 1, 2, tzinfo=UTC)
    workspace = create_workspace("Sample", at=now, preferences=Preferences(currency="EUR"))
    connectors.run_import(workspace, connectors.make_plan([files], connectors.ReadOptions(now=now)), at=now)
    stored = Book.open(settings.DATA_DIR, workspace=workspace.slug, as_of=date(2025, 12, 31))
    direct = Book.open(files, currency="EUR", as_of=date(2025, 12, 31))
    for key in ("mrr", "customers", "nrr", "customer_churn", "expansion_mrr", "renewal_rate", "trial_conversion"):
        assert stored.kpi(key).over().table["numerator"].equals(direct.kpi(key).over().table["numerator"]), key


def test_kpis_recover_what_the_simulator_planted(tmp_path: Path) -> None:
    company = simulate(Size.SMALL, seed=11, end=date(2026, 1, 1))
    company.write(tmp_path)
    for extra in (*tmp_path.glob("events-*"), tmp_path / "truth.json"):
        extra.unlink()
    book = Book.open(tmp_path, currency="EUR", as_of=date(2025, 12, 31))
    truth = {month["month"]: month for month in company.truth.months}
    customers, churn = (book.kpi(key).over().result for key in ("customers", "customer_churn"))
    assert {cell.label: int(cell.numerator or 0) for cell in customers} == {
        label: month["paying_accounts"] for label, month in truth.items()
    }
    for cell in churn:
        start = truth[cell.label]["of_month_start"]
        assert (cell.numerator, cell.denominator) == (Decimal(start["lost"]), Decimal(start["accounts"]))


def test_it_tells_when_the_reference_rates_are_older_than_the_data(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(FEW.replace("Pro,200,EUR", "Pro,200,USD").replace("2024-", "2026-"))
    assert Book.open(tmp_path, currency="EUR", as_of=date(2026, 4, 30)).notes == ()
    late = Book.open(tmp_path, currency="EUR", as_of=date(2026, 11, 20))
    assert late.kpi("mrr").over().table.num_rows == 11
    assert "reference rates" in late.notes[0]


def test_weights_and_benchmarks_beside_the_files_are_used(folder: Path) -> None:
    (folder / "health.toml").write_text("[inputs.tenure]\nweight = 1\nworst = 0\nbest = 10\n")
    (folder / "benchmarks.toml").write_text('[[benchmark]]\nkpi = "nrr"\ngood_from = 1.2\nsource = "our own goal"\n')
    book = Book.open(folder, as_of=date(2024, 4, 30))
    assert [one.name for one in book.settings.health] == ["tenure"]
    assert [(one.kpi, one.source) for one in book.benchmarks] == [("nrr", "our own goal")]
    (folder / "health.toml").write_text("[inputs.luck]\nweight = 1\nworst = 0\nbest = 10\n")
    with pytest.raises(UserFacingError, match=r"health.toml: inputs.luck: there is no such input"):
        Book.open(folder)


def test_a_rate_is_asked_for_only_where_money_stands(tmp_path: Path) -> None:
    # UAH has no reference rate; the company's own begin with its first customer, and so does the lead of a year.
    (tmp_path / "subscriptions.csv").write_text(FEW.replace("Pro,200,EUR", "Pro,4000,UAH"))
    days = "".join(f"2024-{month:02}-01,UAH,EUR,0.025\n" for month in range(1, 5))
    (tmp_path / "exchange_rates.csv").write_text("day,currency,to_currency,rate\n" + days)
    book = Book.open(tmp_path, currency="EUR", as_of=date(2024, 4, 30))
    assert [int(n) for n in book.kpi("mrr").over().table["numerator"].to_pylist()] == [200, 200, 100, 100]
    assert book.kpi("nrr_12m").over().table["value"].to_pylist() == [None] * 4


@pytest.mark.parametrize("text", ["0001-01", "0001-W01", "0002-06", "1989", "9999", "9999-12", "9999-12-31", "2201-Q1"])
def test_years_out_of_reach_are_refused(folder: Path, text: str) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    for range_ in ({"from_": text}, {"to": text}):
        with pytest.raises(BadRange, match="choose a year from 1990 to 2200"):
            book.calendar(**range_)
    assert len(book.calendar(to="2200")) == 4


def test_a_range_before_the_data_is_empty_and_one_without_start_is_refused(folder: Path) -> None:
    book = Book.open(folder, as_of=date(2024, 4, 30))
    assert book.kpi("customer_lifetime").over(from_="2020-01", to="2020-02").table["value"].to_pylist() == [None, None]
    with pytest.raises(BadRange, match="Nothing is known before"):
        book.calendar(to="2020-01")
    with pytest.raises(BadRange, match="Only an installation"):
        Book.open(folder, known_at=datetime(2024, 1, 1, tzinfo=UTC))


def test_amounts_without_a_currency_are_told_and_are_in_the_one_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "account_id,start,amount,currency,interval\na,2024-01-10,100,EUR,month\n"
    )
    (tmp_path / "purchases.csv").write_text("purchase_id,account_id,bought_at,amount\np1,a,2024-01-15,100\n")
    book = Book.open(tmp_path, currency="EUR")
    assert book.kpi("purchase_revenue").over("month").cell("2024-01").numerator == 100
    assert book.notes == ("purchases.csv: no currency: EUR assumed",)
    assert "purchases.csv: no currency: USD assumed" in Book.open(tmp_path).notes
