"""What other rooms may call."""

from holdfast.billing.actions import put_records
from holdfast.billing.facts import fx_rate, supply
from holdfast.billing.ledger.rates import MissingRate, last_reference_day, reporting_currency
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.origins import Origin, Origins, origins
from holdfast.billing.queries import main_currency, records
from holdfast.billing.statements import cancellations_of, statements_of
from holdfast.billing.undoing import built_on, take_back

__all__ = [
    "LedgerSettings",
    "MissingRate",
    "Origin",
    "Origins",
    "built_on",
    "cancellations_of",
    "fx_rate",
    "last_reference_day",
    "main_currency",
    "origins",
    "put_records",
    "records",
    "reporting_currency",
    "statements_of",
    "supply",
    "take_back",
]
