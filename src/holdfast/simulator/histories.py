"""Contract rows as they come about: the present state of every slot, and the rows that are closed.

A slot holds one subscription at a time (an account's main contract). `change` closes the present row and opens the
next at the same instant, so rows of a subscription are contiguous and never overlap. What would happen at or after
the end of the window has not happened.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.simulator.timeline import NEVER, Bools, Ints

TRIALING, INCOMPLETE, ACTIVE, PAST_DUE, UNPAID, PAUSED = range(6)
STATUSES = ("trialing", "incomplete", "active", "past_due", "unpaid", "paused")
# Position 0 is "no reason given".
REASONS = (
    "", "trial_converted", "plan_change", "quantity", "price_change", "discount", "paused", "resumed",
    "payment_failed", "voluntary", "billing_move", "moved_to_free",
)  # fmt: skip
REASON = {name: number for number, name in enumerate(REASONS)}

ROW = np.dtype(
    [
        ("account", "i4"), ("subscription", "i4"), ("item", "i1"), ("moved_from", "i4"), ("plan", "i1"),
        ("term", "i1"), ("version", "i1"), ("seats", "i8"), ("percent", "i8"), ("status", "i1"), ("reason", "i1"),
        ("end_reason", "i1"), ("valid_from", "i8"), ("valid_to", "i8"), ("scheduled_end", "i8"),
        ("scheduled_at", "i8"),
    ]
)  # fmt: skip
Rows = npt.NDArray[np.void]


class Histories:
    """The rows of all slots; subscriptions are numbered in the order in which they are opened."""

    def __init__(self, slots: int, end: int) -> None:
        self.now: Rows = np.zeros(slots, ROW)
        self.now["account"] = np.arange(slots)
        self.running: Bools = np.zeros(slots, bool)
        self.end_of_window = end
        self._closed: list[Rows] = []
        self._next = 0

    def open(self, who: Ints, at: Ints, reason: str = "", **state: Any) -> None:
        """Begin a new subscription in these slots, which must be free."""
        happens = at < self.end_of_window
        who, at = who[happens], at[happens]
        blank = {"item": 0, "moved_from": -1, "percent": 0, "end_reason": 0, "reason": REASON[reason]}
        blank |= {"valid_to": NEVER, "scheduled_end": NEVER, "scheduled_at": NEVER}
        for field, value in (blank | state).items():
            self.now[field][who] = _of(value, happens)
        self.now["subscription"][who] = self._next + np.arange(len(who))
        self.now["valid_from"][who] = at
        self.running[who] = True
        self._next += len(who)

    def change(self, who: Ints, at: Ints, reason: str = "", **state: Any) -> None:
        """Go over to another state at `at`; a state that lasted no time leaves no row."""
        happens = at < self.end_of_window
        who, at = who[happens], at[happens]
        self._close(who[self.now["valid_from"][who] < at], at[self.now["valid_from"][who] < at])
        self.now["valid_from"][who] = at
        self.now["reason"][who] = REASON[reason]
        for field, value in state.items():
            self.now[field][who] = _of(value, happens)

    def end(self, who: Ints, at: Ints, reason: str) -> None:
        """End the subscriptions. A state that just began is ended with the reason, too; it must have lasted."""
        happens = at < self.end_of_window
        who, at = who[happens], at[happens]
        self.now["end_reason"][who] = REASON[reason]
        self._close(who, at)
        self.running[who] = False

    def schedule(self, who: Ints, *, scheduled_at: Ints, scheduled_end: Ints | int) -> None:
        """Note a future end, or with NEVER that there is none, on the present rows."""
        self.now["scheduled_at"][who] = scheduled_at
        self.now["scheduled_end"][who] = scheduled_end

    def _close(self, who: Ints, at: Ints) -> None:
        rows = self.now[who]
        rows["valid_to"] = at
        self._closed.append(rows)

    def rows(self) -> Rows:
        """All rows, by subscription and time; those still running have no `valid_to`."""
        rows = np.concatenate([*self._closed, self.now[self.running]])
        return rows[np.lexsort((rows["valid_from"], rows["item"], rows["subscription"]))]


def _of(value: Any, happens: Bools) -> Any:
    return value[happens] if isinstance(value, np.ndarray) else value
