from holdfast.billing.tests.histories import Ledger, line, state


def movements(*lines, states=(), **settings):
    return Ledger(states, other={"invoice_line": lines}, **settings).movements("kind", "amount", "reason")


def test_recurring_lines_that_follow_each_other_are_one_subscription():
    lines = [line("a", str(m), f"2024-0{m}-01", f"2024-0{m + 1}-01", 10) for m in range(1, 6)]
    assert movements(*lines) == [("2024-01-01", "new", 10, "started"), ("2024-06-01", "churn", -10, "voluntary")]
    assert movements(*lines, now="2024-05-20") == [("2024-01-01", "new", 10, "started")]


def test_periods_that_end_in_the_last_second_of_a_day_leave_no_gap():
    lines = [line("a", "1", "2024-01-01", "2024-01-31T23:59:59", 10), line("a", "2", "2024-02-01", "2024-03-01", 10)]
    assert movements(*lines, now="2024-02-20") == [("2024-01-01", "new", 10, "started")]


def test_a_line_for_a_year_is_spread_over_its_months():
    yearly = line("a", "1", "2024-01-01", "2025-01-01", 2000, interval="year")
    assert movements(yearly)[0] == ("2024-01-01", "new", 166.666667, "started")
    assert movements(yearly | {"interval": None, "interval_count": None})[0][2] == 166.666667


def test_quarters_without_an_interval_cost_the_same_however_long_they_are():
    # 90, 91, 92 and 92 days; 300 a quarter is 100 a month. The last one ends with its last day, in its last second.
    bounds = ["2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01", "2023-12-31T23:59:59"]
    lines = [line("a", str(n), bounds[n], bounds[n + 1], 300, interval=None, interval_count=None) for n in range(4)]
    assert movements(*lines, now="2023-12-20") == [("2023-01-01", "new", 100, "started")]
    half = line("a", "1", "2023-08-31", "2024-02-29", 600, interval=None, interval_count=None)
    assert movements(half, now="2023-12-20") == [("2023-08-31", "new", 100, "started")]


def test_a_period_of_no_whole_months_counts_by_its_days():
    # Ten days at 10: 10 / (10 x 12 / 365) a month.
    days = line("a", "1", "2024-01-01", "2024-01-11", 10, interval=None, interval_count=None)
    assert movements(days, now="2024-01-05") == [("2024-01-01", "new", 30.416667, "started")]


def test_more_seats_on_the_next_invoice_are_expansion():
    lines = [
        line("a", "1", "2024-01-01", "2024-02-01", 10),
        line("a", "2", "2024-02-01", "2024-03-01", 30, quantity=3),
    ]
    assert movements(*lines, now="2024-02-10")[1] == ("2024-02-01", "expansion", 20, "quantity")


def test_proration_lines_count_as_much_as_their_whole_period():
    # 31 days at 10; from 17 January 15 of them: credit 10 x 15/31, charge 20 x 15/31.
    lines = [
        line("a", "1", "2024-01-01", "2024-02-01", 10),
        line("a", "2", "2024-01-17", "2024-02-01", "-4.838710", kind="proration"),
        line("a", "3", "2024-01-17", "2024-02-01", "9.677419", kind="proration", plan="max"),
        line("a", "4", "2024-02-01", "2024-03-01", 20, plan="max"),
    ]
    ledger = Ledger([], other={"invoice_line": lines}, now="2024-02-20")
    assert round(ledger.mrr("2024-01-10"), 2) == 10
    assert round(ledger.mrr("2024-01-20"), 2) == 20
    assert round(ledger.mrr("2024-02-10"), 2) == 20
    assert round(ledger.mrr("2024-02-10", plan="pro"), 2) == 0


def test_lines_before_the_first_payment_do_not_count():
    unpaid = line("a", "1", "2024-01-01", "2024-02-01", 10, paid_at=None)
    paid = line("a", "2", "2024-02-01", "2024-03-01", 10)
    assert movements(unpaid, paid, now="2024-02-10") == [("2024-02-01", "new", 10, "started")]
    never_told = movements(unpaid, paid | {"paid_at": None}, now="2024-02-10")
    assert never_told == [("2024-01-01", "new", 10, "started")]


def test_a_known_state_wins_over_the_lines_of_the_same_time():
    lines = [line("a", str(m), f"2024-0{m}-01", f"2024-0{m + 1}-01", 10) for m in range(1, 6)]
    known = state("a", "2024-03-15", None, 25, subscription="a")
    assert movements(*lines, states=[known]) == [
        ("2024-01-01", "new", 10, "started"),
        ("2024-03-15", "expansion", 15, "price_change"),
    ]


def test_usage_one_time_fees_and_refunds_are_cash_and_never_mrr():
    lines = [
        line("a", "1", "2024-01-01", "2024-02-01", 20),
        line("a", "2", "2024-01-05", "2024-02-01", 30, kind="usage"),
        line("a", "3", "2024-01-06", "2024-02-01", 99, kind="one_time"),
        line("a", "4", "2024-01-07", "2024-02-01", 15, kind="refund"),
    ]
    ledger = Ledger([], other={"invoice_line": lines}, now="2024-01-20")
    assert ledger.mrr("2024-01-20") == 20
    assert ledger.rows("cash", "occurred_at", "kind", "amount", "amount_reporting") == [
        ("2024-01-05", "usage", 30, 30),
        ("2024-01-06", "one_time", 99, 99),
        ("2024-01-07", "refund", -15, -15),
    ]
