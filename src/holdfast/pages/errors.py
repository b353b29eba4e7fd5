"""Errors as pages: what happened, and what to do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from holdfast.book.board import NothingYet, Pending
from holdfast.core.errors import UserFacingError
from holdfast.core.limits import TooMany
from holdfast.pages.access import NotAllowed
from holdfast.web.htmx import render_page

PAGE, FRAGMENT = "pages/error.html", "pages/_error.html"


def shown(request: HttpRequest, error: UserFacingError) -> HttpResponse:
    """The page, or the fragment that is swapped in, of one error."""
    if isinstance(error, Pending):
        return _pending(request, error)
    if isinstance(error, NothingYet):
        return render_page(request, "pages/nothing_yet.html", "pages/_nothing_yet.html", {})
    if isinstance(error, TooMany):
        return too_many(request, error)
    title, message = gettext("This did not work"), error.message
    if isinstance(error, NotAllowed):
        title = gettext("Your role does not include this")
        message = gettext("Ask an owner or an admin of the workspace to do it, or to change your role.")
    return _page(request, title, message, error.code, error.http_status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = gettext("The address may be wrong, or what it showed is gone, or it belongs to a workspace of others.")
    return _page(request, gettext("There is nothing here"), message, "not_found", 404)


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """Of a form whose token does not fit: nearly always a page that was open for very long."""
    message = gettext("The page was open for too long or cookies are switched off. Load it again and repeat.")
    return _page(request, gettext("This form could not be trusted"), message, "forbidden", 403)


def too_large(request: HttpRequest, most_bytes: int) -> HttpResponse:
    message = gettext("At most %(kilobytes)s kB are taken here. Files are uploaded on the page of imports.") % {
        "kilobytes": most_bytes >> 10
    }
    return _page(request, gettext("Too much was sent"), message, "too_large", 413)


def length_required(request: HttpRequest) -> HttpResponse:
    message = gettext("Send the request with the header Content-Length; bodies in chunks are not taken.")
    return _page(request, gettext("The request does not say how long it is"), message, "length_required", 411)


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    minutes = -(-error.retry_after // 60)
    message = ngettext("Wait %(count)s minute, then try again.", "Wait %(count)s minutes, then try again.", minutes) % {
        "count": minutes
    }
    response = _page(request, gettext("Too many attempts"), message, error.code, error.http_status)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _page(request: HttpRequest, title: str, message: str, code: str, status: int) -> HttpResponse:
    context = {"error_title": title, "error_message": message, "error_code": code}
    return render_page(request, PAGE, FRAGMENT, context, status=status)


def _pending(request: HttpRequest, error: Pending) -> HttpResponse:
    """Says how far the work is and asks again: a fragment by itself, a whole page by being loaded again."""
    context = {"pending": error, "percent": round(error.share * 100), "again": request.get_full_path()}
    response = render_page(request, "pages/pending.html", "pages/_pending.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Refresh"] = "2"
    return response
