"""The rows of one page of those behind a number, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.pages.accounts.table.columns import STATUS
from holdfast.pages.kpi.people import FACTS, People
from holdfast.pages.kpi.question import Answer, Head
from holdfast.web.format import NOTHING

ROUTES = {"account": "account", "person": "person"}


@dataclass(frozen=True, slots=True)
class Line:
    """address: the page of the account or person, "" of nobody in particular. figures: beside the name, by column."""

    name: str
    key: str
    address: str
    figures: tuple[tuple[Head, str], ...]


def lines(answer: Answer, heads: Sequence[Head], rows: pa.Table, slug: str) -> list[Line]:
    """The text of some rows; facts of accounts are looked up for these alone."""
    people = People(answer.kpi, answer.found.subject, rows)
    if people.subject == "account" and FACTS[0] not in rows.column_names:
        accounts = answer.board.accounts()
        people = people.with_facts(
            accounts.filter(pc.is_in(accounts["account_id"], rows["subject_id"].combine_chunks()))
        )
    return [_line(answer, heads, row, people.subject, slug) for row in people.table.to_pylist()]


def _line(answer: Answer, heads: Sequence[Head], row: dict[str, Any], subject: str, slug: str) -> Line:
    key = row["subject"] or ""
    address = reverse(ROUTES[subject], args=[slug, key]) if key else ""
    name = row["name"] or key or gettext("(nobody in particular)")
    figures = tuple((head, _figure(answer, head.key, row)) for head in heads if head.key != "name")
    return Line(name, key if key != name else "", address, figures)


def _figure(answer: Answer, column: str, row: dict[str, Any]) -> str:
    value = row.get(column)
    if column == "mrr":
        return answer.write.money(value, exact=True) if value is not None else NOTHING
    if column == "status":
        return str(STATUS.get(value, value)) if value else NOTHING
    if column == "health":
        return answer.write.number(value) if value is not None else NOTHING
    if column == "plan":
        return value or NOTHING
    if column in ("difference", "change") and not value:
        return NOTHING
    return answer.figure(value, column)
