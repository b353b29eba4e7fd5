"""Passkeys in a real browser with an authenticator that it pretends to have; and every page seen by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from holdfast.core.api import create_workspace
from holdfast.core.members.invitations import invite
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Role
from holdfast.core.scoping import in_workspace
from holdfast.pages.members.tests.totp import code
from tests.pages import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner(live_server) -> Membership:
    """The owner of a workspace that the server shows."""
    empty = create_workspace("Empty", at=datetime(2026, 7, 1, tzinfo=UTC))
    member = Member.objects.create_user("ann@acme.test", PASSWORD, name="Ann")
    return Membership.objects.create(workspace=empty, member=member, role=Role.OWNER)


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A page of a browser that has a built-in authenticator. Passkeys belong to a name, so the address is one."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="en")
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    about = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": about})
    problems: list[str] = []
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    # A style or script that the policy of the page refuses is such an error too.
    assert [said for said in problems if "410 (Gone)" not in said] == []


def sign_in(page: Page) -> None:
    page.goto("/auth/login/")
    page.get_by_label("E-mail").fill("ann@acme.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/empty/")


def seen(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


def test_a_passkey_is_added_and_signs_in_alone(owner, page: Page) -> None:
    sign_in(page)
    page.goto("/profile/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    seen(page)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/auth/2fa/recovery-codes/")
    seen(page)
    page.goto("/profile/")
    expect(page.get_by_text("Work laptop", exact=False).first).to_be_visible()
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/auth/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/w/empty/")
    page.goto("/profile/")
    page.get_by_role("link", name="Remove Work laptop").click()
    seen(page)
    page.get_by_role("link", name="With a passkey").click()
    seen(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url("**/profile/")
    expect(page.get_by_text("Work laptop", exact=False)).to_have_count(0)


def test_signing_in_with_an_app_and_another_language_and_dark(owner, page: Page) -> None:
    sign_in(page)
    page.goto("/auth/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator(".secret").inner_text()
    seen(page)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Turn it on").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/profile/")
    page.get_by_label("Colours").select_option("dark")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    seen(page)
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/auth/login/")
    page.get_by_label("E-mail").fill("ann@acme.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    seen(page)
    page.get_by_label("Code").fill(code(secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/w/empty/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_axe_finds_nothing_on_any_page(owner, page: Page) -> None:
    with in_workspace(owner.workspace):
        _, token = invite(Role.AGENT, at=datetime.now(UTC), by=owner, email="new@acme.test")
    for address in ("/auth/login/", "/auth/password/reset/", f"/invitation/{token}/", "/invitation/gone/"):
        page.goto(address)
        seen(page)
    sign_in(page)
    for address in (
        "/profile/", "/w/empty/members/", "/w/empty/audit/", "/w/empty/audit/?from=2020-01-01&to=2020-01-02",
        "/w/empty/workspaces/", "/auth/logout/", "/auth/password/change/", "/auth/reauthenticate/",
        f"/invitation/{token}/",
    ):  # fmt: skip
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            seen(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
    page.goto("/w/empty/members/")
    page.get_by_role("combobox", name="Role", exact=True).select_option("agent")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_role("textbox", name="Link")).to_have_value(re.compile("/invitation/"))
    seen(page)
