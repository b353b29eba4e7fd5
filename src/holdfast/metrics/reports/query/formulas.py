"""Formulas over series, such as "A / B * 100": read once, into steps that need no recursion to carry out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Operator(StrEnum):
    """NEGATE takes one value, the others take two."""

    NEGATE = "negate"
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


@dataclass(frozen=True, slots=True)
class Named:
    """The series of this name."""

    name: str


Step = float | Named | Operator

_BINDS = {Operator.NEGATE: 3, Operator.TIMES: 2, Operator.OVER: 2, Operator.PLUS: 1, Operator.MINUS: 1}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[^\W\d]\w*)|`(?P<quoted>[^`]+)`|(?P<sign>[-+*/()]))"
)


class _Reader:
    """Puts operators behind what they are applied to: "1 + A * 2" is read as 1, A, 2, *, +."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.open: list[Operator | None] = []  # operators that wait for their right side; None: a parenthesis
        self.wants_value = True

    def value(self, step: Step) -> None:
        if not self.wants_value:
            raise ValueError("an operator is missing before")
        self.steps.append(step)
        self.wants_value = False

    def sign(self, sign: str) -> None:
        if sign == "(":
            if not self.wants_value:
                raise ValueError("an operator is missing before")
            self.open.append(None)
        elif sign == ")":
            self._close()
        elif not self.wants_value:
            self._operator(Operator(sign))
        elif sign == "-":
            self.open.append(Operator.NEGATE)
        elif sign != "+":
            raise ValueError("a number or a series is missing before")

    def end(self) -> tuple[Step, ...]:
        if self.wants_value:
            raise ValueError("a number or a series is missing at the end")
        while self.open:
            if (operator := self.open.pop()) is None:
                raise ValueError("a parenthesis is not closed")
            self.steps.append(operator)
        return tuple(self.steps)

    def _operator(self, operator: Operator) -> None:
        while self.open and (before := self.open[-1]) is not None and _BINDS[before] >= _BINDS[operator]:
            self.steps.append(before)
            self.open.pop()
        self.open.append(operator)
        self.wants_value = True

    def _close(self) -> None:
        if self.wants_value:
            raise ValueError("a number or a series is missing before")
        while self.open:
            if (operator := self.open.pop()) is None:
                return
            self.steps.append(operator)
        raise ValueError("no parenthesis is open before")


def parse(text: str) -> tuple[Step, ...]:
    """The steps, each of which takes its values from the end of what the ones before have left.

    Numbers, names (in backticks if they are not one word), + - * / and parentheses. Raises ValueError.
    """
    reader, place = _Reader(), 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"{text!r} cannot be read from {text[place:].strip()!r} on: numbers, names of series, "
                             "+ - * / and parentheses can")  # fmt: skip
        try:
            _read(reader, found)
        except ValueError as error:
            raise ValueError(f"{text!r}: {error} {text[place:].strip()!r}") from None
        place = found.end()
    try:
        return reader.end()
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None


def names(steps: tuple[Step, ...]) -> set[str]:
    """The series that a formula needs."""
    return {step.name for step in steps if isinstance(step, Named)}


def _read(reader: _Reader, found: re.Match[str]) -> None:
    if found["number"]:
        reader.value(float(found["number"]))
    elif found["sign"]:
        reader.sign(found["sign"])
    else:
        reader.value(Named(found["name"] or found["quoted"]))
