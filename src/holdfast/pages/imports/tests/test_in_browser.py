"""An import with rejected rows, their correction, and its undo, as a member does it in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from holdfast.billing import api as billing
from holdfast.core.jobs.api import run_all
from holdfast.core.scoping import in_workspace
from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLANS = """subscription_id,customer,start,end,plan,mrr,currency
s20,acme,2026-02-01,,Basic,10,EUR
s21,beta,2026-02-01,,Basic,ten,EUR
s22,cove,soon,,Basic,30,EUR
"""


@pytest.fixture
def page(browser: Browser, live_server, harbour, sign_in) -> Iterator[Page]:
    with opened(browser, live_server.url, sign_in(harbour, "analyst")) as found:
        found.goto("/w/harbour/data/imports/")
        yield found


def well(page: Page) -> None:
    """Nothing for axe to find, and nothing to scroll sideways on a phone."""
    assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.set_viewport_size({"width": 1280, "height": 900})


def press(page: Page, name: str) -> None:
    """A button or link by keyboard."""
    page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).focus()
    page.keyboard.press("Enter")


def subscriptions(workspace) -> set[str]:
    with in_workspace(workspace):
        return set(billing.records("subscription")["subscription"].to_pylist())


def test_rejected_rows_are_corrected_and_the_import_is_undone(page: Page, harbour, tmp_path: Path) -> None:
    before = subscriptions(harbour)
    well(page)
    page.get_by_label("Files", exact=True).set_input_files(
        {"name": "plans.csv", "mimeType": "text/csv", "buffer": PLANS.encode()}
    )
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("plans.csv")
    press(page, "Upload files")
    expect(page.get_by_role("heading", name="plans.csv")).to_be_visible()
    expect(page.get_by_label("What customer fills")).to_have_value("account")
    well(page)
    press(page, "Check without importing")
    expect(page.get_by_role("heading", name="Checking the files")).to_be_visible()
    run_all()
    expect(page.get_by_role("heading", name="Outcome of the check: nothing is kept")).to_be_visible()
    assert subscriptions(harbour) == before
    well(page)
    press(page, "Import now")
    expect(page.get_by_role("heading", name="Importing the files")).to_be_visible()
    run_all()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    assert subscriptions(harbour) == before | {"s20"}
    press(page, "See the rejected rows")
    expect(page.get_by_role("row", name="plans.csv 3 mrr ten")).to_be_visible()
    well(page)
    with page.expect_download() as download:
        press(page, "Rows of plans.csv (2)")
    rows = tmp_path / "rejected-plans.csv"
    download.value.save_as(rows)
    rows.write_text(rows.read_text("utf-8-sig").replace(",ten,EUR", ",20,EUR").replace("cove,soon", "cove,2026-03-01"))
    page.get_by_label("Corrected files").set_input_files(rows)
    press(page, "Upload corrected rows")
    press(page, "Import at once")
    expect(page.get_by_role("heading", name="Importing the files")).to_be_visible()
    run_all()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
    assert subscriptions(harbour) == before | {"s20", "s21", "s22"}
    for _ in range(2):
        page.goto("/w/harbour/data/imports/")
        page.locator("tbody").get_by_role("link", name="Undo").first.click()
        well(page)
        press(page, "Undo this import")
        expect(page.get_by_text("The import is undone.")).to_be_visible()
    well(page)
    assert subscriptions(harbour) == before


def test_dropped_files_are_taken_and_too_heavy_ones_told(page: Page, settings) -> None:
    drop = """(form) => {
        const sent = new DataTransfer();
        sent.items.add(new File(["account_id,name\\nx,y\\n"], "<img src=x onerror=alert(1)>.csv"));
        form.dispatchEvent(new DragEvent("drop", {dataTransfer: sent, bubbles: true, cancelable: true}));
    }"""
    form = page.locator("form[data-drop]")
    form.evaluate(drop)
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("<img src=x onerror=alert(1)>.csv")
    form.evaluate("(form) => { form.dataset.max = 3; }")
    form.evaluate(drop)
    expect(page.get_by_role("alert")).to_contain_text("more than 500 MB")
    press(page, "Upload files")
    expect(page.get_by_role("heading", level=1)).to_have_text("Imports")


def test_it_all_works_without_scripts(browser: Browser, live_server, harbour, sign_in) -> None:
    with opened(browser, live_server.url, sign_in(harbour, "analyst"), java_script_enabled=False) as page:
        page.goto("/w/harbour/data/imports/")
        page.get_by_label("Files", exact=True).set_input_files(
            {"name": "plans.csv", "mimeType": "text/csv", "buffer": PLANS.encode()}
        )
        page.get_by_role("button", name="Upload files").click()
        page.get_by_role("button", name="Import at once").click()
        expect(page.get_by_role("heading", name="Importing the files")).to_be_visible()
        run_all()
        expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible()
