"""One Vega-Lite definition for each kind of chart, whether it is shown in a page, a document or a notebook.

A chart gets text that is already written in the reader's language and number format. Axes are drawn as text and rules
of our own, so that a figure on an axis looks exactly as it does in the table beside it, without a locale in the viewer.

Marks can be links to who is behind them. Whoever makes a chart's data gives each Point, Step, Stack, HeatCell, Flag or
Column an `address` within this site ("/w/harbour/kpi/mrr/behind/?at=2026-06"); `draw.page_svg` writes it as an
`<a href>` whose name is the mark's tip, so that it is reached and read by keyboard. The functions of `insights.charts`
take `address`, a function that gives the address of a cell, period, movement or cohort, or "" for none. A picture in a
report or an export is drawn without addresses.
"""
