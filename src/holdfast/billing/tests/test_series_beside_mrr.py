from holdfast.billing.tests.histories import Ledger, state


def test_past_due_mrr_is_at_risk_and_still_counts():
    ledger = Ledger(
        [
            state("a", "2024-01-01", "2024-02-10", 10),
            state("a", "2024-02-10", "2024-03-05", 10, status="past_due"),
            state("a", "2024-03-05", None, 10),
        ]
    )
    at_risk = [ledger.stock("mrr_series", day, series="at_risk") for day in ("2024-02-01", "2024-03-01", "2024-04-01")]
    assert at_risk == [0, 10, 0]
    assert ledger.mrr("2024-03-01") == 10


def test_trials_have_mrr_of_their_own():
    ledger = Ledger(
        [
            state("a", "2024-01-01", "2024-01-15", 120, status="trialing", interval="year"),
            state("a", "2024-01-15", None, 120, interval="year"),
        ]
    )
    assert ledger.stock("mrr_series", "2024-01-10", series="trial") == 10
    assert ledger.stock("mrr_series", "2024-02-01", series="trial") == 0


def test_list_less_discount_is_mrr_at_any_time():
    ledger = Ledger(
        [
            state("a", "2024-01-01", "2024-04-01", 100, discount=30),
            state("a", "2024-04-01", None, 100),
            state("b", "2024-02-01", "2024-06-01", 50, discount=50),
        ]
    )
    for day, mrr, listed in (("2024-01-15", 70, 100), ("2024-03-01", 70, 150), ("2024-05-01", 100, 150),
                             ("2024-07-01", 100, 100)):  # fmt: skip
        assert ledger.mrr(day) == mrr
        assert ledger.stock("mrr_series", day, series="list") == listed
        assert ledger.stock("mrr_series", day, series="discount") == listed - mrr


def test_a_known_cancellation_is_committed_until_it_happens():
    ends = {"scheduled_end": "2024-07-01", "scheduled_at": "2024-04-10"}
    for now in ("2024-06-01", "2024-12-01"):
        ledger = Ledger([state("a", "2024-01-01", None, 10, **ends)], now=now)
        committed = [ledger.stock("mrr_series", day, series="committed") for day in ("2024-04-01", "2024-05-01")]
        assert committed == [0, -10]
    # It has happened: neither MRR nor anything scheduled is left.
    assert (ledger.mrr("2024-08-01"), ledger.stock("mrr_series", "2024-08-01", series="committed")) == (0, 0)


def test_a_known_change_of_plan_is_committed_by_its_difference():
    states = [
        state("a", "2024-01-01", "2024-09-01", 10),
        state("a", "2024-09-01", None, 25, plan="max", scheduled_at="2024-03-15"),
    ]
    ledger = Ledger(states, now="2024-06-01")
    assert ledger.stock("mrr_series", "2024-03-01", series="committed") == 0
    assert ledger.stock("mrr_series", "2024-06-01", series="committed") == 15
    assert ledger.rows("mrr_series", "series", "effective_at", "amount", "reason")[0] == (
        "committed", "2024-03-15", 15, "plan_change",
    )  # fmt: skip
    later = Ledger(states, now="2024-12-01")
    assert (later.mrr("2024-10-01"), later.stock("mrr_series", "2024-10-01", series="committed")) == (25, 0)


def test_an_end_in_the_future_is_committed_from_when_the_state_began():
    ledger = Ledger([state("a", "2024-01-01", "2024-12-01", 10)], now="2024-06-01")
    assert ledger.stock("mrr_series", "2024-06-01", series="committed") == -10
    assert ledger.stock("mrr_series", "2024-01-01", series="committed") == 0


def test_a_start_in_the_future_is_committed_from_when_it_was_told():
    told = state("a", "2024-09-01", None, 10, scheduled_at="2024-05-01")
    ledger = Ledger([told, state("b", "2024-10-01", None, 7)], now="2024-06-01")
    assert ledger.stock("mrr_series", "2024-05-15", series="committed") == 10
    assert ledger.stock("mrr_series", "2024-06-02", series="committed") == 17
    assert ledger.mrr("2025-01-01") == 0


def test_committed_mrr_less_mrr_is_the_list_of_scheduled_changes():
    states = [
        state("a", "2024-01-01", None, 10, scheduled_end="2024-08-01", scheduled_at="2024-05-01"),
        state("b", "2024-01-01", "2024-08-01", 20),
        state("b", "2024-08-01", None, 35, scheduled_at="2024-05-02"),
        state("c", "2024-08-01", None, 5, scheduled_at="2024-05-03"),
        state("d", "2024-01-01", "2024-03-01", 99),
    ]
    now, then = Ledger(states, now="2024-06-01"), Ledger(states, now="2025-01-01")
    # What is scheduled in June is what MRR will have changed by: -10 + 15 + 5 = 10.
    assert now.stock("mrr_series", "2024-06-01", series="committed") == 10
    assert then.mrr("2024-09-01") - now.mrr("2024-06-01") == 10


def test_what_is_upcoming_is_the_committed_series_one_change_at_a_time():
    # a pays 10 and ends; b pays 20, then 35, and ends later; c starts; d pays in two subscriptions and loses one.
    states = [
        state(
            "a", "2024-01-01", None, 10, scheduled_end="2024-08-01", scheduled_at="2024-05-01", end_reason="voluntary"
        ),
        state("b", "2024-01-01", "2024-08-01", 20, account="b"),
        state("b", "2024-08-01", None, 35, account="b", plan="max", scheduled_at="2024-05-02"),
        state("c", "2024-09-01", None, 5, account="c", scheduled_at="2024-05-03"),
        state("d1", "2024-01-01", "2024-07-01", 4, account="d"),
        state("d2", "2024-01-01", None, 6, account="d"),
        state("e", "2024-01-01", "2024-03-01", 99, account="e"),
        state("e", "2024-10-01", None, 9, account="e", scheduled_at="2024-05-04"),
    ]
    ledger = Ledger(states, now="2024-06-01")
    rows = ledger.rows("scheduled_change", "happens_at", "subscription", "kind", "amount", "amount_reporting")
    assert sorted(rows) == [
        ("2024-07-01", "d1", "contraction", -4, -4),
        ("2024-08-01", "a", "churn", -10, -10),
        ("2024-08-01", "b", "expansion", 15, 15),
        ("2024-09-01", "c", "new", 5, 5),
        ("2024-10-01", "e", "reactivation", 9, 9),
    ]
    assert sum(row[3] for row in rows) == ledger.stock("mrr_series", "2024-06-01", series="committed")
