"""How a column writes its numbers and dates, decided once per column over a sample of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.connectors.values.words import CURRENCY_SIGNS

_PAIR = re.compile(r"^(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b")
_NATIVE = re.compile(r"-?\d+\.(\d{1,2}|\d{4,})")
_CODE = re.compile(r"(?:^|[\s\d)])([A-Z]{3})(?:$|[\s\d(])")


UNIX_NAMES = {1: "seconds since 1970", 1_000: "milliseconds since 1970", 1_000_000: "microseconds since 1970"}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """`currency` is what the signs in the cells say; `ambiguous` that "1.234" could be read either way.

    `natives`: beside texts there are numbers that the file itself holds as numbers, with a point, whatever texts have.
    """

    decimal: str = "."
    group: str = ","
    currency: str | None = None
    ambiguous: bool = False
    natives: bool = False

    def is_native(self, bare: str) -> bool:
        return self.natives and _NATIVE.fullmatch(bare) is not None

    def __str__(self) -> str:
        shown = f"1{self.group}234{self.decimal}50"
        return f"{shown} {self.currency}" if self.currency else shown


@dataclass(frozen=True, slots=True)
class DateFormat:
    """`order` of day, month and year where it is not year first; `excel` that bare numbers count days.

    `unix_per_second` is 1, 1,000 or 1,000,000 where the column counts them since 1970.
    """

    order: str = "ymd"
    excel: bool = False
    ambiguous: bool = False
    shown: str = "YYYY-MM-DD"
    unix_per_second: int = 0

    def __str__(self) -> str:
        return self.shown


def detect_number_format(sample: Iterable[str], *, decimal_comma: bool = False, natives: bool = False) -> NumberFormat:
    """A separator that stands twice, or before three digits with another behind it, groups; the last one is decimal.

    What may be a number of the file's own tells how texts are written only where no text says otherwise.
    """
    own = NumberFormat(natives=natives)
    votes = {".": 0, ",": 0}
    unclear = {".": 0, ",": 0}
    currency, points = None, 0
    for text in sample:
        if own.is_native(text):
            points += 1
            continue
        currency = currency or currency_in(text)
        bare = re.sub(r"[^\d.,]", "", text)
        sign, certain = _decimal_sign(bare)
        if sign:
            (votes if certain else unclear)[sign] += 1
    told = votes["."] or votes[","]
    comma = votes[","] > votes["."] if told else decimal_comma and not points
    ambiguous = not told and not points and bool(unclear["."] or unclear[","])
    return NumberFormat("," if comma else ".", "." if comma else ",", currency, ambiguous, natives)


def _decimal_sign(bare: str) -> tuple[str, bool]:
    """Which sign is the decimal one in this number, and whether that is certain."""
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return "", False
    sign = bare[last]
    other = "," if sign == "." else "."
    if bare.count(sign) > 1:
        return other, True
    if other in bare or len(bare) - last - 1 != 3 or last > 3 or bare.startswith("0"):
        return sign, True
    return sign, False


def currency_in(text: str) -> str | None:
    """The ISO code that a cell such as "$12" or "12 EUR" names; None when it names none."""
    for sign, code in CURRENCY_SIGNS.items():
        if sign in text:
            return code
    match = _CODE.search(text.strip())
    return match[1] if match else None


def detect_date_format(sample: Iterable[str], *, excel: bool = False, day_first: bool = False) -> DateFormat:
    """Day or month first is decided by the cells where only one of them is possible; dots mean day first."""
    firsts, seconds, dots, pairs, unix = 0, 0, False, False, 0
    shown = "YYYY-MM-DD"
    for text in sample:
        if match := _PAIR.match(text.strip()):
            pairs, dots = True, dots or match[2] == "."
            firsts, seconds = max(firsts, int(match[1])), max(seconds, int(match[3]))
        elif re.fullmatch(r"\d{9,16}", text.strip()):
            unix = 1_000 ** ((len(text.strip()) - 9) // 3)
            shown = UNIX_NAMES.get(unix, "since 1970")
        elif excel and re.fullmatch(r"\d{1,5}(\.\d+)?", text):
            shown = "days since 1900"
    if not pairs:
        return DateFormat(excel=excel, shown=shown, unix_per_second=unix)
    certain = dots or firsts > 12 or seconds > 12
    order = "dmy" if firsts > 12 or (seconds <= 12 and (dots or day_first)) else "mdy"
    named = "DD.MM.YYYY" if dots else ("DD/MM/YYYY" if order == "dmy" else "MM/DD/YYYY")
    return DateFormat(order, excel, ambiguous=not certain, shown=named)
