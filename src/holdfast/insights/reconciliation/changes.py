"""Every change of MRR: the log of a file beside our movements, and why they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from holdfast.insights.reconciliation.balances import AWAY, CENT, GROUPED
from holdfast.insights.reconciliation.contracts import Compared, Difference, Month, Ours, TheirChange

DAY = timedelta(hours=26)  # a day alone is its noon somewhere: up to 12 hours off, and up to 14 of the zone
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZERO = Decimal()


@dataclass(slots=True)
class _Group:
    """Changes of a customer in one currency within an hour, taken as one. exact: its time is known."""

    at: datetime
    exact: bool
    kind: str
    amount: Decimal


Key = tuple[str, str]


def compare(changes: Iterable[TheirChange], ours: Ours, months: Sequence[Month]) -> Compared:
    """Month by month, in the months that the file speaks of."""
    told = list(changes)
    theirs = _their_groups(told, ours.currency)
    covered = {_month(each.at, months) for each in told}
    own = _our_groups(ours, months, covered)
    names = {each.customer: each.name for each in told}
    called = {**names, **{customer: name for customer, name in ours.names.items() if name}}
    found: list[Difference] = []
    totals: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    equal = 0
    for key in sorted(theirs.keys() | own.keys()):
        rows = _of_customer(key, theirs.get(key, []), own.get(key, []), ours, set(names), months)
        for month, kind, sides, cause in rows:
            if month not in covered and not sides[0]:
                continue  # ours alone, in a month that the file does not speak of
            before = totals.get((month, key[1]), (ZERO, ZERO))
            totals[month, key[1]] = before[0] + sides[0], before[1] + sides[1]
            equal += not cause
            if cause:
                found.append(Difference("change", month, key[0], called.get(key[0], ""), key[1], *sides, cause, kind))
    found.sort(key=lambda each: (each.month, -abs(each.amount), each.customer))
    return Compared(tuple(found), dict(sorted(totals.items())), equal)


def _grouped(rows: Iterable[_Group]) -> list[_Group]:
    """What begins an hour's group takes all that follows within the hour; what cancels out is nothing."""
    groups: list[_Group] = []
    for row in sorted(rows, key=lambda row: row.at):
        if groups and row.exact and groups[-1].exact and row.at - groups[-1].at <= GROUPED:
            groups[-1].amount += row.amount
        else:
            groups.append(row)
    return [group for group in groups if group.amount]


def _their_groups(told: Iterable[TheirChange], reporting: str) -> dict[Key, list[_Group]]:
    found: dict[Key, list[_Group]] = defaultdict(list)
    for each in told:
        found[each.customer, each.currency or reporting].append(_Group(each.at, each.exact, each.kind, each.amount))
    return {key: _grouped(rows) for key, rows in found.items()}


def _our_groups(ours: Ours, months: Sequence[Month], covered: set[str]) -> dict[Key, list[_Group]]:
    """Of the months covered, and of so much around them as the same change may lie apart."""
    spans = [
        (before.end - AWAY, month.end + AWAY)
        for before, month in zip((Month("", EPOCH), *months), months, strict=False)
        if month.label in covered
    ]
    found: dict[Key, list[_Group]] = defaultdict(list)
    for customer, moved in ours.movements.items():
        for each in moved:
            if any(first <= each.at < last for first, last in spans):
                found[customer, each.currency].append(_Group(each.at, True, each.kind, each.amount))
    return {key: _grouped(rows) for key, rows in found.items()}


Row = tuple[str, str, tuple[Decimal, Decimal], str]


def _of_customer(
    key: Key, theirs: list[_Group], own: list[_Group], ours: Ours, inside: set[str], months: Sequence[Month]
) -> list[Row]:
    """Every change of one customer: month, kind, both sides, and the cause of a difference, "" if there is none."""
    rows: list[Row] = []
    left, alone = list(own), list[_Group]()
    for group in theirs:
        match = _match(group, left)
        if match is None:
            alone.append(group)
        else:
            left.remove(match)
            rows += _pair(group, match, months)
    cause = _why(key[0], alone, left, ours, inside)
    rows += [(_month(group.at, months), group.kind, (group.amount, ZERO), cause) for group in alone]
    rows += [(_month(group.at, months), group.kind, (ZERO, group.amount), cause) for group in left]
    return rows


def _match(group: _Group, among: Iterable[_Group]) -> _Group | None:
    """The nearest of our changes with this amount, as far as zones can lie apart."""
    reach = AWAY + GROUPED if group.exact else DAY
    near = [each for each in among if abs(each.amount - group.amount) <= CENT and abs(each.at - group.at) <= reach]
    return min(near, key=lambda each: abs(each.at - group.at), default=None)


def _pair(group: _Group, match: _Group, months: Sequence[Month]) -> list[Row]:
    """The same change may be counted to another month, or as another movement; a cent may be lost on the way."""
    there, here = _month(group.at, months), _month(match.at, months)
    cause = ""
    if there != here:
        cause = "grouping" if abs(group.at - match.at) <= GROUPED else "time_zone"
    elif group.kind and group.kind != match.kind:
        cause = "kind"
    if cause:
        return [(there, group.kind, (group.amount, ZERO), cause), (here, match.kind, (ZERO, match.amount), cause)]
    return [(there, match.kind, (group.amount, match.amount), "rounding" if group.amount != match.amount else "")]


def _why(customer: str, alone: list[_Group], left: list[_Group], ours: Ours, inside: set[str]) -> str:
    if customer not in ours.movements:
        return "not_imported"
    if customer not in inside:
        return "only_here"
    there, here = (sum((group.amount for group in groups), ZERO) for groups in (alone, left))
    return "grouping" if alone and left and abs(there - here) <= CENT else "unknown"


def _month(at: datetime, months: Sequence[Month]) -> str:
    """The label of the month an instant lies in; before the first or after the last it is named by itself, in UTC."""
    return next((month.label for month in months if at < month.end), f"{at:%Y-%m}")
