"""Ordinals that count as others are found the same way in a table of all and by a search among the few."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.events.activity.aliases import Aliases

MOVED = {3: 1, 9: 4, 2_000_000_000: 5}


@pytest.mark.parametrize("asked", [[3, 9, 1, -1, 7, 9], [3, 2_000_000_000, -1, 4_000_000_000], [-1], [0, 2]])
def test_each_counts_as_its_main_one(asked: list[int]) -> None:
    aliases, ordinals = Aliases.of_mapping(MOVED), np.array(asked)
    assert aliases.each(ordinals).tolist() == [MOVED.get(one, one) for one in asked]
    assert aliases.each_only(ordinals).tolist() == [MOVED.get(one, -1) for one in asked]


def test_where_nobody_has_moved_all_stay() -> None:
    nobody = Aliases.of_mapping({})
    assert nobody.each(np.array([3, -1])).tolist() == [3, -1]
    assert nobody.each_only(np.array([3, -1])).tolist() == [-1, -1]
