"""The forms of a goal. A share is typed in percent, as it is read everywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from holdfast.insights.goals.contracts import GoalFacts
from holdfast.insights.words import UNITS
from holdfast.metrics.kernel.kpi import Direction, Kpi, Unit
from holdfast.web.format import PERCENT

WAYS = [
    ("higher", pgettext_lazy("goal", "rise to the target")),
    ("lower", pgettext_lazy("goal", "fall to the target")),
]


class GoalForm(forms.Form):
    target = forms.DecimalField(localize=True, max_digits=24, decimal_places=9)
    direction = forms.ChoiceField(label=pgettext_lazy("goal", "The KPI shall"), choices=WAYS)
    due = forms.DateField(
        label=gettext_lazy("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(label=gettext_lazy("Why (not required)"), max_length=280, required=False)

    def __init__(self, kpi: Kpi, currency: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpi = kpi
        self.fields["target"].label = gettext("Target (%(unit)s)") % {"unit": self._unit(currency)}
        self.fields["target"].widget.attrs["inputmode"] = "decimal"
        if kpi.direction is not Direction.NEITHER:
            del self.fields["direction"]

    @property
    def factor(self) -> int:
        return 100 if self.kpi.unit in PERCENT else 1

    @property
    def wanted(self) -> Decimal:
        """In the unit of the KPI."""
        typed: Decimal = self.cleaned_data["target"]
        return typed / self.factor

    def _unit(self, currency: str) -> str:
        return currency if self.kpi.unit is Unit.MONEY else str(UNITS[self.kpi.unit])


def first_values(goal: GoalFacts, kpi: Kpi) -> dict[str, Any]:
    """What the form of an existing goal begins with."""
    shown = (goal.target * (100 if kpi.unit in PERCENT else 1)).normalize()
    return {"target": Decimal(format(shown, "f")), "due": goal.due, "why": goal.why}
