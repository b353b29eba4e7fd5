"""What can be computed for a board: each is one file, and can be asked for on its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, Self
from urllib.parse import quote

LONGEST_NAME = 120


class Kind(StrEnum):
    """RESULT: the series of a KPI (`key`). TERMS: which contributions it is the sum of, and where they are. RATES: what
    they are valued at. COHORTS: `key` is the kind of cohorts. SURVIVAL: of the accounts at the end of `until`.
    DIRECTORY: who is who, for reports of usage; ANSWERS, TICKETS: what they gave and opened, for segments.
    """

    RESULT = "result"
    TERMS = "terms"
    RATES = "rates"
    ROLLFORWARD = "rollforward"
    COHORTS = "cohorts"
    SURVIVAL = "survival"
    MOVEMENTS = "movements"
    MOVED = "moved"
    UPCOMING = "upcoming"
    MEMBERS = "members"
    ACCOUNTS = "accounts"
    ACCOUNT_KPIS = "account_kpis"
    HEALTH = "health"
    NAMES = "names"
    PREVIEW = "preview"
    DIRECTORY = "directory"
    MONEY = "money"
    ANSWERS = "answers"
    TICKETS = "tickets"


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """One thing to compute. whole: from the first day of the data on, not only the periods that are usually shown.

    known_at: ISO instant, from what had been imported by then. settings: JSON of proposed settings.
    """

    kind: Kind
    key: str = ""
    period: str = ""
    by: str = ""
    whole: bool = False
    until: str = ""
    known_at: str = ""
    settings: str = ""

    @property
    def file(self) -> PurePosixPath:
        """Where in the board's folder it is kept. Names of traits and keys come from outside, so they are quoted.

        Some disks do not tell Country from country, and quoting not "company size" from "company_size": a part of the
        digest does.
        """
        named = [self.period, self.by and f"by {self.by}", self.key, "whole" if self.whole else "", self.until]
        name = quote(" ".join(part for part in named if part), safe=" ").replace(" ", "_").replace(".", "%2E") or "all"
        shown = len(name) <= LONGEST_NAME and not self.known_at and not self.settings
        return PurePosixPath(self.kind.value, f"{name}-{self.digest[:12]}.arrow" if shown else f"{self.digest}.arrow")

    @property
    def digest(self) -> str:
        return sha256(repr(sorted(self.stored().items())).encode()).hexdigest()[:32]

    @property
    def known(self) -> datetime | None:
        return datetime.fromisoformat(self.known_at) if self.known_at else None

    @property
    def proposed(self) -> dict[str, Any]:
        """The settings a preview is of, as `preferences.proposed` takes them."""
        found: dict[str, Any] = json.loads(self.settings) if self.settings else {}
        return found

    def stored(self) -> dict[str, Any]:
        """As JSON, for the queue; what is usual is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        return cls(**{**stored, "kind": Kind(stored["kind"])})
