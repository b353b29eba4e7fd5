"""The form of an alert. Shares are typed in percent, as they are read everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from holdfast.insights.alerts.api import OF_CHANGE, OF_VALUE, Rule, Sensitivity, Test
from holdfast.reporting.watch.words import SENSITIVITIES, TESTS
from holdfast.web.format import PERCENT

RELATIVE, ABSOLUTE = "relative", "absolute"


class AlertForm(forms.Form):
    """unit: of the number, as reporting.watch reads it; None for stopped events, which have no rule."""

    name = forms.CharField(label=gettext_lazy("Name of the alert"), max_length=120)
    pick = forms.ChoiceField(label=gettext_lazy("Number"), required=False)
    test = forms.ChoiceField(label=gettext_lazy("Tell when the number"))
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), localize=True, required=False, max_digits=20, decimal_places=6
    )
    measured = forms.ChoiceField(label=gettext_lazy("The amount is"), required=False)
    sensitivity = forms.ChoiceField(label=gettext_lazy("Sensitivity"), required=False)
    recipients = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who gets a mail"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, unit: str | None, members: Sequence[tuple[int, str]],
        picks: Sequence[tuple[str, str]] = (), currency: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.unit = unit
        self._choose("recipients", members)
        if unit is None:
            for name in ("pick", "test", "amount", "measured", "sensitivity"):
                del self.fields[name]
            return
        tests = [(test.value, words) for test, words in TESTS.items() if test is not Test.STOPPED]
        self._choose("test", sorted(tests, key=lambda pair: pair[0] != Test.UNUSUAL))
        self._choose("sensitivity", [(one.value, SENSITIVITIES[one]) for one in Sensitivity])
        self.fields["sensitivity"].initial = Sensitivity.USUAL.value
        own = gettext("points of percent") if unit in PERCENT else currency if unit == "money" else None
        self._choose(
            "measured",
            [(RELATIVE, gettext("percent of the value before")),
             (ABSOLUTE, own or pgettext_lazy("amount", "in the unit of the number"))],
        )  # fmt: skip
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"
        if unit in PERCENT:
            self.fields["amount"].help_text = gettext("In percent: 40 for 40 %.")
        if len(picks) > 1:
            self._choose("pick", picks)
        else:
            del self.fields["pick"]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def rule(self) -> Rule:
        told = self.cleaned_data
        if self.unit is None:
            return Rule(test=Test.STOPPED)
        test, amount = Test(told["test"]), told["amount"]
        relative = test in OF_CHANGE and told["measured"] != ABSOLUTE
        if amount is not None and (relative or self.unit in PERCENT):
            amount /= 100
        return Rule(
            test=test, amount=float(amount) if amount is not None and test in OF_VALUE + OF_CHANGE else None,
            relative=relative, sensitivity=Sensitivity(told["sensitivity"] or Sensitivity.USUAL),
        )  # fmt: skip


def first_values(rule: Rule, unit: str) -> dict[str, Any]:
    """What the form of an alert begins with that is there already."""
    relative = rule.test in OF_CHANGE and rule.relative
    amount = rule.amount
    if amount is not None and (relative or unit in PERCENT):
        amount = round(amount * 100, 9)
    return {
        "test": rule.test.value,
        "amount": amount if amount is None or not float(amount).is_integer() else int(amount),
        "measured": RELATIVE if relative or rule.test not in OF_CHANGE else ABSOLUTE,
        "sensitivity": rule.sensitivity.value,
    }
