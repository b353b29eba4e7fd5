"""What billing systems tell us, as it was known at each instant. The columns are those of `metrics.records`.

Accounts are kept by the key the source uses; aliases and merges are resolved when the rows are read, so that a merge
can be undone.
"""

from __future__ import annotations

from django.db import models

from holdfast.core.models import MoneyField, RecordModel, by_time, one_current


class Subscription(RecordModel):
    """The state of one subscription item from `valid_from` to `valid_to`."""

    subscription = models.TextField()
    item = models.TextField()
    account = models.TextField()
    plan = models.TextField(null=True)
    currency = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    status = models.TextField()
    quantity = MoneyField(null=True)
    amount = MoneyField(null=True)
    discount = MoneyField(null=True)
    interval = models.TextField(null=True)
    interval_count = models.IntegerField(null=True)
    reason = models.TextField(null=True)
    end_reason = models.TextField(null=True)
    scheduled_end = models.DateTimeField(null=True)
    scheduled_at = models.DateTimeField(null=True)
    moved_from = models.TextField(null=True)
    reconstructed = models.BooleanField(null=True)
    # Earlier than `recorded_at` where an import that has been undone had taken the state away for a time.
    known_since = models.DateTimeField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("subscription"),)
        indexes = (
            by_time("subscription"),
            models.Index(fields=["workspace", "account"], name="subscription_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.subscription}/{self.item} from {self.valid_from:%Y-%m-%d}"


class InvoiceLine(RecordModel):
    invoice = models.TextField()
    line = models.TextField()
    account = models.TextField()
    subscription = models.TextField(null=True)
    plan = models.TextField(null=True)
    kind = models.TextField(null=True)
    currency = models.TextField()
    amount = MoneyField()
    quantity = MoneyField(null=True)
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    interval = models.TextField(null=True)
    interval_count = models.IntegerField(null=True)
    invoiced_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("invoice_line"),)
        indexes = (
            by_time("invoice_line"),
            models.Index(fields=["workspace", "account"], name="invoice_line_by_account"),
        )

    def __str__(self) -> str:
        return f"{self.invoice}/{self.line}"


class Purchase(RecordModel):
    purchase = models.TextField()
    account = models.TextField()
    bought_at = models.DateTimeField()
    currency = models.TextField(null=True)
    amount = MoneyField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("purchase"),)
        indexes = (
            by_time("purchase"),
            models.Index(fields=["workspace", "account"], name="purchase_by_account"),
        )

    def __str__(self) -> str:
        return self.purchase


class Cancellation(RecordModel):
    cancellation = models.TextField()
    account = models.TextField()
    occurred_at = models.DateTimeField()
    reason = models.TextField(null=True)
    comment = models.TextField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("cancellation"),)
        indexes = (by_time("cancellation"),)

    def __str__(self) -> str:
        return self.cancellation


class Cost(RecordModel):
    spent_at = models.DateTimeField()
    kind = models.TextField()
    currency = models.TextField()
    amount = MoneyField()

    class Meta(RecordModel.Meta):
        constraints = (one_current("cost"),)
        indexes = (by_time("cost"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.spent_at:%Y-%m}"


class ExchangeRate(RecordModel):
    """One unit of `currency` in `to_currency`."""

    day = models.DateField()
    currency = models.TextField()
    to_currency = models.TextField()
    rate = MoneyField(decimal_places=9)

    class Meta(RecordModel.Meta):
        constraints = (one_current("exchange_rate"),)
        indexes = (by_time("exchange_rate"),)

    def __str__(self) -> str:
        return f"{self.currency}/{self.to_currency} {self.day}"


RECORDS: dict[str, type[RecordModel]] = {
    "subscription": Subscription,
    "invoice_line": InvoiceLine,
    "purchase": Purchase,
    "cancellation": Cancellation,
    "cost": Cost,
    "exchange_rate": ExchangeRate,
}
