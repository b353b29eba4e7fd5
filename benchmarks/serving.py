"""Serves an application for a benchmark: `python benchmarks/serving.py TARGET INTERFACE PORT WORKERS THREADS`.

A script, not a module of the package: peers run it in an environment that has no Holdfast.
"""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

if __name__ == "__main__":
    target, interface, port, workers, threads = sys.argv[1:]
    Granian(
        target, address="127.0.0.1", port=int(port), interface=Interfaces(interface), workers=int(workers),
        blocking_threads=int(threads) if interface == "wsgi" else 1, http=HTTPModes.http1, websockets=False,
        log_level=LogLevels.warning,
    ).serve()  # fmt: skip
