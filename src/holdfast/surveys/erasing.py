"""Answers of a person who asks for its data, or to be forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from holdfast.core.api import told
from holdfast.customers.api import forget_person, kind_of
from holdfast.surveys.models import SurveyAnswer


def forget(keys: Collection[str]) -> dict[str, int]:
    """Scores stay, without who gave them and without comments; how many."""
    count = forget_person(
        SurveyAnswer, kind_of("survey_answer", "surveys"), keys, own_id="response", texts=("comment",)
    )
    return {"answers": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """Everything that is kept here of a person, corrected rows too: name of a table -> its rows."""
    return {"answers": told(SurveyAnswer.objects.filter(person__in=keys))}
