"""The report as one self-contained HTML page.

Charts are drawn here, as SVG in the colours of the page, not in the reader's browser: so the page shows them without
JavaScript, in print and in a mail program, follows a switch of theme at once, and its policy allows no script but the
one it was written with. What a mark says on hovering is its accessible name.
"""
