"""What customers say: answers to NPS, CSAT and CES surveys, and why they cancel."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from holdfast.simulator.accounts import LANGUAGES
from holdfast.simulator.people import People
from holdfast.simulator.slots import Departures
from holdfast.simulator.support import Tickets
from holdfast.simulator.timeline import DAY, HOUR, MONTHS, NEVER, Bools, Floats, Ints, Window

SURVEYS = ("nps", "csat", "ces")
NPS, CSAT, CES = range(3)
REASONS = ("too_expensive", "not_used", "missing_feature", "support", "switched_tool", "project_ended")
# The lowest score that is fair, and the lowest that is good.
_MOODS = np.array([[7, 9], [3, 4], [4, 6]])


@dataclass(frozen=True, slots=True)
class Answers:
    """One element per survey shown. `answered_at` is NEVER and `score` NaN where nobody answered."""

    survey: Ints
    person: Ints
    asked_at: Ints
    answered_at: Ints
    score: Floats
    comment: pa.Array


@cache
def _phrases() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


def say(topic: str, mood: Ints, moods: tuple[str, ...], language: Ints, rng: np.random.Generator) -> pa.Array:
    """A phrase for each mood and language; one in five adds a second, different one. Mood -1 says nothing."""
    first, second, more = rng.random(len(mood)), rng.random(len(mood)), rng.random(len(mood)) < 0.2
    said: list[str | None] = [None] * len(mood)
    for position in np.flatnonzero(mood >= 0):
        phrases = _phrases()[topic][moods[mood[position]]][LANGUAGES[language[position]]]
        one = int(first[position] * len(phrases))
        other = (one + 1 + int(second[position] * (len(phrases) - 1))) % len(phrases)
        said[position] = f"{phrases[one]} {phrases[other]}" if more[position] else phrases[one]
    return pa.array(said, pa.string())


@dataclass(frozen=True, slots=True)
class Hearing:
    """What moods follow from."""

    people: People
    active_days: Floats
    slow: Floats
    live: Bools
    window: Window
    rng: np.random.Generator

    def liking(self, person: Ints, at: Ints) -> Floats:
        """How much a person's account uses the product at that time, about -2 to 2."""
        days = self.active_days[self.people.account[person], self.window.month_of(at)]
        liking: Floats = (days - 8.0) / 3.5
        return liking


def ask_nps(hearing: Hearing, share: float = 0.05) -> Answers:
    """Each month a share of the people is asked, on a day on which their account is live."""
    people, window, rng = hearing.people, hearing.window, hearing.rng
    starts = window.month_starts
    persons, moments = [], []
    for month in range(MONTHS):
        person = np.flatnonzero(rng.random(len(people)) < share)
        at = starts[month] + (rng.random(len(person)) * (starts[month + 1] - starts[month])).astype(np.int64)
        there = (people.joined_at[person] + 14 * DAY < at) & (people.left_at[person] > at)
        there &= hearing.live[people.account[person], window.day_of(at)]
        persons.append(person[there])
        moments.append(at[there])
    person, at = np.concatenate(persons), np.concatenate(moments)
    liking = hearing.liking(person, at)
    slow = hearing.slow[people.account[person], window.month_of(at)]
    score = np.clip(np.rint(8.0 + 1.0 * liking - 2.2 * slow + rng.normal(0, 1.6, len(at))), 0, 10)
    return _answer(hearing, NPS, person, at, score, chance=np.clip(0.32 + 0.06 * liking, 0.1, 0.6))


def ask_csat(hearing: Hearing, tickets: Tickets, person: Ints) -> tuple[Answers, Floats]:
    """After a solved ticket; also returns the satisfaction of every ticket, NaN where nobody answered."""
    rng = hearing.rng
    solved = tickets.solved_at != NEVER
    at = tickets.solved_at[solved] + HOUR
    inside = at < hearing.window.end
    position = np.flatnonzero(solved)[inside]
    at = at[inside]
    taken = (tickets.solved_at[position] - tickets.opened_at[position]) / HOUR
    pain = 0.42 * np.log1p(tickets.hours_to_response[position] / 5) + 0.2 * np.log1p(taken / 24)
    score = np.clip(np.rint(5.0 - pain + rng.normal(0, 0.75, len(at))), 1, 5)
    answers = _answer(hearing, CSAT, person[position], at, score, chance=np.full(len(at), 0.42))
    satisfaction = np.full(len(tickets), np.nan)
    satisfaction[position] = answers.score
    return answers, satisfaction


def ask_ces(hearing: Hearing) -> Answers:
    """A day after onboarding was completed."""
    person = np.flatnonzero(hearing.people.completed_at != NEVER)
    at = hearing.people.completed_at[person] + DAY
    inside = at < hearing.window.end
    person, at = person[inside], at[inside]
    score = np.clip(np.rint(5.3 + 0.6 * hearing.liking(person, at) + hearing.rng.normal(0, 1.2, len(at))), 1, 7)
    return _answer(hearing, CES, person, at, score, chance=np.full(len(at), 0.45))


def _answer(hearing: Hearing, survey: int, person: Ints, at: Ints, score: Floats, *, chance: Floats) -> Answers:
    rng, count = hearing.rng, len(at)
    answered_at = at + (rng.lognormal(1.2, 1.3, count) * HOUR).astype(np.int64) + 30
    answers = (rng.random(count) < chance) & (answered_at < hearing.window.end) & (answered_at < at + 30 * DAY)
    mood = (score[:, None] >= _MOODS[survey]).sum(axis=1)
    mood = np.where(answers & (rng.random(count) < 0.4), mood, -1)
    return Answers(
        survey=np.full(count, survey),
        person=person,
        asked_at=at,
        answered_at=np.where(answers, answered_at, NEVER),
        score=np.where(answers, score, np.nan),
        comment=say(SURVEYS[survey], mood, ("bad", "fair", "good"), hearing.people.language[person], rng),
    )


def reasons_to_leave(departures: Departures, language: Ints, rng: np.random.Generator) -> tuple[Ints, pa.Array, Bools]:
    """Reason and comment of each departure, and whether the customer gave one at all (about three in four)."""
    count = len(departures.account)
    reason = rng.choice(len(REASONS), count, p=[0.26, 0.08, 0.22, 0.04, 0.24, 0.16])
    unused = (departures.usage < 6.5) & (rng.random(count) < 0.55)
    neglected = (departures.slow > 0) & (rng.random(count) < 0.65)
    reason = np.where(neglected, REASONS.index("support"), np.where(unused, REASONS.index("not_used"), reason))
    speaks = rng.random(count) < 0.55
    comment = say("cancellation", np.where(speaks, reason, -1), REASONS, language, rng)
    return reason, comment, rng.random(count) < 0.75
