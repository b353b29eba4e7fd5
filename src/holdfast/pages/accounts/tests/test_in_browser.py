"""Accounts, lists and search as members use them, in Chromium: by keyboard, on a phone, with what they write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    member = sign_in(harbour, "analyst")
    member.get("/w/harbour/accounts/acme/")  # has the numbers computed, which no browser should wait for
    with opened(browser, live_server.url, member) as found:
        found.goto("/w/harbour/accounts/")
        yield found


def well(page: Page) -> None:
    """Nothing for axe to find, and nothing to scroll sideways on a phone."""
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    assert found == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 900})


def test_finding_filtering_and_keeping_accounts(page: Page) -> None:
    well(page)
    page.get_by_label("Name, key, or a person's address").fill("E")
    expect(page.locator(".found")).to_have_text("6 of 8 accounts")
    assert "q=E" in page.url
    page.locator("#filter > summary").click()
    page.get_by_label("Column", exact=True).select_option(label="MRR")
    page.get_by_label("Condition", exact=True).select_option(label="at least")
    page.get_by_label("Value", exact=True).fill("90")
    page.get_by_role("button", name="Add condition").click()
    expect(page.locator(".chip", has_text="MRR at least 90")).to_be_visible()
    well(page)
    page.get_by_text("Save as list", exact=True).click()
    page.get_by_label("Name of a new list").fill("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Save list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(1)>")
    well(page)
    page.get_by_role("link", name="Lists", exact=True).click()
    well(page)


def test_one_account_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Acme GmbH").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme GmbH")
    well(page)
    entries = page.locator(".timeline > li")
    before = entries.count()
    page.get_by_role("link", name="Show older").click()
    expect(entries.nth(before)).to_be_visible()
    page.get_by_role("link", name="Money").click()
    expect(page.get_by_text("Expansion: +200.00\xa0EUR MRR")).to_be_visible()
    expect(page.locator(".timeline > .usage")).to_have_count(0)
    page.get_by_label("Write a note").fill("<script>alert(1)</script>")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
    page.get_by_role("link", name="ann@acme.test").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ann@acme.test")
    well(page)


def test_search_from_anywhere_by_keyboard(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("hill")
    expect(page.locator("#search-hits").get_by_text("<b>Hill & Co</b>")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("<b>Hill & Co</b>")
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    expect(page.get_by_text("Nothing is called “zzz”.")).to_be_visible()
    well(page)
    page.keyboard.press("Escape")
    expect(page.locator("#search-hits")).to_be_empty()
    page.goto("/w/harbour/search/?q=e")
    well(page)
