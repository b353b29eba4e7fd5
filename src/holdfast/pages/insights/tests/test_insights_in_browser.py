"""A report is built from nothing in Chromium, by mouse and by keyboard, and leads to the people behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from holdfast.metrics.reports.answering import REPORTS
from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = ("", "report/?report=retention", "report/?report=lifecycle", "report/?report=stickiness",
          "report/?report=segmentation", "report/?report=paths")  # fmt: skip


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    """An analyst's browser; a script's error or a refused policy fails the test."""
    member = sign_in(harbour, "analyst")
    member.get("/w/harbour/insights/report/?report=retention")  # has the board computed
    with opened(browser, live_server.url, member) as found:
        yield found


def test_axe_finds_nothing_and_a_phone_scrolls_nothing_sideways(page: Page) -> None:
    for place in PLACES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(f"/w/harbour/insights/{place}")
            found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
            assert found == [], (place, scheme)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, place
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_report_is_built_from_nothing(page: Page) -> None:
    page.goto("/w/harbour/insights/")
    page.get_by_role("link", name=re.compile("Retention")).click()
    page.get_by_label("Count", exact=True).select_option("account")
    page.get_by_label("By", exact=True).select_option("month")
    expect(page).to_have_url(re.compile("month"))
    start = page.get_by_role("group", name="Who started: they did")
    start.get_by_label("Event").first.fill("signed_in")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Of the accounts who did “signed_in”")).to_be_visible()
    page.get_by_role("group", name="Only where").get_by_label("Add a condition").select_option("account")
    name = page.get_by_label("Name", exact=True)
    name.fill("country")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("country"))
    page.get_by_label("Values, with commas between").fill("DE")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only where country is DE.")).to_be_visible()
    assert "country" in page.url
    page.reload()
    expect(page.get_by_text("Only where country is DE.")).to_be_visible()
    size = page.locator("table.heat tbody a").first
    size.click()
    expect(page.get_by_text(re.compile("behind this number"))).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Only where country is DE.")).to_have_count(0)


def _first(held: list[Route], page: Page) -> Route:
    """The first one that is held, once the browser has asked for it."""
    while not held:
        page.wait_for_timeout(20)
    return held[0]


def test_what_is_chosen_before_the_scripts_are_there_is_asked(page: Page) -> None:
    held: list[Route] = []
    page.route(re.compile("htmx"), lambda route: held.append(route))
    page.goto("/w/harbour/insights/report/?report=retention", wait_until="commit")
    by = page.get_by_label("By", exact=True)
    by.wait_for(state="attached")
    by.evaluate("select => { select.value = 'month' }")  # an event nobody listens to is like none
    _first(held, page).continue_()
    expect(page).to_have_url(re.compile("month"))
    expect(by).to_have_value("month")


def test_what_is_typed_while_an_answer_comes_is_kept_and_asked(page: Page) -> None:
    page.goto("/w/harbour/insights/report/?report=retention")
    start = page.get_by_role("group", name="Who started: they did")
    event = start.get_by_label("Event").first
    held: list[Route] = []
    page.route("**/insights/ask/**", lambda route: held.append(route), times=1)
    page.get_by_label("By", exact=True).select_option("month")
    event.press_sequentially("signed_in")
    with page.expect_response(re.compile("/insights/ask/")):
        _first(held, page).continue_()
    expect(page).to_have_url(re.compile("month"))
    expect(event).to_have_value("signed_in")
    expect(event).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Of the people who did “signed_in”")).to_be_visible()


def test_what_was_sent_is_for_the_answer_to_show(page: Page) -> None:
    def understand(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('value="DE,,AT"', 'value="DE, AT"'))

    page.goto("/w/harbour/insights/report/?report=retention")
    page.get_by_role("group", name="Only where").get_by_label("Add a condition").select_option("account")
    page.get_by_label("Name", exact=True).fill("country")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("country"))
    page.route("**/insights/ask/**", understand)
    values = page.get_by_label("Values, with commas between")
    values.fill("DE,,AT")
    page.keyboard.press("Enter")
    expect(values).to_have_value("DE, AT")


def test_every_report_is_built_from_its_card_and_leads_to_those_behind_it(page: Page) -> None:
    """Another time and those who are counted are chosen; what follows is told, drawn or listed, and opens."""
    page.goto("/w/harbour/insights/")
    cards = page.locator("main a[href*='report=']")
    places = [card.get_attribute("href") for card in cards.all()]
    assert len(places) == len(REPORTS)
    for place in places:
        page.goto("/w/harbour/insights/")
        page.locator(f"main a[href='{place}']").click()
        page.get_by_label("Time", exact=True).first.wait_for()
        for_accounts = page.get_by_label("Count", exact=True)
        if for_accounts.count():
            with page.expect_response(re.compile("/insights/ask/")):
                for_accounts.select_option("account")
            expect(page).to_have_url(re.compile("unit.*account"))
        expect(page.locator("section.answer")).to_be_visible()
        expect(page.locator(".message.error")).to_have_count(0)
        behind = page.locator("section.answer table a[href*='/behind/']:visible")
        if behind.count():
            behind.first.click()
            expect(page.get_by_text(re.compile("behind this number"))).to_be_visible()
