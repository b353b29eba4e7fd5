"""Exact decimals on every database."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Decimal = models.DecimalField[Decimal | int | str | None, Any]
else:
    _Decimal = models.DecimalField


class MoneyField(_Decimal):
    """DECIMAL(18, 6) or another scale; the whole 18 digits survive.

    SQLite has no decimals: a declared decimal column turns into a binary float of about 15 digits. There the value is
    a whole number of the smallest unit (millionths at scale 6), which fits 64 bits; sums and comparisons stay right.
    """

    decimal_places: int

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 18, "decimal_places": 6} | kwargs))

    # Not DecimalField's: under that name SQLite's own converter would round what is read to 15 digits.
    def get_internal_type(self) -> str:
        return "MoneyField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor == "sqlite":
            return "bigint"
        return f"numeric({self.max_digits}, {self.decimal_places})"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        exact = self.to_python(value)
        if exact is None or connection.vendor != "sqlite":
            return exact
        return int(exact.scaleb(self.decimal_places).to_integral_exact())

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        return [self._from_units] if connection.vendor == "sqlite" else []

    def _from_units(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.decimal_places)
