"""The library: open a company's data, ask for its KPIs and the customers behind them.

>>> from holdfast import Book
>>> book = Book.open("my-company/")                    # doctest: +SKIP
>>> book.kpi("nrr").over("month", by="plan").table     # doctest: +SKIP
"""

from holdfast.core.start import load

load()  # the rooms hold models, and models need the settings first

from holdfast.book.book import Book  # noqa: E402
from holdfast.book.range import BadRange  # noqa: E402
from holdfast.book.views import KpiView, Series  # noqa: E402

__all__ = ["BadRange", "Book", "KpiView", "Series"]
