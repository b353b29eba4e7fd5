"""What a book knows of accounts and people beside who is who: facts of accounts, answers, tickets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from holdfast.book.accounts.table import accounts
from holdfast.metrics.reports.notes import answers_of, tickets_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.book.book import Book


@dataclass(frozen=True)
class BookNotes:
    """`holdfast.metrics.reports.directory.Notes` of a book; each table is computed when a condition asks for it."""

    book: Book
    _kept: dict[str, pa.Table] = field(default_factory=dict)

    def figures(self) -> pa.Table:
        return self._once("figures", lambda: accounts(self.book))

    def answers(self) -> pa.Table:
        return self._once("answers", lambda: answers_of(self.book.con, self.book.facts, self.book.as_of))

    def tickets(self) -> pa.Table:
        return self._once("tickets", lambda: tickets_of(self.book.con, self.book.facts, self.book.as_of))

    def _once(self, name: str, make: Callable[[], pa.Table]) -> pa.Table:
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]
