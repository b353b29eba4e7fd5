"""Under which value of a breakdown each try counts, and which values are shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.asking import Asking, actors_of
from holdfast.metrics.reports.breaking import NO_VALUE, OTHER, groups
from holdfast.metrics.reports.funnels.best import best
from holdfast.metrics.reports.funnels.gathering import Gathered
from holdfast.metrics.reports.funnels.tracks import NOT, Ints
from holdfast.metrics.reports.funnels.tries import Tries
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.funnel import Attribution, Funnel, Order

NOT_REACHED = "(not reached)"


@dataclass(frozen=True)
class Shares:
    """tries: those that count at all. places: for each the number of its group; labels: of the groups."""

    tries: Tries
    places: Ints
    labels: tuple[str, ...]


def shared(asking: Asking, query: Funnel, gathered: Gathered, tries: Tries) -> Shares:
    """Raises BadQuery for traits or segments that nobody has."""
    tracks, any_order = gathered.tracks, query.order is Order.ANY
    if tracks.barred:
        tries = _staying(gathered, tries, tracks.lines[tries.begun], any_order=any_order)
    lines = tracks.lines[tries.begun]
    if query.breakdown is None:
        return Shares(tries, np.zeros(len(tries), np.int64), ("",))
    if query.breakdown.by != "event":
        return _by_actor(asking, query, gathered, tries)
    if query.attribution is Attribution.STEP:
        return _by_step(query, gathered, tries)
    if query.attribution is Attribution.EVERY:
        codes = lines % len(gathered.values)
    else:
        chosen = best(tracks, tries, lines, any_order=any_order).tries
        touched = _touched(query, gathered, tries.only(chosen).sorted())
        codes = touched[np.searchsorted(lines[chosen], lines)]
    return _ranked(gathered, query.breakdown.top, tries, codes)


def _staying(gathered: Gathered, tries: Tries, keys: Ints, *, any_order: bool) -> Tries:
    """Without those of whoever leaves the funnel; in any order without the single tries that do not count."""
    if any_order:
        return tries.only(tries.clean)
    chosen = best(gathered.tracks, tries, keys, any_order=False).tries
    return tries.only(np.isin(keys, keys[chosen]))


def _by_actor(asking: Asking, query: Funnel, gathered: Gathered, tries: Tries) -> Shares:
    actors = gathered.actors(tries.begun)
    found = groups(asking, query.breakdown, query.unit, lambda: actors_of(actors), _no_events)
    places = np.full(len(tries), NOT, np.int64)
    for place, group in enumerate(found):
        places[np.isin(actors, ordinals_of(group.members or BitMap()))] = place
    return Shares(tries, places, tuple(group.label for group in found))


def _no_events() -> Moments:
    raise AssertionError("the property of an event is attributed by its own rules")


def _by_step(query: Funnel, gathered: Gathered, tries: Tries) -> Shares:
    """Who never reached the step is in a group of its own."""
    step, tries = query.step or 1, tries.sorted()
    reached = tries.reached >= step
    lines = gathered.tracks.lines[tries.begun]
    tries = tries.only(reached | ~np.isin(lines, lines[reached]))
    if gathered.tracks.barred and query.order is not Order.ANY:
        keys = gathered.tracks.lines[tries.begun] * (len(gathered.values) + 1) + _codes(
            query, gathered, tries, step - 1, len(gathered.values)
        )
        tries = _staying(gathered, tries, keys, any_order=False)
    codes = _codes(query, gathered, tries, step - 1, len(gathered.values))
    return _ranked(gathered, query.breakdown.top if query.breakdown else 1, tries, codes)


def _codes(query: Funnel, gathered: Gathered, tries: Tries, step: int, otherwise: int) -> Ints:
    """Of the value on a step, numbered from 0, of each try; something else where it was not reached."""
    codes = np.full(len(tries), otherwise, np.int64)
    reached = tries.places[step] != NOT
    places = tries.places[step, reached]
    if query.order is Order.ANY:
        codes[reached] = gathered.tracks.values[places]
    else:
        codes[reached] = gathered.tracks.values_at(places, step)
    return codes


def _touched(query: Funnel, gathered: Gathered, chosen: Tries) -> Ints:
    """The code of the first, or last, value on the steps of each try; that of no value if there is none."""
    none, steps = len(gathered.values) - 1, range(len(query.steps))
    found = np.full(len(chosen), none, np.int64)
    for step in steps if query.attribution is Attribution.FIRST else reversed(steps):
        found = np.where(found == none, _codes(query, gathered, chosen, step, none), found)
    return found


def _ranked(gathered: Gathered, top: int, tries: Tries, codes: Ints) -> Shares:
    """The values that most have, and the others together. A code beyond the values is shown always, and last."""
    none = len(gathered.values) - 1
    actors = gathered.actors(tries.begun).astype(np.int64)
    pairs = np.unique(actors * (none + 2) + codes)
    many = np.bincount(pairs % (none + 2), minlength=none + 2)
    ordered = np.lexsort((np.arange(none + 1), -many[: none + 1]))
    shown, others = ordered[many[ordered] > 0][:top], ordered[many[ordered] > 0][top:]
    labels = [NO_VALUE if code == none else str(gathered.values[code]) for code in shown.tolist()]
    place_of = np.zeros(none + 2, np.int64)
    place_of[shown] = np.arange(len(shown))
    if len(others):
        place_of[others] = len(labels)
        labels.append(OTHER)
    if many[-1]:
        place_of[-1] = len(labels)
        labels.append(NOT_REACHED)
    return Shares(tries, place_of[codes], tuple(labels))
