"""What can be wrong with a query."""

from __future__ import annotations


class BadQuery(ValueError):
    """field: where in the query, such as `steps[0].where`; problem: what is wrong there and what would be right."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.field = field
        self.problem = problem


class NotThere(BadQuery):
    """A segment, list or trait that there is not; `answering` says where the query names it."""

    def __init__(self, name: str | int, problem: str) -> None:
        super().__init__("", problem)
        self.name = name


class NoSuchCell(KeyError):
    """An answer has no number at this place."""


class UnknownEngine(LookupError):
    """Nobody has said how this engine reads properties and instants."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"reports of usage are computed by {', '.join(known)}; this connection leads to {name}")
