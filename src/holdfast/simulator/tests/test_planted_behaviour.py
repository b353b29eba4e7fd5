"""What was planted can be seen in what the company would export, within what chance allows."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from holdfast.simulator import Company
from holdfast.simulator.plans import Planted


def test_departures_follow_the_planted_hazards(medium: Company) -> None:
    for segment in medium.truth.hazards:
        deviation = math.sqrt(segment["planted"] * (1 - segment["planted"]) / segment["chances"])
        assert abs(segment["realised"] - segment["planted"]) < 4 * deviation


def test_growth_follows_the_planted_chances(medium: Company) -> None:
    for change in medium.truth.changes:
        assert abs(change["made"] - change["expected"]) < 4 * math.sqrt(change["expected"])


def test_trials_convert_as_planted(medium: Company) -> None:
    # Of those who want to pay (56 %, a little less since fit varies), 7 % are refused and 60 % of these give up.
    planted = Planted()
    expected = planted.trial_conversion * (1 - 0.6 * planted.first_payment_failure)
    assert medium.truth.trials["conversion"] == pytest.approx(expected, abs=0.03)


def test_the_story_is_that_of_a_healthy_company(medium: Company) -> None:
    paying = [month["paying_accounts"] for month in medium.truth.months]
    lost = [month["churn"]["movements"] for month in medium.truth.months]
    churn = [gone / start for start, gone in zip(paying[11:], lost[12:], strict=False)]
    assert 0.02 < sum(churn) / len(churn) < 0.04
    assert paying[-1] > 1.5 * paying[-13]


def test_accounts_that_use_little_leave_more_often(medium: Company) -> None:
    """Counted per day paid for on a monthly term: those who use little convert and stay less, so have fewer of them."""
    usage = medium.usage.active_days.mean(axis=1)
    table = medium.tables["subscription"]
    paid = table.filter(
        (pc.field("status") == "active") & (pc.field("interval") == "month") & (pc.field("plan") != "Free")
    )
    end = pa.scalar(datetime(2026, 1, 1, tzinfo=UTC), paid["valid_from"].type)
    days = pc.days_between(paid["valid_from"], pc.coalesce(paid["valid_to"], end)).to_numpy()
    account = np.array([int(key[4:]) - 1 for key in paid["account"].to_pylist()])
    left = (pc.equal(paid["end_reason"], "voluntary").fill_null(False)).to_numpy()
    exposure, departures = np.bincount(account, days, len(usage)), np.bincount(account, left, len(usage))
    low, high = usage < np.quantile(usage, 0.3), usage > np.quantile(usage, 0.7)
    rates = [departures[group].sum() / exposure[group].sum() for group in (low, high)]
    assert rates[0] > 1.5 * rates[1]


def test_slow_support_costs_customers(medium: Company) -> None:
    """A slow first response weighs on its month and the next: there hazards are more than twice as high."""
    planted = Planted()
    plan, term, days = np.array([2], np.int8), np.array([0], np.int8), np.array([8.0])
    calm, slow = (
        planted.hazard(plan=plan, term=term, active_days=days, slow=np.array([weight]), tenure=np.array([5]))[0]
        for weight in (0.0, 1.0)
    )
    assert slow == pytest.approx(2.2 * calm)


def test_happy_users_score_higher(medium: Company) -> None:
    answers = medium.tables["survey_answer"].filter(pc.field("score").is_valid() & (pc.field("survey") == "nps"))
    account = np.array([int(key[4:]) - 1 for key in answers["account"].to_pylist()])
    usage = medium.usage.active_days.mean(axis=1)[account]
    assert np.corrcoef(usage, answers["score"].to_numpy())[0, 1] > 0.25
    assert 15 < medium.truth.nps["nps"] < 35


def test_prices_rise_at_the_one_known_instant(medium: Company) -> None:
    table = medium.tables["subscription"]
    changes = table.filter((pc.field("reason") == "price_change") & (pc.field("interval") == "month"))
    instants = Counter(str(at) for at in changes["valid_from"].to_pylist())
    (at, number), *_rest = instants.most_common(1)
    assert at.replace(" ", "T") == medium.truth.planted["price_change_at"] == "2024-12-10T10:00:00+00:00"
    assert number > 0.9 * changes.num_rows


def test_people_work_on_weekdays(company: Company) -> None:
    days: Counter[int] = Counter()
    for _label, events in company.events():
        days.update(at.weekday() for at in events["occurred_at"].to_pylist())
    assert 2 * (days[5] + days[6]) < min(days[weekday] for weekday in range(4))


def test_events_belong_to_people_who_have_joined(company: Company) -> None:
    people = company.tables["person"]
    joined = dict(zip(people["person"].to_pylist(), people["created_at"].to_pylist(), strict=True))
    seen: set[str] = set()
    for _label, events in company.events():
        ids = events["message_id"].to_pylist()
        assert seen.isdisjoint(ids)
        seen.update(ids)
        for person, at in zip(events["person"].to_pylist(), events["occurred_at"].to_pylist(), strict=True):
            assert at >= joined[person]
    assert 100_000 < len(seen) < 250_000


def test_comments_are_in_the_language_of_the_person(medium: Company) -> None:
    answers = medium.tables["survey_answer"].filter(pc.field("comment").is_valid())
    by_language = defaultdict(list)
    for language, comment in zip(answers["language"].to_pylist(), answers["comment"].to_pylist(), strict=True):
        by_language[language].append(comment)
    assert by_language.keys() == {"en", "de", "uk"}
    cyrillic = {name: sum(any("а" <= sign <= "я" for sign in text) for text in texts) / len(texts)
                for name, texts in by_language.items()}  # fmt: skip
    assert cyrillic == {"en": 0, "de": 0, "uk": 1}
    assert len({comment for comments in by_language.values() for comment in comments}) > 300


def test_comments_fit_the_score(medium: Company) -> None:
    answers = medium.tables["survey_answer"]
    expensive = answers.filter(pc.match_substring(answers["comment"], "Too expensive for what we need."))
    helped = answers.filter(pc.match_substring(answers["comment"], "Great product and people who listen."))
    assert pc.max(expensive["score"]).as_py() <= 6
    assert pc.min(helped["score"]).as_py() >= 9


def test_company_names_are_all_different(medium: Company) -> None:
    names = medium.tables["account"]["name"].to_pylist()
    assert len(set(names)) == len(names)
