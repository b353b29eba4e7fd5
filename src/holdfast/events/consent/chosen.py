"""What a workspace does about people who do not want to be counted: read and changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.core.api import audit
from holdfast.events.consent.rules import ASK, ConsentRules
from holdfast.events.models import Consent


def consent_rules() -> ConsentRules:
    row = Consent.objects.first()
    return ASK if row is None else ConsentRules(row.signals, row.category)


@transaction.atomic
def change_consent(rules: ConsentRules, *, at: datetime, actor: str) -> None:
    """Takes effect within seconds, for what arrives from then on."""
    told = {"signals": rules.signals, "category": rules.category.strip()}
    Consent.objects.update_or_create(defaults=told)
    audit("events.consent.changed", at=at, actor=actor, data=told)
