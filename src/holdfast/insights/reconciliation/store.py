"""A comparison as JSON and back: amounts as exact text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from holdfast.insights.exact import exact
from holdfast.insights.reconciliation.contracts import CAUSES, Compared, Difference

MOST = 20_000  # differences kept, the largest; totals are of all
MEASURES = ("mrr", "change")


@dataclass(frozen=True, slots=True)
class Cause:
    """What one cause makes in one currency: how many rows, and theirs - ours."""

    of: str
    currency: str
    cause: str
    rows: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    of: str
    month: str
    currency: str
    theirs: Decimal
    ours: Decimal

    @property
    def amount(self) -> Decimal:
        return self.theirs - self.ours


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary in one month. ours None: the month is not known here."""

    measure: str
    line: str
    month: str
    theirs: Decimal
    ours: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """causes sum to theirs - ours of the totals; left_out: how many smaller differences are not among the rows."""

    totals: tuple[Total, ...]
    causes: tuple[Cause, ...]
    rows: tuple[Difference, ...]
    lines: tuple[Line, ...]
    equal: Mapping[str, int]
    left_out: int


def outcome(compared: Mapping[str, Compared], lines: Sequence[Line]) -> Outcome:
    """What was compared, by what: "mrr" at the ends of months, "change" within them."""
    rows = [row for of in MEASURES if of in compared for row in compared[of].differences]
    largest = sorted(rows, key=lambda row: -abs(row.amount))[:MOST]
    kept = rows if len(rows) <= MOST else [row for row in rows if row in set(largest)]
    totals = tuple(
        Total(of, month, currency, *sides)
        for of, found in compared.items()
        for (month, currency), sides in found.totals.items()
    )
    equal = {of: found.equal for of, found in compared.items()}
    return Outcome(totals, tuple(_causes(rows)), tuple(kept), tuple(lines), equal, len(rows) - len(kept))


def _causes(rows: Sequence[Difference]) -> list[Cause]:
    found: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for row in rows:
        found[row.of, row.currency, row.cause].append(row.amount)
    order = sorted(found, key=lambda key: (MEASURES.index(key[0]), key[1], CAUSES.index(key[2])))
    return [Cause(*key, len(found[key]), sum(found[key], Decimal())) for key in order]


def to_json(found: Outcome) -> dict[str, Any]:
    return {
        "totals": [[each.of, each.month, each.currency, exact(each.theirs), exact(each.ours)] for each in found.totals],
        "causes": [[each.of, each.currency, each.cause, each.rows, exact(each.amount)] for each in found.causes],
        "rows": [_row(each) for each in found.rows],
        "lines": [
            [each.measure, each.line, each.month, exact(each.theirs), None if each.ours is None else exact(each.ours)]
            for each in found.lines
        ],
        "equal": dict(found.equal),
        "left_out": found.left_out,
    }


def _row(row: Difference) -> list[str]:
    return [row.of, row.month, row.customer, row.name, row.currency, exact(row.theirs), exact(row.ours), row.cause,
            row.kind]  # fmt: skip


def from_json(stored: Mapping[str, Any]) -> Outcome:
    return Outcome(
        totals=tuple(
            Total(of, month, currency, Decimal(there), Decimal(here))
            for of, month, currency, there, here in stored["totals"]
        ),
        causes=tuple(
            Cause(of, currency, cause, rows, Decimal(amount)) for of, currency, cause, rows, amount in stored["causes"]
        ),
        rows=tuple(_difference(row) for row in stored["rows"]),
        lines=tuple(
            Line(measure, line, month, Decimal(there), None if here is None else Decimal(here))
            for measure, line, month, there, here in stored["lines"]
        ),
        equal=stored["equal"],
        left_out=stored["left_out"],
    )


def _difference(row: Sequence[str]) -> Difference:
    of, month, customer, name, currency, there, here, cause, kind = row
    return Difference(of, month, customer, name, currency, Decimal(there), Decimal(here), cause, kind)
