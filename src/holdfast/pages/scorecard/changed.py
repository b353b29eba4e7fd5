"""What changed: the largest movement behind NRR, MRR and the number of customers, computed from their own rows.

Only sums are broken down, because only their parts add up to the whole: MRR and customers by the change since the
period before, NRR by what its customers pay more or less than at the start (its numerator minus its denominator).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from holdfast.book.board import Board
from holdfast.insights.scorecard import compared
from holdfast.insights.words import by_title, slice_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import Cell
from holdfast.pages.controls import Choice
from holdfast.pages.kpi.numbers import behind_address
from holdfast.pages.kpi.people import people_behind
from holdfast.web.format import MINUS, Formatter

EXPLAINED = ("nrr", "mrr", "customers")
SLICED_BY = ("plan", "country")
MOST = Decimal("0.5")  # from this share of the whole on a part is "most of it"
LARGE = Decimal("0.25")  # a smaller one explains nothing


@dataclass(frozen=True, slots=True)
class Sentence:
    """`who` is where the accounts it speaks of are."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a slice added to a change."""

    by: str
    slice: str
    amount: Decimal


def sentences(board: Board, choice: Choice, write: Formatter, slug: str) -> list[Sentence]:
    """At most two; none when nothing changed or nothing stands out."""
    if choice.slice_:
        return []
    found = (_sentence(board, key, choice, write, slug) for key in EXPLAINED if key in board.available)
    return [sentence for sentence in found if sentence is not None][:2]


def _sentence(board: Board, key: str, choice: Choice, write: Formatter, slug: str) -> Sentence | None:
    result = board.result(key, **choice.range)
    cells = [cell for cell in result.cells() if not cell.partial]
    if len(cells) < 2:
        return None
    now, then = cells[-1], cells[-2]
    change = compared(result, now, then, write)
    whole = _amount(result.kpi, now, then)
    # A share can rise while its customers still pay less: then the parts would explain the opposite of the change.
    if change is None or change.way == "flat" or (whole > 0) is not (change.way == "up"):
        return None
    best = _largest(_parts(board, key, choice, now, then), whole)
    if best is None:
        return None
    against = "" if result.kpi.denominator else then.label
    who = people_behind(board, key, now.label, choice.period, by=best.by, slice_=best.slice, against=against)
    count = who.moved(up=best.amount > 0)
    if not count:
        return None
    words = {"period": write.period(then.label), "change": change.text, "amount": _plain(whole, result.kpi, write)}
    head = _head(result.kpi, change.way) % {"kpi": gettext(result.kpi.title), **words}
    amount = _signed(best.amount, result.kpi, write)
    return Sentence(f"{head} {_tail(best, count, whole, amount, write)}", _who(slug, key, choice, best, now, against))


def _who(slug: str, key: str, choice: Choice, best: Part, now: Cell, against: str) -> str:
    period = "" if choice.period == "month" else choice.period
    sort = "change" if against else "difference"
    return behind_address(
        slug, key, at=now.label, period=period, by=best.by, slice=best.slice, against=against, sort=sort
    )


def _head(kpi: Kpi, way: str) -> str:
    if kpi.denominator and way == "up":
        return gettext("%(kpi)s rose by %(change)s on %(period)s: its customers pay %(amount)s more than at the start.")
    if kpi.denominator:
        return gettext("%(kpi)s fell by %(change)s on %(period)s: its customers pay %(amount)s less than at the start.")
    if way == "up":
        return gettext("%(kpi)s rose by %(amount)s on %(period)s.")
    return gettext("%(kpi)s fell by %(amount)s on %(period)s.")


def _tail(best: Part, count: int, whole: Decimal, amount: str, write: Formatter) -> str:
    words = {"count": write.number(count), "by": by_title(best.by), "slice": slice_title(best.slice), "amount": amount}
    if abs(best.amount) >= abs(whole) * MOST:
        return (
            ngettext(
                "Most of it: %(count)s account with %(by)s %(slice)s (%(amount)s).",
                "Most of it: %(count)s accounts with %(by)s %(slice)s (%(amount)s).",
                count,
            )
            % words
        )
    return (
        ngettext(
            "The largest part: %(count)s account with %(by)s %(slice)s (%(amount)s).",
            "The largest part: %(count)s accounts with %(by)s %(slice)s (%(amount)s).",
            count,
        )
        % words
    )


def _amount(kpi: Kpi, now: Cell, then: Cell) -> Decimal:
    if kpi.denominator:
        return (now.numerator or Decimal()) - (now.denominator or Decimal())
    return (now.numerator or Decimal()) - (then.numerator or Decimal())


def _parts(board: Board, key: str, choice: Choice, now: Cell, then: Cell) -> Iterable[Part]:
    for by in SLICED_BY:
        if by not in board.traits:
            continue
        sliced = board.result(key, **choice.range, by=by)
        for slice_ in sliced.slices:
            cells = {cell.label: cell for cell in sliced.cells(slice_)}
            yield Part(by, slice_, _amount(sliced.kpi, cells[now.label], cells[then.label]))


def _largest(parts: Iterable[Part], whole: Decimal) -> Part | None:
    """The part that goes the way of the whole and makes most of it."""
    same = [part for part in parts if part.slice and part.amount * whole > 0]
    best = max(same, key=lambda part: abs(part.amount), default=None)
    return best if best is not None and abs(best.amount) >= abs(whole) * LARGE else None


def _plain(amount: Decimal, kpi: Kpi, write: Formatter) -> str:
    return write.money(abs(amount)) if kpi.key in ("nrr", "mrr") else write.number(abs(amount))


def _signed(amount: Decimal, kpi: Kpi, write: Formatter) -> str:
    text = _plain(amount, kpi, write)
    return f"+{text}" if amount > 0 else f"{MINUS}{text}"
