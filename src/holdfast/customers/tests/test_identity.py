from __future__ import annotations

import pyarrow as pa

from holdfast.customers.identity import resolve

KEYS = pa.table({"key": ["a", "b", "c", "d"], "id": pa.array([1, 2, 3, 4], pa.int64())})


def links(*pairs: tuple[str, str]) -> pa.Table:
    return pa.table(
        {
            "source": pa.array([source for source, _ in pairs], pa.string()),
            "target": pa.array([target for _, target in pairs], pa.string()),
        }
    )


def ids(table: pa.Table) -> dict[str, int]:
    return dict(zip(table["key"].to_pylist(), table["id"].to_pylist(), strict=True))


def main_keys(table: pa.Table) -> set[str]:
    return {row["key"] for row in table.to_pylist() if row["main"]}


def test_without_links_every_key_counts_for_itself() -> None:
    resolved = resolve(KEYS, links())
    assert ids(resolved) == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert main_keys(resolved) == {"a", "b", "c", "d"}


def test_an_alias_counts_for_what_it_names() -> None:
    resolved = resolve(KEYS, links(("a", "c")))
    assert ids(resolved) == {"a": 3, "b": 2, "c": 3, "d": 4}
    assert main_keys(resolved) == {"b", "c", "d"}


def test_a_chain_ends_at_its_last_key_in_whatever_order_it_was_told() -> None:
    forward = resolve(KEYS, links(("a", "b"), ("b", "c")))
    backward = resolve(KEYS, links(("b", "c"), ("a", "b")))
    assert ids(forward) == ids(backward) == {"a": 3, "b": 3, "c": 3, "d": 4}


def test_a_ring_and_a_key_with_two_homes_take_the_oldest() -> None:
    assert ids(resolve(KEYS, links(("b", "c"), ("c", "b")))) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert ids(resolve(KEYS, links(("c", "d"), ("c", "b")))) == {"a": 1, "b": 2, "c": 2, "d": 2}


def test_a_key_that_names_itself_stays_itself() -> None:
    resolved = resolve(KEYS, links(("a", "a")))
    assert main_keys(resolved) == {"a", "b", "c", "d"}
