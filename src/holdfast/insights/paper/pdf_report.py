"""Sets the paper."""

from __future__ import annotations

from importlib.resources import files

import orjson
import typst

from holdfast.insights.contracts import Report
from holdfast.insights.paper.content import content
from holdfast.web.format import Formatter


def pdf_report(report: Report, write: Formatter, *, system_fonts: bool = True) -> bytes:
    """A4. `system_fonts` False sets it in the fonts that typst brings along."""
    template = files("holdfast.insights").joinpath("data/report.typ").read_bytes()
    data = orjson.dumps(content(report, write)).decode()
    return bytes(typst.compile(template, sys_inputs={"report": data}, ignore_system_fonts=not system_fonts))
