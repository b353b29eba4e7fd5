"""A number is put under watch in Chromium, what was found is looked after, a dashboard subscribed to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from holdfast.core.members.models import Member
from holdfast.core.scoping import in_workspace
from holdfast.insights.dashboards.api import create_dashboard
from holdfast.pages.alerts.tests.test_alerts import NOW, fire
from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
URL = "/w/harbour/"


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    member = sign_in(harbour, "analyst")
    member.get(f"{URL}alerts/")  # has the board computed
    with opened(browser, live_server.url, member) as found:
        yield found


def fits(page: Page) -> None:
    """In both colours, and on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_number_is_watched_and_what_was_found_is_looked_after(page: Page, harbour) -> None:
    page.goto(f"{URL}alerts/")
    fits(page)
    page.goto(f"{URL}kpi/nrr/")
    page.get_by_role("link", name="Watch this number").click()
    expect(page.get_by_label("Amount", exact=True)).to_be_hidden()
    page.get_by_label("Tell when the number").select_option("below")
    expect(page.get_by_label("Sensitivity")).to_be_hidden()
    page.get_by_label("Amount", exact=True).fill("95")
    fits(page)
    page.get_by_role("button", name="Watch it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net revenue retention")
    fire(harbour, int(page.url.rstrip("/").rpartition("/")[2]))
    page.reload()
    fits(page)
    page.get_by_role("button", name="I look after it").click()
    expect(page.locator(".incident")).to_contain_text("somebody looks after it")
    page.goto(f"{URL}alerts/")
    fits(page)


def test_a_dashboard_is_subscribed_to(page: Page, harbour) -> None:
    with in_workspace(harbour):
        made = create_dashboard("Monday", shared=True, at=NOW, member=Member.objects.get())
    page.goto(f"{URL}dashboards/{made}/")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Subscribe").click()
    expect(page.get_by_label("On which day")).to_be_hidden()
    page.get_by_label("How often").select_option("weekly")
    page.get_by_label("On which day").select_option("4")
    fits(page)
    page.get_by_role("button", name="Subscribe").click()
    expect(page.locator("main")).to_contain_text("every week, Friday, 08:00")
    fits(page)
