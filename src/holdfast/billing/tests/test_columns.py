"""Arrow columns as arrays of whole numbers and back."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.billing.ledger import columns
from holdfast.billing.ledger.columns import AmountTooLarge, Words
from holdfast.billing.tests.histories import Ledger, state

AMOUNTS = st.decimals(Decimal("-999999999999.999999"), Decimal("999999999999.999999"), places=6)
NUMBERS = st.integers(-(2**62), 2**62) | st.integers(0, 3)


@given(st.lists(st.none() | AMOUNTS, max_size=20), st.integers(0, 3))
def test_money_comes_back_as_it_was_and_nothing_as_zero(amounts, skipped):
    column = pa.chunked_array([pa.array(amounts, columns.MONEY)[skipped:], pa.array(amounts, columns.MONEY)])
    found = columns.as_money(columns.money(column)).to_pylist()
    assert found == [amount or 0 for amount in (*amounts[skipped:], *amounts)]


@given(st.lists(st.none() | st.sampled_from(["b", "a", "ä", "", "Z"]), max_size=20), st.booleans())
def test_places_compare_as_the_texts_do(texts, encoded):
    table = pa.table({"word": pa.array(texts, pa.string())})
    if encoded:
        table = pa.table({"word": table["word"].dictionary_encode()})
    words = Words(table, "word", also=["m"])
    places = words.places("word")
    assert words.column(places).to_pylist() == texts
    told = [text for text in texts if text is not None]
    assert [words.texts[place] for place in sorted(places[places >= 0])] == sorted(told)
    assert words.place("another") == words.place(None) == columns.NOTHING


@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(-2, 2)), max_size=30))
def test_rows_are_sorted_and_grouped_also_where_keys_do_not_fit_into_one_number(rows):
    keys = [np.array([row[place] for row in rows], np.int64) for place in range(3)]
    order, begins = columns.grouped(*keys)
    assert list(order) == sorted(range(len(rows)), key=lambda row: rows[row])
    found = [rows[row] for row in order]
    assert list(begins) == [place == 0 or row != found[place - 1] for place, row in enumerate(found)]


@given(st.lists(NUMBERS, max_size=30))
def test_ranks_are_in_the_order_of_the_values(values):
    ranked = columns.ranks(np.array(values, np.int64))
    assert list(ranked) == [sorted(set(values)).index(value) for value in values]


@given(st.lists(st.none() | st.sampled_from(["b", "a", "file.csv:17"]), max_size=20))
def test_texts_that_are_not_told_come_last(texts):
    found = columns.text_ranks(pa.array(texts, pa.string()))
    order = [*sorted({text for text in texts if text is not None}), None]
    assert [int(rank) for rank in found] == [
        order.index(text) if text is not None else len(order) - 1 for text in texts
    ]


@pytest.mark.parametrize(
    "states",
    [
        [state("a", "2024-01-01", None, "600000000000", subscription=name) for name in "xy"],
        [state("a", "2024-01-01", None, "600000000000", interval="day")],
    ],
)
def test_an_amount_that_no_decimal_holds_is_refused(states):
    with pytest.raises(AmountTooLarge, match="correct the amount"):
        Ledger(states)
