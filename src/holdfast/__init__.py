"""Holdfast: the customer-retention platform for subscription software.

`from holdfast import Book` is the library's door; it is loaded on first use, so that importing the package stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.book import Book as Book

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Book":
        from holdfast.book import Book

        return Book
    raise AttributeError(f"module 'holdfast' has no attribute {name!r}")
