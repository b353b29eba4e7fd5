"""An import undone leaves the workspace as it was known before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from holdfast.billing import api as billing
from holdfast.connectors import api as connectors
from holdfast.connectors.undoing import BuiltOn, undo_import
from holdfast.core.errors import NotUndoable
from holdfast.core.models import AuditEntry, ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api as events
from holdfast.metrics.records import KINDS
from tests import company

AT = company.IMPORTED + timedelta(days=1)
UNDO = AT + timedelta(days=10)


def bring(workspace, folder, at=AT, **files: str):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    plan = connectors.make_plan([folder], connectors.ReadOptions(now=at, currency="EUR"))
    return connectors.run_import(workspace, plan, at=at, actor="7")


def everything() -> dict[str, list[tuple]]:
    """All that is known now, without the order."""
    rooms = {"customers": customers, "billing": billing, "events": events}
    found = {}
    for name, kind in KINDS.items():
        if kind.room in rooms:
            found[name] = sorted(map(repr, rooms[kind.room].records(name).to_pylist()))
    found["ordinals"] = sorted(map(repr, customers.ordinals().to_pylist()))
    return found


SUBSCRIPTIONS = """subscription_id,customer,start,end,plan,mrr,currency
s3,beta,2026-01-12,,Pro,250,EUR
s10,iris,2026-06-01,,Basic,70,EUR
"""
ACCOUNTS = """account_id,name,country
acme,Acme Group,AT
iris,Iris AG,CH
"""
EVENTS = """event_id,event,account_id,person_id,time
iris-1,signed_in,iris,ivy@iris.test,2026-06-30T11:00:00Z
"""


def test_all_is_as_it_was_before(harbour, tmp_path) -> None:
    with in_workspace(harbour):
        before = everything()
    done = bring(harbour, tmp_path / "more", subscriptions=SUBSCRIPTIONS, accounts=ACCOUNTS, events=EVENTS)
    with in_workspace(harbour):
        told = everything()
        assert told != before
        undone = undo_import(done.run, at=UNDO, actor="7")
        assert everything() == before
        # s3 of Beta and the record and country of Acme came back.
        assert undone.returned == {"subscription": 1, "account": 1, "trait": 1}
        run = ImportRun.objects.get(pk=done.run)
        assert (run.status, run.undone_at, run.undone_by) == ("undone", UNDO, "7")
        assert AuditEntry.objects.filter(action="core.import.undone", actor="7", data={"import": run.pk}).count() == 1


def test_what_was_known_in_between_stays_known(harbour, tmp_path) -> None:
    done = bring(harbour, tmp_path / "more", subscriptions=SUBSCRIPTIONS, events=EVENTS)
    between = AT + timedelta(days=1)
    with in_workspace(harbour):
        prices = sorted(billing.records("subscription")["amount"].to_pylist())
        undo_import(done.run, at=UNDO)
        assert sorted(billing.records("subscription", known_at=between)["amount"].to_pylist()) == prices
        assert "iris-1" in events.records("event", known_at=between)["message_id"].to_pylist()
        assert "iris" in customers.ordinals(known_at=between)["key"].to_pylist()
        assert "iris" not in customers.ordinals()["key"].to_pylist()


def test_since_when_a_state_is_known_survives_an_undo(harbour, tmp_path) -> None:
    """Committed MRR asks since when a planned end is known."""
    done = bring(harbour, tmp_path / "more", subscriptions=SUBSCRIPTIONS)
    with in_workspace(harbour):
        undo_import(done.run, at=UNDO)
        rows = billing.records("subscription").to_pylist()
    assert {row["recorded_at"] for row in rows} == {company.IMPORTED}


def test_a_later_import_is_named_that_built_on_it(harbour, tmp_path) -> None:
    first = bring(harbour, tmp_path / "1", subscriptions=SUBSCRIPTIONS)
    second = bring(harbour, tmp_path / "2", AT + timedelta(days=1), subscriptions=SUBSCRIPTIONS.replace("250", "260"))
    with in_workspace(harbour):
        with pytest.raises(BuiltOn) as refused:
            undo_import(first.run, at=UNDO)
        assert refused.value.runs == (second.run,)
        undo_import(second.run, at=UNDO)
        undo_import(first.run, at=UNDO + timedelta(hours=1))
        amounts = {row["subscription"]: row["amount"] for row in billing.records("subscription").to_pylist()}
    assert amounts["s3"] == Decimal(90)
    assert "s10" not in amounts


def test_an_import_that_repeats_the_records_builds_on_them(harbour, tmp_path) -> None:
    """Without it, undoing the first would take away what the second said as well."""
    first = bring(harbour, tmp_path / "1", subscriptions=SUBSCRIPTIONS)
    second = bring(
        harbour,
        tmp_path / "2",
        AT + timedelta(days=1),
        subscriptions=SUBSCRIPTIONS + "s11,iris,2026-06-02,,Basic,5,EUR\n",
    )
    with in_workspace(harbour), pytest.raises(BuiltOn) as refused:
        undo_import(first.run, at=UNDO)
    assert refused.value.runs == (second.run,)


def test_an_import_that_has_nothing_to_do_with_it_does_not_hinder(harbour, tmp_path) -> None:
    first = bring(harbour, tmp_path / "1", subscriptions=SUBSCRIPTIONS)
    bring(harbour, tmp_path / "2", AT + timedelta(days=1), events=EVENTS)
    with in_workspace(harbour):
        undo_import(first.run, at=UNDO)
        # The event of the second still names Iris.
        assert "iris" in customers.ordinals()["key"].to_pylist()


def test_undone_files_can_be_imported_again(harbour, tmp_path) -> None:
    files = {"subscriptions": SUBSCRIPTIONS, "accounts": ACCOUNTS, "events": EVENTS}
    done = bring(harbour, tmp_path / "more", **files)
    with in_workspace(harbour):
        told = everything()
        undo_import(done.run, at=UNDO)
    again = bring(harbour, tmp_path / "more", UNDO + timedelta(days=1), **files)
    assert not again.already
    with in_workspace(harbour):
        known = everything()
    for kind in ("account", "trait", "event", "ordinals"):
        assert known[kind] == told[kind]


def test_the_first_import_can_be_undone(harbour) -> None:
    with in_workspace(harbour):
        run = ImportRun.objects.get()
        undo_import(run.pk, at=UNDO)
        assert not any(everything().values())
        with pytest.raises(NotUndoable, match="undone"):
            undo_import(run.pk, at=UNDO)


def test_two_imports_of_one_moment_are_told_apart(harbour, tmp_path) -> None:
    first = bring(harbour, tmp_path / "1", subscriptions=SUBSCRIPTIONS)
    second = bring(harbour, tmp_path / "2", accounts=ACCOUNTS)
    with in_workspace(harbour):
        moments = ImportRun.objects.filter(pk__in=[first.run, second.run]).values_list("started_at", flat=True)
        assert len(set(moments)) == 2


def test_a_stranger_s_import_is_not_there(harbour, stranger, tmp_path) -> None:
    done = bring(harbour, tmp_path / "more", subscriptions=SUBSCRIPTIONS)
    with in_workspace(stranger), pytest.raises(Exception, match=f"no import {done.run}"):
        undo_import(done.run, at=UNDO)
