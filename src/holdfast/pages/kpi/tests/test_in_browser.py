"""From the scorecard to a KPI, to those behind it, to an account; and a goal: in Chromium, by pointer and keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    """The scorecard, signed in; a script's error or a refused policy fails the test."""
    member = sign_in(harbour, "analyst")
    for path in ("", "scorecard/changed/", "kpi/mrr/?by=plan", "kpi/mrr/counts/", "kpi/mrr/behind/?at=2026-05"):
        member.get(f"/w/harbour/{path}")  # has the numbers computed, which no browser should wait for
    with opened(browser, live_server.url, member) as found:
        found.goto("/w/harbour/")
        yield found


def well(page: Page) -> None:
    """Nothing for axe to find, light or dark, and nothing to scroll sideways on a phone."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        assert found == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_the_scorecard_to_an_account(page: Page) -> None:
    expect(page.locator("#changed")).to_contain_text("1 account with plan Pro")
    well(page)
    page.locator(".card").get_by_role("link", name="MRR", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("MRR")
    expect(page.locator("#count-2026-06")).to_have_text("5 accounts")
    well(page)
    page.get_by_role("link", name="5 accounts behind Jun 2026").click()
    beside = page.get_by_label("Behind a number")
    expect(beside).to_be_focused()
    expect(beside).to_contain_text("Sums to 890.00")
    well(page)
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(page.get_by_role("link", name="5 accounts behind Jun 2026")).to_be_focused()
    page.get_by_role("link", name="5 accounts behind Jun 2026").press("Enter")
    beside.get_by_role("link", name="Open as a page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Behind MRR, Jun 2026")
    well(page)
    page.get_by_label("Name or key").fill("elm")
    expect(page.locator("#people")).not_to_contain_text("Acme")
    page.get_by_role("link", name="Elm Inc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Elm Inc")


def test_a_chart_is_one_stop_and_arrows_go_from_point_to_point(page: Page) -> None:
    page.goto("/w/harbour/kpi/mrr/")
    chart = page.locator("svg.chart[role=group]:visible")
    assert chart.locator('a[tabindex="0"]').count() == 1
    chart.locator('a[tabindex="0"]').focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("svg a:focus")).to_have_attribute("aria-label", "May 2026: 1,090\u00a0EUR")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Behind a number")).to_contain_text("Behind MRR, May 2026")
    page.keyboard.press("Escape")
    expect(page.locator("svg a:focus")).to_have_count(1)


def test_a_goal_is_set_and_shown(page: Page) -> None:
    page.goto("/w/harbour/goals/")
    well(page)
    page.get_by_role("link", name="Set a goal").first.click()
    well(page)
    page.get_by_label("KPI", exact=True).select_option("mrr")
    page.get_by_role("button", name="Next").click()
    well(page)
    page.get_by_label("Target").fill("800")
    page.get_by_label("By when").fill("2099-12-31")
    page.get_by_role("button", name="Set goal").click()
    expect(page.get_by_text("The goal is set.")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("reached")
    well(page)
    page.goto("/w/harbour/goals/")
    well(page)
    page.goto("/w/harbour/")
    expect(page.get_by_role("link", name="goal 800")).to_be_visible()


def test_the_scorecard_is_arranged_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Arrange", exact=True).click()
    well(page)
    down = page.get_by_role("button", name="Move Customer retention rate down")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    page.get_by_label("Where Customers is shown").select_option("hidden")
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator(".card").first).not_to_contain_text("Customer retention rate")
    expect(page.locator("#scorecard")).to_contain_text("1 KPI is hidden")


def test_a_note_is_made_and_the_chart_says_it(page: Page) -> None:
    page.goto("/w/harbour/kpi/mrr/notes/")
    well(page)
    page.get_by_label("Day").fill("2026-05-14")
    page.get_by_label("What happened").fill("New prices")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".notes")).to_contain_text("New prices")
    well(page)
    page.goto("/w/harbour/kpi/mrr/?by=plan&chart=bars")
    well(page)
