"""Names of workspaces."""

from __future__ import annotations

from conftest import JANUARY
from holdfast.core.api import create_workspace, free_slug, rename_workspace
from holdfast.core.models import AuditEntry


def test_a_taken_word_gets_a_number(workspace) -> None:
    assert free_slug("Acme") == "acme-2"
    create_workspace("Acme", slug="acme-2", at=JANUARY)
    assert free_slug("Acme") == "acme-3"
    assert free_slug("Ünique & Co") == "unique-co"
    assert free_slug("Київ") == "workspace"


def test_a_new_name_leaves_the_addresses(workspace) -> None:
    renamed = rename_workspace(" Acme Cloud ", at=JANUARY, actor="7")
    assert (renamed.name, renamed.slug) == ("Acme Cloud", "acme")
    noted = AuditEntry.objects.get(action="core.workspace.renamed")
    assert (noted.actor, noted.data) == ("7", {"before": "Acme", "name": "Acme Cloud"})


def test_no_name_and_the_same_name_change_nothing(workspace) -> None:
    rename_workspace("  ", at=JANUARY)
    assert rename_workspace("Acme", at=JANUARY).name == "Acme"
    assert not AuditEntry.objects.filter(action="core.workspace.renamed").exists()
