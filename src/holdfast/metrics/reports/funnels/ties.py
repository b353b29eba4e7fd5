"""Tries of those few to whom, at one instant, several things happened of which one could be several steps.

Which event is which step then has to be tried out, one try at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import Mask, Tracks
from holdfast.metrics.reports.funnels.tries import NOT, Tries


def tangled(tracks: Tracks) -> Mask:
    """For each event, whether its line has such an instant."""
    found = np.zeros(len(tracks), np.bool_)
    several = (tracks.steps & (tracks.steps - 1)) != 0
    if not several.any():
        return found
    # Things that are no step do not take part. Of those that could be the same steps the first may begin as well as any
    # other; but what is excluded may happen in one of these tries and not in another.
    differs = (tracks.steps[1:] != tracks.steps[:-1]) | tracks.barred
    differs &= ~tracks.begins[1:] & (tracks.steps[:-1] != 0)
    mixed = np.zeros(len(tracks.starts) - 1, np.bool_)
    mixed[tracks.instants[1:][differs]] = True
    lines = np.unique(tracks.lines[several & mixed[tracks.instants]])
    return np.isin(tracks.lines, lines)


def untangled(tracks: Tracks, tries: Tries, *, strict: bool) -> Tries:
    """The same tries, those of such lines walked again."""
    again = np.flatnonzero(tangled(tracks)[tries.begun])
    if not len(again):
        return tries
    walker = _Walker(tracks, strict)
    places, clean = tries.places.copy(), tries.clean.copy()
    for number in again.tolist():
        path = walker.walk(int(tries.begun[number]))
        places[:, number] = [*path, *[NOT] * (tracks.count - len(path))]
        clean[number] = walker.clean(path)
    return Tries.of(places, clean)


@dataclass(frozen=True)
class _Walker:
    tracks: Tracks
    strict: bool

    def walk(self, begun: int) -> list[int]:
        """Where the steps are that a try reaches."""
        path = [begun]
        for instant in self._instants(begun):
            if not self._passes(instant, path):
                break
        return path

    def clean(self, path: list[int]) -> bool:
        """Whether nothing excluded happened between two steps, or after the last one while another could follow."""
        tracks = self.tracks
        if not tracks.barred:
            return True
        for instant in self._instants(path[0]):
            at = int(tracks.at[tracks.starts[instant]])
            reached = sum(int(tracks.at[place]) < at for place in path)
            if reached == tracks.count:
                return True
            # At the instant of a step nothing is between.
            if any(int(tracks.at[place]) == at for place in path):
                continue
            if any(int(tracks.bars[event]) >> reached & 1 for event in self._events(instant)):
                return False
            if self._over(instant, reached):
                return True
        return True

    def _instants(self, begun: int) -> Iterator[int]:
        """From that of the first event on, while the try may go on."""
        tracks = self.tracks
        until = int(tracks.limits.runs_until(tracks.at[begun]))
        for instant in range(int(tracks.instants[begun]), len(tracks.starts) - 1):
            first = int(tracks.starts[instant])
            if tracks.lines[first] != tracks.lines[begun] or tracks.at[first] > until:
                return
            yield instant

    def _events(self, instant: int) -> range:
        return range(int(self.tracks.starts[instant]), int(self.tracks.starts[instant + 1]))

    def _passes(self, instant: int, path: list[int]) -> bool:
        """Adds what an instant reaches; False: the try is over."""
        events = [event for event in self._events(instant) if event != path[0]]
        if self.strict and not self.tracks.mingled[instant]:
            for event in events:
                if self._is(event, len(path)):
                    path.append(event)
                elif not self._is(event, len(path) - 1):
                    return False
        else:
            path.extend(self._furthest(events, len(path)))
        return len(path) < self.tracks.count

    def _over(self, instant: int, reached: int) -> bool:
        """Whether what happens after the last step that was reached ends the try."""
        return self.strict and not self.tracks.mingled[instant] and not self._is(
            int(self.tracks.starts[instant]), reached - 1
        )  # fmt: skip

    def _furthest(self, events: list[int], step: int) -> list[int]:
        """As many steps as possible from this one on, each another event: a maximal matching, step by step."""
        taken: dict[int, int] = {}
        while step + len(taken) < self.tracks.count and self._finds(step + len(taken), events, taken, set()):
            pass
        return sorted(taken, key=lambda event: taken[event])

    def _finds(self, step: int, events: list[int], taken: dict[int, int], seen: set[int]) -> bool:
        """Whether there is an event for the step, if need be one that another step gives up for another."""
        for event in events:
            if self._is(event, step) and event not in seen:
                seen.add(event)
                if event not in taken or self._finds(taken[event], events, taken, seen):
                    taken[event] = step
                    return True
        return False

    def _is(self, event: int, step: int) -> bool:
        return bool(int(self.tracks.steps[event]) >> step & 1)
