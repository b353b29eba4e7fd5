from __future__ import annotations

from holdfast.metrics.holders import holders
from holdfast.metrics.tests.books import book, day


def trait(subject_id: int, value: str | None, since: str | None, until: str | None, *, name: str = "country"):
    return {
        "subject": "person", "subject_id": subject_id, "name": name, "value": value,
        "valid_from": since and day(since), "valid_to": until and day(until),
    }  # fmt: skip


def test_a_value_is_held_from_its_first_instant_to_the_next_value() -> None:
    engine = book(
        {
            "trait": [
                trait(1, "DE", None, "2026-03-01"),
                trait(1, "UA", "2026-03-01", None),
                trait(2, "DE", "2026-02-01", None),
                trait(3, None, None, None),
                trait(4, "DE", None, None, name="language"),
            ]
        }
    )

    def held(at: str) -> dict[str, set[int]]:
        found = holders(engine.con, engine.facts["trait"], "person", "country", at=day(at))
        return {value: set(ids) for value, ids in found.items()}

    assert held("2026-01-01") == {"DE": {1}}
    assert held("2026-02-01") == {"DE": {1, 2}}
    assert held("2026-03-01") == {"DE": {2}, "UA": {1}}
