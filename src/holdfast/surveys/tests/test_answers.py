from __future__ import annotations

import ibis

from holdfast.core.api import PutCount
from holdfast.customers import api as customers
from holdfast.surveys import api
from tests.records import day, table

ANSWER = {
    "response": "r1", "survey": "nps", "person": "p1", "account": "A1", "asked_at": day("2026-01-05"),
    "answered_at": day("2026-01-06"), "score": 9.0, "comment": "Дякую!", "language": "uk", "source_row": "nps.csv:2",
}  # fmt: skip


def test_one_response_may_answer_several_surveys(workspace) -> None:
    rows = table("survey_answer", ANSWER, ANSWER | {"survey": "csat", "score": 4.0})
    assert api.put_records("survey_answer", rows, source="test", at=day("2026-02-01")) == PutCount(added=2)
    assert api.put_records("survey_answer", rows, source="test", at=day("2026-02-02")) == PutCount(unchanged=2)
    assert api.records("survey_answer").equals(rows)


def test_the_fact_says_who_was_asked() -> None:
    con = ibis.duckdb.connect()
    records = {"survey_answer": table("survey_answer", ANSWER, {"response": "r2", "survey": "nps", "person": "p2"})}
    ordinals = customers.assign_ordinals(con, records)
    fact = api.supply(con, records, ordinals)["survey_answer"].order_by("response").to_pyarrow()
    assert [(row["response"], row["person_id"], row["account_id"], row["score"]) for row in fact.to_pylist()] == [
        ("r1", 1, 1, 9.0),
        ("r2", 2, None, None),
    ]
