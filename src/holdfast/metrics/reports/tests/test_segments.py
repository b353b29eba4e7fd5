"""Segments worked by hand: days of the zone, one's own start, one thing and then another, what cannot be asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pyroaring import BitMap

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.conditions import InSegment, Unit
from holdfast.metrics.reports.query.segment import Segment, read_segment, read_segment_data, write_segment
from tests.usage import Done, Known, asking

ANN, BO, CY = 1, 2, 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def segment(unit: str, *conditions: dict[str, object], of: str = "all") -> Segment:
    return read_segment_data({"unit": unit, "where": {"of": of, "conditions": list(conditions)}})


def members(done: list[Done], asked: Segment, *, people: tuple[int, ...] = (ANN, BO, CY), **more: object) -> set[int]:
    """The same with an index of days and without one."""
    created = {Unit.PERSON: {one.person: int(one.at.timestamp() * 1e6) for one in reversed(done)}}
    who = more.pop("who", None) or Known(people=BitMap(people), created_at=created)
    found = [
        set(asking(done, who=who, segments={"it": asked}, indexed=indexed, **more).holding.of(InSegment("it"),
                                                                                             asked.unit))
        for indexed in (True, False)
    ]  # fmt: skip
    assert found[0] == found[1]
    return found[0]


def test_days_are_those_of_the_zone_also_when_clocks_change() -> None:
    # In Berlin, 29 March 2026 begins at 23:00 UTC on the 28th and lasts 23 hours: it ends at 22:00 UTC.
    done = [Done("open", ANN, at("2026-03-28 22:59")), Done("open", BO, at("2026-03-28 23:00")),
            Done("open", CY, at("2026-03-29 22:00"))]  # fmt: skip
    last = segment("person", {"of": "did", "events": ["open"], "when": {"in": "last", "days": 2}})
    now = at("2026-03-30 10:00")  # so the last two days are the 29th and the 30th
    assert members(done, last, zone="Europe/Berlin", as_of=now) == {BO, CY}
    on_one_day = {"of": "did", "when": {"in": "between", "from": "2026-03-29", "to": "2026-03-29"}}
    assert members(done, segment("person", on_one_day), zone="Europe/Berlin", as_of=now) == {BO}
    earlier = segment("person", {"of": "did", "when": {"in": "ago", "days": 2}})
    assert members(done, earlier, zone="Europe/Berlin", as_of=now) == {ANN}


def test_the_day_that_has_just_ended_is_today() -> None:
    done = [Done("open", ANN, at("2026-06-30 12:00")), Done("open", BO, at("2026-06-29 12:00"))]
    asked = segment("person", {"of": "did", "when": {"in": "last", "days": 1}})
    assert members(done, asked, as_of=at("2026-07-01 00:00")) == {ANN}


def test_who_did_nothing_did_it_zero_times() -> None:
    done = [Done("export", ANN, at("2026-06-01")), *[Done("export", BO, at(f"2026-06-0{day}")) for day in (1, 2, 3)]]
    assert members(done, segment("person", {"of": "did", "events": ["export"], "negate": True})) == {CY}
    assert members(done, segment("person", {"of": "did", "is": "at_most", "number": 1})) == {ANN, CY}
    assert members(done, segment("person", {"of": "did", "is": "exactly", "number": 0})) == {CY}
    assert members(done, segment("person", {"of": "did", "measure": "days", "number": 3})) == {BO}


def test_within_days_of_being_created_counts_by_the_calendar() -> None:
    # Created on the 1st late in the evening: three days later is the 4th, to its end.
    done = [Done("sign up", ANN, at("2026-06-01 23:00")), Done("invite", ANN, at("2026-06-04 23:59")),
            Done("sign up", BO, at("2026-06-01 23:00")), Done("invite", BO, at("2026-06-05 00:00"))]  # fmt: skip
    asked = {"of": "did", "events": ["invite"], "when": {"in": "after", "days": 3}}
    assert members(done, segment("person", asked)) == {ANN}
    first = {"of": "did", "events": ["invite"], "when": {"in": "after", "days": 3, "start": "first_event"}}
    assert members(done, segment("person", first)) == {ANN}


def test_first_and_last_time() -> None:
    done = [
        Done("open", ANN, at("2026-05-01")),
        Done("open", ANN, at("2026-06-10")),
        Done("open", BO, at("2026-06-11")),
    ]
    june = {"in": "between", "from": "2026-06-01", "to": "2026-06-30"}
    new = segment("person", {"of": "occasion", "which": "first", "events": ["open"], "when": june})
    assert members(done, new) == {BO}
    gone = segment("person", {"of": "occasion", "which": "last", "when": {"in": "between", "to": "2026-06-10"}})
    assert members(done, gone) == {ANN}  # Cy never came, so there is no last time


@pytest.mark.parametrize(("within", "who"), [({"n": 1, "unit": "hour"}, {ANN}), ({"n": 59, "unit": "minute"}, set()),
                                             ({"n": 1}, {ANN, BO}), (None, {ANN, BO})])  # fmt: skip
def test_one_thing_and_then_another(within: dict[str, object] | None, who: set[int]) -> None:
    # Ann's second thing is an hour after her first to the microsecond; Cy did them the other way round.
    done = [Done("trial", ANN, at("2026-06-01 10:00")), Done("pay", ANN, at("2026-06-01 11:00")),
            Done("trial", BO, at("2026-06-01 10:00")), Done("pay", BO, at("2026-06-02 09:00")),
            Done("pay", CY, at("2026-06-01 10:00")), Done("trial", CY, at("2026-06-01 11:00"))]  # fmt: skip
    then: dict[str, object] = {"of": "then", "first": {"events": ["trial"]}, "then": {"events": ["pay"]}}
    if within:
        then["within"] = within
    assert members(done, segment("person", then)) == who


def test_an_event_does_not_follow_itself_but_its_like_at_the_same_instant_does() -> None:
    twice = [
        Done("open", ANN, at("2026-06-01")),
        Done("open", BO, at("2026-06-01")),
        Done("open", BO, at("2026-06-01")),
    ]
    again = {"of": "then", "first": {"events": ["open"]}, "then": {"events": ["open"]}}
    assert members(twice, segment("person", again)) == {BO}


def test_sums_are_of_what_is_a_number() -> None:
    done = [Done("pay", ANN, at("2026-06-01"), properties={"amount": amount}) for amount in (0.1, 0.2, "much")]
    done += [Done("pay", BO, at("2026-06-01"), properties={"amount": "5"})]
    exactly = {"of": "did", "measure": "sum", "property": "amount", "is": "exactly", "number": 0.3}
    assert members(done, segment("person", exactly)) == {ANN}  # though 0.1 + 0.2 is not 0.3 in floats
    values = {"of": "did", "measure": "values", "property": "amount", "number": 3}
    assert members(done, segment("person", values)) == {ANN}


def test_accounts_by_their_people_and_by_themselves() -> None:
    # Account 10 was used on three days, but by nobody on more than two.
    done = [Done("open", ANN, at("2026-06-01"), 10), Done("open", ANN, at("2026-06-02"), 10),
            Done("open", BO, at("2026-06-03"), 10), Done("open", CY, at("2026-06-01"), 11)]  # fmt: skip
    who = Known(BitMap([ANN, BO, CY]), BitMap([10, 11, 12]), home_of={ANN: 10, BO: 10, CY: 11})
    three: dict[str, object] = {"of": "did", "measure": "days", "number": 3}
    assert members(done, segment("account", three), who=who) == {10}
    assert members(done, segment("account", three | {"by": "person"}), who=who) == set()
    assert members(done, segment("person", three | {"by": "account"}), who=who) == {ANN, BO}
    nobody = three | {"by": "person", "number": 2, "negate": True}
    assert members(done, segment("account", nobody), who=who) == {11, 12}


def test_segments_in_a_ring_are_refused_when_they_are_asked() -> None:
    ring = {key: segment("person", {"of": "segment", "key": other}) for key, other in (("a", "b"), ("b", "a"))}
    with pytest.raises(BadQuery, match="refers to itself: a, b, a"):
        asking([], segments=ring).holding.of(InSegment("a"), Unit.PERSON)


@pytest.mark.parametrize(
    ("condition", "field", "words"),
    [
        ({"of": "did", "number": 0}, "where.conditions[0]", "`number`: everybody did it at least 0 times"),
        ({"of": "did", "number": 1.5}, "where.conditions[0]", "`number` of times is a whole number"),
        ({"of": "did", "measure": "sum"}, "where.conditions[0]", "`property` names the property"),
        ({"of": "did", "when": {"in": "next", "days": 3}}, "where.conditions[0]", "`when` cannot be `next`"),
        ({"of": "did", "when": {"in": "last", "days": 0}}, "where.conditions[0].when.days", "Expected `int` >= 1"),
        ({"of": "did", "when": {"in": "between", "from": "1 May"}}, "where.conditions[0].when", "'1 May' is no day"),
        ({"of": "did", "when": {"in": "between"}}, "where.conditions[0].when", "give `from`, `to` or both"),
        ({"of": "fact", "name": "arr", "is": "set"}, "where.conditions[0].name", "Invalid enum value 'arr'"),
        ({"of": "fact", "name": "mrr", "is": "contains", "values": [1]}, "where.conditions[0]", "mrr is a number"),
        ({"of": "fact", "name": "mrr", "is": "at_least", "values": ["1"]}, "where.conditions[0]", "with numbers"),
        ({"of": "fact", "name": "status", "is": "at_least", "values": [1]}, "where.conditions[0]", "is a word"),
        ({"of": "fact", "name": "renews_at"}, "where.conditions[0]", "`when` is missing"),
        ({"of": "answer", "least": 9, "most": 3}, "where.conditions[0]", "`most` (3) is less than `least` (9)"),
        ({"of": "ticket", "state": "open", "solved": {"in": "last", "days": 3}}, "where.conditions[0]", "`solved`"),
        ({"of": "event", "name": "x", "values": ["y"]}, "", "a property of an event"),
        ({"of": "all", "conditions": []}, "", "names no condition"),
    ],
)
def test_what_cannot_be_asked_says_where_and_why(condition: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(BadQuery) as caught:
        segment("person", condition)
    assert caught.value.field == field
    assert words in caught.value.problem


def test_the_same_segment_is_the_same_text() -> None:
    one = read_segment('{"unit":"person","where":{"number":3,"of":"did","events":["a"],"is":"at_least"}}')
    other = read_segment('{"where":{"events":["a"],"of":"did","number":3},"unit":"person","version":1}')
    assert write_segment(one) == write_segment(other)
    deep = '{"of":"all","conditions":[' * 5000
    with pytest.raises(BadQuery, match="too deep"):
        read_segment('{"unit":"person","where":' + deep)
