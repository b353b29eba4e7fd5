"""Cohorts: who stays how long."""

from holdfast.pages.cohorts.views.members import export_members, members, save_members
from holdfast.pages.cohorts.views.survival import survival
from holdfast.pages.cohorts.views.table import cohorts, export

__all__ = ["cohorts", "export", "export_members", "members", "save_members", "survival"]
