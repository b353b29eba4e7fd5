"""Exchange rates at the boundaries of a calendar: asked for only where money stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

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


def boundary_rates(
    con: Backend,
    standing: Mapping[str, Standing],
    boundaries: Sequence[datetime],
    ledger: billing.LedgerSettings,
    records: Mapping[str, pa.Table],
    as_of: datetime,
) -> pa.Table:
    """The fact fx_rate for every currency and boundary.

    Raises MissingRate where money stands. Where none does, an unknown rate is that of the nearest boundary that has
    one: it is multiplied by nothing, or values what is added within the first period.
    """
    rows: list[dict[str, object]] = []
    for currency, span in standing.items():
        needed = [boundary for boundary in boundaries if span.at(boundary)]
        known = _ask(con, currency, needed, ledger, records, as_of)
        rest = [boundary for boundary in boundaries if boundary not in known]
        try:
            known |= _ask(con, currency, rest, ledger, records, as_of)
        except billing.MissingRate:  # one by one is slow, and needed only here
            for boundary in rest:
                known |= _try(con, currency, boundary, ledger, records, as_of)
        rows += [
            {"currency": currency, "at": boundary, "rate": _nearest(known, boundary)}
            for boundary in boundaries
            if known
        ]
    return pa.Table.from_pylist(rows, schema=FX_RATE.schema.to_pyarrow())


def _ask(
    con: Backend,
    currency: str,
    boundaries: Sequence[datetime],
    ledger: billing.LedgerSettings,
    records: Mapping[str, pa.Table],
    as_of: datetime,
) -> dict[datetime, Decimal]:
    if not boundaries:
        return {}
    found = con.to_pyarrow(billing.fx_rate(con, boundaries, [currency], ledger, records, as_of)).to_pylist()
    return {row["at"]: row["rate"] for row in found if row["currency"] == currency}


def _try(
    con: Backend,
    currency: str,
    boundary: datetime,
    ledger: billing.LedgerSettings,
    records: Mapping[str, pa.Table],
    as_of: datetime,
) -> dict[datetime, Decimal]:
    try:
        return _ask(con, currency, [boundary], ledger, records, as_of)
    except billing.MissingRate:
        return {}


def _nearest(known: Mapping[datetime, Decimal], boundary: datetime) -> Decimal:
    instants: Iterable[datetime] = known
    return known[min(instants, key=lambda at: abs(at - boundary))]
