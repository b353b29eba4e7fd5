"""Which movements are looked for: all of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.http import QueryDict

from holdfast.pages.controls import Choice
from holdfast.pages.revenue.words import KINDS
from holdfast.web.numbers import page_number

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """counted: only movements that changed the number of customers, by what they did to it. q: part of an account."""

    choice: Choice
    kind: str = ""
    counted: bool = False
    reason: str = ""
    plan: str = ""
    currency: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        kind, page = query.get("kind", ""), query.get("page", "1")
        return cls(
            choice=Choice.read(query),
            kind=kind if kind in KINDS else "",
            counted=query.get("of") == "customers",
            reason=query.get("reason", ""),
            plan=query.get("plan", ""),
            currency=query.get("currency", ""),
            q=query.get("q", "").strip(),
            page=page_number(page),
        )

    def query(self, **changes: Any) -> str:
        """The query string of this with some changes; what is usual is left out."""
        other = replace(self, **changes)
        given = {
            "kind": other.kind,
            "of": "customers" if other.counted else "",
            "reason": other.reason,
            "plan": other.plan,
            "currency": other.currency,
            "q": other.q,
            "page": str(other.page) if other.page > 1 else "",
        }
        own = {name: value for name, value in given.items() if value}
        return urlencode([*parse_qsl(other.choice.query()), *own.items()])

    def of(self, table: pa.Table) -> pa.Table:
        """The rows of metrics.rows.moved that are sought, in their order."""
        mask = pc.is_in(table["slice"], pa.array([self.choice.slice_])) if self.choice.slice_ else None
        if self.counted:
            mask = _both(mask, pc.not_equal(table["customers"], 0))
        wanted = {"toggle" if self.counted else "kind": self.kind, "reason": self.reason, "currency": self.currency}
        for name, value in wanted.items():
            if value:
                mask = _both(mask, pc.equal(table[name], value))
        if self.plan:
            mask = _both(mask, pc.equal(pc.fill_null(table["plan"], "(none)"), self.plan))
        if self.q:
            mask = _both(mask, _found(table, self.q))
        return table if mask is None else table.filter(mask)


def _both(mask: Any, other: Any) -> Any:
    return other if mask is None else pc.and_(mask, other)


def _found(table: pa.Table, q: str) -> Any:
    """In the name or the key of the account, or in the subscription."""
    found = [
        pc.fill_null(pc.match_substring(table[name], q, ignore_case=True), False)
        for name in ("name", "account", "subscription")
    ]
    return pc.or_(pc.or_(found[0], found[1]), found[2])
