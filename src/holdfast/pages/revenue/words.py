"""Words of the revenue pages that are chosen by a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from holdfast.insights.words import MOVEMENTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

KINDS = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
# Translators: why an account's MRR changed
REASONS: Words = {
    "started": pgettext_lazy("reason of a movement", "started"),
    "trial_converted": pgettext_lazy("reason of a movement", "trial converted"),
    "left_free": pgettext_lazy("reason of a movement", "left a free plan"),
    "returned": pgettext_lazy("reason of a movement", "returned"),
    "resumed": pgettext_lazy("reason of a movement", "resumed after a pause"),
    "payment_recovered": pgettext_lazy("reason of a movement", "payment recovered"),
    "added": pgettext_lazy("reason of a movement", "something was added"),
    "removed": pgettext_lazy("reason of a movement", "something was removed"),
    "quantity": pgettext_lazy("reason of a movement", "quantity"),
    "plan_change": pgettext_lazy("reason of a movement", "change of plan"),
    "price_change": pgettext_lazy("reason of a movement", "change of price"),
    "currency_change": pgettext_lazy("reason of a movement", "change of currency"),
    "discount": pgettext_lazy("reason of a movement", "discount"),
    "billing_move": pgettext_lazy("reason of a movement", "move to another billing system"),
    "voluntary": pgettext_lazy("reason of a movement", "cancelled"),
    "payment_failed": pgettext_lazy("reason of a movement", "payment failed"),
    "paused": pgettext_lazy("reason of a movement", "paused"),
    "moved_to_free": pgettext_lazy("reason of a movement", "moved to a free plan"),
    "full_discount": pgettext_lazy("reason of a movement", "full discount"),
    "trait": pgettext_lazy("reason of a movement", "the trait changed"),
}
FORMS: Words = {"csv": lazy("CSV"), "xlsx": lazy("Excel")}


def reason_text(reason: str | None) -> str:
    """A reason of ours in the reader's language, one of the source's own as it is."""
    return str(REASONS.get(reason or "", reason or ""))


def kind_text(kind: str) -> str:
    return str(MOVEMENTS.get(kind, kind))
