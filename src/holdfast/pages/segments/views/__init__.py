"""The views of segments."""

from holdfast.pages.segments.views.builder import ask, new, save
from holdfast.pages.segments.views.changing import change, copy, delete, rename
from holdfast.pages.segments.views.one import export, one
from holdfast.pages.segments.views.overview import overview

__all__ = ["ask", "change", "copy", "delete", "export", "new", "one", "overview", "rename", "save"]
