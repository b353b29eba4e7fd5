"""No page reads a body that is larger than any form; the token's check would, for anybody who sends one."""

from __future__ import annotations

import pytest

HUGE = str(100 << 30)
FORM = "multipart/form-data; boundary=x"


@pytest.mark.parametrize("address", ["/auth/login/", "/auth/password/reset/", "/language/"])
def test_a_visitor_s_huge_body_is_refused_unread(client, db, address: str) -> None:
    answer = client.generic("POST", address, b"", FORM, CONTENT_LENGTH=HUGE)
    assert answer.status_code == 413
    assert "1024 kB" in answer.text
    assert not answer.wsgi_request._read_started


def test_the_page_of_it_is_in_the_member_s_language(sign_in, empty) -> None:
    client = sign_in(empty, "analyst")
    user = client.get("/auth/password/change/").wsgi_request.user
    user.language = "de"
    user.save()
    answer = client.generic("POST", f"/w/{empty.slug}/data/imports/folder/", b"", FORM, CONTENT_LENGTH=HUGE)
    assert answer.status_code == 413
    assert '<html lang="de">' in answer.text


def test_a_form_of_usual_length_is_read(client, db) -> None:
    assert client.post("/language/", {"language": "de", "next": "/" + "x" * 500_000}).status_code == 302


def test_a_body_in_chunks_needs_a_length(client, db) -> None:
    answer = client.generic("POST", "/language/", b"language=de", headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "many", ""])
def test_a_length_that_is_none_counts_as_nothing(client, db, length: str) -> None:
    assert client.generic("POST", "/language/", b"", FORM, CONTENT_LENGTH=length).status_code in (302, 400)
