"""Lets a process be killed, without any chance to clean up, as soon as a step of its work is done."""

from __future__ import annotations

import os
import signal
from typing import Any


def die_after(owner: Any, name: str, times: int = 1) -> None:
    """owner: what the step is an attribute of. times: it outlives all but this one."""
    done, calls = getattr(owner, name), []

    def last(*args: Any, **kwargs: Any) -> Any:
        result = done(*args, **kwargs)
        calls.append(name)
        if len(calls) == times:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, last)
