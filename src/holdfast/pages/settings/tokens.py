"""The tokens of the design system with what each is for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

Named = tuple[tuple[str, StrOrPromise], ...]

ROLES: Named = (
    ("paper", gettext_lazy("The ground of every page.")),
    ("surface", gettext_lazy("What lies on it: cards, panels, fields, menus.")),
    ("sunken", gettext_lazy("What is set back: a row under the pointer, a message, the current place.")),
    ("line", gettext_lazy("Hairlines. They separate and carry no information.")),
    ("ink", gettext_lazy("Text and figures, at least 7:1.")),
    ("quiet", gettext_lazy("What is said beside it: labels, units, dates, at least 4.5:1.")),
    ("accent", gettext_lazy("Links, the one main button, focus, the current place.")),
    ("good", gettext_lazy("Better by the direction of the KPI. Always with a sign or a word.")),
    ("bad", gettext_lazy("Worse, or wrong. Always with a sign or a word.")),
    ("warn", gettext_lazy("Take care: stale, partial, not certain.")),
    ("band", gettext_lazy("The usual range in a chart.")),
)
TYPES: Named = (
    ("figure", gettext_lazy("28 px: the one figure of a card.")),
    ("title", gettext_lazy("20 px: the title of a page.")),
    ("heading", gettext_lazy("16 px: the heading of a panel.")),
    ("body", gettext_lazy("14 px: everything else; figures are tabular.")),
    ("small", gettext_lazy("12 px: what is said beside it.")),
)
SPACES: Named = (
    ("4", gettext_lazy("inside a chip, between a label and its field")),
    ("8", gettext_lazy("between buttons, between an icon and its word")),
    ("12", gettext_lazy("inside a card, between its parts")),
    ("16", gettext_lazy("inside a panel, between fields")),
    ("24", gettext_lazy("around a page, between groups")),
)
