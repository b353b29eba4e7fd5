"""What happens around every view: the policy of the page, the member's language, errors a person may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from holdfast.core.errors import UserFacingError
from holdfast.pages import errors
from holdfast.web.numbers import whole_number

Handler = Callable[[HttpRequest], HttpResponse]

# Nothing inline, nothing from elsewhere. `data:` images are the QR code of a second factor.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicy:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


FORM_BYTES = 1 << 20  # what the fields and borders of a form may weigh, beside files where it takes any

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def weighs_bodies(view: View) -> View:
    """Marks a view that takes files: it limits the body itself, after it knows who sends it."""
    view.weighs_bodies = True  # type: ignore[attr-defined]
    return view


class LimitedBodies:
    """Refuses a body that is too large before anything reads it.

    The check of a form's token reads the whole body and puts files into a temporary folder, whoever sends them; so
    this has to stand before it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_args: object) -> HttpResponse | None:
        if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            return errors.length_required(request)  # Django reads such a body as an empty one
        if getattr(view, "weighs_bodies", False) or body_bytes(request) <= FORM_BYTES:
            return None
        return errors.too_large(request, FORM_BYTES)


def body_bytes(request: HttpRequest) -> int:
    """How long the body is said to be; nothing beyond that is read."""
    return whole_number(request.META.get("CONTENT_LENGTH") or "") or 0


class OwnLanguage:
    """A member's own language before the one of the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language() or chosen
        return self.get_response(request)


class ErrorPages:
    """Turns what a person may see into a page or a fragment; everything else is a bug and stays one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return errors.shown(request, error) if isinstance(error, UserFacingError) else None
