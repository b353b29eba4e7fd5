"""Starts the parts of an installation, starts a dead one again, and stops them all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType

from holdfast.cli.serving import lifeline

_LOOK = 0.2
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_STEADY = 60.0  # a part that has lived so long may fail anew without a long pause
_STOP = 8.0
_BESIDE = 10  # niceness of what is not waited for

Say = Callable[[str], None]


def holdfast(*arguments: str) -> list[str]:
    """A command of ours, run by the same Python."""
    return [sys.executable, "-m", "holdfast.cli", *arguments]


class Part:
    """One child process, and when to start it again."""

    def __init__(
        self, name: str, command: list[str], say: Say, *, once: bool = False, more: Mapping[str, str] | None = None
    ) -> None:
        """once: it is done when it ends, and what it prints is shown as it is. more: variables of its environment."""
        self.name = name
        self.once = once
        self._environment = dict(more or {})
        self._command = command
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._began = self._due = 0.0
        self._failures = 0

    def start(self) -> None:
        """In a session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order."""
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  (programs of ours)
            self._command,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            env=lifeline.environment() | self._environment, start_new_session=True,
        )  # fmt: skip
        if self.once:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _BESIDE)
        self._reader = threading.Thread(target=self._forward, args=(self._process,), daemon=True)
        self._reader.start()

    def _forward(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is None:
            return
        with process.stdout as lines:
            for line in lines:
                self._say(line.rstrip("\n") if self.once else f"{self.name:<7}{line.rstrip()}")

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look_after(self) -> None:
        """Start it again if it has ended, after a pause that grows with each failure."""
        if self.once or self.is_alive:
            return
        now = time.monotonic()
        if self._process is not None:
            if now - self._began > _STEADY:
                self._failures = 0
            pause = _PAUSES[min(self._failures, len(_PAUSES) - 1)]
            self._say(f"{self.name} has ended ({_how(self._process.returncode)}); it is started again in {pause:g} s.")
            self._process, self._due, self._failures = None, now + pause, self._failures + 1
        elif now >= self._due:
            self.start()

    def ask_to_stop(self) -> None:
        if self._process is not None and self.is_alive:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def wait(self, until: float) -> bool:
        """Whether it has ended in time; if not it is killed, with all that it has started."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(until - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            return False
        finally:
            if self._reader is not None:
                self._reader.join(1.0)  # what it said last
        return True


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


class Supervisor:
    """`with supervisor.running(): ...` starts the parts and stops them at the end of the block."""

    def __init__(self, parts: list[Part], say: Say) -> None:
        self.parts = parts
        self._say = say
        self._stop = threading.Event()
        self._impatient = False

    @contextmanager
    def running(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._asked) for number in _SIGNALS}
        try:
            for part in self.parts:
                part.start()
            yield
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def add(self, part: Part) -> None:
        part.start()
        self.parts.append(part)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._impatient = self._stop.is_set()
        self._stop.set()

    @property
    def is_asked_to_stop(self) -> bool:
        return self._stop.is_set()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """False: a part has ended, or the time is over, or somebody wants it all to stop."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._stop.is_set():
            if not all(part.is_alive for part in self.parts if not part.once):
                return False
            if ready():
                return True
            self._stop.wait(_LOOK / 2)
        return False

    def watch(self) -> None:
        """Until somebody wants it to stop."""
        while not self._stop.wait(_LOOK):
            for part in self.parts:
                part.look_after()

    def _end(self) -> None:
        for part in self.parts:
            part.ask_to_stop()
        until = time.monotonic() + _STOP
        for part in self.parts:
            while part.is_alive and time.monotonic() < until and not self._impatient:
                time.sleep(0.05)
            if not part.wait(time.monotonic()):
                self._say(f"{part.name} did not stop by itself; what it worked on goes on at the next start.")


_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
