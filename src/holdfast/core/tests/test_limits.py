"""How often something may be tried."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from holdfast.core.limits import Limit, TooMany, forget_old, give_back, take
from holdfast.core.models import Counter

THREE = Limit("test", most=3, seconds=60)
START = 1_800_000_001.0


@pytest.mark.django_db
def test_attempts_are_counted_down_and_then_refused() -> None:
    assert [take(THREE, "ann", now=START + tried) for tried in range(3)] == [2, 1, 0]
    with pytest.raises(TooMany) as refused:
        take(THREE, "ann", now=START + 20)
    assert (refused.value.retry_after, refused.value.http_status) == (40, 429)


@pytest.mark.django_db
def test_a_window_ends_and_attempts_inside_do_not_make_it_longer() -> None:
    for tried in range(10):
        try:
            take(THREE, "ann", now=START + tried)
        except TooMany:
            assert tried >= 3
    assert take(THREE, "ann", now=START + 60) == 2


@pytest.mark.django_db
def test_subjects_and_limits_do_not_share_a_count() -> None:
    take(THREE, "ann", now=START)
    assert take(THREE, "bob", now=START) == 2
    assert take(THREE, "ann", "10.0.0.1", now=START) == 2
    assert take(Limit("other", most=3, seconds=60), "ann", now=START) == 2


@pytest.mark.django_db
def test_a_success_may_be_given_back() -> None:
    take(THREE, "ann", now=START)
    give_back(THREE, "ann", now=START)
    assert take(THREE, "ann", now=START) == 2
    give_back(THREE, "nobody", now=START)


@pytest.mark.django_db
def test_counters_hold_no_names_and_are_swept_away() -> None:
    take(THREE, "ann@harbour.test", now=START)
    assert "ann" not in Counter.objects.get().key
    assert forget_old(START + 60) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_get_the_same_place() -> None:
    many = Limit("many", most=100, seconds=60)

    def attempts(_: int) -> list[int]:
        try:
            return [take(many, "ann", now=START) for _ in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        left = [place for places in pool.map(attempts, range(4)) for place in places]
    assert sorted(left) == list(range(60, 100))
