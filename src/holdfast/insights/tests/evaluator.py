"""Evaluates the few shapes of formulas that the workbook uses, from the cells that openpyxl reads.

Independent of the code that writes them: it knows SUMIFS, SUM, IF, AND, ISNUMBER, NA, ROUND, arithmetic and references.
"""

from __future__ import annotations

import re
from functools import cache

from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)
    |(?P<name>[A-Z]+)(?=\()|(?P<sign><=|>=|<>|[-+*/&=<>(),]))""",
    re.VERBOSE,
)
MISSING = "#N/A"


class Evaluator:
    """Values of cells; a formula is worked out from its text, never from the result stored beside it."""

    def __init__(self, workbook):
        self.workbook = workbook
        self.value = cache(self._value)
        self.column = cache(self._column)

    def _value(self, sheet, address):
        content = self.workbook[sheet][address].value
        if isinstance(content, str) and content.startswith("=") and self.workbook[sheet][address].data_type == "f":
            return Formula(self, sheet, content[1:]).result()
        return content

    def _column(self, sheet, span):
        left, top, right, bottom = range_boundaries(span.replace("$", ""))
        rows = self.workbook[sheet].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return [self.value(sheet, cell.coordinate) for row in rows for cell in row]


class Formula:
    """A recursive descent over one formula."""

    def __init__(self, cells, sheet, text):
        self.cells, self.sheet, self.at = cells, sheet, 0
        self.tokens = []
        while text.strip():
            found = TOKEN.match(text)
            assert found, f"{sheet}: cannot read {text!r}"
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            text = text[found.end() :]

    def result(self):
        value = self.comparison()
        assert self.at == len(self.tokens), f"unread: {self.tokens[self.at :]}"
        return value

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted):
        if self.peek() in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def comparison(self):
        left = self.joined()
        sign = self.take("=", "<", ">", "<=", ">=", "<>")
        return left if sign is None else compare(left, sign, self.joined())

    def joined(self):
        value = self.total()
        while self.take("&"):
            value = f"{plain(value)}{plain(self.total())}"
        return value

    def total(self):
        value = self.product()
        while sign := self.take("+", "-"):
            other = number(self.product())
            value = number(value) + (other if sign == "+" else -other)
        return value

    def product(self):
        value = self.factor()
        while sign := self.take("*", "/"):
            other = number(self.factor())
            value = number(value) * other if sign == "*" else number(value) / other
        return value

    def factor(self):
        if self.take("-"):
            return -number(self.factor())
        if self.take("("):
            value = self.comparison()
            assert self.take(")")
            return value
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        return self.call(text) if kind == "name" else self.reference(text)

    def reference(self, text):
        sheet, _, address = text.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet else self.sheet
        if ":" in address:
            return self.cells.column(sheet, address)
        return self.cells.value(sheet, address.replace("$", ""))

    def call(self, name):
        assert self.take("(")
        arguments = []
        while not self.take(")"):
            # IF must not work out the branch that is not taken: it may divide by zero.
            skip = name == "IF" and (
                (len(arguments) == 1 and not arguments[0]) or (len(arguments) == 2 and arguments[0])
            )
            arguments.append(self.skipped() if skip else self.comparison())
            self.take(",")
        return FUNCTIONS[name](*arguments)

    def skipped(self):
        depth = 0
        while depth or self.peek() not in (",", ")"):
            depth += {"(": 1, ")": -1}.get(self.peek(), 0)
            self.at += 1


def number(value):
    return 0.0 if value in (None, "") else float(value)


def plain(value):
    return f"{value:g}" if isinstance(value, float) else str(value)


def compare(left, sign, right):
    if isinstance(left, str) != isinstance(right, str):
        return sign == "<>"
    left, right = (left, right) if isinstance(left, str) else (number(left), number(right))
    return {"=": left == right, "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right,
            "<>": left != right}[sign]  # fmt: skip


def sumifs(amounts, *pairs):
    keep = [True] * len(amounts)
    for column, criterion in zip(pairs[::2], pairs[1::2], strict=True):
        sign, wanted = "=", criterion
        if isinstance(criterion, str) and (found := re.match(r"(<=|>=|<|>)(.*)", criterion)):
            sign, wanted = found[1], float(found[2])
        elif isinstance(criterion, (int, float)):
            wanted = float(criterion)
        keep = [old and compare(cell, sign, wanted) for old, cell in zip(keep, column, strict=True)]
    return sum(number(amount) for amount, kept in zip(amounts, keep, strict=True) if kept)


FUNCTIONS = {
    "SUMIFS": sumifs,
    "SUM": lambda *spans: sum(number(cell) for span in spans for cell in (span if isinstance(span, list) else [span])),
    "IF": lambda condition, yes, no: yes if condition else no,
    "AND": lambda *conditions: all(conditions),
    "ISNUMBER": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "NA": lambda: MISSING,
    "ROUND": lambda value, digits: round(number(value), int(digits)),
}
