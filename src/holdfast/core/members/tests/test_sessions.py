"""Where a member is signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from holdfast.core.jobs import schedules
from holdfast.core.members import sessions
from holdfast.core.members.models import Member, SignedIn

IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


def opened(member: Member, agent: str = "Firefox") -> SignedIn:
    store = SessionStore()
    store.create()
    return sessions.begin(member, store.session_key, address="10.0.0.7", agent=agent, at=timezone.now())


@pytest.fixture
def member(db):
    return Member.objects.create_user("ann@acme.test")


def test_sessions_that_have_ended_are_not_shown(member) -> None:
    first, second = opened(member), opened(member, "Chromium")
    assert sessions.sessions_of(member, timezone.now()) == [second, first]
    SessionStore(first.session_key).delete()
    assert sessions.sessions_of(member, timezone.now()) == [second]
    assert SignedIn.objects.count() == 1
    assert sessions.sessions_of(member, timezone.now() + IDLE) == []


def test_all_but_the_own_one_are_ended(member) -> None:
    here, there = opened(member), opened(member)
    other = opened(Member.objects.create_user("bob@acme.test"))
    assert sessions.end(member, besides=here.session_key) == 1
    assert SessionStore().exists(here.session_key)
    assert not SessionStore().exists(there.session_key)
    assert SessionStore().exists(other.session_key)


def test_one_of_another_member_cannot_be_ended(member) -> None:
    other = opened(Member.objects.create_user("bob@acme.test"))
    assert sessions.end(member, pk=other.pk) == 0
    assert SessionStore().exists(other.session_key)


def test_a_session_keeps_its_row_when_its_key_changes(member) -> None:
    row = opened(member)
    sessions.touch(row.pk, "another-key", timezone.now())
    row.refresh_from_db()
    assert row.session_key == "another-key"


def test_sessions_that_ended_by_themselves_are_forgotten(member) -> None:
    now = timezone.now()
    old, new = opened(member), opened(member, "Chromium")
    Session.objects.filter(session_key=old.session_key).update(expire_date=now - timedelta(seconds=1))
    SignedIn.objects.filter(pk=old.pk).update(seen_at=now - IDLE)
    assert sessions.forget_expired(now) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == [new.session_key]
    assert list(SignedIn.objects.all()) == [new]


def test_they_are_forgotten_every_day() -> None:
    schedules.load_tasks()
    recurring = schedules._declared["holdfast.core.members.tasks.forget_expired_sessions"]
    assert recurring.interval == timedelta(days=1)
    assert not recurring.for_each_workspace
