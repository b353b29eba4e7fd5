"""Who may open a page of a workspace."""

from __future__ import annotations

import pytest


def test_a_visitor_is_sent_to_sign_in(client, empty) -> None:
    answer = client.get(f"/w/{empty.slug}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/auth/login/?next=/w/empty/")


def test_a_stranger_learns_nothing(sign_in, empty) -> None:
    client = sign_in(empty, None)
    assert client.get(f"/w/{empty.slug}/").status_code == 404
    assert client.get("/w/not-there/").status_code == 404


@pytest.mark.parametrize("role", ["viewer", "agent", "analyst", "admin", "owner"])
def test_every_member_sees_the_scorecard(sign_in, empty, role: str) -> None:
    assert sign_in(empty, role).get(f"/w/{empty.slug}/").status_code == 200


def test_no_page_allows_anything_inline(sign_in, empty) -> None:
    answer = sign_in(empty).get(f"/w/{empty.slug}/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text
