"""One Vega-Lite definition for each kind of chart, whether it is shown in a page, a document or a notebook.

A chart gets text that is already written in the reader's language and number format. Axes are drawn as text and rules
of our own, so that a figure on an axis looks exactly as it does in the table beside it, without a locale in the viewer.
"""
