"""Mails reach a server that refuses, hangs up or is away, and reach it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing

from holdfast.book.board import Pending
from holdfast.core.jobs import api as jobs
from holdfast.core.jobs.models import Job
from holdfast.core.scoping import in_workspace
from holdfast.insights.mails import api as mails
from holdfast.reporting.post import sending
from holdfast.reporting.post.addresses import leave_address, read_leave
from holdfast.reporting.post.tasks import send
from holdfast.reporting.tests.conftest import AFTER

pytestmark = pytest.mark.django_db


def composed(mail, workspace, at, language) -> sending.Composed:
    return sending.Composed(subject=f"Zahlen für {workspace.name}\n", text="Grüße", html="<p>Grüße</p>")


def later(*_: object) -> None:
    raise Pending


@pytest.fixture
def note(member, workspace, monkeypatch):
    """`note("ann@x.test")`: a mail that waits to be sent."""
    monkeypatch.setitem(sending.COMPOSERS, "letter", f"{__name__}.composed")

    def made(email: str, key: str = "letter 1") -> int:
        ann = member(workspace, email)
        number = mails.note_mail(key, "letter", ann, {}, at=AFTER)
        assert number is not None
        jobs.enqueue(send, number, key=str(number))
        return number

    return made


def work(times: int = 1) -> None:
    """So often everything that waits, whenever it would be due."""
    for _ in range(times):
        Job.objects.filter(state="waiting").update(run_after=AFTER)
        jobs.run_all()


def test_a_letter_arrives_whole(note, post, workspace) -> None:
    number = note("ann@x.test")
    work()
    ((recipients, message),) = post.taken
    assert (recipients, message["To"], message["Subject"]) == (["ann@x.test"], "ann@x.test", "Zahlen für Acme")
    assert message.get_body(("plain",)).get_content().strip() == "Grüße"
    assert message["Auto-Submitted"] == "auto-generated"
    found = mails.find_mail(number)
    assert found.sent_at is not None
    assert found.problem == ""


def test_what_was_sent_is_not_sent_again(note, post) -> None:
    number = note("ann@x.test")
    work(2)
    jobs.enqueue(send, number)
    work()
    assert len(post.taken) == post.tries == 1


@pytest.mark.parametrize("fault", ["refuse", "break_off"])
def test_a_refused_or_broken_connection_is_tried_again(note, post, fault) -> None:
    number = note("ann@x.test")
    setattr(post, fault, 3)
    work(3)
    assert (post.taken, mails.find_mail(number).tries) == ([], 3)
    assert mails.find_mail(number).problem.startswith("SMTP")
    work(2)
    assert len(post.taken) == 1
    assert post.tries == 4
    assert mails.find_mail(number).problem == ""


def test_a_server_that_is_away_is_tried_again(note, post, settings) -> None:
    note("ann@x.test")
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    work(2)
    settings.EMAIL_PORT = there
    work(2)
    assert len(post.taken) == 1


def test_a_server_that_takes_it_and_does_not_say_so_gets_the_same_message_again(note, post) -> None:
    """Nobody can know whether it was taken; mail programs show what has the same id once."""
    note("ann@x.test")
    post.hang_up = 1
    work(3)
    first, second = post.to("ann@x.test")
    assert first["Message-ID"] == second["Message-ID"]


def test_two_letters_have_two_ids(note, post) -> None:
    note("ann@x.test")
    note("bo@x.test", "letter 2")
    work()
    assert len({message["Message-ID"] for _, message in post.taken}) == 2


def test_the_same_letter_is_noted_once(note, member, workspace) -> None:
    note("ann@x.test")
    assert mails.note_mail("letter 1", "letter", member(workspace, "bo@x.test"), {}, at=AFTER) is None


def test_who_is_no_member_any_more_gets_nothing(note, post, workspace) -> None:
    from holdfast.core.members.models import Membership

    note("ann@x.test")
    Membership.objects.all().delete()
    work()
    assert post.tries == 0


def test_what_is_not_computed_waits_for_a_day_and_is_then_left_out(note, post, monkeypatch) -> None:
    number = note("ann@x.test")
    monkeypatch.setitem(sending.COMPOSERS, "letter", f"{__name__}.later")
    with pytest.raises(sending.NotReady):
        sending.send_now(number, at=AFTER + timedelta(hours=23))
    assert not sending.send_now(number, at=AFTER + timedelta(hours=25))
    found = mails.find_mail(number)
    assert found.given_up_at == AFTER + timedelta(hours=25)
    assert found.problem == "The numbers were not ready within a day."
    monkeypatch.setitem(sending.COMPOSERS, "letter", f"{__name__}.composed")
    assert not sending.send_now(number, at=AFTER + timedelta(hours=26))
    assert post.tries == 0


def test_a_link_to_stop_mails_is_signed(workspace, settings) -> None:
    settings.BASE_URL = "https://holdfast.test"
    token = leave_address("alert", 3, 7).removeprefix("https://holdfast.test/mails/stop/").rstrip("/")
    assert read_leave(token) == ("alert", workspace.pk, 3, 7)
    with pytest.raises(signing.BadSignature):
        read_leave(token[:-1] + ("a" if token[-1] != "a" else "b"))


def test_old_mails_are_forgotten(note, workspace, stranger) -> None:
    note("ann@x.test")
    with in_workspace(stranger):
        assert mails.forget_older(AFTER + timedelta(days=1)) == 0
    assert mails.forget_older(AFTER + timedelta(days=1)) == 1
