"""What nearly all items are is found out quickly, and says the same as the slow way that names what is wrong."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.events.ingest.building import Unfit, _spelled
from holdfast.events.ingest.limits import Limits, fits, plainly_fits, problem

SMALL = Limits(depth=3, properties=3, key=4, text=5)
# A text may be longer here: otherwise hardly any item would be plain.
WIDER = Limits(depth=3, properties=3, key=4, text=60)
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text("a\x00\\u0", max_size=7)
json = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("b\x00\\", max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.dictionaries(st.text("c\x00", max_size=5), json, max_size=4))
@example({"c": "\\u0000"[1:]})
@example({"c": "\\u0"})
@example({"c": [[["a"]]]})
@example({"\x00": 1})
def test_the_quick_look_and_the_slow_one_agree(item) -> None:
    found = problem(item, SMALL)
    if found is None:
        assert _spelled(item, SMALL)[:1] == b"{"
    else:
        with pytest.raises(Unfit) as refused:
            _spelled(item, SMALL)
        assert (refused.value.reason, refused.value.field) == found
    assert fits(item, SMALL) or found is not None
    if problem(item, WIDER) is not None:
        assert not plainly_fits(orjson.dumps(item), WIDER)


def test_an_ordinary_item_is_known_by_its_bytes() -> None:
    item = {"type": "track", "properties": {"report": "retention", "rows": 120, "names": ["a", "b"]}, "größe": "ä" * 90}
    assert plainly_fits(orjson.dumps(item), Limits())
    for odd in ({"k" * 201: 1}, {"a": "\x00"}, {"a": [0] * 256}, {"a": "x" * 8_193}, {'k"' * 101: 1}):
        assert not plainly_fits(orjson.dumps(item | odd), Limits())
