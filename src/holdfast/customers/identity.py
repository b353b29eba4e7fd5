"""Which keys are one account or person: groups of keys that aliases and merges link, whatever order they came in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ids = npt.NDArray[np.int64]

ORDINALS = pa.schema({"subject": pa.string(), "key": pa.string(), "id": pa.int64(), "main": pa.bool_()})


def resolve(keys: pa.Table, links: pa.Table) -> pa.Table:
    """The ordinals of one subject.

    `keys` has `key` and its own `id`; `links` has `source` and `target`, one row for "source is another key of
    target". Every linked key counts for the group's main key: the one that nothing says is another's, and of
    several, or of none in a ring, the oldest (lowest id). Returns `key`, `id` of the group, and whether it is `main`.
    """
    own = keys["id"].to_numpy()
    if links.num_rows == 0:
        return _result(keys["key"], own, np.ones(len(own), dtype=np.bool_))
    place = keys["key"].combine_chunks()
    source = _places(links["source"], place)
    target = _places(links["target"], place)
    size = len(own)
    graph = coo_array((np.ones(len(source), dtype=np.int8), (source, target)), shape=(size, size))
    count, group = connected_components(graph, directed=False)
    main = _main_of_each_group(own, group, count, _is_other(source, target, size))
    return _result(keys["key"], own[main][group], main[group] == np.arange(size))


def _places(wanted: pa.ChunkedArray, keys: pa.Array) -> Ids:
    places: Ids = pc.index_in(wanted, value_set=keys).to_numpy().astype(np.int64)
    return places


def _is_other(source: Ids, target: Ids, size: int) -> npt.NDArray[np.bool_]:
    other = np.zeros(size, dtype=np.bool_)
    other[source[source != target]] = True
    return other


def _main_of_each_group(own: Ids, group: Ids, count: int, other: npt.NDArray[np.bool_]) -> Ids:
    order = np.lexsort((own, other, group))
    main = np.empty(count, dtype=np.int64)
    main[group[order[::-1]]] = order[::-1]  # the last assignment wins: the first of each group
    return main


def _result(key: pa.ChunkedArray, ids: Ids, main: npt.NDArray[np.bool_]) -> pa.Table:
    return pa.table({"key": key, "id": pa.array(ids, pa.int64()), "main": pa.array(main)})
