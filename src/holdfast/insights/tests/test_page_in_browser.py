"""The page as people see it: on a desk, on a phone, in the dark, by keyboard, on paper."""

from __future__ import annotations

import pytest

from holdfast.insights.api import write
from holdfast.insights.tests.reports import EVIL, made_up_report
from holdfast.metrics.kernel.kpis import customers, revenue

pytestmark = pytest.mark.browser

KPIS = [kpi for kpi in (*customers.KPIS, *revenue.KPIS) if kpi.headline or kpi.key == "arr"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "board.html"
    write(made_up_report(KPIS, by="plan"), path)
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """Opens the page; what it complains about is collected in `.complaints`."""
    pages = []

    def open_page(**options):
        page = browser.new_page(**options)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append("dialog"), dialog.dismiss()))
        page.on(
            "request", lambda request: page.complaints.append(request.url) if request.url.startswith("http") else None
        )
        page.goto(address)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


def colour(page, selector="body"):
    return page.evaluate("(one) => getComputedStyle(document.querySelector(one)).backgroundColor", selector)


def test_it_opens_without_complaint_and_asks_for_nothing(opened):
    page = opened()
    for box in page.query_selector_all("details"):
        box.evaluate("(box) => { box.open = true; }")
    assert page.complaints == []
    assert EVIL in page.inner_text("body")


def test_charts_are_seen(opened):
    page = opened(viewport={"width": 1280, "height": 900})
    boxes = [
        chart.bounding_box() for chart in page.query_selector_all(".plot .chart:not(.narrow)") if chart.is_visible()
    ]
    assert len(boxes) > 10
    assert all(box["width"] > 200 and box["height"] > 100 for box in boxes)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(opened, width):
    page = opened(viewport={"width": width, "height": 800})
    for box in page.query_selector_all("details"):
        box.evaluate("(box) => { box.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_phone_gets_its_own_charts(opened):
    page = opened(viewport={"width": 360, "height": 800})
    wide, narrow = page.query_selector("#rollforward .plot .chart"), page.query_selector("#rollforward .plot .narrow")
    assert (wide.is_visible(), narrow.is_visible()) == (False, True)


def test_it_follows_the_system_and_can_be_switched(opened):
    light, dark = opened(color_scheme="light"), opened(color_scheme="dark")
    assert colour(light) != colour(dark)
    before = colour(dark)
    dark.click("[data-toggle-theme]")
    assert colour(dark) == colour(light) != before


def test_charts_change_with_the_theme(opened):
    read = "() => getComputedStyle(document.querySelector('.plot .chart path[stroke]')).stroke"
    assert opened(color_scheme="light").evaluate(read) != opened(color_scheme="dark").evaluate(read)


def test_a_mark_says_its_figures(opened):
    page = opened(viewport={"width": 1280, "height": 900})
    mark = page.locator("#kpi-nrr .chart:not(.narrow) [aria-label^='Sep 2026']")
    mark.hover()
    assert page.inner_text(".tip").startswith("Sep 2026: ")
    page.keyboard.press("Escape")
    assert page.is_hidden(".tip")


def test_everything_is_reached_by_keyboard(opened):
    page = opened()
    reached = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Skip to the scorecard", "Scorecard", "Every KPI", "Dark", "Customer retention rate"} <= reached


def test_a_link_opens_the_kpi_it_points_to(opened):
    page = opened()
    page.evaluate("location.hash = 'kpi-arr'")
    page.wait_for_selector("#kpi-arr[open]")
    assert page.is_visible("#kpi-arr dl")


def test_it_prints_in_light_colours(opened):
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.is_hidden(".bar")
