"""Why a board cannot show a number now."""

from __future__ import annotations

from holdfast.core.errors import UserFacingError


class NothingYet(UserFacingError):
    """The workspace has no data."""

    code = "nothing_yet"
    http_status = 200


class Pending(UserFacingError):
    """The numbers are being computed. `share` of the work is done, 0 to 1; `doing` says what, for people."""

    code = "pending"
    http_status = 202

    def __init__(self, share: float = 0.0, doing: str = "") -> None:
        super().__init__("The numbers are being computed.")
        self.share = share
        self.doing = doing


class NotComputed(UserFacingError):
    """Computing failed. The message is that of the failure; `cause` its code, if it was one that people may see."""

    code = "not_computed"
    http_status = 500

    def __init__(self, message: str, cause: str = "") -> None:
        super().__init__(message)
        self.cause = cause
