"""Every change of a goal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.goals.contracts import BadGoal
from holdfast.insights.goals.models import Direction, Goal, GoalRevision
from holdfast.insights.goals.queries import find
from holdfast.insights.goals.scale import bounds
from holdfast.metrics.kernel.kpi import Direction as KpiDirection
from holdfast.metrics.kernel.kpi import Kpi, Unit
from holdfast.metrics.kernel.result import KpiResult

LARGEST = Decimal(10) ** 15
LONGEST = 280


@transaction.atomic
def set_goal(
    result: KpiResult, target: Decimal, due: date, *,
    by: str = "", slice_: str = "", direction: str = "", why: str = "", at: datetime, member: Member,
) -> int:  # fmt: skip
    """Set a goal for the KPI, period and (already chosen) slice of `result`, whose last complete period is its start.

    direction: needed only of a KPI of which neither way is better. Raises BadGoal when there is such a goal already.
    """
    kpi, grain = result.kpi, result.calendar.grain.value
    if Goal.objects.filter(kpi=kpi.key, by=by, slice=slice_, grain=grain, closed_at__isnull=True).exists():
        raise BadGoal(gettext("There is a goal for this already. Change that one, or close it first."))
    start = result.current
    made = Goal.objects.create(
        kpi=kpi.key, by=by, slice=slice_, grain=grain,
        direction=_direction(kpi.direction, direction),
        target=_target(target, kpi), due=_due(due, at), why=_why(why),
        start_label=start.label if start else "", start_value=start.value if start else None,
        set_by=member, set_at=at, reviewed_at=at,
    )  # fmt: skip
    _note(made, at, member)
    _audit("set", made, at, member)
    return made.pk


@transaction.atomic
def change_goal(
    goal_id: int, target: Decimal, due: date, *, kpi: Kpi, why: str = "", at: datetime, member: Member
) -> None:
    """Another target or day; what it was stays in the history. A change is also a review."""
    found = _open(goal_id)
    found.target, found.due, found.why = _target(target, kpi), _due(due, at), _why(why)
    found.reviewed_at = at
    found.save(update_fields=["target", "due", "why", "reviewed_at"])
    _note(found, at, member)
    _audit("changed", found, at, member)


@transaction.atomic
def review_goal(goal_id: int, *, at: datetime, member: Member) -> None:
    """Somebody has looked, and it stays as it is."""
    found = _open(goal_id)
    found.reviewed_at = at
    found.save(update_fields=["reviewed_at"])
    _audit("reviewed", found, at, member)


@transaction.atomic
def close_goal(goal_id: int, *, at: datetime, member: Member) -> None:
    """It is no goal any more, and stays in the history."""
    found = _open(goal_id)
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    _audit("closed", found, at, member)


@transaction.atomic
def delete_goal(goal_id: int, *, at: datetime, member: Member) -> None:
    """The goal and its history go; the audit log keeps that it was there."""
    found = find(goal_id)
    _audit("deleted", found, at, member)
    found.delete()


def _open(goal_id: int) -> Goal:
    found = find(goal_id)
    if found.closed_at is not None:
        raise BadGoal(gettext("This goal is closed. Set a new one."))
    return found


def _direction(kpi: KpiDirection, chosen: str) -> str:
    if kpi is not KpiDirection.NEITHER:
        return kpi.value
    if chosen not in Direction.values:
        raise BadGoal(gettext("Say whether it shall rise or fall to the target."))
    return chosen


def _target(target: Decimal, kpi: Kpi) -> Decimal:
    if not target.is_finite() or abs(target) >= LARGEST:
        raise BadGoal(gettext("The target is no number that can be reached."))
    lowest, highest = bounds(kpi)
    if lowest is None or highest is None or lowest <= target <= highest:
        return target
    if kpi.unit is Unit.SHARE:
        raise BadGoal(gettext("This KPI is a share: choose a target from 0 to 100 %."))
    if kpi.unit is Unit.POINTS:
        raise BadGoal(gettext("This KPI is in points: choose a target from -100 to 100."))
    ends = {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
    raise BadGoal(gettext("This KPI is a score: choose a target from %(lowest)s to %(highest)s.") % ends)


def _due(due: date, at: datetime) -> date:
    if due <= at.date():
        raise BadGoal(gettext("Choose a day in the future by when it shall be reached."))
    return due


def _why(why: str) -> str:
    why = " ".join(why.split())
    if len(why) > LONGEST:
        raise BadGoal(gettext("The reason is longer than %(most)s characters; shorten it.") % {"most": LONGEST})
    return why


def _note(goal: Goal, at: datetime, member: Member) -> None:
    GoalRevision.objects.create(
        goal=goal, target=goal.target, due=goal.due, why=goal.why, made_by=member, made_at=at
    )  # fmt: skip


def _audit(what: str, goal: Goal, at: datetime, member: Member) -> None:
    data = {"goal": goal.pk, "kpi": goal.kpi, "target": str(goal.target), "due": goal.due.isoformat()}
    audit(f"insights.goal.{what}", at=at, actor=str(member.pk), data=data)
