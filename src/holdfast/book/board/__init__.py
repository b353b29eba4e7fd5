"""A board: the computed numbers of a workspace, ready to be shown."""

from holdfast.book.board.asking import computing_here, refresh_soon
from holdfast.book.board.board import Board
from holdfast.book.board.errors import NotComputed, NothingYet, Pending
from holdfast.book.board.shelf import forget_older
from holdfast.book.board.usage import Usage, usage_of

__all__ = [
    "Board",
    "NotComputed",
    "NothingYet",
    "Pending",
    "Usage",
    "computing_here",
    "forget_older",
    "refresh_soon",
    "usage_of",
]
