"""Settings are changed where their meaning stands beside them, and never without saying what that changes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from holdfast.book import preferences
from holdfast.core.jobs.api import run_all
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.metrics.kernel.models.health import INPUTS
from holdfast.pages.settings.words import GROUPS, HEALTH, SETTINGS
from holdfast.web.tokens import named
from tests.browser import opened

FORM = {
    "name": "Harbour", "time_zone": "Europe/Berlin", "week_start": "sunday", "currency": "usd",
    "fiscal_year_start": "4", "language": "de",
}  # fmt: skip


def address(workspace, rest: str = "") -> str:
    return f"/w/{workspace.slug}/settings/{rest}"


def test_the_workspace_is_changed_and_every_number_made_anew(sign_in, harbour) -> None:
    version = harbour.data_version
    answer = sign_in(harbour, "admin").post(address(harbour), FORM, follow=True)
    assert "Every number is made anew" in answer.text
    harbour.refresh_from_db()
    kept = harbour.preferences
    assert (kept.time_zone, kept.week_start, kept.currency, kept.fiscal_year_start, kept.language) == (
        "Europe/Berlin", "sunday", "USD", 4, "de",
    )  # fmt: skip
    assert harbour.data_version > version
    with in_workspace(harbour):
        entry = AuditEntry.objects.get(action="core.preferences.changed")
    assert entry.actor
    assert "time_zone" in entry.data


def test_the_same_again_changes_nothing(sign_in, harbour) -> None:
    client = sign_in(harbour, "admin")
    client.post(address(harbour), FORM)
    harbour.refresh_from_db()
    version = harbour.data_version
    assert "Nothing was different" in client.post(address(harbour), FORM, follow=True).text
    harbour.refresh_from_db()
    assert harbour.data_version == version


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("time_zone", "Mars/Olympus", "Mars/Olympus is no time zone"),
        ("currency", "12", "Write an ISO code"),
        ("name", "", "This field is required"),
        ("time_zone", "<script>alert(1)</script>", "is no time zone"),
    ],
)
def test_a_wrong_value_is_named_and_stays_typed(sign_in, harbour, field: str, value: str, words: str) -> None:
    answer = sign_in(harbour, "admin").post(address(harbour), FORM | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "<script>alert(1)" not in answer.text
    assert 'value="usd"' in answer.text or 'value="12"' in answer.text
    harbour.refresh_from_db()
    assert harbour.preferences.week_start == "monday"


def test_every_setting_has_its_words_and_its_place() -> None:
    known = {f"{setting.section}.{setting.name}" for setting in preferences.known_settings()}
    assert set(SETTINGS) == known
    assert sorted(key for _, keys in GROUPS for key in keys) == sorted(known)
    assert set(HEALTH) == set(INPUTS)


def test_a_change_is_shown_before_it_is_saved(sign_in, harbour) -> None:
    client = sign_in(harbour, "admin")
    page = client.get(address(harbour, "metrics/preview/"), {"metrics.gross_margin": "0,8", "ledger.grace_days": "30"})
    assert "Gross margin" in page.text
    assert "0.8 (80.0%)" in page.text
    assert "A term may still be renewed" not in page.text
    harbour.refresh_from_db()
    assert preferences.read_stored(harbour).own == frozenset()


def test_what_it_changes_is_computed_in_the_background(sign_in, harbour) -> None:
    """Gale left on 20 June and Dune on 15 March; nobody is missed if a gap of 400 days is no churn."""
    client = sign_in(harbour, "admin")
    place, query = address(harbour, "metrics/changes/"), {"ledger.bridge_gap_days": "400"}
    for _ in range(4):
        page = client.get(place, query)
        if "Computing" not in page.text and "being computed" not in page.text:
            break
        run_all()
    assert "Numbers before and after" in page.text
    assert "→" in page.text


def test_a_saved_setting_counts_and_is_audited(sign_in, harbour) -> None:
    version = harbour.data_version
    client = sign_in(harbour, "admin")
    sent = {"metrics.gross_margin": "0.8", "ledger.past_due_churn_days": "14", "ledger.once_coupon": "never"}
    assert "Saved" in client.post(address(harbour, "metrics/"), sent, follow=True).text
    harbour.refresh_from_db()
    stored = preferences.read_stored(harbour)
    assert (str(stored.metrics.gross_margin), stored.ledger.past_due_churn_days) == ("0.8", 14)
    assert harbour.data_version > version
    with in_workspace(harbour):
        assert AuditEntry.objects.filter(action="book.settings.changed").exists()
    back = {"metrics.gross_margin": "1", "ledger.past_due_churn_days": "", "ledger.once_coupon": "long_periods"}
    client.post(address(harbour, "metrics/"), back)
    harbour.refresh_from_db()
    assert preferences.read_stored(harbour).own == frozenset()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_cannot_be_is_refused_at_its_field(sign_in, harbour, method: str) -> None:
    client = sign_in(harbour, "admin")
    rest = "metrics/preview/" if method == "get" else "metrics/"
    answer = getattr(client, method)(address(harbour, rest), {"metrics.gross_margin": "1.5"})
    assert answer.status_code == 422
    assert "from 0 to 1" in answer.text
    assert 'value="1.5"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def weights(**changes: str) -> dict[str, str]:
    usual = {"days_active": (30, 0, 20), "last_event": (15, 30, 1), "mrr_trend": (15, 0.5, 1.1),
             "mrr_at_risk": (10, 1, 0), "open_tickets": (10, 5, 0), "nps": (10, 0, 10),
             "tenure": (10, 0, 24)}  # fmt: skip
    sent = {
        f"{name}.{key}": str(value)
        for name, values in usual.items()
        for key, value in zip(("weight", "worst", "best"), values, strict=True)
    }
    return sent | {name.replace("__", "."): value for name, value in changes.items()}


def test_weights_are_shown_with_their_sum_changed_and_taken_back(sign_in, harbour) -> None:
    client = sign_in(harbour, "admin")
    assert "<output data-sum>100</output>" in client.get(address(harbour, "health/")).text
    preview = client.get(address(harbour, "health/preview/"), weights(nps__weight="40"))
    assert "weight 40" in preview.text
    client.post(address(harbour, "health/"), weights(nps__weight="40"))
    harbour.refresh_from_db()
    assert {one.name: one.weight for one in preferences.read_stored(harbour).health}["nps"] == 40
    assert "<output data-sum>130</output>" in client.get(address(harbour, "health/")).text
    client.post(address(harbour, "health/"), weights())
    harbour.refresh_from_db()
    assert preferences.read_stored(harbour).own == frozenset()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nps__weight": "much"}, "is not a number"),
        ({"nps__weight": "-1"}, "below zero"),
        ({"nps__worst": "10"}, "must differ"),
        ({"nps__best": "<b>10</b>"}, "is not a number"),
    ],
)
def test_weights_that_cannot_be_are_refused(sign_in, harbour, changes: dict[str, str], words: str) -> None:
    answer = sign_in(harbour, "admin").post(address(harbour, "health/"), weights(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "<b>10" not in answer.text


@pytest.mark.parametrize("role", ["viewer", "agent", "analyst"])
@pytest.mark.parametrize("rest", ["", "metrics/", "metrics/preview/", "metrics/changes/", "health/", "design/"])
def test_who_may_not_configure_learns_who_may(sign_in, harbour, role: str, rest: str) -> None:
    answer = sign_in(harbour, role).get(address(harbour, rest))
    assert answer.status_code == 403
    assert "Your role does not include this" in answer.text


def test_settings_are_there_before_any_data(sign_in, empty) -> None:
    client = sign_in(empty, "admin")
    for rest in ("", "metrics/", "health/", "design/"):
        assert client.get(address(empty, rest)).status_code == 200
    assert "Your numbers will stand here" in client.get(address(empty, "metrics/changes/")).text


def test_the_page_of_the_design_shows_every_token(sign_in, empty) -> None:
    page = sign_in(empty, "admin").get(address(empty, "design/")).text
    for name in named():
        assert f"swatch-{name}" in page or f'class="{name}"' in page, name
    assert 'style="' not in page


def test_settings_take_few_queries(sign_in, harbour, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "admin")
    for rest in ("", "metrics/", "design/"):
        # session, member, membership, workspaces of the switcher
        with django_assert_max_num_queries(8):
            client.get(address(harbour, rest))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rest", ["", "metrics/", "metrics/preview/?metrics.gross_margin=7", "health/", "design/"])
def test_axe_finds_nothing_on_any_tab(browser, live_server, empty, sign_in, rest: str) -> None:
    with opened(browser, live_server.url, sign_in(empty, "admin")) as page:
        page.goto(address(empty, rest))
        for scheme, width in (("light", 1280), ("dark", 360)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            assert [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") == width
