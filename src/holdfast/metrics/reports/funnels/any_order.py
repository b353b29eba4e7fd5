"""Tries to do all steps in any order: each event of a step begins one, and takes the next of each other step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.funnels.tracks import NOT, Ints, Tracks
from holdfast.metrics.reports.funnels.tries import Tries

MOST_KINDS = 10


def in_any_order(tracks: Tracks) -> Tries:
    """An event counts as one step, even if it could be several. Raises BadQuery."""
    begins = tracks.instants.of_steps(-1) & (tracks.instants.at < tracks.limits.entered)
    firsts, nexts = tracks.starts[:-1][begins], tracks.starts[1:][begins]
    until = tracks.limits.runs_until(tracks.at[firsts])
    places = _places(tracks, firsts, until)
    reached = (places != NOT).sum(axis=0)
    done = places.max(axis=0, initial=NOT)
    clean = np.ones(len(firsts), np.bool_)
    if tracks.barred:
        bar = tracks.events.following(tracks.events.bars != 0, nexts - 1, until)
        clean = (bar == NOT) | ((reached == tracks.count) & (tracks.at[bar] >= tracks.at[done]))
    return Tries(
        places, places.min(axis=0, where=places != NOT, initial=len(tracks.events)), done, reached, clean, rising=False
    )


def _places(tracks: Tracks, firsts: Ints, until: Ints) -> Ints:
    """A row for each step: where so many of its kin are done; NOT if never or too late."""
    found = np.full((tracks.count, len(firsts)), NOT, np.int64)
    row = 0
    for kin in _kins(tracks):
        for kinds in _choices(kin):
            steps = sum(len(kind.steps) for kind in kinds)
            which = tracks.events.of_steps(sum(kind.bits for kind in kinds))
            before = np.append(np.int32(0), np.cumsum(which, dtype=np.int32))[firsts]
            # By Hall's theorem, n of all steps of a kin can be done as soon as of every choice of them so many are that
            # the others make up for the rest: each event is one step at most.
            for done in range(1, steps + 1):
                place = tracks.events.nth(which, before + np.int32(done - 1), firsts, until, len(tracks.events))
                at = row + kin.count - steps + done - 1
                np.maximum(found[at], place, out=found[at])
        row += kin.count
    found[found == len(tracks.events)] = NOT
    return found


@dataclass(frozen=True)
class _Kind:
    """Steps that the very same events are."""

    steps: tuple[int, ...]

    @property
    def bits(self) -> int:
        return sum(1 << step for step in self.steps)


@dataclass(frozen=True)
class _Kin:
    """Kinds that share events, directly or by others between them."""

    kinds: tuple[_Kind, ...]

    @property
    def count(self) -> int:
        return sum(len(kind.steps) for kind in self.kinds)


def _choices(kin: _Kin) -> Iterator[tuple[_Kind, ...]]:
    """All that can be chosen of the kinds; steps of one kind stand or fall together."""
    for size in range(1, len(kin.kinds) + 1):
        yield from combinations(kin.kinds, size)


def _kins(tracks: Tracks) -> list[_Kin]:
    occurring = [int(bits) for bits in np.unique(tracks.events.steps)]
    steps_of: dict[frozenset[int], list[int]] = {}
    for step in range(tracks.count):
        events = frozenset(bits for bits in occurring if bits & (1 << step))
        # Of steps that nobody did each is alone, and never done.
        steps_of.setdefault(events or frozenset({-1 - step}), []).append(step)
    kins: list[tuple[set[int], list[_Kind]]] = []
    for events, steps in steps_of.items():
        touched = [kin for kin in kins if kin[0] & events]
        kins = [kin for kin in kins if kin not in touched]
        kinds = [kind for kin in touched for kind in kin[1]]
        kins.append((set(events).union(*(kin[0] for kin in touched)), [*kinds, _Kind(tuple(steps))]))
    found = [_Kin(tuple(kinds)) for _, kinds in kins]
    if any(len(kin.kinds) > MOST_KINDS for kin in found):
        raise BadQuery("steps", f"at most {MOST_KINDS} different steps in any order may share events")
    return found
