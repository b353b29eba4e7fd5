"""What an address asks: the draft it holds, and the query that the draft is, if it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.reading import AnyQuery, read_data
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.insights.form.draft import Draft
from holdfast.pages.insights.kind import ReportKind
from holdfast.pages.insights.kinds import KINDS


@dataclass(frozen=True)
class Asked:
    """query is None while the draft is none yet; problem then says what is missing or wrong."""

    kind: ReportKind
    draft: Draft
    query: AnyQuery | None
    problem: BadQuery | None = None

    @classmethod
    def read(cls, given: QueryDict, by_use: Sequence[str] = ()) -> Self:
        """`q`: a draft; `report` alone: the first question of that kind. 404 for a kind there is none of."""
        draft = drafts.read(given.get("q", "")) or {"report": given.get("report", "retention")}
        kind = KINDS.get(str(draft.get("report", "")))
        if kind is None:
            raise Http404
        if set(draft) == {"report"}:
            draft = {**draft, **kind.first(by_use)}
        try:
            return cls(kind, draft, read_data(drafts.complete(draft), lax=True))
        except BadQuery as problem:
            return cls(kind, draft, None, problem)

    @property
    def text(self) -> str:
        """The draft as an address or a form holds it."""
        return drafts.write(self.draft)

    def address(self, **more: str) -> str:
        """The query string of it."""
        return urlencode({"q": self.text, **more})
