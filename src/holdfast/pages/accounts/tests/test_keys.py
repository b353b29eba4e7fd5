"""Keys in addresses: any text, one segment, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.pages.accounts.keys import from_path, to_path

NO_SURROGATES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("key", "segment"),
    [
        ("acme", "acme"),
        ("ann@acme.test", "ann@acme.test"),
        ("a/b", "a~2Fb"),
        ("..", "~2E~2E"),
        (".", "~2E"),
        ("../x", "..~2Fx"),
        ("Жук 7", "Жук~207"),
        ("a~b%2F?#\\", "a~7Eb~252F~3F~23~5C"),
        ("a\nb", "a~0Ab"),
        ("", "~"),
    ],
)
def test_a_key_is_one_segment(key: str, segment: str) -> None:
    assert to_path(key) == segment
    assert from_path(segment) == key


@given(NO_SURROGATES)
def test_every_key_comes_back(key: str) -> None:
    segment = to_path(key)
    assert from_path(segment) == key
    assert "/" not in segment
    assert segment not in ("", ".", "..")


@pytest.mark.parametrize("segment", ["~2f", "~41", "a b", "~FF", "..", "~2"])
def test_what_is_no_address_of_a_key_is_refused(segment: str) -> None:
    with pytest.raises(ValueError, match=r"~|\.\.|decode|a b"):
        from_path(segment)
