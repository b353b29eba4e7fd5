"""The page of one account and of one person."""

from __future__ import annotations

import pytest

from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.pages.accounts.tests.conftest import STRANGE

ACME, BETA = "/w/harbour/accounts/acme/", "/w/harbour/accounts/beta/"


def titles(answer, kind: str = "") -> list[str]:
    return [entry.title for entry, _ in answer.context["lines"] if not kind or entry.kind == kind]


def test_the_head_says_what_there_is_to_know(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(ACME)
    assert answer.status_code == 200
    context = answer.context
    assert (context["name"], str(context["status"]), context["mrr"]) == ("Acme GmbH", "paying", "300.00\xa0EUR")
    assert dict(context["days"])["Customer since"] == "5 Jan 2026"
    assert dict(context["days"])["Last seen"] == "25 Jun 2026"
    assert context["health"] is not None
    assert sum(float(one.most) for one in context["inputs"]) == pytest.approx(100, abs=0.5)
    assert "<svg" in answer.text


def test_money_is_told_with_what_moved_it_and_where_it_stands(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(ACME, {"kind": "money"})
    told = titles(answer)
    assert "Expansion: +200.00\xa0EUR MRR" in told
    assert "New: +100.00\xa0EUR MRR" in told
    assert "Subscription s2: active" in told
    assert "subscriptions.csv" in answer.text
    assert not titles(answer, "usage")


def test_usage_is_told_by_day(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(ACME, {"kind": "usage"})
    assert titles(answer)[0] == "signed_in × 1"
    (day,) = [
        line for line in answer.context["lines"] if "project_created" in line[0].title and line[1] == "20 Jun 2026"
    ]
    assert day[0].title == "project_created × 1"


def test_several_kinds_can_be_looked_at(harbour, sign_in) -> None:
    answer = sign_in(harbour, "viewer").get(BETA, {"kind": ["answers", "tickets"]})
    assert {entry.kind for entry, _ in answer.context["lines"]} == {"answers", "tickets"}
    assert titles(answer) == ["Ticket t1 opened", "NPS answered: 3"]


def test_what_customers_wrote_is_text(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    answer = client.get(BETA, {"kind": "answers"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert "<b>Hill" not in client.get("/w/harbour/accounts/hill/").text


def test_older_entries_follow_by_a_plain_link(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    first = client.get(ACME)
    assert first.context["timeline"].following
    second = client.get(f"{ACME}?{first.context['older']}")
    last, following = first.context["lines"][-1][0], second.context["lines"][0][0]
    assert following.at <= last.at
    swapped = client.get(f"{ACME}?{first.context['older']}", headers={"HX-Request": "true"})
    assert "<html" not in swapped.text
    assert 'class="timeline"' in swapped.text


def test_a_trait_tells_what_it_was(odd, sign_in) -> None:
    text = sign_in(odd, "viewer").get("/w/harbour/accounts/elm/").text
    assert "was 10 until 1 Apr 2026" in text


def test_people_lead_to_their_page(harbour, sign_in) -> None:
    client = sign_in(harbour, "viewer")
    answer = client.get(ACME)
    (person,) = answer.context["people"].first
    assert (person.key, person.last_seen, person.answers) == ("ann@acme.test", "25 Jun 2026", "NPS 10")
    page = client.get("/w/harbour/people/ann@acme.test/")
    assert page.status_code == 200
    assert page.context["last_seen"] == "25 Jun 2026"
    assert "NPS answered: 10" in titles(client.get("/w/harbour/people/ann@acme.test/", {"kind": "answers"}))


@pytest.mark.parametrize("path", ["accounts/nobody/", "people/nobody/", "accounts/~zz/", "accounts/%2e%2e/"])
def test_nobody_is_not_found(harbour, sign_in, path: str) -> None:
    assert sign_in(harbour, "viewer").get(f"/w/harbour/{path}").status_code == 404


def test_any_key_has_its_page(odd, sign_in) -> None:
    client = sign_in(odd, "agent")
    links = {row.name: row.key for row in client.get("/w/harbour/accounts/", {"q": "name of"}).context["rows"]}
    assert sorted(links.values()) == sorted(STRANGE)
    from django.urls import reverse

    for key in STRANGE:
        for route in ("account", "person"):
            address = reverse(route, args=["harbour", key])
            assert client.get(address).context["key"] == key
        written = client.post(reverse("account-note", args=["harbour", key]), {"text": key})
        assert written["Location"] == reverse("account", args=["harbour", key])


def test_another_key_leads_to_where_the_account_lives(odd, sign_in) -> None:
    client = sign_in(odd, "viewer")
    assert client.get(BETA)["Location"] == ACME
    answer = client.get(ACME)
    assert answer.context["other_keys"] == ["beta"]
    assert "beta was merged into acme" in titles(answer)
    assert "Ticket t1 opened" in titles(client.get(ACME, {"kind": "tickets"}))


def test_a_note_is_written_edited_and_deleted(harbour, sign_in) -> None:
    client = sign_in(harbour, "agent")
    answer = client.post(f"{ACME}notes/", {"text": "<img src=x onerror=alert(1)>\nsecond line"}, follow=True)
    assert "&lt;img src=x onerror=alert(1)&gt;" in answer.text
    assert "<img src=x" not in answer.text
    (note,) = [entry.note for entry, _ in answer.context["lines"] if entry.note]
    edit = f"/w/harbour/notes/{note.note_id}/"
    assert "&lt;img src=x" in client.get(edit).text
    client.post(edit, {"text": "shorter"})
    assert "shorter" in client.get(ACME, {"kind": "notes"}).text
    client.post(f"{edit}delete/")
    assert titles(client.get(ACME, {"kind": "notes"})) == []
    with in_workspace(harbour):
        actions = AuditEntry.objects.filter(action__startswith="customers.note").order_by("pk")
        assert [entry.action for entry in actions] == [
            f"customers.note.{do}" for do in ("written", "edited", "deleted")
        ]


def test_notes_are_for_agents_and_changed_by_their_author(harbour, sign_in) -> None:
    viewer, agent, other = sign_in(harbour, "viewer"), sign_in(harbour, "agent"), sign_in(harbour, "owner")
    assert viewer.post(f"{ACME}notes/", {"text": "x"}).status_code == 403
    assert "Save note" not in viewer.get(ACME).text
    agent.post(f"{ACME}notes/", {"text": "mine"})
    (note,) = [entry.note for entry, _ in agent.get(ACME).context["lines"] if entry.note]
    edit = f"/w/harbour/notes/{note.note_id}/"
    assert edit not in other.get(ACME).text
    for answer in (other.get(edit), other.post(edit, {"text": "y"}), other.post(f"{edit}delete/")):
        assert answer.status_code == 403
    assert agent.post(f"{ACME}notes/", {"text": " "}).status_code == 422


def test_the_number_of_queries_does_not_depend_on_the_people(harbour, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(harbour, "viewer")
    client.get(ACME)
    with django_assert_max_num_queries(22):
        client.get(ACME)
