"""Dashboards on pages: built, looked at with other times and segments, on paper."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

from holdfast.core.members.models import Member
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import Content, Kind
from holdfast.insights.dashboards.models import Dashboard, Tile
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import read_data
from holdfast.pages.revenue.tests.reading import text
from tests.company import IMPORTED

pytestmark = pytest.mark.django_db
URL = "/w/harbour/dashboards/"
RETENTION = {"report": "retention", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}}
TREND = {"report": "segmentation", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"},
         "lines": [{"picked": {"events": ["signed_in"]}, "measure": "uniques"}]}  # fmt: skip
SWAP = {"HX-Request": "true"}


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


@pytest.fixture
def ann(client) -> Member:
    return Member.objects.get(email="analyst@harbour.test")


@pytest.fixture
def made(harbour, ann) -> int:
    with in_workspace(harbour):
        return api.create_dashboard("Board meeting", shared=True, at=IMPORTED, member=ann)


@pytest.fixture
def add(harbour, made, ann):
    """`add(Kind.TEXT, text="x")`; of a report its query."""

    def tile(kind: Kind, query: dict | None = None, **content) -> int:
        with in_workspace(harbour):
            if query is not None:
                name = f"Report {len(saved.saved_reports(ann))}"
                content["report_id"] = saved.save_report(name, read_data(query), shared=True, at=IMPORTED, member=ann)
            return api.add_tile(made, Content(kind=kind, **content), at=IMPORTED, member=ann)

    return tile


def plain(page: str) -> str:
    return " ".join(text(page).split())


def filled(client, made: int, tile: int, query: str = "") -> str:
    answer = client.get(f"{URL}{made}/tiles/{tile}/{query}", headers=SWAP)
    assert answer.status_code == 200
    return answer.text


def test_a_dashboard_is_made_and_asks_for_its_first_tile(client, harbour) -> None:
    assert "No dashboards yet" in client.get(URL).text
    page = client.post(f"{URL}new/", {"name": "Monday", "shared": "1"}, follow=True)
    assert "Report as a chart" in page.text
    assert "Monday" in client.get(URL).text
    assert client.post(f"{URL}new/", {"name": "Monday", "shared": "1"}).status_code == 422


def test_a_page_has_frames_whose_contents_are_asked_for_one_by_one(client, made, add) -> None:
    tile = add(Kind.CHART, TREND)
    page = client.get(f"{URL}{made}/").text
    assert f'hx-get="{URL}{made}/tiles/{tile}/"' in page
    assert "<svg class" not in page.partition('id="tiles"')[2]
    fragment = client.get(f"{URL}{made}/", headers=SWAP).text
    assert "<html" not in fragment


def test_a_chart_leads_to_who_is_behind_it(client, made, add) -> None:
    shown = filled(client, made, add(Kind.CHART, TREND))
    assert "<svg" in shown
    assert "/w/harbour/insights/behind/" in shown


def test_a_table_has_every_number(client, made, add) -> None:
    shown = filled(client, made, add(Kind.TABLE, RETENTION))
    assert 'class="heat"' in shown
    assert ">83</a>" in shown


def test_one_number_is_that_of_the_last_complete_period_with_its_change(client, made, add) -> None:
    # Ann, Bo, Cy, Eve and Gus sign in in May and June; the data ends with June.
    said = plain(filled(client, made, add(Kind.NUMBER, TREND)))
    assert "5 Jun 2026" in said
    assert "unchanged on May 2026" in said


def test_which_number_is_chosen(client, made, add, harbour) -> None:
    query = RETENTION | {"span": {"from": "2026-01-01", "to": "2026-03-31"}}
    page = client.get(f"{URL}{made}/add/?kind=number")
    assert "There are no saved reports yet" in page.text
    tile = add(Kind.NUMBER, query)
    form = client.get(f"{URL}{made}/tiles/{tile}/change/").text
    options = dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', form))
    chosen = next(key for key, title in options.items() if title == "back 2 months later")
    with in_workspace(harbour):
        report = Tile.objects.get(pk=tile).report_id
    given = {"report": report, "pick": unescape(chosen), "title": "Kept"}
    assert client.post(f"{URL}{made}/tiles/{tile}/change/", given).status_code == 302
    said = plain(filled(client, made, tile))
    assert said == "100.0 % Jan 2026 back 2 months later".replace(" ", " ")


def test_a_number_that_the_report_has_no_more_says_so(client, made, add) -> None:
    tile = add(Kind.NUMBER, TREND, settings={"pick": '["row","Z",""]'})
    assert "Choose another one" in filled(client, made, tile)


def test_a_kpi_is_that_of_the_scorecard(client, made, add) -> None:
    said = plain(filled(client, made, add(Kind.KPI, kpi="mrr", settings={"period": "month", "course": True})))
    assert "890" in said
    assert "Jun 2026" in said
    assert "no data for this KPI" in text(filled(client, made, add(Kind.KPI, kpi="cac")))


def test_a_text_is_formatted_and_harmless(client, made, add) -> None:
    shown = filled(client, made, add(Kind.TEXT, text="**Why** <script>alert(1)</script>"))
    assert "<strong>Why</strong>" in shown
    assert "<script>" not in shown


def test_another_time_and_segment_for_every_report(client, made, add, harbour) -> None:
    tile = add(Kind.TABLE, TREND)
    all_months = text(filled(client, made, tile))
    assert "Jan 2026" in all_months
    assert "Jan 2026" not in text(filled(client, made, tile, "?days=30"))
    assert "Jun 2026" in text(filled(client, made, tile, "?days=30"))
    page = client.get(f"{URL}{made}/?days=30")
    assert f"tiles/{tile}/?days=30" in page.text
    assert "Show this to everybody" in page.text
    client.post(f"{URL}{made}/keep/", {"days": "30"})
    assert "Jan 2026" not in text(filled(client, made, tile))
    assert "Jan 2026" in text(filled(client, made, tile, "?days=0"))
    for wrong in ("days=5", "days=x", "days=-30", "segment=none", "days=" + "9" * 40):
        assert client.get(f"{URL}{made}/?{wrong}").status_code == 200


def test_only_who_is_in_a_segment(client, made, add, harbour, ann) -> None:
    from holdfast.insights.segments import api as segments
    from holdfast.metrics.reports.query.segment import read_segment

    where = {"unit": "account", "where": {"of": "plan", "values": ["Pro"]}}
    with in_workspace(harbour):
        made_segment = segments.create_segment("Pro", read_segment(json.dumps(where)), at=IMPORTED, member=ann)
    # Of those who signed in in June, Acme and Elm pay for Pro now; Gale did until the 20th.
    by_account = TREND | {"unit": "account"}
    said = plain(filled(client, made, add(Kind.NUMBER, by_account), f"?segment={made_segment.key}"))
    assert "2 Jun 2026" in said


def test_each_tile_opens_what_it_shows(client, made, add) -> None:
    report, kpi = add(Kind.CHART, TREND), add(Kind.KPI, kpi="mrr", settings={"period": "quarter"})
    led = urlsplit(client.get(f"{URL}{made}/tiles/{report}/open/")["Location"])
    assert "saved" in parse_qs(led.query)
    led = urlsplit(client.get(f"{URL}{made}/tiles/{report}/open/?days=30")["Location"])
    query = json.loads(parse_qs(led.query)["q"][0])
    assert "saved" not in parse_qs(led.query)
    assert query["span"] == {"from": "2026-06-01"}
    assert client.get(f"{URL}{made}/tiles/{kpi}/open/")["Location"] == "/w/harbour/kpi/mrr/?period=quarter"


def test_tiles_are_arranged_by_buttons_and_by_dragging(client, made, add, harbour) -> None:
    a, b = add(Kind.TEXT, text="a"), add(Kind.TEXT, text="b")
    fragment = client.post(f"{URL}{made}/tiles/{b}/arrange/", {"do": "earlier"}, headers=SWAP).text
    assert fragment.index(f'id="tile-{b}"') < fragment.index(f'id="tile-{a}"')
    assert "Place 1 of 2" in fragment
    assert "hx-preserve" in fragment
    fragment = client.post(f"{URL}{made}/tiles/{b}/arrange/", {"to": "2"}, headers=SWAP).text
    assert fragment.index(f'id="tile-{a}"') < fragment.index(f'id="tile-{b}"')
    assert "w-8" in client.post(f"{URL}{made}/tiles/{b}/arrange/", {"do": "narrower"}, headers=SWAP).text
    led = client.post(f"{URL}{made}/tiles/{b}/arrange/", {"do": "remove"})  # without a script
    assert led["Location"] == f"{URL}{made}/?edit=1#tile-{b}"
    with in_workspace(harbour):
        assert [tile.tile_id for tile in api.tiles(made)] == [a]
    assert client.post(f"{URL}{made}/tiles/{a}/arrange/", {"do": "explode"}).status_code == 404


def test_tiles_are_added_and_changed_by_forms(client, made, harbour, ann) -> None:
    with in_workspace(harbour):
        report = saved.save_report("Sign-ins", read_data(TREND), shared=True, at=IMPORTED, member=ann)
    for kind, given in (
        ("chart", {"report": report}), ("table", {"report": report, "title": "All"}),
        ("number", {"report": report, "pick": ""}), ("kpi", {"kpi": "mrr", "period": "month"}),
        ("text", {"text": "# Hi"}),
    ):  # fmt: skip
        assert client.get(f"{URL}{made}/add/?kind={kind}").status_code == 200
        led = client.post(f"{URL}{made}/add/?kind={kind}", given)
        assert led.status_code == 302, (kind, text(led.text))
    assert client.post(f"{URL}{made}/add/?kind=text", {"text": " "}).status_code == 422
    assert client.post(f"{URL}{made}/add/?kind=chart", {"report": "999"}).status_code == 422
    assert client.get(f"{URL}{made}/add/?kind=magic").status_code == 200
    with in_workspace(harbour):
        tiles = api.tiles(made)
    assert [tile.kind for tile in tiles] == ["chart", "table", "number", "kpi", "text"]
    for tile in tiles:
        assert client.get(f"{URL}{made}/tiles/{tile.tile_id}/change/").status_code == 200
        filled(client, made, tile.tile_id)


def test_a_saved_report_is_put_on_a_dashboard_from_its_page(client, made, harbour, ann) -> None:
    with in_workspace(harbour):
        report = saved.save_report("Sign-ins", read_data(TREND), shared=True, at=IMPORTED, member=ann)
    page = client.get(client.get(f"/w/harbour/insights/saved/{report}/")["Location"]).text
    assert f"{URL}put/{report}/" in page
    assert client.post(f"{URL}put/{report}/", {"dashboard": made})["Location"] == f"{URL}{made}/"
    assert client.post(f"{URL}put/{report}/", {"dashboard": "x"}).status_code == 404
    assert "Board meeting" in client.get(f"/w/harbour/insights/saved/{report}/change/").text


def test_a_viewer_looks_and_changes_nothing(client, made, add, harbour, sign_in) -> None:
    tile = add(Kind.TEXT, text="a")
    viewer = sign_in(harbour, "viewer")
    page = viewer.get(f"{URL}{made}/?edit=1").text
    assert "arrange" not in page.partition('id="tiles"')[2]
    assert viewer.get(f"{URL}{made}/tiles/{tile}/").status_code == 200
    assert viewer.post(f"{URL}{made}/tiles/{tile}/arrange/", {"do": "remove"}).status_code == 403
    assert viewer.get(f"{URL}{made}/paper/").status_code == 200


def test_on_paper_stands_what_is_on_the_page(client, made, add) -> None:
    add(Kind.TEXT, text="# Why\nWe **won** [see](https://acme.test) <b>")
    add(Kind.CHART, TREND)
    add(Kind.TABLE, RETENTION)
    add(Kind.NUMBER, TREND)
    add(Kind.KPI, kpi="mrr")
    answer = client.get(f"{URL}{made}/paper/?days=90")
    assert answer["Content-Type"] == "application/pdf"
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in ("Board meeting", "Why", "We won", "<b>", "890", "the last 90 days", "Cohort"):
        assert words in said, words


def test_the_full_screen_has_no_navigation(client, made, add) -> None:
    add(Kind.TEXT, text="a")
    page = client.get(f"{URL}{made}/?full=1").text
    assert 'class="side"' not in page
    assert "every 300s" in page


def test_it_is_renamed_copied_and_deleted(client, made, add, harbour) -> None:
    add(Kind.TEXT, text="a")
    client.post(f"{URL}{made}/change/", {"name": "Renamed", "shared": "on"})
    assert "Renamed" in client.get(f"{URL}{made}/").text
    assert "Renamed (copy)" in client.post(f"{URL}{made}/copy/", follow=True).text
    assert "Renamed (copy)" in client.post(f"{URL}{made}/delete/", follow=True).text
    with in_workspace(harbour):
        assert Dashboard.objects.count() == 1


def test_another_ones_own_dashboard_is_not_there(client, harbour, sign_in) -> None:
    client.post(f"{URL}new/", {"name": "Mine"})
    with in_workspace(harbour):
        number = Dashboard.objects.get().pk
    other = sign_in(harbour, "owner")
    for place in ("", "change/", "links/", "paper/", "add/"):
        assert other.get(f"{URL}{number}/{place}").status_code == 404
