"""A question in a sentence: everything that was chosen is told."""

from __future__ import annotations

import pytest

from holdfast.insights.usage.explained import explained
from holdfast.metrics.reports.query.reading import read_data
from holdfast.web.format import Formatter

STEPS = [{"events": ["opened"]}, {"events": ["saved"]}]
BY_EVENT = {"breakdown": {"by": "event", "name": "plan"}}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "How many people did “opened” → “saved”. At most this long after the first step: 14 days. Time:"),
        ({"window": {"n": 3, "unit": "hour"}}, "after the first step: 3 hours."),
        ({"order": "strict"}, "Nothing else lies between the steps."),
        ({"order": "any"}, "Their order does not matter."),
        ({"exclusions": [{"picked": {"events": ["left"]}, "after": 1, "before": 2}]},
         "Left out: who did “left” between step 1 and step 2."),
        (BY_EVENT | {"attribution": "last"}, "The value that counts is the last one on the steps."),
        (BY_EVENT | {"attribution": "step", "step": 2}, "The value that counts is that on step 2."),
        (BY_EVENT | {"attribution": "every"}, "Only a value that all steps have counts."),
    ],
)  # fmt: skip
def test_what_limits_a_funnel_is_told(chosen, said) -> None:
    query = read_data({"report": "funnel", "span": {"last": 30}, "steps": STEPS, **chosen})
    assert said in explained(query, Formatter("en", "EUR"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"report": "lifecycle", "breakdown": {"by": "account", "name": "country"}},
         "Broken down by: trait of the account “country”."),
        ({"report": "segmentation", "lines": [{}], "breakdowns": [{"by": "plan"}, {"by": "event", "name": "size"}]},
         "Broken down by: plan, property of the event “size”."),
        ({"report": "segmentation", "lines": [{"measure": "property", "property": "amount", "statistic": "p90"}]},
         "a number in a property (amount, 90th percentile): any event."),
        ({"report": "segmentation", "lines": [{"measure": "per_actor", "statistic": "median"}]},
         "events per person or account (median): any event."),
        ({"report": "segmentation", "lines": [{}, {}], "formulas": [{"expression": "A / B"}]}, "Calculated: A / B."),
        ({"report": "retention", "minimum_occurrences": 3}, "A period counts with at least so many events: 3."),
        ({"report": "retention", "windows": "24_hours"}, "Periods begin with the first event of each."),
    ],
)  # fmt: skip
def test_what_was_chosen_is_told(query, said) -> None:
    assert said in explained(read_data({"span": {"last": 30}, **query}), Formatter("en", "EUR"))
