"""A board: the computed numbers of a workspace, ready to be shown."""

from holdfast.book.board.board import Board
from holdfast.book.board.errors import NothingYet, Pending

__all__ = ["Board", "NothingYet", "Pending"]
