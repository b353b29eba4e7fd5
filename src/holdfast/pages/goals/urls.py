"""Goals: where a KPI should be, and whether it will get there."""

from __future__ import annotations

from django.urls import path

from holdfast.pages.goals import views

urlpatterns = [
    path("goals/", views.goals, name="goals"),
    path("goals/new/", views.new, name="goal-new"),
    path("goals/<int:goal_id>/", views.goal, name="goal"),
    path("goals/<int:goal_id>/change/", views.change, name="goal-change"),
    path("goals/<int:goal_id>/review/", views.review, name="goal-review"),
    path("goals/<int:goal_id>/close/", views.close, name="goal-close"),
    path("goals/<int:goal_id>/delete/", views.delete, name="goal-delete"),
]
