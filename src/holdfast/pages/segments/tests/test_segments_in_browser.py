"""A segment is built from nothing in Chromium, by keyboard alone, saved, looked at and used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from holdfast.core.scoping import in_workspace
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.query.segment import read_segment_data
from tests import company
from tests.browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL = {"of": "all", "conditions": [
    {"of": "did", "events": ["signed_in"], "where": [{"of": "event", "name": "kind", "values": ["a"]}],
     "when": {"in": "last", "days": 30}, "negate": True},
    {"of": "occasion", "which": "last", "when": {"in": "ago", "days": 14}},
    {"of": "then", "first": {"events": ["signed_in"]}, "then": {"events": ["project_created"]}, "within": {"n": 7}},
    {"of": "fact", "name": "renews_at", "when": {"in": "next", "days": 30}},
    {"of": "fact", "name": "mrr", "is": "at_least", "values": [100]},
    {"of": "any", "conditions": [
        {"of": "account", "name": "country", "values": ["DE"]}, {"of": "plan", "values": ["Pro"]},
        {"of": "answer", "survey": "nps", "least": 0, "most": 6, "latest": True},
        {"of": "ticket", "state": "open"}, {"of": "segment", "key": "pro"},
    ]},
]}  # fmt: skip


@pytest.fixture
def page(browser: Browser, live_server: Any, harbour: Any, sign_in: Any) -> Iterator[Page]:
    """An analyst's browser; a script's error or a refused policy fails the test."""
    with in_workspace(harbour):
        for name, where in (("Pro", {"of": "plan", "values": ["Pro"]}), ("Everything", FULL)):
            segment = read_segment_data({"unit": "account", "where": where})
            segments.create_segment(name, segment, at=company.IMPORTED, member=None)
        first = company.IMPORTED.date()
        for day in range(9):
            segments.note_sizes({"pro": segments.Size(first + timedelta(days=day), 2 + day % 3, 8)})
    member = sign_in(harbour, "analyst")
    member.get("/w/harbour/segments/")  # has the board computed
    with opened(browser, live_server.url, member) as found:
        yield found


@pytest.mark.parametrize("place", ["segments/", "segments/new/", "segment/pro/", "segment/everything/change/"])
def test_axe_finds_nothing_and_a_phone_scrolls_nothing_sideways(page: Page, place: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"/w/harbour/{place}")
        found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        assert found == [], (place, scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360, place


def test_one_is_built_by_keyboard_alone_and_used(page: Page, harbour: Any) -> None:
    page.goto("/w/harbour/segments/new/")
    expect(page.get_by_role("heading", name="Who shall be in it?")).to_be_visible()
    page.get_by_label("Add a condition").focus()
    page.keyboard.type("did something")  # a select chooses what is typed
    page.keyboard.press("Tab")
    expect(page.get_by_text("of 8 accounts")).to_be_visible()
    page.get_by_label("Event", exact=True).first.focus()
    page.keyboard.type("project_created")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="of 8 accounts")).to_contain_text("1")
    expect(page.get_by_role("link", name="Acme GmbH")).to_be_visible()
    assert "project_created" in page.url
    page.get_by_label("Whether they did it").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").filter(has_text="of 8 accounts")).to_contain_text("7")
    page.go_back()
    expect(page.get_by_role("status").filter(has_text="of 8 accounts")).to_contain_text("1")
    page.get_by_label("Name of the segment").focus()
    page.keyboard.type("Makers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Makers")
    page.get_by_role("link", name="KPIs of this segment").press("Enter")
    expect(page.get_by_text("Makers: in the segment").first).to_be_visible()


def test_a_condition_and_a_group_are_added_and_removed(page: Page) -> None:
    page.goto("/w/harbour/segment/everything/change/")
    conditions = page.locator(".condition")
    expect(conditions).to_have_count(10)
    page.get_by_role("button", name=re.compile("Remove the condition: tickets")).click()
    expect(conditions).to_have_count(9)
    page.get_by_role("button", name="Remove the whole group").click()
    expect(conditions).to_have_count(5)
    page.locator("select.add").last.select_option("any")
    page.locator(".nested").get_by_label("Add a condition").select_option("plan")
    expect(conditions).to_have_count(6)
    page.get_by_label("Plans, with commas between").fill("Basic")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything")
    expect(page.locator("tr").filter(has_text="Basic")).to_have_count(1)
