from holdfast.billing.tests.histories import Ledger, at, line, state


def kinds(*states, **settings):
    return Ledger(states, **settings).movements()


def test_a_life_has_all_five_movements():
    # 10 from January; 30 from March; 20 from April; gone in June; back with 15 in August.
    assert kinds(
        state("a", "2024-01-01", "2024-03-01", 10),
        state("a", "2024-03-01", "2024-04-01", 30),
        state("a", "2024-04-01", "2024-06-01", 20),
        state("a", "2024-08-01", None, 15),
    ) == [
        ("2024-01-01", "new", 10),
        ("2024-03-01", "expansion", 20),
        ("2024-04-01", "contraction", -10),
        ("2024-06-01", "churn", -20),
        ("2024-08-01", "reactivation", 15),
    ]


def test_a_second_subscription_is_expansion_and_one_of_two_ending_is_contraction():
    assert kinds(
        state("a", "2024-01-01", "2024-05-01", 10, subscription="s1"),
        state("a", "2024-02-01", "2024-04-01", 7, subscription="s2"),
    ) == [
        ("2024-01-01", "new", 10),
        ("2024-02-01", "expansion", 7),
        ("2024-04-01", "contraction", -7),
        ("2024-05-01", "churn", -10),
    ]


def test_what_changes_nothing_in_total_is_no_movement():
    # One subscription is replaced by another of the same plan and price at the same instant.
    assert kinds(
        state("a", "2024-01-01", "2024-02-01", 10, subscription="s1"),
        state("a", "2024-02-01", None, 10, subscription="s2"),
    ) == [("2024-01-01", "new", 10)]


def test_statuses_that_do_not_pay_have_no_mrr():
    idle = ("trialing", "incomplete", "incomplete_expired", "paused", "unpaid", "canceled")
    assert kinds(*(state(status, "2024-01-01", None, 10, status=status) for status in idle)) == []
    assert kinds(state("a", "2024-01-01", None, 10, status="past_due")) == [("2024-01-01", "new", 10)]


def test_a_state_ends_where_the_next_one_of_its_item_begins():
    # Snapshots without an end: 10, then 20 from February. Never 30.
    assert kinds(state("a", "2024-01-01", None, 10), state("a", "2024-02-01", None, 20)) == [
        ("2024-01-01", "new", 10),
        ("2024-02-01", "expansion", 10),
    ]


def test_items_of_one_subscription_add_up():
    assert kinds(state("a", "2024-01-01", None, 10, item="base"), state("a", "2024-01-01", None, 5, item="add-on")) == [
        ("2024-01-01", "new", 15)
    ]


def test_what_lies_after_as_of_is_no_movement():
    states = [
        state("a", "2024-01-01", "2024-07-01", 10),
        state("b", "2024-08-01", None, 10),
        state("c", "2024-01-01", None, 10, scheduled_end="2024-09-01"),
    ]
    assert kinds(*states, now="2024-06-01") == [("2024-01-01", "new", 10), ("2024-01-01", "new", 10)]
    assert len(kinds(*states, now="2024-07-01")) == 2  # what happens at the end of the data lies after it
    assert kinds(*states, now="2024-07-02")[-1] == ("2024-07-01", "churn", -10)
    assert kinds(*states, now="2024-09-02")[-1] == ("2024-09-01", "churn", -10)


def test_a_state_that_ends_before_it_begins_is_left_out():
    assert kinds(state("a", "2024-02-01", "2024-01-01", 10), state("b", "2024-02-01", "2024-02-01", 10)) == []


def test_accounts_that_are_merged_are_one_customer():
    states = [state("old", "2024-01-01", "2024-03-01", 10), state("new", "2024-02-01", None, 10)]
    assert [kind for _, kind, _ in kinds(*states)] == ["new", "new", "churn"]
    assert [kind for _, kind, _ in kinds(*states, merged={"old": "new"})] == ["new", "expansion", "contraction"]


def test_a_return_is_a_reactivation_after_any_gap_unless_a_window_is_set():
    states = [state("a", "2024-01-01", "2024-02-01", 10), state("a", "2024-06-01", None, 10)]
    assert kinds(*states)[-1] == ("2024-06-01", "reactivation", 10)
    # From 1 February to 1 June 2024 are 29 + 31 + 30 + 31 = 121 days.
    assert kinds(*states, reactivation_window_days=121)[-1] == ("2024-06-01", "reactivation", 10)
    assert kinds(*states, reactivation_window_days=120)[-1] == ("2024-06-01", "new", 10)


def test_a_short_gap_can_be_bridged():
    states = [
        state("a", "2024-01-01", "2024-02-01", 10, subscription="s1"),
        state("a", "2024-02-02", None, 12, subscription="s2"),
    ]
    assert [kind for _, kind, _ in kinds(*states)] == ["new", "churn", "reactivation"]
    assert kinds(*states, bridge_gap_days=1) == [("2024-01-01", "new", 10), ("2024-02-02", "expansion", 2)]
    later = [states[0], states[1] | {"valid_from": at("2024-02-03")}]
    assert [kind for _, kind, _ in kinds(*later, bridge_gap_days=1)] == ["new", "churn", "reactivation"]


def test_overdue_payment_counts_until_it_ends_or_for_as_long_as_the_setting_says():
    states = [
        state("a", "2024-01-01", "2024-02-01", 10),
        state("a", "2024-02-01", "2024-02-11", 10, status="past_due"),
        state("a", "2024-02-11", "2024-06-01", 10, status="past_due", quantity=2),
        state("a", "2024-06-01", None, 10),
    ]
    assert kinds(*states) == [("2024-01-01", "new", 10)]
    # Overdue since 1 February, also where another state begins meanwhile: lost on 2 March, 30 days later.
    assert Ledger(states, past_due_churn_days=30).movements("kind", "amount", "reason") == [
        ("2024-01-01", "new", 10, "started"),
        ("2024-03-02", "churn", -10, "payment_failed"),
        ("2024-06-01", "reactivation", 10, "payment_recovered"),
    ]


def test_a_move_between_billing_systems_is_no_churn_and_new():
    old = state("a", "2024-01-01", "2024-05-01", 10, subscription="old")
    for begins in ("2024-04-20", "2024-05-01", "2024-05-10"):  # overlap, to the minute, gap
        new = state("a", begins, None, 12, subscription="new", moved_from="old")
        assert Ledger([old, new]).movements("kind", "amount", "reason") == [
            ("2024-01-01", "new", 10, "started"),
            (begins, "expansion", 2, "billing_move"),
        ]


def test_an_immediate_cancellation_can_count_until_the_paid_period_ends():
    ended = state("a", "2024-01-10", "2024-02-20", 10)
    paid = [line_of("2024-01-10", "2024-02-10"), line_of("2024-02-10", "2024-03-10")]
    refund = paid[-1] | {"line": "2", "kind": "refund"}
    by_end = {"other": {"invoice_line": paid}}
    assert kinds(ended, **by_end)[-1] == ("2024-02-20", "churn", -10)
    assert kinds(ended, recognise_churn="last_paid_period", **by_end)[-1] == ("2024-03-10", "churn", -10)
    refunded = {"other": {"invoice_line": [*paid, refund]}}
    assert kinds(ended, recognise_churn="last_paid_period", **refunded)[-1] == ("2024-02-20", "churn", -10)


def line_of(start, end):
    return line("a", start, start, end, 10)
