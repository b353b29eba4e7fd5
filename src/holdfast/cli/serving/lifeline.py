"""A part that was started by another process does not outlive it, however that one ended."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

# Names the process that has to live; set for its children, and by a child for its own.
VARIABLE = "HOLDFAST_SUPERVISOR"
_LOOK_SECONDS = 0.5
_END_SECONDS = 5.0


def hold() -> None:
    """Watch the parent, if it asked for that. A system that tells a child of its parent's death is not everywhere."""
    parent = os.environ.get(VARIABLE, "")
    if parent.isdecimal():
        threading.Thread(target=_watch, args=(int(parent),), daemon=True, name="holdfast-lifeline").start()


def environment() -> dict[str, str]:
    """What a child of this process is started with."""
    return {**os.environ, VARIABLE: str(os.getpid()), "PYTHONUNBUFFERED": "1"}


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    logging.getLogger("holdfast").warning("The process that started this one is gone; it ends too.")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_END_SECONDS)
    os._exit(1)
