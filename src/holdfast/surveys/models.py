"""Answers to surveys, as they were known at each instant. The columns are those of `metrics.records`."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import RecordModel, by_time, one_current


class SurveyAnswer(RecordModel):
    """A survey shown to a person; without `answered_at` it was not answered."""

    response = models.TextField()
    survey = models.TextField()
    person = models.TextField(null=True)
    account = models.TextField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    comment = models.TextField(null=True)
    language = models.TextField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("survey_answer"),)
        indexes = (
            by_time("survey_answer"),
            models.Index(fields=["workspace", "account"], name="survey_answer_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.survey} {self.response}"


RECORDS: dict[str, type[RecordModel]] = {"survey_answer": SurveyAnswer}
