"""While numbers are computed a page says so, and is there as soon as they are."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from holdfast.core.models import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(settings: Any, harbour: Any, sign_in: Any) -> Any:
    client = sign_in(harbour, "viewer")
    Workspace.objects.filter(pk=harbour.pk).update(data_version=harbour.data_version + 1)
    settings.BOARDS_AT_ONCE = False
    shutil.rmtree(settings.DATA_DIR / "boards", ignore_errors=True)
    return client


def test_a_whole_page_is_loaded_again(waiting: Any) -> None:
    """A part of it, swapped into the page that waits, would miss its frame and its style."""
    page = waiting.get("/w/harbour/insights/")
    assert "being computed" in page.text
    assert page.headers["Refresh"] == "2"
    assert 'hx-get="/w/harbour/insights/"' not in page.text


def test_a_part_of_a_page_asks_again_by_itself(waiting: Any) -> None:
    part = waiting.get("/w/harbour/insights/?q=1", headers={"HX-Request": "true"})
    assert 'hx-get="/w/harbour/insights/?q=1"' in part.text
    assert "<html" not in part.text
