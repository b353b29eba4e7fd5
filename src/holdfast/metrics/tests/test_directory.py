"""Who has which trait or plan, belongs to which account and was first seen when, as conditions ask for it."""

from __future__ import annotations

import pytest

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.directory import Directory, kept, keys_of
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.tests.books import book, change, day


def trait(subject_id: int, value: str | None, since: str | None, until: str | None, *, name: str = "country"):
    return {
        "subject": "person", "subject_id": subject_id, "name": name, "value": value,
        "valid_from": since and day(since), "valid_to": until and day(until),
    }  # fmt: skip


TABLES = {
    "account": [
        {"account_id": 1, "account": "acme", "created_at": day("2026-01-05")},
        {"account_id": 2, "account": "b"},
    ],
    "person": [
        {"person_id": 1, "person": "ann", "account_id": 1, "created_at": day("2026-02-01")},
        {"person_id": 2, "person": "bob", "account_id": 1},
        {"person_id": 3, "person": "eve"},
    ],
    "event": [
        {"event": "open", "person_id": 1, "account_id": 1, "occurred_at": day("2026-01-20")},
        {"event": "open", "person_id": 3, "account_id": None, "occurred_at": day("2026-01-25")},
    ],
    "trait": [
        trait(1, "DE", None, "2026-03-01"),
        trait(1, "UA", "2026-03-01", None),
        trait(2, "DE", "2026-02-01", None),
        trait(3, None, None, None),
        trait(3, "de", None, None, name="language"),
    ],
    "mrr_change": [
        change(1, "2026-01-10", "new", 100, plan="Basic"),
        change(1, "2026-02-10", "expansion", 300, plan="Pro"),
        change(2, "2026-01-10", "new", 50, plan="Basic"),
        change(2, "2026-02-20", "churn", -50, plan="Basic"),
    ],
}  # fmt: skip


def directory(at: str) -> Directory:
    engine = book(TABLES)
    keys = {unit: keys_of(engine.con, engine.facts, unit) for unit in Unit}
    return Directory(kept(engine.con, engine.facts, day(at)), keys)


@pytest.mark.parametrize(
    ("at", "held"),
    [
        ("2026-01-01", {"DE": {1}}),
        ("2026-02-01", {"DE": {1, 2}}),
        ("2026-03-01", {"DE": {2}, "UA": {1}}),
    ],
)
def test_a_value_is_held_from_its_first_instant_to_the_next_value(at, held) -> None:
    found = directory(at).holders(Unit.PERSON, "country")
    assert {value: set(ids) for value, ids in found.items()} == held


def test_a_trait_nobody_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        directory("2026-03-01").holders(Unit.ACCOUNT, "country")


def test_a_plan_is_that_of_most_of_the_mrr_and_of_those_who_pay() -> None:
    assert {plan: set(ids) for plan, ids in directory("2026-02-01").plans().items()} == {"Basic": {1, 2}}
    assert {plan: set(ids) for plan, ids in directory("2026-03-01").plans().items()} == {"Pro": {1}}


def test_people_belong_and_were_seen_with_their_record_or_first_event() -> None:
    who = directory("2026-03-01")
    assert set(who.everyone(Unit.PERSON)) == {1, 2, 3}
    assert dict(who.homes()) == {1: 1, 2: 1}
    seen = {person: EPOCH + at * MICROSECOND for person, at in who.created(Unit.PERSON).items()}
    assert seen == {1: day("2026-01-20"), 3: day("2026-01-25")}
    assert who.created(Unit.ACCOUNT)[1] == (day("2026-01-05") - EPOCH) // MICROSECOND


def test_people_are_found_by_key() -> None:
    assert set(directory("2026-03-01").listed(Unit.PERSON, ("eve", "ann", "nobody"))) == {1, 3}


def test_the_names_of_traits_are_known() -> None:
    assert directory("2026-03-01").traits(Unit.PERSON) == ("country", "language")
