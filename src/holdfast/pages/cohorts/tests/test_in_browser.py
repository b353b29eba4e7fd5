"""Cohorts and revenue in Chromium: by keyboard, in the dark, on a phone, and from a cell to those behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CELL = "/w/harbour/cohorts/members/?kind=nrr&period=month&cohort=2026-01&age=3"
PLACES = (
    "cohorts/", "cohorts/?kind=nrr&period=quarter", "cohorts/?kind=usage&period=week", "cohorts/?period=year",
    "cohorts/survival/?by=plan", "revenue/", "revenue/?by=plan", "revenue/movements/?kind=churn",
    "revenue/movements/?q=nobody", "revenue/upcoming/", "revenue/difference/", "revenue/reconciliation/",
)  # fmt: skip


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    """An analyst's browser; a script's error or a refused policy fails the test."""
    member = sign_in(harbour, "analyst")
    for place in PLACES:
        member.get(f"/w/harbour/{place}")  # has the numbers computed, which no browser should wait for
    with opened(browser, live_server.url, member) as found:
        yield found


def test_axe_finds_nothing_and_a_phone_scrolls_nothing_sideways(page: Page) -> None:
    for place in (*(f"/w/harbour/{place}" for place in PLACES), CELL):
        page.emulate_media(color_scheme="light")
        page.goto(place)
        found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        page.emulate_media(color_scheme="dark")
        found += [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        assert found == [], place
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, place
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_heat_table_is_one_stop_and_arrow_keys_move_in_it(page: Page) -> None:
    page.goto("/w/harbour/cohorts/")
    cells = page.locator("table.heat tbody a")
    assert cells.evaluate_all("links => links.filter(link => link.tabIndex === 0).length") == 1
    cells.first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Feb 2026, age 2: 100.0\N{NO-BREAK SPACE}%")
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Feb 2026, age 4: 100.0\N{NO-BREAK SPACE}%")
    page.keyboard.press("ArrowDown")  # March has no age 4, so the last that it has
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Mar 2026, age 3: 0.0\N{NO-BREAK SPACE}%")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 account of Mar 2026, 3 months later")


def test_from_a_cell_to_a_list(page: Page) -> None:
    page.goto("/w/harbour/cohorts/")
    page.get_by_label("Jan 2026, age 2: 50.0").click()
    page.get_by_role("link", name="Not there 2").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_text("Save them", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Left in March")
    page.get_by_role("button", name="Save list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Left in March")


def test_from_a_bar_of_the_waterfall_to_its_movements(page: Page) -> None:
    page.goto("/w/harbour/revenue/")
    bar = page.locator("svg.chart:not(.narrow) a[aria-label^='Churn']").first
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Churn")
    expect(page.get_by_role("status")).to_contain_text("−330.00\N{NO-BREAK SPACE}EUR")


def test_whoever_comes_back_sees_the_choice_of_the_page(page: Page) -> None:
    page.goto("/w/harbour/cohorts/")
    period = page.locator("#period")
    period.select_option("quarter")
    expect(page).to_have_url(re.compile("period=quarter"))
    page.go_back()
    expect(page).to_have_url(re.compile("cohorts/$"))
    expect(period).to_have_value("month")
