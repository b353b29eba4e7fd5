"""The index of parts against plain sets: whatever the order, the repeats, the zone, and however parts are merged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.events.activity.activity import PartsActivity
from holdfast.events.activity.aliases import Aliases
from holdfast.events.activity.building import index_of_rows, merged
from holdfast.events.activity.format import NoIndex, PartIndex, Subject, write
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.kernel.days import EPOCH, day_of, local_days

# Where clocks change at midnight itself, by half an hour, and where a whole day was left out.
ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "UTC")
SCHEMA = pa.schema([("event", pa.string()), ("occurred_at", pa.timestamp("us", tz="UTC")),
                    ("person_ordinal", pa.uint32()), ("account_ordinal", pa.uint32())])  # fmt: skip
FIRST = datetime(1970, 1, 1, tzinfo=UTC).date()

naive = partial(datetime, tzinfo=None)  # what hypothesis asks for
moments = st.one_of(
    st.datetimes(naive(2011, 12, 25), naive(2012, 1, 3)),
    st.datetimes(naive(2018, 10, 1), naive(2019, 4, 30)),
    st.datetimes(naive(1900, 1, 1), naive(2200, 1, 1)),
).map(lambda at: at.replace(tzinfo=UTC))
ordinals = st.one_of(st.none(), st.integers(1, 5), st.integers(0, 2**32 - 1))
rows = st.lists(st.tuples(st.sampled_from("abc"), moments, ordinals, ordinals), max_size=40)
NOBODY = Aliases(np.array([], np.uint32), np.array([], np.uint32))


def table(found) -> pa.Table:
    names = SCHEMA.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in found], schema=SCHEMA)


def index(found, zone: str = "UTC") -> PartIndex:
    return PartIndex(index_of_rows(table(found), ZoneInfo(zone)))


def expected(found, zone: str, subject: Subject, event: str | None) -> dict[int, set[int]]:
    days: dict[int, set[int]] = {}
    for name, at, person, account in found:
        who = account if subject is Subject.ACCOUNT else person
        if who is None or event not in (None, name) or (subject is Subject.ALONE and account is not None):
            continue
        days.setdefault((at.astimezone(ZoneInfo(zone)).date() - FIRST).days, set()).add(who)
    return days


def read(part: PartIndex, subject: Subject, event: str | None) -> dict[int, set[int]]:
    return {day: set(bitmap) for day, bitmap in part.days(subject, event)}


@settings(max_examples=60)
@given(rows, st.sampled_from(ZONES), st.randoms())
def test_it_says_who_was_active_on_which_local_day(found, zone, random) -> None:
    random.shuffle(found)
    part = index(found + found[:3], zone)  # repeats change nothing
    for subject in Subject:
        for event in (None, "a", "b", "c"):
            assert read(part, subject, event) == expected(found, zone, subject, event)


@settings(max_examples=40)
@given(rows, rows, rows, st.sampled_from(ZONES))
def test_merging_indexes_is_the_index_of_the_merged_part(one, two, three, zone) -> None:
    parts = [index(found, zone) for found in (one, two, three)]
    whole = index_of_rows(table(one + two + three), ZoneInfo(zone))
    assert merged(parts).equals(whole)
    assert merged([PartIndex(merged(parts)), parts[0], parts[0]]).equals(whole)


@settings(max_examples=30)
@given(rows, st.dictionaries(st.integers(1, 5), st.integers(1, 5), max_size=4), st.integers(0, 6))
def test_merged_people_count_as_one_and_the_file_knows_nothing_of_it(found, mains, cut) -> None:
    moved = {own: main for own, main in mains.items() if own != main and main not in mains}
    parts = [index(found[:cut]), index(found[cut:])]
    seen = PartsActivity(parts, Aliases.of_mapping(moved), NOBODY).people()
    want = {
        day: {moved.get(who, who) for who in people}
        for day, people in expected(found, "UTC", Subject.PERSON, None).items()
    }
    assert {day: set(bitmap) for day, bitmap in zip(seen.days, seen.bitmaps, strict=True)} == want


@settings(max_examples=30)
@given(rows)
def test_everybody_is_first_seen_once(found) -> None:
    activity = PartsActivity([index(found)], NOBODY, NOBODY)
    people = activity.people()
    firsts = {who: day for day, seen in zip(people.first_seen.days, people.first_seen.bitmaps, strict=True)
              for who in seen}  # fmt: skip
    days = expected(found, "UTC", Subject.PERSON, None)
    assert firsts == {who: min(day for day in days if who in days[day]) for who in set().union(*days.values())}
    assert activity.counts(Subject.PERSON) == [(day, len(days[day])) for day in sorted(days)]
    for day in days:
        later = set().union(*(who for other, who in days.items() if other >= day))
        assert set(people.from_on(day)) == later


def test_an_event_without_an_account_is_its_persons() -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    activity = PartsActivity([index([("a", at, 1, None), ("a", at, 2, 9), ("b", at, 3, None)])], NOBODY, NOBODY)
    day = day_of(at, ZoneInfo("UTC"))
    assert set(activity.accounts({1: 7, 2: 8}).on(day)) == {7, 9}
    assert set(activity.accounts({}).on(day)) == {9}
    assert set(activity.accounts({3: 6}, "b").on(day)) == {6}


def test_days_are_those_of_the_calendar_to_the_microsecond() -> None:
    zone = ZoneInfo("America/Sao_Paulo")  # midnight of 2018-11-04 is left out
    start = datetime(2018, 11, 4, 3, tzinfo=UTC)
    micros = [(start + timedelta(microseconds=n) - EPOCH) // timedelta(microseconds=1) for n in (-1, 0)]
    before, after = local_days(np.array(micros), zone).tolist()
    assert after == before + 1 == (start.date() - FIRST).days


def test_events_of_very_many_names_and_days_do_not_run_into_each_other() -> None:
    keys = np.array([0, 2**40, 2**33 + 5, 2**40, 7], np.int64)
    found = [(key, list(who)) for key, who in grouped(keys, np.array([4, 3, 2, 1, 2**32 - 1], np.uint32))]
    assert found == [(0, [4]), (7, [2**32 - 1]), (2**33 + 5, [2]), (2**40, [1, 3])]


def test_a_file_gives_back_what_was_written_and_refuses_what_is_none(tmp_path) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    made = index_of_rows(table([("a", at, person, 1) for person in range(5_000)]), ZoneInfo("UTC"))
    write(made, tmp_path / "one", "UTC")
    part = PartIndex.open(tmp_path / "one")
    assert part.events() == {"a"}
    assert read(part, Subject.PERSON, None) == {(at.date() - FIRST).days: set(range(5_000))}
    (tmp_path / "two").write_bytes(b"something else")
    for name in ("two", "three"):
        with pytest.raises(NoIndex):
            PartIndex.open(tmp_path / name)
