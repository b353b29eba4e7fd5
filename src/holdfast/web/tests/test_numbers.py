from __future__ import annotations

import pytest

from holdfast.web.numbers import page_number, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("1" * 5_000, None), ("-1", None), ("٣", None),
     ("²", None), ("", None), ("1.5", None), (" 1", None)],
)  # fmt: skip
def test_a_number_is_read_or_nothing_is(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("text", "page"), [("", 1), ("0", 1), ("7", 7), ("last", 1), ("9" * 5_000, 1), ("9" * 10, 999_999)]
)
def test_what_is_no_page_is_the_first(text: str, page: int) -> None:
    assert page_number(text) == page
