"""Writes the page: style and script inside it, and a policy that allows these two and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from holdfast.insights.contracts import Report
from holdfast.insights.page.context import context
from holdfast.web.format import Formatter
from holdfast.web.tokens import chart_css, heat_css, tokens_css

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def html_report(report: Report, write: Formatter) -> bytes:
    """UTF-8."""
    page = context(report, write) | {"style": style(), "script": script(), "policy": policy()}
    return render_to_string("insights/written_report.html", {"page": page}).encode()


@cache
def style() -> SafeString:
    """The style sheet. It is ours, not data: nothing in it comes from a report."""
    sheets = [
        _read("holdfast.web", "static/web/base.css"),
        tokens_css(),
        _read("holdfast.web", "static/web/components.css"),
    ]
    sheets += [chart_css(), heat_css(), _read("holdfast.insights", "static/insights/report.css")]
    return SafeString(_SPACE.sub("\n", _COMMENT.sub("", "\n".join(sheets))).strip())


@cache
def script() -> SafeString:
    """The script, which is ours too."""
    return SafeString(_read("holdfast.insights", "static/insights/report.js").strip())


@cache
def policy() -> str:
    """Content security policy: our style, our script, nothing from anywhere."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {_hash(style())}",
            f"script-src {_hash(script())}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _read(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
