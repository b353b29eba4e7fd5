"""What somebody answered stays as a score that names nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.customers import api as customers
from holdfast.surveys import api
from holdfast.surveys.models import SurveyAnswer
from tests.records import day, table

AT = day("2026-02-01")
LATER = day("2026-03-01")


def bury(key: str) -> frozenset[str]:
    return customers.bury(key, at=LATER, due_at=LATER + timedelta(days=30)).keys


ANSWERS = [
    {"response": "r1", "survey": "nps", "person": "ann", "asked_at": AT, "score": 9.0, "comment": "I am Ann"},
    {"response": "nps-ann", "survey": "nps", "person": "ann", "asked_at": AT, "score": 3.0},
    {"response": "r3", "survey": "nps", "person": "bo", "asked_at": AT, "score": 5.0, "comment": "I am Bo"},
]


@pytest.fixture
def answers(workspace) -> None:
    api.put_records("survey_answer", table("survey_answer", *ANSWERS), source="test", at=AT)


def test_scores_stay_without_a_name_and_without_comments(answers) -> None:
    corrected = {**ANSWERS[0], "score": 10.0, "comment": "Ann again"}
    api.put_records("survey_answer", table("survey_answer", corrected), source="test", at=LATER)
    assert len(list(api.held({"ann"})["answers"])) == 3
    assert api.forget(bury("ann")) == {"answers": 2}
    rows = SurveyAnswer.objects.order_by("pk").values_list("response", "person", "score", "comment")
    # The one whose id is made of hers is gone as a whole; of the corrected one both versions are emptied.
    assert list(rows) == [("r1", None, 9.0, None), ("r3", "bo", 5.0, "I am Bo"), ("r1", None, 10.0, None)]
    assert list(api.held({"ann"})["answers"]) == []


def test_the_same_file_again_changes_nothing(answers) -> None:
    api.forget(bury("ann"))
    count = api.put_records("survey_answer", table("survey_answer", *ANSWERS), source="test", at=LATER)
    assert (count.added, count.changed, count.unchanged) == (0, 0, 2)
    assert SurveyAnswer.objects.filter(superseded_at=None).count() == 2
