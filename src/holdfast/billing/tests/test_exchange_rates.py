from datetime import date, timedelta

import pytest

from holdfast.billing.facts import fx_rate
from holdfast.billing.ledger.rates import MissingRate, last_reference_day, rates_into, reporting_currency
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.tests.histories import D, Ledger, at, state


def rate(day, value, currency="EUR", to="USD"):
    return {"day": date.fromisoformat(day), "currency": currency, "to_currency": to, "rate": D(value)}


def rates(*own, reporting="USD", **settings):
    ledger = Ledger([], other={"exchange_rate": own})
    return rates_into(reporting, ledger.records, LedgerSettings(**settings))


def test_reference_rates_come_from_the_central_bank():
    assert rates().on("EUR", date(2024, 3, 28)) == D("1.0811")
    assert rates(reporting="EUR").on("USD", date(2024, 3, 28)) == D("0.924983813")  # 1 / 1.0811
    assert rates().on("USD", date(1900, 1, 1)) == 1


def test_a_weekend_has_the_rate_of_the_last_day_before():
    # 2024-03-29 is Good Friday, 30 and 31 March a weekend, 1 April Easter Monday.
    assert {rates().on("EUR", date(2024, 3, day)) for day in (28, 29, 30, 31)} == {D("1.0811")}
    assert rates().on("EUR", date(2024, 4, 1)) == D("1.0811")


def test_a_companys_own_rate_comes_first_in_either_direction_and_for_a_month():
    assert rates(rate("2024-03-01", "1.5")).on("EUR", date(2024, 3, 28)) == D("1.5")
    assert rates(rate("2024-03-01", "0.5", "USD", "EUR")).on("EUR", date(2024, 3, 28)) == 2
    assert rates(rate("2024-02-01", "1.5")).on("EUR", date(2024, 3, 28)) == D("1.0811")


def test_a_missing_rate_is_an_error_that_says_what_to_do_and_never_one():
    for currency, day in (("UAH", date(2024, 3, 28)), ("EUR", date(1998, 1, 1)), ("EUR", date(2099, 1, 1))):
        with pytest.raises(MissingRate, match=rf"from {currency} to USD for {day}.*[Aa]dd one"):
            rates().on(currency, day)
    with pytest.raises(MissingRate, match="from UAH to USD for 2024-01-01"):
        Ledger([state("a", "2024-01-01", None, 10, currency="UAH")], reporting_currency="USD")
    assert rates(rate("2024-03-01", "0.025", "UAH")).on("UAH", date(2024, 3, 28)) == D("0.025")


def test_no_rates_are_loaded_when_everything_is_in_the_reporting_currency(monkeypatch):
    monkeypatch.setattr("holdfast.billing.ledger.rates._reference_rates", pytest.fail)
    ledger = Ledger([state("a", "2024-01-01", None, 10, currency="UAH")])
    assert ledger.movements("amount_reporting") == [("2024-01-01", 10)]


def test_the_reporting_currency_is_that_of_most_subscriptions_unless_set():
    ledger = Ledger([state(name, "2024-01-01", None, 10, currency=name) for name in ("EUR",)])
    assert reporting_currency(ledger.records, LedgerSettings()) == "EUR"
    assert reporting_currency(ledger.records, LedgerSettings(reporting_currency="gbp")) == "GBP"
    assert reporting_currency({}, LedgerSettings()) == "USD"


def test_boundaries_have_the_closing_rate_of_the_day_before():
    ledger = Ledger([])
    table = fx_rate(
        ledger.con, [at("2024-03-29"), at("2024-05-01")], ["EUR"], LedgerSettings(reporting_currency="USD"), {},
        as_of=at("2024-04-04"),
    )  # fmt: skip
    found = {(row["currency"], row["at"].date().isoformat()): row["rate"] for row in table.to_pyarrow().to_pylist()}
    # Closing rate of 28 March; the second boundary lies after as_of, so the rate is that of 3 April.
    assert found == {
        ("EUR", "2024-03-29"): D("1.0811"), ("EUR", "2024-05-01"): D("1.0783"),
        ("USD", "2024-03-29"): 1, ("USD", "2024-05-01"): 1,
    }  # fmt: skip


def test_after_their_end_the_last_reference_rates_count_for_a_while():
    last = last_reference_day("USD", "EUR")
    known = rates(reporting="EUR")
    assert known.on("USD", last + timedelta(days=92)) == known.on("USD", last)
    with pytest.raises(MissingRate, match="reference_rates_stale_days"):
        known.on("USD", last + timedelta(days=93))


def test_a_missing_rate_names_a_row_and_how_many_there_are():
    one = state("acme", "2024-01-01", None, 10, currency="ZZZ") | {"source_row": "subscriptions.csv:4"}
    with pytest.raises(MissingRate, match=r"ZZZ is in no .* One amount is in ZZZ: subscriptions.csv:4\.$"):
        Ledger([one], reporting_currency="USD")
    two = state("beta", "2024-02-01", None, 10, currency="zzz")
    with pytest.raises(MissingRate, match=r"2 amounts are in ZZZ, such as subscriptions.csv:4\.$"):
        Ledger([one, two], reporting_currency="USD")
    with pytest.raises(MissingRate, match=r"One amount is in ZZZ: of account beta\.$"):
        Ledger([two | {"source_row": None}], reporting_currency="USD")


def test_what_to_do_about_a_missing_rate_depends_on_the_rates_there_are():
    own = rates(rate("2024-01-01", "0.025", "UAH"))
    with pytest.raises(MissingRate, match=r"The last of your own is of 2024-01-01.* own_rate_max_age_days \(now \d+\)"):
        own.on("UAH", date(2024, 6, 1))
    with pytest.raises(MissingRate, match="EURO is in no reference rates: correct the currency, or add one"):
        own.on("EURO", date(2024, 6, 1))
