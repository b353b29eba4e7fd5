from __future__ import annotations

import pytest

from holdfast.core.api import BadPreference, Preferences, change_preferences, create_workspace, find_workspace
from holdfast.core.errors import NotFound
from holdfast.core.models import AuditEntry, Workspace
from tests.records import day

AT = day("2026-02-01")


def test_a_workspace_has_defaults_and_keeps_changes(workspace) -> None:
    assert workspace.preferences == Preferences()
    change_preferences(at=AT, actor="ann", currency="USD", fiscal_year_start=4)
    stored = Workspace.objects.get(pk=workspace.pk)
    assert stored.preferences == Preferences(currency="USD", fiscal_year_start=4)
    assert stored.data_version == workspace.data_version + 1
    assert AuditEntry.objects.filter(action="core.preferences.changed", actor="ann").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"time_zone": "Berlin"}, "use an IANA name such as Europe/Berlin"),
        ({"week_start": "funday"}, "use one of monday"),
        ({"fiscal_year_start": 13}, "use a month from 1 to 12"),
        ({"language": "fr"}, "use one of en, de, uk"),
        ({"currency": "euro"}, "ISO code of three letters"),
        ({"colour": "red"}, "no such setting: colour"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_remedy(workspace, changes, message) -> None:
    with pytest.raises(BadPreference, match=message):
        change_preferences(at=AT, **changes)
    assert Workspace.objects.get(pk=workspace.pk).preferences == Preferences()


def test_a_setting_of_a_newer_version_is_ignored() -> None:
    assert Preferences.read({"currency": "USD", "from_the_future": 1}) == Preferences(currency="USD")


def test_an_unknown_workspace_is_answered_with_those_there_are(db) -> None:
    create_workspace("Zeta Ltd", at=AT)
    with pytest.raises(NotFound, match="Workspaces here: zeta-ltd"):
        find_workspace("acme")
