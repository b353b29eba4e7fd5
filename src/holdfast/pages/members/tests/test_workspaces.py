"""Renaming a workspace and making a further one."""

from __future__ import annotations

import pytest

from holdfast.core.members.models import Membership
from holdfast.core.models import Workspace

BASE = "/w/empty/workspaces/"


def test_an_owner_makes_a_further_one_and_owns_it(sign_in, empty) -> None:
    owner = sign_in(empty)
    assert owner.post(f"{BASE}new/", {"new-name": "Empty"})["Location"] == "/w/empty-2/"
    assert Membership.objects.get(workspace__slug="empty-2").role == "owner"
    page = owner.get(BASE).text
    assert page.count(">Empty</a>") >= 2
    assert owner.get("/w/empty-2/").status_code == 200


def test_a_name_is_needed(sign_in, empty) -> None:
    owner = sign_in(empty)
    assert owner.post(f"{BASE}new/", {"new-name": " "}).status_code == 422
    assert owner.post(f"{BASE}rename/", {"this-name": ""}).status_code == 422
    assert Workspace.objects.get().name == "Empty"


def test_an_admin_renames(sign_in, empty) -> None:
    page = sign_in(empty, "admin").post(f"{BASE}rename/", {"this-name": "Full"}, follow=True).text
    assert "The workspace is called Full now." in page
    assert Workspace.objects.get().name == "Full"


@pytest.mark.parametrize("role", ["viewer", "agent", "analyst", "admin"])
def test_others_make_none(sign_in, empty, role) -> None:
    client = sign_in(empty, role)
    assert client.post(f"{BASE}new/", {"new-name": "Mine"}).status_code == 403
    assert "Only an owner makes a further workspace" in client.get(BASE).text
