"""Sums, averages and percentiles of many groups of numbers at once."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.reports.comparing import NUMBER
from holdfast.metrics.reports.query.segmentation import Statistic

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SHARES = {
    Statistic.MIN: 0.0,
    Statistic.P25: 0.25,
    Statistic.MEDIAN: 0.5,
    Statistic.P75: 0.75,
    Statistic.P90: 0.9,
    Statistic.P95: 0.95,
    Statistic.P99: 0.99,
    Statistic.MAX: 1.0,
}


def numbers_of(texts: pa.ChunkedArray) -> Floats:
    """The finite number that each text is written as; NaN where it is none, or there is no text."""
    encoded = texts.combine_chunks().dictionary_encode()
    written = pc.utf8_trim_whitespace(encoded.dictionary)
    plain = pc.if_else(pc.match_substring_regex(written, f"^{NUMBER}$"), pc.utf8_ltrim(written, "+"), None)
    numbers: Floats = np.append(plain.cast(pa.float64()).to_numpy(zero_copy_only=False), np.nan)
    numbers[~np.isfinite(numbers)] = np.nan
    found: Floats = numbers[encoded.indices.fill_null(len(numbers) - 1).to_numpy()]
    return found


def of_cells(statistic: Statistic, cells: Ints, numbers: Floats, times: Ints, count: int) -> Floats:
    """For each of `count` cells the statistic of its numbers, each of which stands for so many; NaN of none."""
    if statistic in _SHARES:
        return quantiles(_SHARES[statistic], cells, numbers, times, count)
    weighted = partial(np.bincount, cells, minlength=count)
    many = weighted(weights=times)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        total = np.where(many > 0, weighted(weights=numbers * times), np.nan)
        found = total if statistic is Statistic.SUM else total / many
    return np.where(np.isfinite(found), found, np.nan)


def quantiles(share: float, cells: Ints, numbers: Floats, times: Ints, count: int) -> Floats:
    """Hyndman and Fan's seventh definition: of n numbers, numbered from 0, the one with number (n - 1) * share."""
    order = np.lexsort((numbers, cells))
    cells, numbers, times = cells[order], numbers[order], times[order]
    upto = np.cumsum(times)
    many = np.bincount(cells, weights=times, minlength=count).astype(np.int64)
    before = np.cumsum(many) - many
    some = many > 0
    place = (many[some] - 1) * share
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, many[some] - 1)
    low, high = (numbers[np.searchsorted(upto, before[some] + one, side="right")] for one in (below, above))
    found = np.full(count, np.nan)
    found[some] = _between(low, high, place - below)
    return np.where(np.isfinite(found), found, np.nan)


def _between(low: Floats, high: Floats, share: Floats) -> Floats:
    """From the nearer end, so that a share of 1 is exactly the end."""
    with np.errstate(over="ignore", invalid="ignore"):
        step = high - low
        found: Floats = np.where(share < 0.5, low + step * share, high - step * (1 - share))
    return found
