"""How many paths, of how many people or accounts, go through each step and from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of, grouped
from holdfast.metrics.reports.breaking import OTHER
from holdfast.metrics.reports.walks.happenings import Ints, Names
from holdfast.metrics.reports.walks.walking import NOTHING, Walks


@dataclass(frozen=True)
class Count:
    """paths: how many; who: whose they are."""

    paths: int
    who: BitMap


@dataclass(frozen=True)
class Step:
    """labels: what is shown, what most did first; the others together last. nodes: for each of them.

    edges: (here, at the next step) -> those; the second is len(labels) of the next step where nothing follows.
    """

    labels: tuple[str, ...]
    nodes: tuple[Count, ...]
    edges: dict[tuple[int, int], Count]


def counted(walks: Walks, names: Names, top: int) -> tuple[Step, ...]:
    """One for each step of the paths."""
    columns = [_column(walks.actors, nodes, names, top) for nodes in walks.nodes]
    after: list[tuple[tuple[str, ...], Ints] | None] = [*columns[1:], None]
    steps = []
    for number, ((labels, places), following) in enumerate(zip(columns, after, strict=True)):
        there = places != NOTHING
        nodes = _counts(places[there], walks.actors[there])
        edges: dict[tuple[int, int], Count] = {}
        if following is not None:
            width = len(following[0]) + 1
            # With an end nothing follows it; that is not where somebody dropped off.
            goes = there & ((walks.steps == 0) | (number < walks.steps))
            to = np.where(following[1] == NOTHING, width - 1, following[1])
            found = _counts((places * width + to)[goes], walks.actors[goes])
            edges = {divmod(key, width): count for key, count in found.items()}
        steps.append(Step(labels, tuple(nodes[place] for place in range(len(labels))), edges))
    return tuple(steps)


def _column(actors: Ints, nodes: Ints, names: Names, top: int) -> tuple[tuple[str, ...], Ints]:
    """What is shown of a step, and the place of each path in it."""
    there = nodes != NOTHING
    distinct, numbers = np.unique(nodes[there], return_inverse=True)
    # One of each actor: pairs that are next to each other in order are the same.
    pairs = np.sort((numbers.astype(np.int64) << 32) | actors[there])
    pairs = pairs[np.append(np.full(min(len(pairs), 1), True), np.diff(pairs) != 0)]
    many = np.bincount(pairs >> 32, minlength=len(distinct))
    # Nodes are numbered in the order of the alphabet, which decides between equal ones.
    order = np.lexsort((np.arange(len(distinct)), -many))
    place = np.empty(len(distinct), np.int64)
    place[order] = np.minimum(np.arange(len(distinct)), top)
    labels = [names.name(int(node)) for node in distinct[order[:top]]]
    places = np.full(len(nodes), NOTHING, np.int64)
    places[there] = place[numbers]
    return (*labels, *([OTHER] if len(distinct) > top else [])), places


def _counts(keys: Ints, actors: Ints) -> dict[int, Count]:
    paths = dict(zip(*(column.tolist() for column in np.unique(keys, return_counts=True)), strict=True))
    return {key: Count(paths[key], who) for key, who in grouped(keys, actors.astype(np.uint32))}


def everybody(walks: Walks) -> Count:
    """All paths."""
    return Count(len(walks.actors), bitmap_of(walks.actors.astype(np.uint32)))
