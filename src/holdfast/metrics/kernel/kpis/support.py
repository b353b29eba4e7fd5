"""KPIs of the group "support": how many ask for help, how soon they hear from us, and what is still open.

Times are dated by the answer or the solution, so a figure of a past period never changes; shares within a target are
dated by the opening of the ticket and leave out those whose target has not passed yet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Statistic, Term, Unit
from holdfast.metrics.kernel.kpis.terms import Terms, customers, one_each, over
from holdfast.metrics.kernel.models.intervals import wilson

ONE = ibis.literal(1, "int64")
SATISFIED = 4  # of five

_kpi = partial(Kpi, group=Group.SUPPORT, needs=("ticket",), direction=Direction.LOWER)


def _hours(start: ir.Value, end: ir.Value) -> ir.Value:
    return (end.epoch_seconds() - start.epoch_seconds()) / 3600.0


def _counted(rows: ir.Table, amount: ir.Value = ONE) -> ir.Table:
    return rows.select("period", "slice", subject_id=_.account_id, amount=amount)


def _tickets(frame: Frame, moment: str, *, before: bool = False) -> ir.Table:
    """Tickets by the period of `moment`, in the slice their account was in when they were opened.

    The slice is that of the opening even for a solution, or a ticket would stay open in one slice for ever when its
    account changes to another one.
    """
    table = frame.sliced(frame.facts["ticket"], "opened_at")
    return frame.within(table, moment, before=before)


def _flow(moment: str, amount: ir.Value = ONE) -> Terms:
    return lambda frame: [Term(_counted(_tickets(frame, moment), amount))]


_OPENED = _flow("opened_at")
_RESPONSE = _flow("first_response_at", _hours(_.opened_at, _.first_response_at))
_RESOLUTION = _flow("solved_at", _hours(_.opened_at, _.solved_at))


def _backlog(frame: Frame) -> Sequence[Term]:
    opened = _counted(_tickets(frame, "opened_at", before=True))
    solved = _counted(_tickets(frame, "solved_at", before=True))
    return [Term(opened, Fold.CLOSING), Term(solved, Fold.CLOSING, sign=-1)]


def _asking_accounts(frame: Frame) -> Sequence[Term]:
    return [Term(one_each(_tickets(frame, "opened_at").filter(_.account_id.notnull())))]


def _decided(until: ir.Value, target: Callable[[Frame], int], *, met: bool) -> Terms:
    """1 for each ticket of the period that met its target (`met`) or of which it is known whether it did."""

    def terms(frame: Frame) -> Sequence[Term]:
        limit, as_of = float(target(frame)), frame.days.end_at.max().as_scalar()
        rows = _tickets(frame, "opened_at").mutate(until=until)
        reached = (rows.until < as_of).fill_null(False)
        on_time = reached & (_hours(rows.opened_at, rows.until) <= limit)
        known = reached | (_hours(rows.opened_at, as_of) >= limit)
        return [Term(_counted(rows.filter(on_time if met else known)))]

    return terms


def _on_time(until: ir.Value, target: Callable[[Frame], int]) -> Terms:
    return over(_decided(until, target, met=True), _decided(until, target, met=False))


def _rated(amount: ir.Value) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        table = frame.sliced(frame.facts["ticket"], "opened_at").filter(_.satisfaction.between(1, 5))
        rows = table.mutate(rated_at=ibis.coalesce(table.solved_at, table.opened_at))
        return [Term(_counted(frame.within(rows, "rated_at"), amount))]

    return terms


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="tickets_opened", title="Tickets opened", unit=Unit.COUNT, direction=Direction.NEITHER,
        formula="tickets opened in the period", numerator="tickets opened", terms=_OPENED,
    ),
    _kpi(
        key="tickets_solved", title="Tickets solved", unit=Unit.COUNT, direction=Direction.NEITHER,
        formula="tickets solved in the period", numerator="tickets solved", terms=_flow("solved_at"),
    ),
    _kpi(
        key="backlog", title="Backlog", unit=Unit.COUNT, headline=True,
        formula="tickets opened and not solved at the end of the period", numerator="open tickets at end",
        terms=_backlog,
    ),
    _kpi(
        key="contact_rate", title="Contact rate", unit=Unit.RATIO, needs=("ticket", "mrr_change"),
        formula="tickets opened in the period / paying accounts at end", numerator="tickets opened",
        denominator="paying accounts at end", terms=over(_OPENED, customers(Fold.CLOSING)),
        trap="Tickets of people who do not pay, or do not pay any more, count as well.",
    ),
    _kpi(
        key="contact_rate_accounts", title="Accounts that asked for support", unit=Unit.RATIO,
        needs=("ticket", "mrr_change"),
        formula="accounts that opened a ticket in the period / paying accounts at end",
        numerator="accounts that opened a ticket", denominator="paying accounts at end",
        terms=over(_asking_accounts, customers(Fold.CLOSING)),
    ),
    _kpi(
        key="first_response_time", title="First response time, median", unit=Unit.HOURS, headline=True,
        statistic=Statistic.MEDIAN,
        formula="median of the hours from the opening of a ticket to the first response given in the period",
        numerator="hours to the first response", denominator="first responses", terms=_RESPONSE,
        trap="Hours by the clock, nights and weekends included; a ticket without a response is not in it yet.",
    ),
    _kpi(
        key="first_response_time_mean", title="First response time, mean", unit=Unit.HOURS,
        formula="hours from the opening of a ticket to the first response / first responses given in the period",
        numerator="hours to the first response", denominator="first responses",
        terms=over(_RESPONSE, _flow("first_response_at")), trap="A few forgotten tickets decide it; read the median.",
    ),
    _kpi(
        key="first_response_on_time", title="First response within the target", unit=Unit.SHARE, interval=wilson,
        direction=Direction.HIGHER,
        formula="tickets of the period answered within the target / tickets of the period that were answered or due",
        numerator="tickets answered within the target", denominator="tickets answered or due",
        terms=_on_time(
            ibis.coalesce(_.first_response_at, _.solved_at), lambda frame: frame.settings.first_response_target_hours
        ),
        trap="The target is a setting: first_response_target_hours. A ticket solved without a response was answered "
        "by its solution.",
    ),
    _kpi(
        key="resolution_time", title="Resolution time, median", unit=Unit.HOURS, headline=True,
        statistic=Statistic.MEDIAN,
        formula="median of the hours from the opening of a ticket to its solution in the period",
        numerator="hours to the solution", denominator="tickets solved", terms=_RESOLUTION,
        trap="Open tickets are not in it; see the backlog.",
    ),
    _kpi(
        key="resolution_time_mean", title="Resolution time, mean", unit=Unit.HOURS,
        formula="hours from the opening of a ticket to its solution / tickets solved in the period",
        numerator="hours to the solution", denominator="tickets solved",
        terms=over(_RESOLUTION, _flow("solved_at")), trap="Clearing an old backlog makes it worse for once.",
    ),
    _kpi(
        key="resolution_on_time", title="Solved within the target", unit=Unit.SHARE, interval=wilson,
        direction=Direction.HIGHER,
        formula="tickets of the period solved within the target / tickets of the period that were solved or due",
        numerator="tickets solved within the target", denominator="tickets solved or due",
        terms=_on_time(_.solved_at, lambda frame: frame.settings.resolution_target_hours),
        trap="The target is a setting: resolution_target_hours.",
    ),
    _kpi(
        key="ticket_satisfaction", title="Satisfaction with support", unit=Unit.SHARE, interval=wilson,
        direction=Direction.HIGHER, headline=True, formula="tickets rated 4 or 5 / tickets rated from 1 to 5",
        numerator="tickets rated 4 or 5", denominator="tickets rated",
        terms=over(_rated((_.satisfaction >= SATISFIED).cast("int64")), _rated(ONE)),
        trap="Counted when the ticket was solved.",
    ),
)  # fmt: skip
