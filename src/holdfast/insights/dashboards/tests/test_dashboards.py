"""Dashboards and their tiles: made, shared, arranged, copied, deleted."""

from __future__ import annotations

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import Content, Kind
from holdfast.insights.dashboards.models import Dashboard, Tile
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import read_data
from tests.records import day

AT = day("2026-07-01")
QUERY = read_data({"report": "retention", "interval": "week", "span": {"last": 8}})


@pytest.fixture
def ann(workspace) -> Member:
    return Member.objects.create_user("ann@harbour.test", name="Ann")


@pytest.fixture
def bo(workspace) -> Member:
    return Member.objects.create_user("bo@harbour.test", name="Bo")


@pytest.fixture
def made(ann) -> int:
    return api.create_dashboard(" Board  meeting ", shared=True, at=AT, member=ann)


@pytest.fixture
def add(made, ann):
    def text(said: str) -> int:
        return api.add_tile(made, Content(kind=Kind.TEXT, text=said), at=AT, member=ann)

    return text


def texts(made: int) -> list[str]:
    return [tile.text for tile in api.tiles(made)]


def test_a_dashboard_begins_empty_under_its_name(made, ann) -> None:
    found = api.find_dashboard(made, ann)
    assert (found.name, found.shared, found.made_by, found.tiles) == ("Board meeting", True, "Ann", 0)
    assert AuditEntry.objects.get(action="insights.dashboard.made").data == {"dashboard": made}


def test_others_find_only_what_is_shared(made, ann, bo) -> None:
    own = api.create_dashboard("Own", shared=False, at=AT, member=ann)
    assert [one.name for one in api.dashboards(bo)] == ["Board meeting"]
    for change in (
        lambda: api.find_dashboard(own, bo),
        lambda: api.add_tile(own, Content(kind=Kind.TEXT, text="x"), at=AT, member=bo),
        lambda: api.keep_override(own, api.Override(7), at=AT, member=bo),
        lambda: api.duplicate_dashboard(own, at=AT, member=bo),
        lambda: api.delete_dashboard(own, at=AT, member=bo),
        lambda: api.make_link(own, days=7, people=False, at=AT, member=bo),
        lambda: api.links(own, bo, at=AT),
    ):
        with pytest.raises(NotFound):
            change()
    api.change_dashboard(made, "Bo's now", shared=False, at=AT, member=bo)
    assert [one.name for one in api.dashboards(ann)] == ["Own"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "Board meeting"])
def test_a_name_that_is_none_or_taken_is_refused(made, bo, name) -> None:
    with pytest.raises(api.BadDashboard):
        api.create_dashboard(name, shared=True, at=AT, member=bo)
    assert Dashboard.objects.count() == 1


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [("a", 2, "bac"), ("a", 3, "bca"), ("a", 99, "bca"), ("c", 1, "cab"), ("c", -5, "cab"), ("b", 2, "abc")],
)
def test_tiles_are_moved(made, add, ann, moved, to, order) -> None:
    ids = {said: add(said) for said in "abc"}
    place = api.move_tile(made, ids[moved], to, at=AT, member=ann)
    assert "".join(texts(made)) == order
    assert order[place - 1] == moved


def test_tiles_are_moved_after_others_were_removed(made, add, ann) -> None:
    ids = {said: add(said) for said in "abcd"}
    api.remove_tile(made, ids["b"], at=AT, member=ann)
    api.move_tile(made, ids["d"], 2, at=AT, member=ann)
    assert "".join(texts(made)) == "adc"
    add("e")
    assert "".join(texts(made)) == "adce"


def test_tiles_are_resized_step_by_step_and_not_beyond_the_ends(made, ann) -> None:
    tile = api.add_tile(made, Content(kind=Kind.KPI, kpi="nrr"), at=AT, member=ann)
    assert api.find_tile(made, tile).width == 3
    sizes = [api.resize_tile(made, tile, wider=1, at=AT, member=ann)[0] for _ in range(6)]
    assert sizes == [4, 6, 8, 12, 12, 12]
    assert api.resize_tile(made, tile, wider=-1, higher=9, at=AT, member=ann) == (8, 3)


def test_a_tile_shows_what_there_is(made, ann, bo) -> None:
    own = saved.save_report("Own", QUERY, shared=False, at=AT, member=bo)
    wrong = [
        Content(kind=Kind.CHART),
        Content(kind=Kind.KPI, kpi="no_such"),
        Content(kind=Kind.TEXT, text=" "),
        Content(kind=Kind.TEXT, text="x" * 4001),
        Content(kind=Kind.TEXT, text="x", title="x" * 121),
    ]
    for content in wrong:
        with pytest.raises(api.BadDashboard):
            api.add_tile(made, content, at=AT, member=ann)
    with pytest.raises(NotFound):
        api.add_tile(made, Content(kind=Kind.CHART, report_id=own), at=AT, member=ann)
    assert api.tiles(made) == []
    api.add_tile(made, Content(kind=Kind.CHART, report_id=own, kpi="nrr", text="x"), at=AT, member=bo)
    found = api.tiles(made)[0]
    assert (found.report_id, found.kpi, found.text) == (own, "", "")


def test_a_dashboard_has_only_so_many_tiles(made, add, ann) -> None:
    for _ in range(40):
        add("x")
    with pytest.raises(api.BadDashboard, match="40"):
        add("one more")


def test_a_tile_of_another_dashboard_is_not_there(made, add, ann) -> None:
    tile = add("a")
    other = api.create_dashboard("Other", shared=True, at=AT, member=ann)
    with pytest.raises(NotFound):
        api.move_tile(other, tile, 1, at=AT, member=ann)
    with pytest.raises(NotFound):
        api.find_tile(other, tile)


def test_a_copy_is_ones_own_with_tiles_of_its_own(made, add, bo) -> None:
    add("a")
    copy = api.duplicate_dashboard(made, at=AT, member=bo)
    assert api.find_dashboard(copy, bo).name == "Board meeting (copy)"
    assert not api.find_dashboard(copy, bo).shared
    api.remove_tile(copy, api.tiles(copy)[0].tile_id, at=AT, member=bo)
    assert texts(made) == ["a"]


def test_time_and_segment_are_kept_for_everybody(made, ann, bo) -> None:
    api.keep_override(made, api.Override(90, "big-ones"), at=AT, member=ann)
    assert api.find_dashboard(made, bo).override == api.Override(90, "big-ones")
    assert [one.dashboard_id for one in api.with_segment("big-ones")] == [made]
    with pytest.raises(api.BadDashboard):
        api.keep_override(made, api.Override(91), at=AT, member=ann)


def test_a_report_knows_where_it_is_shown_and_takes_its_tiles_with_it(made, ann, bo) -> None:
    report = saved.save_report("Back", QUERY, shared=True, at=AT, member=ann)
    private = api.create_dashboard("Secret", shared=False, at=AT, member=bo)
    for dashboard, member in ((made, ann), (private, bo)):
        api.add_tile(dashboard, Content(kind=Kind.CHART, report_id=report), at=AT, member=member)
    assert [one.name for one in api.dashboards_with(ann, report_id=report)] == ["Board meeting", ""]
    saved.delete_report(report, at=AT, member=ann)
    assert not Tile.objects.exists()
    assert Dashboard.objects.count() == 2


def test_another_workspace_sees_nothing(made, ann, stranger) -> None:
    with in_workspace(stranger):
        assert api.dashboards(ann) == []
        with pytest.raises(NotFound):
            api.find_any(made)


def test_who_is_erased_is_named_nowhere(made, add, ann) -> None:
    add("Call dee@dune.test tomorrow")
    assert len(list(api.held({"dee@dune.test"})["dashboards"])) == 1
    assert api.forget({"dee@dune.test"}) == {"dashboards": 1}
    assert "dee" not in texts(made)[0]
    assert api.forget({"dee@dune.test"}) == {"dashboards": 0}
