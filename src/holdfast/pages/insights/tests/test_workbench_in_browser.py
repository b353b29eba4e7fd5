"""From a question to an answer for strangers, in Chromium and by keyboard alone: a report is built from nothing, those
behind a number become a segment, the report goes on a dashboard, and the dashboard out by a link that expires.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from holdfast.core.scoping import in_workspace
from holdfast.insights.segments.api import names
from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TABS = 120
# What a screen reader would call the element that has the keyboard.
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels && one.labels[0];
  return one.getAttribute("aria-label") || (label ? label.innerText : one.innerText) || "";
}"""


@pytest.fixture
def page(browser: Browser, live_server: Any, harbour: Any, sign_in: Any) -> Iterator[Page]:
    """An analyst's browser; a script's error or a refused policy fails the test."""
    member = sign_in(harbour, "analyst")
    member.get("/w/harbour/insights/report/?report=paths")  # has the board computed
    with opened(browser, live_server.url, member) as found:
        yield found


def tab_to(page: Page, name: str) -> None:
    """The element that is called this, or this and more, as whoever has no mouse gets to it."""
    # “Add” is not “Add a tile”.
    called = re.compile(rf"{re.escape(name)}\b(?! a )")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if called.match(page.evaluate(FOCUSED).strip()):
            return
    raise AssertionError(f"nothing called {name!r} is reached by Tab on {page.url}")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def follow(page: Page, name: str) -> None:
    """To the page that it leads to."""
    tab_to(page, name)
    send(page)


def send(page: Page) -> None:
    """Enter, on a link or in a form, and the page that comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page: Page, name: str, text: str) -> None:
    """In the place of what stood there. A select chooses what is typed."""
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def ask(page: Page) -> None:
    """Paths of accounts after a project was created, as one session."""
    page.goto("/w/harbour/insights/")
    follow(page, "Paths")
    expect(page.get_by_text("What people did after “signed_in”")).to_be_visible()
    fill(page, "Event", "project_created")
    page.keyboard.press("Tab")
    expect(page.get_by_text("What people did after “project_created”")).to_be_visible()
    fill(page, "Count", "accounts")
    expect(page.get_by_text("What accounts did after “project_created”")).to_be_visible()
    press(page, "More settings")
    fill(page, "A session ends after: unit", "never")
    expect(page.get_by_text("All that somebody does in this time is one path.")).to_be_visible()


def keep_those_behind(page: Page) -> None:
    """Those behind a number of the table, as a segment, which gives the number again."""
    follow(page, "All with a path")
    expect(page.get_by_text("1 account is behind this number.")).to_be_visible()
    press(page, "Save them")
    fill(page, "Name", "Makers")
    follow(page, "Save segment")
    expect(page.get_by_role("heading", level=1)).to_have_text("Makers")
    expect(page.locator(".figure").first).to_have_text("1")


def put_on_a_dashboard(page: Page, report: str) -> None:
    page.goto(report)
    press(page, "Save")
    fill(page, "Name of the report", "After a project")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("After a project")
    page.goto("/w/harbour/dashboards/")
    fill(page, "Name of the dashboard", "For the board")
    send(page)
    follow(page, "Report as a chart")
    follow(page, "Add")
    follow(page, "Done")
    expect(page.locator("#tiles svg.chart:visible").first).to_be_visible()


def share(page: Page) -> str:
    follow(page, "Share")
    tab_to(page, "It works for")
    follow(page, "Make a link")
    expect(page.get_by_role("heading", name="Links that work")).to_be_visible()
    return page.locator("#address").input_value()


def test_a_question_becomes_an_answer_for_strangers_by_keyboard_alone(page: Page, browser, harbour) -> None:
    ask(page)
    report = page.url
    keep_those_behind(page)
    with in_workspace(harbour):
        assert "Makers" in names().values()
    put_on_a_dashboard(page, report)
    address = share(page)

    elsewhere = browser.new_context()
    stranger = elsewhere.new_page()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("For the board")
    chart = stranger.get_by_role("img", name="What was done step by step").locator("visible=true").first
    expect(chart).to_be_visible()
    # Strangers see numbers, not who is behind them.
    assert stranger.locator("#tiles a").count() == 0
    assert re.search(r"Start: project_created", stranger.content())
    stranger.goto(page.url)
    expect(stranger).to_have_url(re.compile("/auth/login/"))
    elsewhere.close()
