"""A dashboard is built from nothing in Chromium, arranged by mouse and keyboard, and opened by a stranger."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
URL = "/w/harbour/dashboards/"


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    member = sign_in(harbour, "analyst")
    member.get(URL)  # has the board computed
    with opened(browser, live_server.url, member) as found:
        yield found


def axe(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
    page.emulate_media(color_scheme="light")


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 900})


def titles(page: Page) -> list[str]:
    return page.locator(".tile h2").all_inner_texts()


def build(page: Page) -> None:
    """A report is saved, a dashboard made, and four tiles are put on it."""
    page.goto("/w/harbour/insights/report/?report=lifecycle")
    page.get_by_label("By", exact=True).select_option("month")
    expect(page).to_have_url(re.compile("month"))
    page.locator("summary", has_text="Save").click()
    page.get_by_label("Name of the report").fill("Who stays")
    page.get_by_role("button", name="Save report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who stays")

    page.goto(URL)
    page.get_by_label("Name of the dashboard").fill("Board meeting")
    page.get_by_role("button", name="Make dashboard").click()
    page.get_by_role("link", name="Report as a chart").click()
    page.get_by_role("button", name="Add", exact=True).click()
    for kind, fill in (("Report as a table", None), ("KPI", "mrr"), ("Text", "**Well** done")):
        page.get_by_role("link", name="Add a tile").first.click()
        page.get_by_role("link", name=kind).click()
        if kind == "KPI":
            page.get_by_label("KPI", exact=True).select_option(fill)
        elif fill:
            page.get_by_label("Text", exact=True).fill(fill)
        page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Done").click()


def test_a_dashboard_is_built_shared_and_opened_by_a_stranger(page: Page, browser, live_server) -> None:
    build(page)
    expect(page.locator("#tiles svg.chart:visible").first).to_be_visible()
    expect(page.locator(".tile.of-kpi .figure")).to_contain_text("890")
    expect(page.locator(".prose strong")).to_have_text("Well")
    expect(page.locator(".loading")).to_have_count(0)
    axe(page)
    on_a_phone(page)

    page.get_by_role("link", name="Share").click()
    page.get_by_label("It works for").select_option("7")
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("#address").input_value()
    axe(page)
    on_a_phone(page)

    with opened(browser, live_server.url) as stranger:
        stranger.goto(address)
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Board meeting")
        expect(stranger.locator(".tile.of-kpi .figure")).to_contain_text("890")
        expect(stranger.locator(".loading")).to_have_count(0)
        assert stranger.locator("#tiles a").count() == 0
        axe(stranger)
        on_a_phone(stranger)

        page.get_by_role("button", name="Withdraw").click()
        stranger.reload()
        expect(stranger.get_by_text("does not work any more")).to_be_visible()


def test_tiles_are_arranged_by_keyboard_and_by_mouse(page: Page) -> None:
    build(page)
    page.get_by_role("link", name="Arrange").click()
    expect(page.locator(".loading")).to_have_count(0)
    axe(page)
    on_a_phone(page)
    assert titles(page) == ["Who stays", "Who stays", "MRR"]
    kpi = page.locator(".tile.of-kpi")
    page.evaluate("document.querySelector('.tile.of-kpi .tile-body').dataset.same = 'yes'")
    kpi.get_by_role("button", name="Move before").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#arranged")).to_have_text("Place 2 of 4")
    assert titles(page) == ["Who stays", "MRR", "Who stays"]
    focused = page.evaluate("document.activeElement.id")
    assert focused.startswith("earlier-")  # so that it can be pressed again
    page.keyboard.press("Enter")
    expect(page.locator("#arranged")).to_have_text("Place 1 of 4")
    # What is in a tile is not asked for again when the tile only moves.
    assert page.evaluate("document.querySelector('.tile.of-kpi .tile-body').dataset.same") == "yes"
    kpi.get_by_role("button", name="Wider").click()
    expect(kpi).to_have_class("tile panel w-4 h-1 of-kpi")
    expect(kpi.locator(".figure")).to_contain_text("890")

    page.locator(".tile.of-kpi .tile-head").drag_to(page.locator(".tile.of-text"))
    expect(page.locator("#arranged")).to_have_text("Place 4 of 4")
    assert titles(page) == ["Who stays", "Who stays", "MRR"]
    page.locator(".tile.of-table").get_by_role("button", name="Remove").click()
    expect(page.locator(".tile")).to_have_count(3)
    page.reload()
    expect(page.locator(".tile")).to_have_count(3)


def test_another_time_is_chosen_and_kept(page: Page) -> None:
    build(page)
    page.get_by_label("Time").select_option("30")
    expect(page.locator(".loading")).to_have_count(0)
    assert "days=30" in page.url
    page.get_by_role("button", name="Show this to everybody").click()
    expect(page.get_by_label("Time")).to_have_value("30")
    assert "days" not in page.url
    page.locator("summary", has_text="More").click()
    page.get_by_role("link", name="Full screen").click()
    expect(page.locator(".side")).to_have_count(0)
    expect(page.locator(".tile.of-kpi .figure")).to_contain_text("890")
    axe(page)
