"""Requests of a person who asks for its data, or to be forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from holdfast.core.api import told
from holdfast.customers.api import forget_person, kind_of
from holdfast.desk.models import Ticket


def forget(keys: Collection[str]) -> dict[str, int]:
    """Tickets stay, without who asked; how many."""
    count = forget_person(Ticket, kind_of("ticket", "desk"), keys, own_id="ticket")
    return {"tickets": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """Everything that is kept here of a person, corrected rows too: name of a table -> its rows."""
    return {"tickets": told(Ticket.objects.filter(person__in=keys))}
