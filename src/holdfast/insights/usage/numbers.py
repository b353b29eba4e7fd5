"""How a number of an answer is written."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.insights.scorecard import Comparison
from holdfast.insights.words import VERDICTS
from holdfast.metrics.reports.answer import Number
from holdfast.web.format import NOTHING, Formatter

SMALL = 0.1
SHARES = ("usage", "customers", "net", "gross")  # of what cohorts of accounts began with
LENGTHS = {"days": 86_400, "hours": 3_600}


def text(number: Number, write: Formatter) -> str:
    """A share as percent; anything else as it is, with at most two digits."""
    if number.value is None:
        return NOTHING
    if number.column.endswith("_seconds"):
        return duration(number.value, write)
    if is_share(number):
        return write.percent(number.value)
    if float(number.value).is_integer():
        return write.number(number.value)
    return write.number(number.value, 2 if abs(number.value) >= SMALL else 4)


def duration(seconds: float, write: Formatter) -> str:
    """In the unit that leaves one or two digits before the point."""
    for unit, length in LENGTHS.items():
        if seconds >= 2 * length:
            return write.value(round(seconds / length, 1), unit)
    return gettext("%(seconds)s s") % {"seconds": write.number(seconds, 1)}


def is_share(number: Number) -> bool:
    """Whether it says how many of how many."""
    return number.denominator is not None and (number.cell is not None or number.series in SHARES)


def behind(number: Number, address: str) -> str:
    """Where those behind it are; empty where nobody stands behind it, or where nobody can click."""
    return f"{address}&cell={number.cell}" if number.cell and address else ""


def changed(now: Number, before: Number, label: str, write: Formatter) -> Comparison | None:
    """A number against that of an earlier period; which way is better, nobody has said."""
    if now.value is None or before.value is None:
        return None
    if is_share(now):
        said, same = write.change(now.value, before.value, "share"), write.change(0, 0, "share")
    elif before.value > 0:
        said, same = write.percent(abs(now.value - before.value) / before.value), write.percent(0)
    else:
        said, same = write.number(abs(now.value - before.value), 2, least=0), write.number(0)
    way = "flat" if said == same else "up" if now.value > before.value else "down"
    verdict = "same" if way == "flat" else "neutral"
    return Comparison(write.period(label), way, verdict, said, str(VERDICTS[verdict]))


def tip(number: Number, write: Formatter, *names: str) -> str:
    """Everything there is to say about it."""
    said = text(number, write)
    if number.denominator is not None:
        words = {"value": said, "part": write.number(number.numerator), "whole": write.number(number.denominator)}
        said = gettext("%(value)s: %(part)s of %(whole)s") % words
    if not number.complete:
        said = gettext("%(said)s; not complete yet") % {"said": said}
    return ", ".join([*(name for name in names if name), said])
