"""What a segmentation can be asked, and how it is told what is wrong."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from holdfast.metrics.reports.calculating import calculated
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.formulas import names, parse
from holdfast.metrics.reports.query.reading import read, read_data, write

ONE: dict[str, Any] = {"report": "segmentation", "span": {"last": 7}, "lines": [{}]}


def bad(**given: Any) -> str:
    with pytest.raises(BadQuery) as told:
        read_data(ONE | given)
    return str(told.value)


def test_a_query_is_the_same_after_it_was_written() -> None:
    query = read_data(ONE | {
        "lines": [{"measure": "property", "property": "price", "statistic": "p90", "name": "price"}, {}],
        "formulas": [{"expression": "price / B", "name": "ratio"}], "previous": True, "shown": "whole",
        "breakdowns": [{"by": "event", "name": "where"}, {"by": "plan", "top": 3}],
    })  # fmt: skip
    assert read(write(query)) == query


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"lines": []}, "lines"),
        ({"breakdown": []}, "unknown field `breakdown`; did you mean `breakdowns`?"),
        ({"zebra": 1}, "unknown field `zebra`"),
        ({"lines": [{"measure": "property"}]}, "`property` names what is measured"),
        ({"lines": [{"measure": "per_actor"}]}, "`statistic` goes with"),
        ({"lines": [{"name": "B"}, {}]}, "`name` B of line 1 is what line 2 is called"),
        ({"lines": [{"name": "uses"}, {"name": "uses"}]}, "`name` uses is given to two series"),
        ({"formulas": [{"expression": "A / C"}]}, "`formulas` name C, which is no series; there are A"),
        ({"formulas": [{"expression": "A /"}]}, "`expression` 'A /': a number or a series is missing at the end"),
        ({"formulas": [{"expression": "A * 2"}], "shown": "distribution"}, "`formulas` are not for distributions"),
        ({"lines": [{"measure": "total"}], "shown": "distribution"}, "`measure` uniques"),
        ({"breakdowns": [{"by": "plan"}] * 4}, "breakdowns"),
        ({"breakdowns": [{"by": "plan", "top": 100}] * 2}, "`breakdowns` have more than 2000 combinations"),
        ({"interval": "year"}, "interval"),
    ],
)
def test_what_is_wrong_is_told_with_its_field_and_what_would_be_right(given: dict[str, Any], told: str) -> None:
    assert told in bad(**given)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("8 / 4 / 2", 1), ("8 - 4 - 2", 2), ("-2 * -3", 6), ("2 - -3", 5),
        ("+.5", 0.5), ("-(1 + 1) * 2", -4), ("--1", 1), ("A*B", 12), ("A/B*100", 75), ("`per cent` / 2", 25),
        ("A - 3 / A", 2), ("1 / 0", None), ("(A - 3) / (B - 4)", None),
    ],
)  # fmt: skip
def test_formulas_are_calculated_as_they_are_written(text: str, value: float | None) -> None:
    series = {"A": np.array([[3.0]]), "B": np.array([[4.0]]), "per cent": np.array([[50.0]])}
    found = float(calculated(parse(text), series)[0, 0])
    assert (None if np.isnan(found) else found) == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a number or a series is missing at the end"), ("1 2", "an operator is missing before '2'"),
        ("A (B)", "an operator is missing before '(B)'"), ("A + * B", "a number or a series is missing before '* B'"),
        ("(A", "a parenthesis is not closed"), ("A)", "no parenthesis is open before ')'"),
        ("()", "a number or a series is missing before ')'"), ("A ** B", "missing before '* B'"),
        ("A % B", "cannot be read from '% B' on"), ("A.B", "cannot be read from '.B' on"),
        ("__import__('os')", "an operator is missing before"), ("`", "cannot be read from '`' on"),
    ],
)  # fmt: skip
def test_a_formula_that_cannot_be_read_says_where(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        parse(text)


def test_a_deep_formula_needs_no_deep_recursion() -> None:
    assert names(parse("(" * 5_000 + "A" + ")" * 5_000)) == {"A"}
    assert len(parse("-" * 5_000 + "A")) == 5_001


def test_groups_without_end_and_other_alphabets_are_refused() -> None:
    deep = '{"of": "all", "conditions": [' * 5_000 + "]}" * 5_000
    with pytest.raises(BadQuery, match="where: groups lie too deep"):
        read(f'{{"report": "segmentation", "where": {deep}}}')
    with pytest.raises(BadQuery, match="not UTF-8"):
        read(b'{"report": "\xff"}')
