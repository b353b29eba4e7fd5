"""A dashboard by its link: what a stranger sees, and what not."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

import pytest
from django.test import Client

from holdfast.core.members.models import Member, Membership
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import Content, Kind
from holdfast.insights.dashboards.models import Link
from holdfast.insights.saved import api as saved
from holdfast.metrics.reports.query.reading import read_data
from tests.company import IMPORTED

pytestmark = pytest.mark.django_db
RETENTION = {"report": "retention", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}}
ADDRESS = re.compile(r'value="(http://testserver(/shared/[^"]+))"')


@pytest.fixture
def client(harbour, sign_in):
    return sign_in(harbour, "analyst")


@pytest.fixture
def made(harbour, client) -> int:
    ann = Member.objects.get(email="analyst@harbour.test")
    with in_workspace(harbour):
        report = saved.save_report("Back", read_data(RETENTION), shared=True, at=IMPORTED, member=ann)
        found = api.create_dashboard("Board meeting", shared=True, at=IMPORTED, member=ann)
        api.add_tile(found, Content(kind=Kind.TABLE, report_id=report), at=IMPORTED, member=ann)
        api.add_tile(found, Content(kind=Kind.KPI, kpi="mrr"), at=IMPORTED, member=ann)
    return found


@pytest.fixture
def share(client, made):
    def link(**given: str) -> str:
        page = client.post(f"/w/harbour/dashboards/{made}/links/", {"days": "7", **given})
        assert page.status_code == 200
        assert "no-cache" in page["Cache-Control"]
        return ADDRESS.search(page.text)[2]

    return link


@pytest.fixture
def stranger() -> Client:
    return Client()


def tiles(page: str) -> list[str]:
    return re.findall(r'hx-get="(/shared/[^"]+)"', page)


def test_a_stranger_sees_the_dashboard_and_nothing_else(share, stranger) -> None:
    page = stranger.get(share())
    assert page.status_code == 200
    assert "Board meeting" in page.text
    assert "Harbour" in page.text
    assert "/w/harbour/" not in page.text
    table, kpi = (stranger.get(where) for where in tiles(page.text))
    assert ">83</span>" in table.text
    assert "890" in kpi.text
    for answer in (table, kpi):
        assert "/w/harbour/" not in answer.text
        assert "href" not in answer.text
        assert "@acme.test" not in answer.text
    assert stranger.get("/w/harbour/dashboards/1/").status_code == 302


def test_the_address_is_kept_from_others(share, stranger) -> None:
    page = stranger.get(share())
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_only_where_it_was_chosen_people_are_shown(share, stranger) -> None:
    where = share(people="on")
    table = stranger.get(tiles(stranger.get(where).text)[0]).text
    behind = re.search(r'href="(/shared/[^"]+cell=0\.2\.1)"', table)[1].replace("&amp;", "&")
    page = stranger.get(behind)
    assert "5 people are behind this number." in page.text
    assert "ann@acme.test" in page.text
    assert "/w/harbour/" not in page.text
    assert stranger.get(behind.replace("0.2.1", "9.9.9")).status_code == 404
    assert stranger.get(behind.replace("0.2.1", "")).status_code == 404
    private = share()
    assert stranger.get(behind.replace(where, private)).status_code == 404


def test_a_link_shows_its_dashboard_only(share, stranger, harbour, client) -> None:
    with in_workspace(harbour):
        ann = Member.objects.get(email="analyst@harbour.test")
        other = api.create_dashboard("Secret", shared=True, at=IMPORTED, member=ann)
        secret = api.add_tile(other, Content(kind=Kind.TEXT, text="secret"), at=IMPORTED, member=ann)
    where = share(people="on")
    assert stranger.get(f"{where}tiles/{secret}/").status_code == 404
    assert stranger.get(f"{where}tiles/{secret}/behind/?cell=0.0.0").status_code == 404


def test_nothing_can_be_changed_by_a_link(share, stranger) -> None:
    where = share()
    for method in ("post", "put", "patch", "delete"):
        assert getattr(stranger, method)(where).status_code == 405


@pytest.mark.parametrize("change", ["revoked", "expired", "left"])
def test_a_link_that_is_over_says_so_and_no_more(share, stranger, client, made, harbour, change) -> None:
    where = share()
    with in_workspace(harbour):
        link = Link.objects.get()
        if change == "revoked":
            client.post(f"/w/harbour/dashboards/{made}/links/{link.pk}/revoke/")
        elif change == "expired":
            Link.objects.update(expires_at=IMPORTED - timedelta(days=1))
        else:
            Membership.objects.all().delete()
    page = stranger.get(where)
    assert page.status_code == 404
    assert "does not work any more" in page.text
    assert "Board meeting" not in page.text
    assert stranger.get(f"{where}tiles/1/").status_code == 404


def test_whoever_guesses_is_stopped(share, stranger) -> None:
    where = share()
    guesses = [guess for number in range(32) if (guess := f"{where[:-3]}{number:02}/") != where]
    codes = [stranger.get(guess).status_code for guess in guesses[:31]]
    assert codes == [404] * 30 + [429]
    assert stranger.get(where).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get(where).status_code == 200


def test_who_has_a_link_may_open_it_often(share, stranger) -> None:
    where = share()
    assert {stranger.get(where).status_code for _ in range(40)} == {200}


def test_links_are_listed_without_their_address(share, client, made) -> None:
    where = share()
    page = client.get(f"/w/harbour/dashboards/{made}/links/").text
    assert where.split("/")[2] not in page
    assert "not shown" in page


def test_a_viewer_shares_nothing(made, harbour, sign_in) -> None:
    viewer = sign_in(harbour, "viewer")
    assert viewer.get(f"/w/harbour/dashboards/{made}/links/").status_code == 403
    assert viewer.post(f"/w/harbour/dashboards/{made}/links/", {"days": "7"}).status_code == 403
    assert "Share" not in viewer.get(f"/w/harbour/dashboards/{made}/").text


def test_numbers_that_are_not_ready_are_waited_for(share, stranger, settings, harbour) -> None:
    where = share()
    Workspace.objects.filter(pk=harbour.pk).update(data_version=harbour.data_version + 1)
    settings.BOARDS_AT_ONCE = False
    shutil.rmtree(settings.DATA_DIR / "boards", ignore_errors=True)
    page = stranger.get(where)
    assert "being computed" in page.text
