"""Addresses written by hand hold any number; none of them is an error of ours."""

from __future__ import annotations

import pytest

from holdfast.core.members import sessions

LONG = "9" * 5_000
ADDRESSES = (
    "revenue/movements/?page=", "revenue/reconciliation/?page=", "cohorts/members/?cohort=2026-01&age=",
    "accounts/?page=", "accounts/acme/?page=", "audit/?page=", "audit/?member=", "data/imports/?page=",
)  # fmt: skip


@pytest.mark.parametrize("number", [LONG, "9" * 18, "²"])
def test_no_number_breaks_a_page(sign_in, harbour, number: str) -> None:
    client = sign_in(harbour, "owner")
    for address in ADDRESSES:
        assert client.get(f"/w/{harbour.slug}/{address}{number}").status_code in (200, 404), address


def test_what_is_no_session_ends_none(sign_in, harbour, monkeypatch) -> None:
    ended: list[int | None] = []
    monkeypatch.setattr(sessions, "end", lambda _member, *, pk, besides: ended.append(pk) or 0)
    client = sign_in(harbour, "owner")
    for number in (LONG, "here", "7", ""):
        client.post("/profile/sessions/end/", {"session": number})
    assert ended == [0, 0, 7, None]
