"""The first visit as it happens: a terminal, a browser, and an installation in which nobody is yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.up import running

pytestmark = pytest.mark.browser


def test_from_the_code_of_the_terminal_to_the_scorecard(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as up:
        context = browser.new_context(viewport={"width": 360, "height": 800}, timezone_id="Europe/Berlin")
        page = context.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(up.address)
        assert page.url == f"{up.address}start/"
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert Axe().run(page).violations_count == 0

        page.get_by_label("Code").fill("aaaa-bbbb")
        page.get_by_label("Your name").fill("Robin Ash")
        page.get_by_label("E-mail").fill("robin@harbour.test")
        page.get_by_label("Password").fill("tidal basin lantern")
        page.get_by_label("Workspace").fill("Harbour")
        page.get_by_label("Currency").select_option("CHF")
        assert page.get_by_label("Time zone").input_value() == "Europe/Berlin"  # of the device
        page.get_by_role("button", name="Become the owner").click()
        assert page.get_by_text("This is not the code.").is_visible()
        assert Axe().run(page).violations_count == 0

        page.get_by_label("Code").fill(up.code)
        page.get_by_label("Password").fill("tidal basin lantern")
        page.get_by_role("button", name="Become the owner").click()
        page.wait_for_url(f"{up.address}w/harbour/")
        assert page.get_by_text("Welcome. This installation is yours.").is_visible()
        assert page.goto(f"{up.address}start/").status == 404
        assert trouble == []
        context.close()
