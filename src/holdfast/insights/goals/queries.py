"""Every read of goals, in the entered workspace."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.insights.goals.contracts import GoalFacts, Revision
from holdfast.insights.goals.models import Goal, GoalRevision


def goals(
    *, closed: bool = False, kpi: str = "", by: str | None = None, slice_: str = "", grain: str = ""
) -> list[GoalFacts]:
    """The open goals (or those that were closed), the next to be due first. by "" and slice_ "": of everything."""
    rows = Goal.objects.filter(closed_at__isnull=not closed).select_related("set_by")
    if kpi:
        rows = rows.filter(kpi=kpi)
    if by is not None:
        rows = rows.filter(by=by, slice=slice_)
    if grain:
        rows = rows.filter(grain=grain)
    return [facts(row) for row in rows.order_by("due", "pk")]


def find_goal(goal_id: int) -> GoalFacts:
    return facts(find(goal_id))


def revisions(goal_id: int) -> list[Revision]:
    """What the goal was, newest first."""
    rows = GoalRevision.objects.filter(goal_id=goal_id).select_related("made_by").order_by("-made_at", "-pk")
    return [
        Revision(
            target=row.target,
            due=row.due,
            why=row.why,
            made_by=str(row.made_by) if row.made_by else "",
            made_at=row.made_at,
        )
        for row in rows
    ]


def find(goal_id: int) -> Goal:
    found = Goal.objects.select_related("set_by").filter(pk=goal_id).first()
    if found is None:
        raise NotFound(gettext("This goal is not there any more."))
    return found


def facts(row: Goal) -> GoalFacts:
    return GoalFacts(
        goal_id=row.pk,
        kpi=row.kpi,
        by=row.by,
        slice=row.slice,
        grain=row.grain,
        direction=row.direction,
        target=row.target,
        due=row.due,
        why=row.why,
        start_label=row.start_label,
        start_value=row.start_value,
        set_by=str(row.set_by) if row.set_by else "",
        set_at=row.set_at,
        reviewed_at=row.reviewed_at,
        closed_at=row.closed_at,
    )
