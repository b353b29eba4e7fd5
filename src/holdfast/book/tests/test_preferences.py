"""Settings of a workspace: stored beside its preferences, over the file, checked when they are stored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from holdfast import Book
from holdfast.billing.ledger.settings import OnceCoupon
from holdfast.book.preferences import USUAL, BadSetting, known_settings, proposed, read_stored, store
from holdfast.core.api import change_preferences
from holdfast.core.models import AuditEntry
from tests import company


def test_what_is_stored_wins_over_the_file_setting_by_setting(workspace: Any) -> None:
    folder = Path(django_settings.DATA_DIR)
    folder.mkdir()
    (folder / "holdfast.toml").write_text("[metrics]\ngross_margin = 0.7\nactivation_days = 7\n")
    assert read_stored(workspace).metrics.gross_margin == Decimal("0.7")
    found = store(
        workspace, metrics={"gross_margin": "0.82"}, ledger={"once_coupon": "never", "past_due_churn_days": 30},
        at=company.IMPORTED,
    )  # fmt: skip
    assert found == read_stored(workspace)
    assert (found.metrics.gross_margin, found.metrics.activation_days) == (Decimal("0.82"), 7)
    assert (found.ledger.once_coupon, found.ledger.past_due_churn_days) == (OnceCoupon.NEVER, 30)
    assert found.own == {"metrics.gross_margin", "ledger.once_coupon", "ledger.past_due_churn_days"}
    again = store(workspace, metrics={"gross_margin": USUAL}, ledger={"past_due_churn_days": ""}, at=company.IMPORTED)
    assert (again.metrics.gross_margin, again.ledger.past_due_churn_days) == (Decimal("0.7"), None)
    assert AuditEntry.objects.filter(action="book.settings.changed").count() == 2


def test_settings_survive_a_change_of_the_preferences_and_raise_the_version(workspace: Any) -> None:
    before = workspace.data_version
    store(workspace, metrics={"activation_event": "made"}, at=company.IMPORTED)
    assert workspace.data_version == before + 1
    change_preferences(at=company.IMPORTED, language="de")
    workspace.refresh_from_db()
    assert read_stored(workspace).metrics.activation_event == "made"
    assert workspace.preferences.language == "de"


def test_a_book_of_the_workspace_counts_with_them(harbour: Any) -> None:
    from holdfast.core.scoping import in_workspace

    with in_workspace(harbour):
        health = {"tenure": {"weight": 1, "worst": 0, "best": 12}}
        store(harbour, metrics={"gross_margin": Decimal("0.5")}, health=health, at=company.IMPORTED)
    book = Book.open(django_settings.DATA_DIR, workspace=harbour.slug)
    assert book.settings.gross_margin == Decimal("0.5")
    assert [one.name for one in book.settings.health] == ["tenure"]
    # Acme has paid since 5 January: 176.1 days until 1 July, 5.8 of 12 months.
    behind = book.kpi("health_score").behind("2026-06").to_pylist()
    assert {row["subject"]: int(row["numerator"]) for row in behind}["acme"] == 48


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"metrics": {"gross_margin": "2"}}, "metrics.gross_margin", "gross_margin is 2; give a number from 0 to 1."),
        ({"metrics": {"gross_margin": "much"}}, "metrics.gross_margin", "gross_margin = 'much': write a number."),
        ({"metrics": {"activation_days": "1.5"}}, "metrics.activation_days", "write a whole number"),
        ({"metrics": {"activation_days": ""}}, "metrics.activation_days", "activation_days is empty"),
        ({"metrics": {"gross_margin": "NaN"}}, "metrics.gross_margin", "give a number"),
        ({"ledger": {"once_coupon": "maybe"}}, "ledger.once_coupon", "use one of never, long_periods, always"),
        ({"ledger": {"grace_days": -1}}, "ledger.grace_days", "give a number of at least 0"),
        ({"ledger": {"nothing": 1}}, "ledger.nothing", "no such setting. Known are"),
        ({"health": {"luck": {"weight": 1, "worst": 0, "best": 1}}}, "health", "there is no such input"),
        ({"health": {"nps": {"weight": "x", "worst": 0, "best": 1}}}, "health.nps.weight", "is not a number"),
    ],
)
def test_an_error_names_the_setting_and_the_remedy(workspace: Any, given: Any, field: str, says: str) -> None:
    with pytest.raises(BadSetting) as error:
        proposed(workspace, **given)
    assert error.value.field == field
    assert says in error.value.message


def test_every_setting_of_both_classes_can_be_put_in_a_form() -> None:
    kinds = {f"{one.section}.{one.name}": (one.kind, one.optional) for one in known_settings()}
    assert kinds["metrics.gross_margin"] == ("decimal", False)
    assert kinds["metrics.activation_event"] == ("text", True)
    assert kinds["ledger.past_due_churn_days"] == ("int", True)
    assert kinds["ledger.recognise_churn"] == ("choice", False)
    assert "metrics.timezone" not in kinds
