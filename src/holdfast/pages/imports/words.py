"""What kinds, fields, states and choices of an import are called."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from holdfast.connectors.intake.api import LAYOUTS, Layout

# Kinds of tables and of records: what a file becomes, and what is counted.
KINDS = {
    "alias": gettext_lazy("Other keys of accounts and people"),
    "account": gettext_lazy("Accounts"),
    "person": gettext_lazy("People"),
    "trait": gettext_lazy("Traits"),
    "subscription": gettext_lazy("Subscriptions"),
    "tenure": gettext_lazy("Customers with months and churn"),
    "invoice_line": gettext_lazy("Invoice lines"),
    "purchase": gettext_lazy("Purchases"),
    "cancellation": gettext_lazy("Cancellations"),
    "cost": gettext_lazy("Costs"),
    "exchange_rate": gettext_lazy("Exchange rates"),
    "event": gettext_lazy("Events"),
    "survey_answer": gettext_lazy("Survey answers"),
    "ticket": gettext_lazy("Tickets"),
}
RUN_STATES = {
    "running": pgettext_lazy("state of an import", "running"),
    "done": pgettext_lazy("state of an import", "imported"),
    "failed": pgettext_lazy("state of an import", "failed"),
    "undone": pgettext_lazy("state of an import", "undone"),
}
INTAKE_STATES = {
    "ready": pgettext_lazy("state of files", "uploaded"),
    "checking": pgettext_lazy("state of files", "being checked"),
    "checked": pgettext_lazy("state of files", "checked"),
    "importing": pgettext_lazy("state of files", "being imported"),
    "done": pgettext_lazy("state of files", "imported"),
    "failed": pgettext_lazy("state of files", "failed"),
}
DATE_ORDERS = {
    "": gettext_lazy("as detected"),
    "day-first": gettext_lazy("day first: 31/01/2026"),
    "month-first": gettext_lazy("month first: 01/31/2026"),
}
DECIMALS = {"": gettext_lazy("as detected"), ".": gettext_lazy("point: 1,234.50"), ",": gettext_lazy("comma: 1.234,50")}
ENCODINGS = {
    "": gettext_lazy("as detected"),
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "utf-16": "UTF-16",
}
DELIMITERS = {
    "": gettext_lazy("as detected"),
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
SURVEYS = {"": gettext_lazy("as detected"), "nps": "NPS", "csat": "CSAT", "ces": "CES"}
INCLUSIVE = {
    "": gettext_lazy("as for all files"),
    "yes": gettext_lazy("the last day of the period"),
    "no": gettext_lazy("the first day after the period"),
}


def kind_title(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ")))


def field_title(field: str) -> str:
    """A field as it is called in files, with blanks: "trait:country" is the trait country."""
    head, _, name = field.partition(":")
    if name:
        what = gettext("trait %(name)s") if head == "trait" else gettext("property %(name)s")
        return what % {"name": name}
    return field.replace("_", " ")


def fields_of(layout: Layout) -> list[tuple[str, str]]:
    """What a column of such a table may fill."""
    kept = [("property", gettext("keep as a property"))] if layout.spare == "property" else []
    if not kept and (layout.spare or layout.field("account")):
        kept = [("trait", gettext("keep as a trait"))]
    required = {field.name for field in layout.fields if field.required}
    star = {True: " *", False: ""}
    named = [(field.name, field_title(field.name) + star[field.name in required]) for field in layout.fields]
    return [("", gettext("leave out")), *kept, *named]


def kinds_and_needs() -> list[tuple[str, str]]:
    """Every kind with the columns it cannot do without."""
    return [
        (kind_title(layout.key), ", ".join(_one_of(group) for group in layout.needs)) for layout in LAYOUTS.values()
    ]


def _one_of(group: tuple[str, ...]) -> str:
    names = [field_title(name) for name in group]
    return names[0] if len(names) == 1 else gettext("(one of: %(fields)s)") % {"fields": ", ".join(names)}
