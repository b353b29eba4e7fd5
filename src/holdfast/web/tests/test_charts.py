"""Charts: valid Vega-Lite, honest axes, and pictures that need nothing else."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.charts.axes import nice_scale, thinned
from holdfast.web.charts.bars import BALANCE, Stack, StackChart, Step, stacked, waterfall
from holdfast.web.charts.columns import Column, ColumnChart, column_chart, ranking
from holdfast.web.charts.draw import page_svg, png, svg
from holdfast.web.charts.flags import Flag
from holdfast.web.charts.heat import HeatCell, heat_table
from holdfast.web.charts.line import Line, LineChart, Point, line_chart, spread
from holdfast.web.charts.sparkline import spark_svg, sparkline
from holdfast.web.charts.spec import altair_chart
from holdfast.web.charts.survival import Curve, Survivors, survival_chart
from holdfast.web.charts.theme import Theme

LIGHT = Theme()
EVIL = "</text><script>alert(1)</script>\"'&"


def plain(value, step):
    return f"{value:g}"


def line(values, partial=(), name="A"):
    points = tuple(
        Point(f"2026-{at:02}", f"m{at}", value, f"tip {name} {at}", at in partial, None, None)
        for at, value in enumerate(values, 1)
    )
    return Line(name, "end", points)


def chart(*lines, **options):
    return line_chart(LineChart(lines=lines, write=plain, **options), LIGHT)


STEPS = [Step("Start", 100, "100", "t", BALANCE), Step("New", 20, "+20", "t", 0), Step("End", 120, "120", "t", BALANCE)]
STACKS = (Stack("2026-01", "Jan", (5, -2), "t"), Stack("2026-02", "Feb", (3, -1), "t", True))
CELLS = [HeatCell("Jan", "0", "100", 1.0, "t"), HeatCell("Jan", "1", "50", 0.4, "t")]
CURVE = Curve("A", "50 %", (Survivors(0, 1.0, 1.0, 1.0, "t"), Survivors(3, 0.5, 0.3, 0.7, "t")))
COLUMNS = (
    Column("2026-01", "Jan", 2, "Jan: 2"),
    Column("2026-02", "Feb", None, "t"),
    Column("c", "C", -1, "t", "", True),
)
FLAGS = (Flag("2026-01", "New prices", "/notes/?day=1"),)

KINDS = {
    "line": lambda: chart(line([1, None, 3, 2], {4}), band=(1, 2, "usual"), goal=(2.5, "goal")),
    "lines": lambda: chart(line([1, 2]), line([2, 1], name="B")),
    "waterfall": lambda: waterfall(STEPS, plain, LIGHT),
    "stacked": lambda: stacked(StackChart(names=(("New", 0), ("Churn", 3)), stacks=STACKS, write=plain), LIGHT),
    "heat": lambda: heat_table(CELLS, ["Jan"], ["0", "1"], LIGHT),
    "survival": lambda: survival_chart([CURVE], plain, plain, "months", LIGHT),
    "sparkline": lambda: sparkline([1, None, 2], LIGHT),
    "columns": lambda: column_chart(ColumnChart(columns=COLUMNS, write=plain, target=(3, "goal"), flags=FLAGS), LIGHT),
    "ranking": lambda: ranking(COLUMNS, LIGHT),
    "no columns": lambda: column_chart(ColumnChart(columns=(), write=plain), LIGHT),
    "empty line": lambda: chart(line([None, None])),
    "empty sparkline": lambda: sparkline([], LIGHT),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid_vega_lite_and_can_be_drawn(kind):
    spec = KINDS[kind]()
    assert altair_chart(spec).to_dict()["layer"]
    assert svg(spec).startswith("<svg")


def test_png_is_drawn():
    assert png(KINDS["line"]()).startswith(b"\x89PNG")


def test_periods_are_text_and_keep_their_order():
    spec = chart(line([1, 2, 3]))
    encodings = [one["encoding"]["x"] for one in spec["layer"] if "x" in one["encoding"]]
    assert {one["type"] for one in encodings} == {"ordinal"}
    assert {tuple(one["scale"]["domain"]) for one in encodings} == {("2026-01", "2026-02", "2026-03")}


def test_the_partial_period_is_dashed_from_the_last_complete_one():
    dashed = [
        one
        for one in chart(line([1, 2, 3], {3}))["layer"]
        if one["mark"]["type"] == "line" and "strokeDash" in one["mark"]
    ]
    assert [[row["label"] for row in one["data"]["values"]] for one in dashed] == [["2026-02", "2026-03"]]


def test_a_known_value_between_unknown_ones_is_a_dot():
    dots = [one for one in chart(line([None, 5, None, 1, 2]))["layer"] if one["mark"]["type"] == "point"]
    assert [row["label"] for row in dots[0]["data"]["values"]] == ["2026-02"]


def test_bars_stand_on_zero():
    values = [
        one["encoding"]["y"]["scale"]["domain"] for one in KINDS["waterfall"]()["layer"] if "y" in one["encoding"]
    ]
    assert {domain[0] for domain in values} == {0}


def test_a_waterfall_ends_where_its_movements_lead():
    bars = next(one for one in KINDS["waterfall"]()["layer"] if one["mark"]["type"] == "bar")
    assert [(row["low"], row["high"]) for row in bars["data"]["values"]] == [(0, 100), (100, 120), (0, 120)]


def test_a_share_has_no_axis_beyond_the_whole():
    assert nice_scale([0.93, 0.99], ceiling=1.0).high == 1.0


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_a_scale_holds_every_value_and_has_few_ticks(values):
    scale = nice_scale(values)
    slack = scale.step * 1e-6
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert 2 <= len(scale.ticks) <= 8


@given(st.lists(st.floats(0, 200), max_size=8))
def test_labels_at_the_ends_never_meet(places):
    found = spread(places, 14, 200)
    ordered = sorted(found)
    assert all(after - before > 13.99 for before, after in itertools.pairwise(ordered))
    assert max(found, default=0) <= 200


def test_names_below_the_plot_fit_and_end_with_the_last():
    kept = thinned(["Jan 2026"] * 36, 540)
    assert kept[-1] == 35
    assert 4 <= len(kept) <= 9


def test_text_from_data_cannot_leave_its_place():
    text = page_svg(chart(line([1, 2]), line([2, 3], name=EVIL)), EVIL)
    assert "<script" not in text
    assert "&lt;script" in text


def test_a_chart_in_a_page_needs_no_style_of_its_own():
    text = page_svg(KINDS["stacked"](), "movements")
    assert " style=" not in text
    assert "font-family" not in text
    assert re.match(r'<svg class="chart" role="img" aria-label="movements" ', text)


def test_coordinates_are_shortened_but_words_are_not():
    point = Point("2026-01", "Jan", 1.23456, "Jan: 1.23456 EUR")
    text = page_svg(chart(Line("A", "1.23456 EUR", (point,))), "x")
    assert "Jan: 1.23456 EUR" in text
    assert not re.search(r'(?:d|transform)="[^"]*\d\.\d{2,}', text)


WHERE = '/w/a/kpi/mrr/behind/?at=2026-01&by=it\'s "x"'


def linked(at):
    return Point(f"2026-{at:02}", f"m{at}", at, f"tip {at}", address=f"/behind/?at={at}&by=plan")


LINKED = {
    "line": lambda: chart(Line("A", "", (linked(1), linked(2)))),
    "lines": lambda: chart(Line("A", "", (linked(1),)), Line("B", "", (linked(2),))),
    "waterfall": lambda: waterfall([*STEPS[:1], Step("New", 2, "2", "tip", 0, WHERE)], plain, LIGHT),
    "stacked": lambda: stacked(StackChart(names=(("New", 0),), stacks=(Stack("1", "1", (5,), "tip", address=WHERE),),
                                          write=plain), LIGHT),
    "heat": lambda: heat_table([HeatCell("Jan", "0", "9", 1.0, "tip", WHERE), *CELLS[1:]], ["Jan"], ["0", "1"], LIGHT),
    "columns": lambda: column_chart(ColumnChart(columns=(Column("a", "A", 1, "tip", address=WHERE),), write=plain,
                                                flags=FLAGS), LIGHT),
    "ranking": lambda: ranking([Column("a", "A", 1, "tip", address=WHERE)], LIGHT),
}  # fmt: skip
COUNTS = {"line": 2, "lines": 2, "columns": 2}


@pytest.mark.parametrize("kind", LINKED)
def test_a_mark_with_an_address_is_a_link_named_by_its_tip(kind):
    text = page_svg(LINKED[kind](), "x")
    links = re.findall(r'<a href="(/[^"]*)" aria-label="([^"]+)">', text)
    assert len(links) == text.count("<a ") == COUNTS.get(kind, 1)
    assert "here.invalid" not in text
    assert 'role="group"' in text  # nothing inside an image can be reached


def test_an_address_keeps_every_letter_and_leaves_no_place():
    text = page_svg(LINKED["heat"](), "x")
    assert '<a href="/w/a/kpi/mrr/behind/?at=2026-01&amp;by=it\'s &quot;x&quot;" aria-label="tip">' in text


def test_a_picture_without_addresses_has_no_links():
    assert "<a " not in svg(KINDS["line"]())
    assert 'role="img"' in page_svg(KINDS["heat"](), "x")


def _pairs(text):
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)]


@pytest.mark.parametrize("values", [[1, 3, 2, 2.5], [1, 2, None, 3, 4], [5, 5]])
def test_a_sparkline_of_our_own_goes_the_way_of_its_definition(values):
    drawn, own = svg(sparkline(values, LIGHT)), spark_svg(values, LIGHT, EVIL)
    expected = _pairs(re.search(r'mark-line .*? d="([^"]*)"', drawn)[1])
    assert _pairs(re.search(r' d="([^"]*)"', own)[1]) == [
        (pytest.approx(x, abs=0.06), pytest.approx(y, abs=0.06)) for x, y in expected
    ]


def test_a_sparkline_without_values_draws_nothing():
    assert "<path" not in spark_svg([None, None], LIGHT, EVIL)
    assert "<circle" in spark_svg([None, 2], LIGHT, "x")
