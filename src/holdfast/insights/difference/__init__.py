"""Why the roll-forward of a period is not what it was known to be earlier, movement by movement.

What was known is compared as it was known, not by when it was recorded: so what was taken back counts too.
"""

from holdfast.insights.difference.explain import CAUSES, Cell, Change, Explained, Span, explain

__all__ = ["CAUSES", "Cell", "Change", "Explained", "Span", "explain"]
