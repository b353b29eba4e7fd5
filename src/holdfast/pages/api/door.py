"""Who may ask: every view goes through `by_key`, which fails closed. No session, no cookie, no token of a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from holdfast.core.errors import UserFacingError
from holdfast.core.limits import Limit, give_back, take
from holdfast.core.models import Workspace
from holdfast.events.api import opened_by_key
from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.pages.api.answers import BadParameter, failed, refused
from holdfast.pages.middleware import body_bytes, weighs_bodies
from holdfast.reporting.source import Source
from holdfast.web.address import counted_address
from holdfast.web.numbers import whole_number

READ, PEOPLE = "read", "people"
LANGUAGE = "en"  # of titles and messages, whatever a client's machine speaks
ASKED = Limit("numbers by key", most=300, seconds=60)
# Keys that open nothing: whoever guesses is stopped.
GUESSED = Limit("keys for numbers that open nothing, by address", most=30, seconds=600)
BODY_BYTES = 100_000
PAGE, MOST_ON_A_PAGE = 100, 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """A request inside the workspace of its key."""

    request: HttpRequest
    workspace: Workspace
    now: datetime

    @property
    def source(self) -> Source:
        return Source.of(self.workspace, self.now, LANGUAGE)

    def given(self, name: str, usual: str = "") -> str:
        """A parameter of the address."""
        return str(self.request.GET.get(name, usual))

    def page(self, count: int) -> tuple[slice, dict[str, int]]:
        """The rows that are asked for by `page` and `per_page`, and what is said of them."""
        page, size = self._whole("page", 1), self._whole("per_page", PAGE)
        if size > MOST_ON_A_PAGE:
            raise BadParameter("per_page", f"At most {MOST_ON_A_PAGE} are on a page.")
        rows = slice((page - 1) * size, page * size)
        return rows, {"count": count, "page": page, "per_page": size, "pages": max(-(-count // size), 1)}

    def _whole(self, name: str, usual: int) -> int:
        number = whole_number(self.given(name, str(usual)))
        if not number:
            raise BadParameter(name, f"{name} is a whole number from 1 on.")
        return number


def by_key(method: str, needs: str = READ) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that programs ask with a key of the scope `needs`, by one method (GET also by HEAD)."""
    methods = (method, "HEAD") if method == "GET" else (method,)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def called(request: HttpRequest, **arguments: Any) -> HttpResponse:
            with translation.override(LANGUAGE):
                if request.method not in methods:
                    return refused(405, "bad_method", f"Ask with {method}.", Allow=", ".join(methods))
                response = _answer(request, needs, view, arguments)
            response.headers["Cache-Control"] = "no-store"
            return response

        called.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here knows a cookie
        return weighs_bodies(called)

    return decorate


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that is none, for programs."""
    return refused(404, "not_found", "There is nothing at this address; the reference lists those there are.")


nothing.csrf_exempt = True  # type: ignore[attr-defined]


def _answer(
    request: HttpRequest, needs: str, view: Callable[..., HttpResponse], arguments: dict[str, Any]
) -> HttpResponse:
    now, who = datetime.now(UTC), counted_address(request)
    try:
        take(GUESSED, who)
        with opened_by_key(request.headers.get("Authorization"), needs, at=now) as reader:
            give_back(GUESSED, who)
            take(ASKED, reader.workspace.pk, reader.key)
            if body_bytes(request) > BODY_BYTES:
                return refused(413, "too_large", f"A question has at most {BODY_BYTES // 1000} kB.")
            return view(Call(request, reader.workspace, now), **arguments)
    except BadQuery as error:
        return refused(422, "bad_query", error.problem, error.field)
    except NoSuchCell:
        return refused(404, "no_such_cell", "The answer to this question has no such cell.", "cell")
    except UserFacingError as error:
        return failed(error)
