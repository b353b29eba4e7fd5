"""Every change of a subscription."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member, Membership
from holdfast.core.scoping import current_workspace
from holdfast.insights.dashboards.api import find_dashboard
from holdfast.insights.saved.api import find_report
from holdfast.insights.subscriptions.contracts import BadSubscription, When
from holdfast.insights.subscriptions.models import Subscriber, Subscription
from holdfast.insights.subscriptions.queries import find


@transaction.atomic
def subscribe(
    when: When, recipients: Collection[int], *, report_id: int | None = None, dashboard_id: int | None = None,
    at: datetime, member: Member,
) -> int:  # fmt: skip
    """Mail one of both to members, of what this member finds itself."""
    if report_id is not None:
        find_report(report_id, member)
    else:
        find_dashboard(dashboard_id or 0, member)
    made = Subscription(report_id=report_id, dashboard_id=dashboard_id, made_by=member, made_at=at)
    _fill(made, when, recipients)
    _audit("made", made, at, member.pk)
    return made.pk


@transaction.atomic
def change_subscription(
    subscription_id: int, when: When, recipients: Collection[int], *, at: datetime, member: Member
) -> None:
    found = find(subscription_id)
    _fill(found, when, recipients)
    _audit("changed", found, at, member.pk)


@transaction.atomic
def leave_subscription(subscription_id: int, member_id: int, *, at: datetime) -> None:
    """The member gets it no more; what nobody gets is over."""
    found = find(subscription_id)
    found.subscribers.filter(member_id=member_id).delete()
    _audit("left", found, at, member_id)
    if not Subscriber.objects.filter(subscription=found).exists():
        found.delete()


@transaction.atomic
def delete_subscription(subscription_id: int, *, at: datetime, member: Member) -> None:
    found = find(subscription_id)
    _audit("deleted", found, at, member.pk)
    found.delete()


def note_told(subscription_id: int, day: str) -> None:
    """The mails of this day are noted."""
    Subscription.objects.filter(pk=subscription_id).update(told_for=day)


def _fill(row: Subscription, when: When, recipients: Collection[int]) -> None:
    inside = Membership.objects.filter(workspace=current_workspace(), member_id__in=recipients)
    chosen = set(inside.values_list("member", flat=True))
    if not chosen:
        raise BadSubscription(gettext("Choose at least one member who gets the mails."))
    if not (0 <= when.hour <= 23 and 0 <= when.weekday <= 6):
        raise BadSubscription(gettext("Choose a day of the week and an hour of the day."))
    row.rhythm, row.weekday, row.hour = when.rhythm.value, when.weekday, when.hour
    row.save()
    row.subscribers.exclude(member_id__in=chosen).delete()
    there = set(row.subscribers.values_list("member_id", flat=True))
    for member_id in sorted(chosen - there):
        Subscriber.objects.create(subscription=row, member_id=member_id)


def _audit(what: str, row: Subscription, at: datetime, actor: int) -> None:
    data = {"subscription": row.pk, "report": row.report_id, "dashboard": row.dashboard_id}
    audit(f"insights.subscription.{what}", at=at, actor=str(actor), data=data)
