"""What a long-running part writes to its standard error: one line for each thing, and every traceback."""

from __future__ import annotations

import logging


def to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    logging.getLogger("holdfast").setLevel(logging.INFO)
    # An address that is not there is nobody's business; one that fails is.
    logging.getLogger("django.request").setLevel(logging.ERROR)
