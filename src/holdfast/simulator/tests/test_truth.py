"""The truth against a recomputation from the written file, in another way: walking through each account's instants."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from holdfast.simulator import Company
from holdfast.simulator.tests.conftest import Rows

Read = Callable[[str], Rows]
FAR = "9999"


def mrr(row: dict[str, str]) -> Decimal:
    if row["status"] not in ("active", "past_due"):
        return Decimal(0)
    return (Decimal(row["amount"]) - Decimal(row["discount"])) / (12 if row["interval"] == "year" else 1)


@pytest.fixture(scope="module")
def contracts(rows_of: Read) -> dict[str, Rows]:
    grouped = defaultdict(list)
    for row in rows_of("subscriptions.csv"):
        grouped[row["account"]].append(row)
    return grouped


def first_instants(company: Company) -> list[str]:
    return [f"{label}-01" for label in company.window.labels[1:]] + ["2026-01-01"]


def just_before(rows: Rows, boundary: str) -> Decimal:
    return sum((mrr(row) for row in rows if row["valid_from"] < boundary <= (row["valid_to"] or FAR)), start=Decimal(0))


def test_balances_at_month_ends(company: Company, contracts: dict[str, Rows]) -> None:
    for month, boundary in zip(company.truth.months, first_instants(company), strict=True):
        balance, paying = dict.fromkeys(("EUR", "USD", "GBP"), Decimal(0)), 0
        for rows in contracts.values():
            amount = just_before(rows, boundary)
            balance[rows[0]["currency"]] += amount
            paying += amount > 0
        assert {code: Decimal(text) for code, text in month["mrr"].items()} == balance
        assert month["paying_accounts"] == paying


@pytest.mark.parametrize(("name", "months"), [("of_month_start", 1), ("of_year_before", 12)])
def test_what_became_of_those_who_paid(company: Company, contracts: dict[str, Rows], name: str, months: int) -> None:
    ends = first_instants(company)
    row = 30
    then, kept, now, accounts, lost = Decimal(0), Decimal(0), Decimal(0), 0, 0
    for rows in contracts.values():
        before, after = just_before(rows, ends[row - months]), just_before(rows, ends[row])
        if before == 0:
            continue
        accounts, lost = accounts + 1, lost + (after == 0)
        if rows[0]["currency"] == "EUR":
            then, kept, now = then + before, kept + min(before, after), now + after
    truth = company.truth.months[row][name]
    assert (truth["accounts"], truth["lost"]) == (accounts, lost)
    assert [Decimal(truth[field]["EUR"]) for field in ("mrr_then", "mrr_kept", "mrr_now")] == [then, kept, now]


def test_every_churn_has_a_reason(medium: Company) -> None:
    total: Counter[str] = Counter()
    for month in medium.truth.months:
        assert sum(month["churn_reasons"].values()) == month["churn"]["movements"]
        total.update(month["churn_reasons"])
    assert set(total) == {"voluntary", "payment_failed", "paused", "moved_to_free"}
    assert total["voluntary"] > total["payment_failed"] > total["moved_to_free"]


def kind_of(before: Decimal, after: Decimal, *, first: bool) -> str:
    if before == 0:
        return "new" if first else "reactivation"
    if after == 0:
        return "churn"
    return "expansion" if after > before else "contraction"


def test_movements_by_month(company: Company, contracts: dict[str, Rows]) -> None:
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    amounts: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for rows in contracts.values():
        before, first = Decimal(0), True
        instants = {row["valid_from"] for row in rows} | {row["valid_to"] for row in rows if row["valid_to"]}
        for at in sorted(instants):
            after = sum(
                (mrr(row) for row in rows if row["valid_from"] <= at < (row["valid_to"] or FAR)), start=Decimal(0)
            )
            if after != before:
                kind = kind_of(before, after, first=first)
                numbers[at[:7], kind] += 1
                amounts[at[:7], kind, rows[0]["currency"]] += after - before
                first = False
            before = after
    for month in company.truth.months:
        for kind in ("new", "reactivation", "expansion", "contraction", "churn"):
            assert month[kind]["movements"] == numbers[month["month"], kind]
            for code, text in month[kind]["mrr"].items():
                assert Decimal(text) == amounts[month["month"], kind, code]


def test_trials_end_as_the_rows_say(company: Company, contracts: dict[str, Rows]) -> None:
    converted = expired = failed = running = 0
    for rows in contracts.values():
        trial = [row for row in rows if row["subscription"] == rows[0]["subscription"]]
        if trial[0]["status"] != "trialing":
            continue
        if any(mrr(row) > 0 for row in trial):
            converted += 1
        elif trial[-1]["end_reason"] == "voluntary":
            expired += 1
        elif trial[-1]["end_reason"] == "payment_failed":
            failed += 1
        else:
            running += 1
    truth = company.truth.trials
    assert [truth[name] for name in ("converted", "expired", "failed_payment", "running")] == [
        converted, expired, failed, running,
    ]  # fmt: skip
    assert truth["started"] == converted + expired + failed + running


def test_nps_is_that_of_the_answers(company: Company, rows_of: Read) -> None:
    scores = [int(row["score"]) for row in rows_of("answers.csv") if row["survey"] == "nps" and row["score"]]
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    assert company.truth.nps["answered"] == len(scores)
    assert company.truth.nps["nps"] == pytest.approx(100 * (promoters - detractors) / len(scores), abs=1e-5)


def test_activation_is_that_of_the_events(company: Company) -> None:
    activated = {
        person
        for _label, events in company.events()
        for person, event in zip(events["person"].to_pylist(), events["event"].to_pylist(), strict=True)
        if event == "project_created"
    }
    assert company.truth.activation["activated_ever"] == len(activated)


def test_the_written_truth_is_the_truth(company: Company, folder: Path) -> None:
    written = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert written["months"] == company.truth.months
    assert written["planted"]["trial_days"] == 14
