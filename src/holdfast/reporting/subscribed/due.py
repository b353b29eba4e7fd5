"""Which mails are due. Each is noted once, and sent by a job that is stored in the same transaction."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from holdfast.core.jobs import api as jobs
from holdfast.core.members.models import Membership
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace
from holdfast.insights.mails import api as mails
from holdfast.insights.subscriptions import api
from holdfast.insights.subscriptions.api import SubscriptionFacts
from holdfast.reporting.post.leaving import SUBSCRIPTION
from holdfast.reporting.post.sending import LATEST
from holdfast.reporting.post.tasks import send


def note_due(workspace: Workspace, at: datetime) -> int:
    """How many mails there are to send now."""
    if not settings.MAILS:
        return 0
    zone, count = ZoneInfo(workspace.preferences.time_zone), 0
    for one in api.every_subscription():
        when = api.occasion(one.when, at, zone)
        if when > one.made_at and when.date().isoformat() != one.told_for:
            with translation.override(workspace.preferences.language):
                count += _note(one, when, at)
    return count


@transaction.atomic
def _note(one: SubscriptionFacts, when: datetime, at: datetime) -> int:
    """What was due more than a day ago, while no worker ran, is left out with a word about it."""
    day, count = when.date().isoformat(), 0
    inside = Membership.objects.filter(workspace=current_workspace(), member_id__in=one.recipients)
    for membership in inside.select_related("member").order_by("member_id"):
        about = {"subscription": one.subscription_id, "day": day}
        key = f"{SUBSCRIPTION} {one.subscription_id} {day} {membership.member_id}"
        made = mails.note_mail(key, SUBSCRIPTION, membership.member, about, at=at)
        if made is None:
            continue
        if at - when >= LATEST:
            mails.note_given_up(made, gettext("No worker ran on that day."), at=at)
            continue
        jobs.enqueue(send, made, key=str(made))
        count += 1
    api.note_told(one.subscription_id, day)
    return count
