"""A workspace has few of the ids of a large installation: no array is as long as the largest of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from holdfast.metrics.reports.asking import earliest_of
from holdfast.metrics.reports.holding import _codes
from holdfast.metrics.reports.ids import numbered, places_in
from holdfast.metrics.reports.segments.deeds import _days

LARGEST = 2**32 - 1
IDS = st.lists(st.one_of(st.integers(0, 40), st.integers(0, LARGEST)))


@given(known=IDS, ids=IDS)
def test_the_place_of_each_id_is_where_it_is(known: list[int], ids: list[int]) -> None:
    different = list(dict.fromkeys(known))
    places = places_in(np.array(different, np.uint32), np.array(ids, np.uint32))
    assert places.tolist() == [different.index(one) if one in different else -1 for one in ids]


@given(ids=IDS)
def test_the_same_id_has_the_same_number_and_another_has_another(ids: list[int]) -> None:
    count, numbers = numbered(np.array(ids, np.uint32))
    assert len(set(zip(ids, numbers.tolist(), strict=True))) == len(set(ids)) == len(set(numbers.tolist()))
    assert all(0 <= number < count for number in numbers.tolist())


@pytest.mark.parametrize("far", [3, LARGEST])
def test_what_is_told_by_id_is_told_of_the_largest(far: int) -> None:
    actors, at = np.array([1, far, far, 2], np.uint32), np.array([9, 7, 5, 8])
    assert earliest_of(actors, at).tolist() == [9, 5, 5, 8]
    ids, times = _days([BitMap([1, far]), BitMap([far])])
    assert (ids.tolist(), times.tolist()) == ([1, far], [1, 2])
    assert _codes({"b": BitMap([far]), "a": BitMap([1])}, np.array([far, 1, 2], np.uint32)).tolist() == [1, 0, -1]


def test_nobody_has_no_place_and_no_number() -> None:
    nobody = np.zeros(0, np.uint32)
    assert earliest_of(nobody, np.zeros(0, np.int64)).tolist() == []
    assert _days([BitMap()])[0].tolist() == _days([])[0].tolist() == []
    assert _codes({}, np.array([1], np.uint32)).tolist() == [-1]
    assert _codes({"a": BitMap()}, nobody).tolist() == []
