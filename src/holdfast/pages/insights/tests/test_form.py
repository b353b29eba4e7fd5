"""The form of a report: every part of its query can be reached, and what is half filled in is no error."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from holdfast.insights.usage.choices import MEASURES, STATISTICS
from holdfast.metrics.reports.query.funnel import Attribution, Order, WindowUnit
from holdfast.metrics.reports.query.reading import AnyQuery, read_data, write
from holdfast.metrics.reports.query.segmentation import Measure, Statistic
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.insights.form.fields import at
from holdfast.pages.insights.kind import WINDOW_UNITS
from holdfast.pages.insights.kinds import KINDS

pytestmark = pytest.mark.numbers

ASK = "/w/harbour/insights/ask/"
FUNNEL = {"report": "funnel", "f.span.last": "30", "f.steps.0.events.0": "signed_in",
          "f.steps.1.events.0": "project_created"}  # fmt: skip
# Accounts are all that usage beside revenue counts.
ELSEWHERE = {"beside_revenue": {"unit"}}
QUERIES = {query.__struct_config__.tag: query for query in AnyQuery.__args__}


@pytest.mark.parametrize("report", sorted(QUERIES))
def test_every_part_of_a_query_has_a_field(report) -> None:
    parts = {field.encode_name for field in msgspec.structs.fields(QUERIES[report])} - {"version"}
    fields = {field.path.split(".")[0] for field in KINDS[report].fields}
    assert parts - fields == ELSEWHERE.get(report, set())


def test_every_choice_has_its_words() -> None:
    assert set(MEASURES) == {*Measure}
    assert set(STATISTICS) == {*Statistic}
    assert set(WINDOW_UNITS) == {*WindowUnit}
    options = {field.path: set(field.options or ()) for field in KINDS["funnel"].fields}
    assert options["attribution"] == {*Attribution}
    assert options["order"] == {*Order}


def held(client, given: dict[str, str]) -> dict:
    return json.loads(parse_qs(urlsplit(client.get(ASK, given)["Location"]).query)["q"][0])


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


def query_of(draft: dict) -> AnyQuery:
    return read_data(drafts.complete(draft), lax=True)


@pytest.mark.django_db
def test_a_breakdown_of_a_funnel_says_whose_value_counts(client) -> None:
    given = FUNNEL | {"f.breakdown.by": "event", "f.breakdown.name": "plan", "f.breakdown.top": "3"}
    page = client.get(client.get(ASK, given)["Location"]).text
    assert 'name="f.attribution"' in page
    assert 'name="f.step"' not in page
    by_step = held(client, given | {"f.attribution": "step", "f.step": "2"})
    query = query_of(by_step)
    assert (query.attribution, query.step, query.breakdown.top) == ("step", 2, 3)
    # Of anything else than a property of the event there is nothing to choose.
    other = held(client, given | {"f.breakdown.by": "account", "f.attribution": "step", "f.step": "2"})
    assert query_of(other).step is None


@pytest.mark.django_db
def test_an_exclusion_is_begun_with_its_event_and_removed(client) -> None:
    given = FUNNEL | {"f.exclusions.0.picked.events.0": "project_created"}
    assert query_of(held(client, given)).exclusions[0].before == 2
    begun = FUNNEL | {"f.exclusions.0.after": "1", "f.exclusions.0.before": "2"}
    assert query_of(held(client, begun)).exclusions == ()
    assert query_of(held(client, given | {"remove": "f.exclusions.0"})).exclusions == ()


@pytest.mark.django_db
def test_a_window_without_a_number_is_the_usual_one(client) -> None:
    shown = client.get(client.get(ASK, FUNNEL | {"f.window.unit": "hour"})["Location"]).text
    assert re.search(r'name="f\.window\.n"[^>]* value="14"', shown)
    assert '<option value="day" selected>' in shown
    assert query_of(held(client, FUNNEL | {"f.window.n": "3", "f.window.unit": "hour"})).window.unit == "hour"


@pytest.mark.django_db
def test_series_and_formulas_have_names(client) -> None:
    given = {
        "report": "segmentation", "f.span.last": "30", "f.lines.0.picked.events.0": "signed_in",
        "f.lines.0.measure": "total", "f.lines.0.name": "logins", "f.lines.1.picked.events.0": "project_created",
        "f.formulas.0.expression": "logins / B", "f.formulas.0.name": "each", "f.formulas.1.name": "only a name",
    }  # fmt: skip
    query = query_of(held(client, given))
    assert query.names() == ("logins", "B", "each")
    page = client.get(client.get(ASK, given)["Location"]).text
    assert 'class="message error"' not in page
    assert 'value="logins / B"' in page
    # How many did it once, twice ... has no formulas, and columns of its own.
    shown = query_of(held(client, given | {"f.shown": "distribution", "f.lines.0.measure": "uniques", "f.times": "5"}))
    assert (shown.formulas, shown.times) == ((), 5)


@pytest.mark.parametrize(
    "query",
    [
        {"report": "paths", "span": {"last": 9}, "start": {"events": ["a"]}, "gap": None, "window": {"n": 2}},
        {"report": "paths", "span": {"last": 9}, "end": {"events": ["a"]}, "gap": {"n": 5, "unit": "hour"}, "top": 9},
        {"report": "funnel", "span": {"last": 9}, "steps": [{"events": ["a"]}, {"events": ["b"]}],
         "breakdown": {"by": "event", "name": "n", "top": 4}, "attribution": "step", "step": 2, "bins": 7,
         "exclusions": [{"picked": {"events": ["c"]}, "after": 1, "before": 2}]},
        {"report": "segmentation", "span": {"last": 9}, "shown": "distribution", "times": 5, "lines": [{"name": "x"}]},
        {"report": "adoption", "span": {"last": 9}, "features": [{"picked": {"events": ["a"]}, "name": "First"}]},
    ],
)  # fmt: skip
def test_what_is_stored_opens_as_the_same_question(query) -> None:
    asked = read_data(query)
    opened = drafts.read(write(asked))
    assert read_data(drafts.complete(opened), lax=True) == asked
    assert at(opened, "report") == query["report"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ({"report": "segmentation", "f.span.last": "9", "f.lines.0.measure": "total"}, False),
        ({"report": "segmentation", "f.span.last": "9", "f.lines.0.measure": "total",
          "f.formulas.0.expression": "A * 2"}, True),
        ({"report": "paths", "f.span.last": "9"}, False),
        ({"report": "paths", "f.span.last": "9", "f.gap.n": "30", "f.gap.unit": "minute", "f.window.unit": "minute"},
         False),
        ({"report": "paths", "f.span.last": "9", "f.gap.unit": "endless"}, True),
        ({"report": "paths", "f.span.last": "9", "f.picked.events.0": "signed_in"}, True),
        ({"report": "retention", "f.span.last": "9", "f.interval": "week", "f.minimum_occurrences": "1"}, False),
        ({"report": "retention", "f.span.last": "9", "f.interval": "week", "f.minimum_occurrences": "2"}, True),
    ],
)  # fmt: skip
def test_the_folded_part_is_open_when_something_was_chosen_in_it(client, given, opened) -> None:
    page = client.get(client.get(ASK, given)["Location"]).text
    assert ('<details class="more" open>' in page) is opened
