"""MRR at the end of each month: what a file says beside what our movements sum to, and why they differ."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from holdfast.insights.reconciliation.contracts import Balance, Compared, Difference, Month, Moved, Ours

CENT = Decimal("0.01")
GROUPED = timedelta(minutes=60)
AWAY = timedelta(hours=14)  # no zone is further from another's border
ALIKE = Decimal("0.1")  # how far rates of one month may lie apart
TAXES = (Decimal("0.03"), Decimal("0.28"))
_HALF = Decimal("0.005")

Side = dict[str, Decimal]
ZERO = Decimal()


@dataclass(frozen=True, slots=True)
class _Case:
    """One customer at the end of one month, in one currency; `converted`: ours is in another one."""

    customer: str
    month: Month
    currency: str
    theirs: Decimal
    ours: Decimal
    converted: bool

    @property
    def amount(self) -> Decimal:
        return self.theirs - self.ours


def compare(balances: Iterable[Balance], ours: Ours, months: Sequence[Month]) -> Compared:
    """Every customer of every month that a file speaks of and we know; differences largest first, by month."""
    theirs, names = _theirs(balances)
    spoken = {month for _, month in theirs}
    shown = [month for month in months if month.label in spoken]
    customers = sorted({customer for customer, _ in theirs} | set(ours.movements))
    inside = {customer for customer, _ in theirs}
    cases = [case for customer in customers for month in shown for case in _cases(customer, month, theirs, ours)]
    taxed = _taxed(cases)
    called = {**names, **{customer: name for customer, name in ours.names.items() if name}}
    differences = [
        Difference("mrr", case.month.label, case.customer, called.get(case.customer, ""), case.currency, case.theirs,
                   case.ours, _cause(case, ours, inside, taxed))
        for case in cases
        if case.amount
    ]  # fmt: skip
    differences.sort(key=lambda each: (each.month, -abs(each.amount), each.customer))
    return Compared(tuple(differences), _totals(cases), sum(not case.amount for case in cases))


def _theirs(balances: Iterable[Balance]) -> tuple[dict[tuple[str, str], Side], dict[str, str]]:
    """(customer, month) -> MRR by currency; and what the customers are called."""
    found: dict[tuple[str, str], Side] = defaultdict(lambda: defaultdict(Decimal))
    names: dict[str, str] = {}
    for each in balances:
        found[each.customer, each.month][each.currency] += each.mrr
        names.setdefault(each.customer, each.name)
    return found, names


def _cases(customer: str, month: Month, theirs: Mapping[tuple[str, str], Side], ours: Ours) -> Iterable[_Case]:
    """Currency by currency where both sides know the same ones; else in the one that the file is in."""
    moved = ours.movements.get(customer, ())
    own, told = _at(moved, month), dict(theirs.get((customer, month.label), {}))
    if "" in told:  # a file without currencies is in the one we report in
        told[ours.currency] = told.pop("") + told.get(ours.currency, ZERO)
    own = {currency: amount for currency, amount in own.items() if amount}
    told = {currency: amount for currency, amount in told.items() if amount}
    foreign = bool(own and told) and set(own) != set(told)
    if foreign and set(told) == {ours.currency}:
        before = sum((each.reporting for each in moved if each.at < month.end), ZERO)
        yield _Case(customer, month, ours.currency, told[ours.currency], before, True)
        return
    for currency in sorted(own.keys() | told.keys()):
        yield _Case(customer, month, currency, told.get(currency, ZERO), own.get(currency, ZERO), foreign)


def _at(moved: Sequence[Moved], month: Month) -> Side:
    """MRR by currency at the end of a month."""
    found: Side = defaultdict(Decimal)
    for each in moved[: bisect_left(moved, month.end, key=lambda each: each.at)]:
        found[each.currency] += each.amount
    return found


def _cause(case: _Case, ours: Ours, inside: set[str], taxed: set[tuple[str, str]]) -> str:
    moved = ours.movements.get(case.customer)
    if moved is None:
        return "not_imported"
    if case.customer not in inside:
        return "only_here"
    if abs(case.amount) <= CENT:
        return "rounding"
    if case.converted:
        alike = case.ours and abs(case.amount) <= abs(case.ours) * ALIKE
        return "currency" if alike or not (case.theirs and case.ours) else "unknown"
    for window, cause in ((GROUPED, "grouping"), (AWAY, "time_zone")):
        if any(_same(balance, case.theirs) for balance in _around(moved, case, window)):
            return cause
    beside = ours.beside.get((case.customer, case.month.label), {})
    for cause, sign in (("trial", 1), ("past_due", -1), ("discount", 1)):
        if (known := beside.get(cause)) and _same(case.amount, sign * known):
            return cause
    return "tax" if (case.customer, case.currency) in taxed else "unknown"


def _around(moved: Sequence[Moved], case: _Case, window: timedelta) -> Iterable[Decimal]:
    """What MRR was right before and after every movement within the window around the end of the month."""
    balance = sum(
        (each.amount for each in moved if each.at <= case.month.end - window and each.currency == case.currency), ZERO
    )
    yield balance
    for each in moved:
        if each.currency == case.currency and case.month.end - window < each.at <= case.month.end + window:
            balance += each.amount
            yield balance


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= CENT


def _taxed(cases: Sequence[_Case]) -> set[tuple[str, str]]:
    """Customers whose MRR there is the same proportion above ours in every month, as a rate of tax would make it."""
    rates: dict[tuple[str, str], set[Decimal]] = defaultdict(set)
    for case in cases:
        key = case.customer, case.currency
        rates[key].add((case.amount / case.ours / _HALF).quantize(Decimal(1)) * _HALF if case.ours > 0 else Decimal(-1))
        if case.ours > 0 and abs(case.ours * max(rates[key]) - case.amount) > CENT:
            rates[key].add(Decimal(-1))
    return {key for key, found in rates.items() if len(found) == 1 and TAXES[0] <= max(found) <= TAXES[1]}


def _totals(cases: Iterable[_Case]) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    found: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for case in cases:
        theirs, own = found.get((case.month.label, case.currency), (ZERO, ZERO))
        found[case.month.label, case.currency] = theirs + case.theirs, own + case.ours
    return dict(sorted(found.items()))
