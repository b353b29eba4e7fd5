"""A new statement about a subscription item overrides what was known for the time it covers."""

from __future__ import annotations

import pytest

from holdfast.billing import api
from holdfast.core.api import PutCount
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from tests.records import day, table

JUNE, JULY, AUGUST = day("2026-06-15"), day("2026-07-15"), day("2026-08-15")


def state(status: str, start: str, end: str | None = None, **other: str) -> dict:
    until = day(end) if end else None
    row = {"subscription": "s1", "item": "i1", "account": "A1", "currency": "EUR", "status": status}
    return row | {"valid_from": day(start), "valid_to": until} | other


BEFORE = (state("active", "2026-01-01", "2026-06-01"), state("unpaid", "2026-06-01"))


def put(*rows, at=JUNE) -> PutCount:
    return api.put_records("subscription", table("subscription", *rows), source="test", at=at)


def told(**when) -> list[tuple]:
    rows = api.records("subscription", **when).sort_by("valid_from").to_pylist()
    return [(row["status"], row["valid_from"], row["valid_to"]) for row in rows]


def test_a_state_the_source_no_longer_tells_ends_and_is_remembered(workspace) -> None:
    put(*BEFORE)
    # The open end of the active state is a correction, the unpaid state is overridden: two changes.
    assert put(state("active", "2026-01-01"), at=AUGUST) == PutCount(changed=2)
    assert told() == [("active", day("2026-01-01"), None)]
    assert told(known_at=JULY) == [
        ("active", day("2026-01-01"), day("2026-06-01")),
        ("unpaid", day("2026-06-01"), None),
    ]


def test_an_override_alone_raises_the_data_version(workspace) -> None:
    put(*BEFORE, state("active", "2026-07-01"))
    before = Workspace.objects.get(pk=workspace.pk).data_version
    assert put(BEFORE[1], at=AUGUST) == PutCount(changed=1, unchanged=1)
    assert Workspace.objects.get(pk=workspace.pk).data_version > before
    assert [status for status, *_ in told()] == ["active", "unpaid"]


def test_history_before_and_after_what_is_told_stays(workspace) -> None:
    put(*BEFORE)
    assert put(state("active", "2026-07-01"), at=AUGUST) == PutCount(added=1)
    assert [status for status, *_ in told()] == ["active", "unpaid", "active"]
    # Told until 06-01, which is the first instant that is not told.
    assert put(state("trialing", "2025-12-01", "2026-06-01"), at=day("2026-08-16")) == PutCount(added=1, changed=1)
    assert [status for status, *_ in told()] == ["trialing", "unpaid", "active"]


def test_the_same_statement_again_changes_nothing(workspace) -> None:
    put(*BEFORE)
    assert put(*BEFORE, at=AUGUST) == PutCount(unchanged=2)
    assert len(told()) == 2


def test_other_items_and_other_workspaces_are_not_touched(workspace, stranger) -> None:
    put(*BEFORE, state("active", "2026-02-01", item="i2"), state("active", "2026-02-01", subscription="s2"))
    with in_workspace(stranger):
        put(*BEFORE)
    put(state("active", "2026-01-01"), at=AUGUST)
    assert len(told()) == 3
    with in_workspace(stranger):
        assert len(told()) == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_parts_of_one_statement_do_not_override_each_other(workspace, order) -> None:
    rows = (state("active", "2026-01-01"), state("unpaid", "2026-06-01"))
    parts = [table("subscription", rows[index]) for index in order]
    for at, expected in ((JUNE, PutCount(added=2)), (AUGUST, PutCount(unchanged=2))):
        assert api.put_records("subscription", iter(parts), source="test", at=at) == expected
    assert len(told()) == 2


def test_of_a_key_told_twice_only_the_last_one_overrides(workspace) -> None:
    put(*BEFORE)
    assert put(state("active", "2026-01-01"), BEFORE[0], at=AUGUST) == PutCount(unchanged=2)
    assert len(told()) == 2
