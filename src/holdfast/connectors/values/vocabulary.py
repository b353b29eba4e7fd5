"""Words that name one of a few things: a currency, a billing interval, a status, a reason, a kind."""

from __future__ import annotations

import re

from holdfast.connectors.values.scalars import Unreadable
from holdfast.connectors.values.words import CURRENCY_SIGNS, INTERVALS, STATUSES, UNITS
from holdfast.core.contracts import is_currency


def parse_currency(text: str) -> str:
    """An ISO code, or the sign of a currency."""
    code = CURRENCY_SIGNS.get(text) or text.strip().upper()
    if not is_currency(code):
        raise Unreadable("not a currency", "Write an ISO code such as EUR; one of your own begins with X.")
    return code


def parse_interval(text: str) -> dict[str, object]:
    """Stripe's interval and its count in "monthly", "3 months", "annual", "P1Y" or "halbjährlich"."""
    word = re.sub(r"^(every|alle|per|pro|кожні|на)\s+", "", text.strip().casefold())
    found = INTERVALS.get(word) or INTERVALS.get(re.sub(r"[\s_]+", "-", word)) or _counted(word)
    if found is None:
        raise Unreadable(
            "not a billing interval", "Write day, week, month, quarter or year, or for example '3 months'."
        )
    return {"interval": found[0], "count": found[1]}


def _counted(word: str) -> tuple[str, int] | None:
    words = {"one": "1", "two": "2", "three": "3", "six": "6", "twelve": "12"}
    match = re.fullmatch(r"(\d{1,3}|one|two|three|six|twelve)[\s_-]*([^\W\d_]+)", word)
    if match is None or match[2] not in UNITS:
        return None
    count = int(words.get(match[1], match[1]))
    return (UNITS[match[2]], count) if count else None


def parse_status(text: str) -> str:
    """Stripe's status of a subscription."""
    status = STATUSES.get(re.sub(r"[\s-]+", "_", text.strip().casefold()))
    if status is None:
        raise Unreadable("not a status", "Write active, trialing, past_due, unpaid, paused or canceled.")
    return status


_LINE_KINDS = {
    "recurring": "recurring subscription licensed plan wiederkehrend abo підписка",
    "usage": "usage metered overage consumption nutzung verbrauch використання",
    "one_time": "one_time onetime one-time single setup invoiceitem einmalig разовий",
    "proration": "proration prorated",
    "refund": "refund credit credit_note erstattung gutschrift повернення",
    "payment": "payment zahlung оплата",
}
_LINE_KIND = {word: kind for kind, words in _LINE_KINDS.items() for word in words.split()}
_SERVING = ("serv", "hosting", "cogs", "infrastr", "support", "betrieb", "обслугов", "хостинг")


_REASONS = {
    "payment_failed": "payment_failed nonpayment non_payment card_declined delinquent dunning involuntary past_due "
                      "payment_issue failed_payment zahlungsausfall nicht_bezahlt неоплата",
    "voluntary": "voluntary customer_request cancelled_by_customer canceled_by_customer cancellation_requested "
                 "freiwillig добровільно",
    "paused": "paused on_hold pausiert призупинено",
    "moved_to_free": "moved_to_free downgraded_to_free free_plan",
}  # fmt: skip
_REASON = {word: reason for reason, words in _REASONS.items() for word in words.split()}


def parse_reason(text: str) -> str:
    """A reason in the ledger's own word for it; any other reason stays as it is written."""
    return _REASON.get(re.sub(r"[\W_]+", "_", text.strip().casefold()).strip("_"), text)


def parse_line_kind(text: str) -> str | None:
    """The kind of an invoice line; None for a word that says nothing about it."""
    return _LINE_KIND.get(re.sub(r"\s+", "_", text.strip().casefold()))


def parse_cost_kind(text: str) -> str:
    """Whether a cost is of serving customers; everything else (marketing, sales, a channel) is of winning them."""
    return "serving" if any(word in text.casefold() for word in _SERVING) else "acquisition"
