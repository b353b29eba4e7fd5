"""The report as a board paper in PDF, set by typst: no system library, no browser.

The template takes the report as JSON, so a company's texts are data and never markup. Charts are the same definitions
as in the page, as SVG.
"""
