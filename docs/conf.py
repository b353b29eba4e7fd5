"""How the documentation is built. Warnings are errors: `make docs`."""

from __future__ import annotations

from importlib.metadata import version as installed

project = "Holdfast"
author = "The Holdfast developers"
copyright = "2026, The Holdfast developers"
release = version = installed("holdfast")

extensions = ["myst_parser", "sphinx_copybutton"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "reference/benchmarks"]  # parts of a page

html_theme = "furo"
html_title = f"Holdfast {release}"
# The prompt belongs to the shell, not to the command.
copybutton_prompt_text = r"\$ |>>> "
copybutton_prompt_is_regexp = True
