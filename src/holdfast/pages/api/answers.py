"""What the interface for programs answers: JSON, also of what went wrong."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

from holdfast.book.board import NothingYet, Pending
from holdfast.core.errors import UserFacingError
from holdfast.core.limits import TooMany
from holdfast.events.api import KeyMayNot, UnknownKey

AGAIN = 2  # seconds after which numbers that are computed are worth asking for again
REALM = 'Bearer realm="Holdfast"'


class BadParameter(UserFacingError):
    """A part of the address cannot be. field: which one."""

    code = "bad_parameter"
    http_status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class UnknownKpi(BadParameter):
    """There is no such KPI; the message names the nearest ones."""

    code = "unknown_kpi"
    http_status = 404


class NoData(BadParameter):
    """There is no data for this KPI."""

    code = "no_data"
    http_status = 404


def answered(document: Any) -> HttpResponse:
    """Numbers that are none are null."""
    return HttpResponse(orjson.dumps(document), content_type="application/json")


def refused(status: int, code: str, message: str, field: str = "", **headers: str) -> HttpResponse:
    """error: code never changes; field is there when a part of the request is wrong."""
    told = {"code": code, "message": message, **({"field": field} if field else {})}
    return HttpResponse(
        orjson.dumps({"error": told}), status=status, content_type="application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )  # fmt: skip


def failed(error: UserFacingError) -> HttpResponse:
    """One of the errors that may be told."""
    if isinstance(error, Pending):
        # Not 202: a program that does not look at the status would take this for an answer.
        return refused(503, error.code, error.message, Retry_After=str(AGAIN))
    if isinstance(error, NothingYet):
        return refused(409, error.code, error.message)
    if isinstance(error, TooMany):
        return refused(429, error.code, error.message, Retry_After=str(error.retry_after))
    if isinstance(error, UnknownKey):
        return refused(401, error.code, error.message, WWW_Authenticate=REALM)
    if isinstance(error, KeyMayNot):
        told = f'{REALM}, error="insufficient_scope", scope="{error.scope}"'
        return refused(403, error.code, error.message, WWW_Authenticate=told)
    return refused(error.http_status, error.code, error.message, getattr(error, "field", ""))
