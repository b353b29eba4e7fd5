"""Pages in a Chromium, for the tests that look at them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.chromium import REMEDY, executable

# A test browser runs in containers without a sandbox of their own, and asks nobody for updates.
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 60_000  # milliseconds, for a machine that is busy elsewhere: no test says how fast a page is


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Skips the test, with the remedy, where there is no browser.

    Its loop stays in this thread until the last test of the process, and Django refuses to use a database beside one.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = executable()
        if path is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip(REMEDY)
        try:
            started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            pytest.skip(f"{REMEDY}; {path or 'Playwright'} does not start: {error.message.splitlines()[0]}")
        yield started
        started.close()


# People act on pages that they see. Nothing is seen here before the page's scripts have taken it over; what is done
# before that is tested where it is done on purpose.
UNSEEN = """
const unseen = new CSSStyleSheet();
unseen.replaceSync("html { visibility: hidden !important }");
document.adoptedStyleSheets = [unseen];
window.addEventListener("DOMContentLoaded", () => { document.adoptedStyleSheets = []; });
"""


@contextmanager
def opened(browser: Browser, address: str, member: Any = None, **more: Any) -> Iterator[Page]:
    """A page with nothing in it yet; a dialog, an error of a script or a refused policy fails the test.

    member: a client of Django that is signed in; None: a visitor. more: what the browser's context is made with.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address, **more)
    if member is not None:
        session = member.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    if more.get("java_script_enabled", True):
        context.add_init_script(UNSEEN)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if "Security Policy" in message.text else None)
    page.on("dialog", lambda dialog: trouble.append(dialog.message))
    yield page
    context.close()
    assert trouble == []
