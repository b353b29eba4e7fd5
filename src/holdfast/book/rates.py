"""Exchange rates at the boundaries of a calendar: asked for only where money stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.billing import api as billing
from holdfast.metrics.kernel.facts import FX_RATE, Facts


@dataclass(frozen=True, slots=True)
class Standing:
    """From when a currency has a balance, and until when; None: it still has one."""

    since: datetime
    until: datetime | None

    def at(self, boundary: datetime) -> bool:
        """Whether anything may stand at a boundary: what changed before it counts."""
        return self.since < boundary and (self.until is None or boundary <= self.until)


def standings(con: Backend, facts: Facts) -> dict[str, Standing]:
    """Each currency in which there is MRR, or a series beside it."""
    parts = [facts[name].select("currency", "effective_at", "amount") for name in ("mrr_change", "mrr_series")]
    changes = ibis.union(*parts)
    spans = changes.group_by("currency").agg(
        first=changes.effective_at.min(), last=changes.effective_at.max(), left=changes.amount.sum()
    )
    return {
        row["currency"]: Standing(row["first"], None if row["left"] else row["last"])
        for row in con.to_pyarrow(spans).to_pylist()
        if row["currency"]
    }


Ask = Callable[[str, Sequence[datetime]], dict[datetime, Decimal]]
"""A currency and boundaries -> the rate at each of them. Raises MissingRate."""


def asking(
    con: Backend, ledger: billing.LedgerSettings, records: Mapping[str, pa.Table], as_of: datetime, zone: ZoneInfo
) -> Ask:
    def ask(currency: str, boundaries: Sequence[datetime]) -> dict[datetime, Decimal]:
        if not boundaries:
            return {}
        rates = billing.fx_rate(con, boundaries, [currency], ledger, records, as_of, zone)
        return {row["at"]: row["rate"] for row in con.to_pyarrow(rates).to_pylist() if row["currency"] == currency}

    return ask


def boundary_rates(standing: Mapping[str, Standing], boundaries: Sequence[datetime], ask: Ask) -> pa.Table:
    """The fact fx_rate for every currency and boundary.

    Raises MissingRate where money stands. Where none does, an unknown rate is that of the nearest boundary that has
    one: it is multiplied by nothing, or values what is added within the first period.
    """
    rows: list[dict[str, object]] = []
    for currency, span in standing.items():
        known = ask(currency, [boundary for boundary in boundaries if span.at(boundary)])
        rest = [boundary for boundary in boundaries if boundary not in known]
        try:
            known |= ask(currency, rest)
        except billing.MissingRate:  # one by one is slow, and needed only here
            for boundary in rest:
                known |= _try(ask, currency, boundary)
        rows += [
            {"currency": currency, "at": boundary, "rate": _nearest(known, boundary)}
            for boundary in boundaries
            if known
        ]
    return pa.Table.from_pylist(rows, schema=FX_RATE.schema.to_pyarrow())


def _try(ask: Ask, currency: str, boundary: datetime) -> dict[datetime, Decimal]:
    try:
        return ask(currency, [boundary])
    except billing.MissingRate:
        return {}


def _nearest(known: Mapping[datetime, Decimal], boundary: datetime) -> Decimal:
    instants: Iterable[datetime] = known
    return known[min(instants, key=lambda at: abs(at - boundary))]
