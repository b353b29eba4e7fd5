"""Two kinds of errors: what a person may see, with a code that never changes, and everything else, which is a bug."""

from __future__ import annotations

from typing import ClassVar


class HoldfastError(Exception):
    """The root of our own errors. On its own it is a mistake of ours, never of the person in front of it."""


class UserFacingError(HoldfastError):
    """The message may be shown to the user, names the remedy, and `code` is stable and documented."""

    code: ClassVar[str] = "bad_request"
    http_status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(UserFacingError):
    code = "not_found"
    http_status = 404


class AlreadyStarted(UserFacingError):
    code = "already_started"
    http_status = 409


class NoDatabase(UserFacingError):
    """The data folder cannot be made, or the database cannot be opened."""

    code = "no_database"
    http_status = 503


class BadRecords(UserFacingError):
    """Records that cannot be stored: a required field is empty, or they arrive earlier than what they correct."""

    code = "bad_records"
    http_status = 422


class NotUndoable(UserFacingError):
    """An import that cannot be taken back: it is not done, it is undone already, or a later one built on it."""

    code = "not_undoable"
    http_status = 409


class NoWorkspace(HoldfastError):
    """A table of a workspace was used outside `in_workspace()`."""


class ForeignWorkspace(HoldfastError):
    """A row was written into, or linked with, a workspace other than the one that was entered."""
