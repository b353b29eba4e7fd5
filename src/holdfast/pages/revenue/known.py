"""What was known when: the instants between which a roll-forward is compared, and the imports that told it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from holdfast.core.models import ImportRun
from holdfast.web.format import Formatter

MOST = 60
LONGEST = 60  # letters of the name of an import


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An instant after which something more was known: the end of an import."""

    at: datetime
    name: str


def history(write: Formatter, zone: ZoneInfo) -> list[Knowledge]:
    """The ends of imports, the newest first. Two of the same instant are one."""
    runs = ImportRun.objects.filter(status=ImportRun.Status.DONE).order_by("-started_at")[:MOST]
    found: dict[datetime, str] = {}
    for run in runs:
        at = max(run.started_at, run.finished_at or run.started_at)
        found.setdefault(at, f"{write.moment(at, zone)}, {_named(run)}")
    return [Knowledge(at, name) for at, name in found.items()]


def imports_at(instants: Iterable[datetime]) -> dict[datetime, str]:
    """What was imported at an instant at which something became known."""
    runs = ImportRun.objects.filter(started_at__in=set(instants)).order_by("pk")
    return {run.started_at: _named(run) for run in runs}


def _named(run: ImportRun) -> str:
    """What was imported, short enough to be chosen from a list."""
    name = run.file_name or run.source
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which period, and as known when. b None: as known now."""

    a: datetime | None
    b: datetime | None
    period: str
    label: str

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        period = query.get("period", "month")
        known = period if period in ("month", "quarter", "year") else "month"
        return cls(_instant(query.get("a", "")), _instant(query.get("b", "")), known, query.get("at", ""))

    def among(self, known: Iterable[Knowledge]) -> Self:
        """Without instants at which nothing became known: each would be a state of the data to compute."""
        instants = {one.at for one in known}
        return replace(self, a=self.a if self.a in instants else None, b=self.b if self.b in instants else None)

    def query(self, **changes: object) -> str:
        other = replace(self, **changes)  # type: ignore[arg-type]
        given = {
            "a": other.a.isoformat() if other.a else "",
            "b": other.b.isoformat() if other.b else "",
            "period": other.period if other.period != "month" else "",
            "at": other.label,
        }
        return urlencode({name: value for name, value in given.items() if value})


def _instant(text: str) -> datetime | None:
    """An aware instant; anything else is as if it were not asked for."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def known_text(at: datetime | None, write: Formatter, zone: ZoneInfo) -> str:
    return write.moment(at, zone) if at else gettext("now")
