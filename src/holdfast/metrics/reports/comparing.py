"""Whether a value, written as text, passes a test."""

from __future__ import annotations

import re
from math import inf, isfinite

from holdfast.metrics.reports.query.leaves import Is, Value

NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"
"""What reads as a number, as a regular expression; one too large to be finite is none."""

NEGATIVE = (Is.NONE_OF, Is.LACKS, Is.UNSET)
POSITIVE = {Is.NONE_OF: Is.ONE_OF, Is.LACKS: Is.CONTAINS, Is.UNSET: Is.SET}


def compares(value: str, test: Is, wanted: tuple[Value, ...]) -> bool:
    """Whether a value that is there passes a test that is not a negative one."""
    if test is Is.SET:
        return True
    if test is Is.ONE_OF:
        return any(value == as_text(one) or _same_number(value, one) for one in wanted)
    if test is Is.CONTAINS:
        return any(as_text(one).lower() in value.lower() for one in wanted)
    number, limit = _number(value), float(wanted[0])
    if number is None:
        return False
    return {
        Is.MORE_THAN: number > limit,
        Is.AT_LEAST: number >= limit,
        Is.LESS_THAN: number < limit,
        Is.AT_MOST: number <= limit,
    }[test]


def as_text(value: Value) -> str:
    """As JSON writes it, strings without quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _same_number(value: str, wanted: Value) -> bool:
    return not isinstance(wanted, str | bool) and _number(value) == float(wanted)


def _number(value: str) -> float | None:
    written = value.strip()
    number = float(written) if re.fullmatch(NUMBER, written) else inf
    return number if isfinite(number) else None
