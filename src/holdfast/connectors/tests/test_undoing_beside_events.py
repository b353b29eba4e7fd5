"""An import undone takes back what it said itself; what events have told since stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from holdfast.connectors.tests.test_undoing import AT, UNDO, bring, everything
from holdfast.connectors.undoing import BuiltOn, undo_import
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers

TOLD = AT + timedelta(days=2)
PEOPLE = "person_id,name\nivy@iris.test,Ivy Example\n"
ACCOUNTS = "account_id,name,country\niris,Iris AG,CH\n"


def tell(*, people: list[dict[str, Any]] | None = None, accounts=(), traits=(), at=TOLD) -> None:
    customers.learn(accounts=accounts, people=people or [], traits=traits, source="events", at=at)


def person(**told: str) -> dict[str, Any]:
    return {"person": "ivy@iris.test", "name": None, "account": None, "created_at": None, "source_row": "e:1"} | told


def trait(value: str, at=TOLD) -> dict[str, Any]:
    told = {"subject": "account", "subject_key": "acme", "name": "country", "value": value}
    return told | {"valid_from": None, "source_row": None}


def ivy() -> tuple[str | None, str | None] | None:
    for row in customers.records("person").to_pylist():
        if row["person"] == "ivy@iris.test":
            return (row["name"], row["account"])
    return None


def acme_country() -> str:
    (row,) = [
        row
        for row in customers.records("trait").to_pylist()
        if (row["subject_key"], row["name"]) == ("acme", "country")
    ]
    return str(row["value"])


def test_what_events_told_after_the_import_stays_and_its_name_goes(harbour, tmp_path) -> None:
    with in_workspace(harbour):
        tell(people=[person(account="beta")], at=AT - timedelta(days=1))
    done = bring(harbour, tmp_path / "more", persons=PEOPLE)
    with in_workspace(harbour):
        assert ivy() == ("Ivy Example", None)
        tell(people=[person(account="iris")])
        assert ivy() == ("Ivy Example", "iris")
        undo_import(done.run, at=UNDO)
        assert ivy() == (None, "iris")


def test_of_a_person_that_the_import_brought_only_what_events_told_is_left(harbour, tmp_path) -> None:
    done = bring(harbour, tmp_path / "more", persons=PEOPLE)
    with in_workspace(harbour):
        tell(people=[person(account="iris")])
        undo_import(done.run, at=UNDO)
        assert ivy() == (None, "iris")
        # The record is news again, although its values are those that events once told.
        tell(people=[person(name="Ivy Example")])
        assert ivy() == ("Ivy Example", "iris")


def test_the_undo_of_an_earlier_import_finds_what_it_said(harbour, tmp_path) -> None:
    first = bring(harbour, tmp_path / "1", persons=PEOPLE.replace("Ivy Example", "Ivy E."))
    second = bring(harbour, tmp_path / "2", AT + timedelta(days=1), persons=PEOPLE)
    with in_workspace(harbour):
        tell(people=[person(account="iris")])
        undo_import(second.run, at=UNDO)
        assert ivy() == ("Ivy E.", "iris")
        undo_import(first.run, at=UNDO + timedelta(hours=1))
        assert ivy() == (None, "iris")


def test_an_import_after_the_events_builds_on_the_one_before(harbour, tmp_path) -> None:
    first = bring(harbour, tmp_path / "1", persons=PEOPLE)
    with in_workspace(harbour):
        tell(people=[person(account="iris")])
    second = bring(harbour, tmp_path / "2", TOLD + timedelta(days=1), persons=PEOPLE.replace("Example", "Again"))
    with in_workspace(harbour):
        with pytest.raises(BuiltOn) as refused:
            undo_import(first.run, at=UNDO)
        assert refused.value.runs == (second.run,)
        undo_import(second.run, at=UNDO)
        assert ivy() == ("Ivy Example", "iris")
        undo_import(first.run, at=UNDO + timedelta(hours=1))
        assert ivy() == (None, "iris")


def test_a_trait_that_events_have_told_again_is_not_brought_back_beside_it(harbour, tmp_path) -> None:
    done = bring(harbour, tmp_path / "more", accounts="account_id,name,country\nacme,Acme,AT\n")
    with in_workspace(harbour):
        tell(traits=[trait("CH")])
        undo_import(done.run, at=UNDO)
        assert acme_country() == "CH"


def test_without_events_all_is_as_before(harbour, tmp_path) -> None:
    with in_workspace(harbour):
        before = everything()
    done = bring(harbour, tmp_path / "more", accounts=ACCOUNTS, persons=PEOPLE)
    with in_workspace(harbour):
        undo_import(done.run, at=UNDO)
        assert everything() == before
