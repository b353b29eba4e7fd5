"""Every read of subscriptions, in the entered workspace."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.subscriptions.contracts import Rhythm, SubscriptionFacts, When
from holdfast.insights.subscriptions.models import Subscription


def subscriptions(member: Member) -> list[SubscriptionFacts]:
    """Those that this member gets or has made."""
    own = Q(subscribers__member=member) | Q(made_by=member)
    return [facts(row) for row in _rows().filter(own).distinct().order_by("pk")]


def every_subscription() -> list[SubscriptionFacts]:
    return [facts(row) for row in _rows().order_by("pk")]


def subscriptions_of(report_id: int) -> list[SubscriptionFacts]:
    """Those that mail a saved report."""
    return [facts(row) for row in _rows().filter(report_id=report_id).order_by("pk")]


def find_subscription(subscription_id: int) -> SubscriptionFacts:
    return facts(find(subscription_id))


def find(subscription_id: int) -> Subscription:
    found = _rows().filter(pk=subscription_id).first()
    if found is None:
        raise NotFound(gettext("This subscription is not there any more."))
    return found


def facts(row: Subscription) -> SubscriptionFacts:
    return SubscriptionFacts(
        subscription_id=row.pk,
        report_id=row.report_id,
        dashboard_id=row.dashboard_id,
        title=str(row.report or row.dashboard),
        when=When(rhythm=Rhythm(row.rhythm), weekday=row.weekday, hour=row.hour),
        recipients=tuple(sorted(one.member_id for one in row.subscribers.all())),
        made_by=str(row.made_by) if row.made_by else "",
        maker=row.made_by_id,
        made_at=row.made_at,
        told_for=row.told_for,
    )


def _rows() -> QuerySet[Subscription, Subscription]:
    return Subscription.objects.select_related("report", "dashboard", "made_by").prefetch_related("subscribers")
