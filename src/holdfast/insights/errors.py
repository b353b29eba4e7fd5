"""What can go wrong when a report is written, for the person who asked for it."""

from __future__ import annotations

from holdfast.core.errors import UserFacingError


class UnknownFormat(UserFacingError):
    """The suffix of the file says nothing that we can write."""

    code = "unknown_format"


class UnknownLanguage(UserFacingError):
    code = "unknown_language"
