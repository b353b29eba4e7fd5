"""Events come in the order of who, when and what, whether they fit into one word each or not."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.metrics.reports.sorting import in_order

YEAR = 365 * 86_400_000_000


@pytest.mark.parametrize("lines", [5, 2**22, 2**40])  # one word each; halves of them; columns
@pytest.mark.parametrize("unit", [1, 1_000])
@pytest.mark.parametrize("share", [None, 0.0, 0.5, 1.0])
def test_they_are_sorted_as_columns_would_be(lines: int, unit: int, share: float | None) -> None:
    draw = np.random.default_rng(7)
    who, codes = draw.integers(0, lines, 2_000), draw.integers(0, 30, 2_000)
    at = draw.integers(0, YEAR // unit, 2_000) * unit + 1_700_000_000_000_000
    kept = None if share is None else draw.random(2_000) < share
    before = who.copy(), at.copy(), codes.copy()
    found = in_order(who, at, codes, kept)
    assert all((one == other).all() for one, other in zip((who, at, codes), before, strict=True))
    chosen = np.ones(2_000, np.bool_) if kept is None else kept
    expected = sorted(zip(who[chosen].tolist(), at[chosen].tolist(), codes[chosen].tolist(), strict=True))
    assert list(zip(found.lines.tolist(), found.at.tolist(), found.codes.tolist(), strict=True)) == expected
