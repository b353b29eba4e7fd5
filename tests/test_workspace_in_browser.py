"""Who one is in the workspace, in Chromium: a second factor, one's language and colours, and what a role leaves out.

What is done on one page is tried beside that page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from holdfast.core.scoping import in_workspace
from holdfast.insights.goals.models import Goal
from holdfast.pages.members.tests.totp import code
from tests.browser import opened
from tests.pages import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server, harbour) -> Iterator[Page]:
    """A browser in which nobody is signed in; a script's error or a refused policy fails the test."""
    with opened(browser, live_server.url, locale="en-GB") as found:
        yield found


def well(page: Page) -> None:
    """Nothing for axe to find."""
    assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []


def enter(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, name: str = "Sign out") -> None:
    """By keyboard, from the menu that is on every page."""
    page.locator(".menu.person > summary").press("Enter")
    page.get_by_role("button", name=name, exact=True).press("Enter")


def test_signing_in_with_a_second_factor_and_out(page: Page, harbour, sign_in) -> None:
    sign_in(harbour, "analyst", "ann@harbour.test").get("/w/harbour/")  # has the numbers computed
    page.goto("/w/harbour/goals/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    well(page)
    enter(page, "ann@harbour.test")
    page.wait_for_url("**/w/harbour/goals/")

    page.goto("/profile/")
    page.get_by_role("link", name="Turn on the authenticator app").click()
    page.get_by_label("Password").fill(PASSWORD)
    well(page)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator(".secret").inner_text()
    well(page)
    page.get_by_label("code").fill(code(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    well(page)
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    well(page)

    sign_out(page)
    enter(page, "ann@harbour.test")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    well(page)
    page.goto("/w/harbour/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")  # a password alone opens nothing
    page.get_by_label("code").fill(code(secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/harbour/")

    sign_out(page)
    expect(page.locator(".top")).to_have_count(0)
    well(page)
    page.goto("/w/harbour/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_ones_language_and_colours_stay_with_oneself(page: Page, harbour, sign_in) -> None:
    sign_in(harbour, "viewer", "bo@harbour.test").get("/w/harbour/")
    page.goto("/auth/login/")
    page.get_by_role("button", name="Українська").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    well(page)
    page.get_by_role("button", name="English").click()
    enter(page, "bo@harbour.test")
    page.wait_for_url("**/w/harbour/")

    page.goto("/profile/")
    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto("/w/harbour/")
    expect(page.locator(".card").get_by_role("link", name="Net Promoter Score")).to_be_visible()
    expect(page.get_by_role("link", name="Kohorten", exact=True)).to_be_visible()
    well(page)

    light = background(page)
    page.locator(".menu.person > summary").click()
    with page.expect_response("**/profile/theme/"):
        page.locator("[data-toggle-theme]").click()
    dark = background(page)
    assert dark != light
    well(page)
    page.context.clear_cookies()  # another device: it is the member's, not the browser's
    page.goto("/auth/login/")
    page.evaluate("localStorage.clear()")
    page.get_by_role("button", name="English").click()
    enter(page, "bo@harbour.test")
    page.wait_for_url("**/w/harbour/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert background(page) == dark


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_viewer_sees_everything_and_changes_nothing(page: Page, harbour, sign_in) -> None:
    sign_in(harbour, "viewer", "cy@harbour.test").get("/w/harbour/")
    page.goto("/auth/login/")
    enter(page, "cy@harbour.test")
    page.wait_for_url("**/w/harbour/")
    main = page.get_by_role("navigation", name="Main")
    expect(main.get_by_role("link", name="Accounts")).to_be_visible()
    assert page.goto("/w/harbour/data/imports/").status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Your role does not include this")
    expect(page.locator("#main")).to_contain_text("Ask an owner or an admin")
    well(page)
    page.goto("/w/harbour/goals/")
    expect(page.get_by_text("An analyst, an admin or an owner sets goals.")).to_be_visible()
    expect(page.get_by_role("link", name="Set a goal")).to_have_count(0)
    well(page)
    sent = """async (address) => {
        const headers = {...JSON.parse(document.body.getAttribute("hx-headers"))};
        const body = new URLSearchParams({target: "800", due: "2099-12-31"});
        return (await fetch(address, {method: "POST", headers, body})).status;
    }"""
    assert page.evaluate(sent, "/w/harbour/goals/new/?kpi=mrr") == 403  # also for who does not take the form
    assert page.evaluate(sent, "/w/harbour/data/imports/upload/") == 403
    with in_workspace(harbour):
        assert not Goal.objects.exists()
