"""What pages may call."""

from holdfast.insights.goals.actions import change_goal, close_goal, delete_goal, review_goal, set_goal
from holdfast.insights.goals.contracts import REVIEW_AFTER, BadGoal, GoalFacts, Revision
from holdfast.insights.goals.progress import Progress, Status, progress
from holdfast.insights.goals.queries import find_goal, goals, revisions

__all__ = [
    "REVIEW_AFTER",
    "BadGoal",
    "GoalFacts",
    "Progress",
    "Revision",
    "Status",
    "change_goal",
    "close_goal",
    "delete_goal",
    "find_goal",
    "goals",
    "progress",
    "review_goal",
    "revisions",
    "set_goal",
]
