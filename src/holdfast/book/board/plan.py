"""What is computed before anybody asks, in the order of its use."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from holdfast.book.board.meta import Meta
from holdfast.book.board.what import Kind, What
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.registry import kpi_of

FIRST = ("month", "")
GRAINS = ("quarter", "year", "week")
SLICES = ("plan", "currency", "country")

Step = tuple[What, str]
"""What to make, and words for a person who waits for it."""


def of_month(meta: Meta) -> list[Step]:
    """All that a board has to have before it is shown."""
    return [
        *_results(meta, *FIRST),
        *_stock_of_month(meta),
        *_cohorts(meta, "month"),
        *_terms(meta, *FIRST),
        *_members(meta, "month"),
        *_accounts(meta),
    ]


def frames(meta: Meta) -> list[tuple[str, str]]:
    """The other periods and slices (period, by) that are made after that."""
    return [*((grain, "") for grain in GRAINS), *(("month", by) for by in SLICES if by in meta.traits)]


def of_frame(meta: Meta, period: str, by: str) -> list[Step]:
    """What is made of one of them. Who is behind a week is asked for seldom, and is large: it is made when it is."""
    steps = [*_results(meta, period, by), *_rollforward(meta, period, by)]
    steps += [] if by else _cohorts(meta, period)
    steps += [_survival(by)] if by and meta.has_mrr else []
    return steps if period == "week" else [*steps, *_terms(meta, period, by)]


def _results(meta: Meta, period: str, by: str) -> list[Step]:
    """Models by slice take as long as all the rest, so they come last."""
    doing = gettext_noop("Computing the KPIs")
    keys = sorted(meta.available, key=lambda key: kpi_of(key).fit is not None)
    return [(What(kind=Kind.RESULT, key=key, period=period, by=by), doing) for key in keys]


def _terms(meta: Meta, period: str, by: str) -> Iterator[Step]:
    doing = gettext_noop("Finding out who is behind each number")
    yield What(kind=Kind.RATES, period=period), doing
    for key in meta.available:
        yield What(kind=Kind.TERMS, key=key, period=period, by=by), doing


def _stock_of_month(meta: Meta) -> Iterator[Step]:
    yield from _rollforward(meta, *FIRST)
    if meta.has_mrr:
        yield _survival("")
        doing = gettext_noop("Listing the movements")
        yield from ((What(kind=kind), doing) for kind in (Kind.MOVEMENTS, Kind.UPCOMING))


def _rollforward(meta: Meta, period: str, by: str) -> list[Step]:
    doing = gettext_noop("Computing the roll-forward of MRR")
    kinds = (Kind.ROLLFORWARD, Kind.MOVED) if meta.has_mrr else ()
    return [(What(kind=kind, period=period, by=by), doing) for kind in kinds]


def _cohorts(meta: Meta, period: str) -> list[Step]:
    doing = gettext_noop("Computing cohorts")
    return [(What(kind=Kind.COHORTS, key=kind, period=period), doing) for kind in meta.cohort_kinds]


def _members(meta: Meta, period: str) -> Iterator[Step]:
    doing = gettext_noop("Finding out who is behind each number")
    for kind in meta.cohort_kinds:
        yield What(kind=Kind.MEMBERS, key=kind), doing
        yield What(kind=Kind.TERMS, key=COHORTS[kind].key, period=period), doing


def _survival(by: str) -> Step:
    return What(kind=Kind.SURVIVAL, by=by), gettext_noop("Computing survival")


def _accounts(meta: Meta) -> Iterator[Step]:
    doing = gettext_noop("Listing the accounts")
    for subject in ("account", "person"):
        yield What(kind=Kind.NAMES, key=subject), doing
    for kind in (
        Kind.ACCOUNTS, Kind.ACCOUNT_KPIS, Kind.HEALTH, Kind.DIRECTORY, Kind.ANSWERS, Kind.TICKETS, Kind.MONEY,
    ):  # fmt: skip
        yield What(kind=kind), doing
