"""Which pairs of numbers there are among very many, by sorting one number for each: NumPy would hash them, slower."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_WORD = 63


def distinct(first: Ints, second: npt.NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Each pair once, in order. None of them is negative."""
    words, width = _packed(first, second)
    words.sort()
    found = words[_begins(words)]
    return found >> width, found & ((1 << width) - 1)


def summed(first: Ints, second: npt.NDArray[np.integer], times: Ints) -> tuple[Ints, Ints, Ints]:
    """Each pair once, in order, and the sum of its times. None of them is negative."""
    words, width = _packed(first, second)
    room = _width(times)
    if len(words) and int(words.max()).bit_length() + room <= _WORD:
        words = (words << room) | times
        words.sort()
        times = words & ((1 << room) - 1)
        words >>= room
    else:
        order = np.argsort(words, kind="stable")
        words, times = words[order], times[order]
    begins = _begins(words)
    found = words[begins]
    return found >> width, found & ((1 << width) - 1), np.add.reduceat(times, begins) if len(begins) else times


def _packed(first: Ints, second: npt.NDArray[np.integer]) -> tuple[Ints, int]:
    width = _width(second)
    return (first << width) | second.astype(np.int64), width


def _width(numbers: npt.NDArray[np.integer]) -> int:
    return max(1, int(numbers.max()).bit_length()) if len(numbers) else 1


def _begins(words: Ints) -> Ints:
    return np.flatnonzero(np.diff(words, prepend=-1))
