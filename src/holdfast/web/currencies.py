"""Currencies that fields of forms offer: most files are in them. Any other ISO code can be written."""

from __future__ import annotations

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "UAH", "PLN", "CZK", "SEK", "NOK", "DKK", "HUF", "RON", "CAD", "AUD", "NZD", "JPY",
    "INR", "BRL", "MXN", "ZAR", "SGD", "HKD", "CNY", "KRW", "TRY", "ILS", "AED",
)  # fmt: skip
