"""A person is erased with all its ids, and nothing of it is taken again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.customers import api
from holdfast.customers.models import Alias, Erasure, Merge, Person, Tombstone, Trait
from tests.records import day, table

AT = day("2026-02-01")
LATER = day("2026-03-01")
DUE = LATER + timedelta(days=30)


@pytest.fixture
def people(workspace) -> object:
    rows = [{"person": key, "name": key.title(), "account": "A1"} for key in ("ann", "ann-old", "bo")]
    api.put_records("person", table("person", *rows), source="test", at=AT)
    alias = {"subject": "person", "alias": "device-1", "key": "ann"}
    api.put_records("alias", table("alias", alias), source="test", at=AT)
    traits = [
        {"subject": "person", "subject_key": key, "name": "city", "value": "Kyiv", "valid_from": AT}
        for key in ("ann", "device-1", "bo")
    ]
    api.put_records("trait", table("trait", *traits), source="test", at=AT)
    api.merge_people("ann-old", "ann", at=AT)
    return workspace


def erase(key: str) -> api.Burial:
    return api.bury(key, at=LATER, due_at=DUE, actor="7")


def keys() -> set[str]:
    return {row["key"] for row in api.ordinals().to_pylist() if row["subject"] == "person"}


@pytest.mark.parametrize("by", ["ann", "ann-old", "device-1"])
def test_a_person_goes_with_every_id_it_is_known_by(people, by: str) -> None:
    assert keys() == {"ann", "ann-old", "device-1", "bo"}
    gone = erase(by)
    assert gone.keys == {"ann", "ann-old", "device-1"}
    assert len(gone.ordinals) == 3
    assert (gone.counts["traits"], gone.counts["records"]) == (2, 2)
    assert keys() == {"bo"}
    assert list(Trait.objects.values_list("subject_key", flat=True)) == ["bo"]
    assert (Alias.objects.count(), Merge.objects.count()) == (0, 0)
    assert api.erased_ids() == gone.ordinals


def test_what_was_known_before_does_not_tell_of_it_either(people) -> None:
    before = api.records("person", known_at=AT)["person"].to_pylist()
    erase("ann")
    assert sorted(before) == ["ann", "ann-old", "bo"]
    assert api.records("person", known_at=AT)["person"].to_pylist() == ["bo"]
    assert api.records("trait", known_at=AT)["subject_key"].to_pylist() == ["bo"]


def test_nothing_of_it_is_taken_again_and_that_is_counted(people) -> None:
    erase("ann")
    told = table("person", {"person": "ann", "name": "Ann"}, {"person": "cy", "name": "Cy"})
    assert api.put_records("person", told, source="test", at=LATER).added == 1
    alias = table("alias", {"subject": "person", "alias": "ann", "key": "bo"})
    assert api.put_records("alias", alias, source="test", at=LATER).total == 0
    trait = {"subject": "person", "subject_key": "device-1", "name": "city", "value": "Lviv", "valid_from": LATER}
    of_account = {**trait, "subject": "account", "subject_key": "ann"}
    assert api.put_records("trait", table("trait", trait, of_account), source="test", at=LATER).added == 1
    assert keys() == {"bo", "cy"}
    assert sum(Tombstone.objects.values_list("refused", flat=True)) == 3


def test_another_workspace_may_know_the_same_id(people, stranger) -> None:
    erase("ann")
    with in_workspace(stranger):
        told = table("person", {"person": "ann", "name": "Another Ann"})
        assert api.put_records("person", told, source="test", at=LATER).added == 1
        assert api.erased_ids() == ()
    assert Tombstone.objects.count() == 3


def test_what_is_kept_of_an_erasure_says_not_who_it_was(people) -> None:
    gone = erase("ann")
    api.note_rewritten(gone.erasure_id, at=LATER)
    api.note_finished(gone.erasure_id, at=LATER)
    kept = str(Erasure.objects.values().get()) + str(list(Tombstone.objects.values()))
    assert "ann" not in kept
    assert "device" not in kept
    assert api.erased_ids() == ()
    assert api.erased_among(["ann", "bo"]) == {"ann"}


def test_what_was_computed_before_is_not_shown_any_more(people) -> None:
    before = Workspace.objects.get(pk=people.pk)
    erase("ann")
    after = Workspace.objects.get(pk=people.pk)
    assert after.shown_from == after.data_version == before.data_version + 1


def test_erasing_twice_is_said_and_an_unknown_id_is_refused_from_now_on(people) -> None:
    version = Workspace.objects.get(pk=people.pk).data_version
    erase("nobody")
    assert Workspace.objects.get(pk=people.pk).data_version == version  # no number changes
    assert api.erased_among(["nobody"]) == {"nobody"}
    with pytest.raises(api.AlreadyErased):
        erase("nobody")
    with pytest.raises(api.BadId):
        erase(" ")


def test_somebody_may_come_back_when_the_last_trace_is_gone(people) -> None:
    gone = erase("ann")
    old = gone.ordinals
    with pytest.raises(api.NotForgotten):
        api.readmit("ann")
    with pytest.raises(NotFound):
        api.readmit("bo")
    api.note_finished(gone.erasure_id, at=LATER)
    api.readmit("ann")
    api.put_records("person", table("person", {"person": "ann", "name": "Ann"}), source="test", at=LATER)
    assert Person.objects.get(key="ann").pk not in old  # an id is never given twice
    assert api.erased_among(["ann", "device-1"]) == {"device-1"}


def test_names_are_found_as_words_and_short_ones_only_alone() -> None:
    names = api.Names(["7", "ann@acme.test"])
    assert names.stand_in("7")
    assert names.stand_in('{"to": "ann@acme.test"}')
    assert not names.stand_in("row 7 of 9")
    assert not names.stand_in("joann@acme.test")
    assert names.make_up("ticket-7")
    assert not names.make_up("ticket-77")
    assert not api.Names([]).stand_in("")
