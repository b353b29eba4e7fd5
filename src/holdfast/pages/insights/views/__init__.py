"""Insights."""

from holdfast.pages.insights.views.behind import behind, export_behind, save_behind
from holdfast.pages.insights.views.export import export
from holdfast.pages.insights.views.home import insights
from holdfast.pages.insights.views.report import ask, report
from holdfast.pages.insights.views.suggest import names, values

__all__ = ["ask", "behind", "export", "export_behind", "insights", "names", "report", "save_behind", "values"]
