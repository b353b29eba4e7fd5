"""What is left when the rewriting of parts is killed: nobody is shown again, nobody else loses an event."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from holdfast.events.tests import eraser
from holdfast.events.tests.test_crash import begin, outcome

KEPT = eraser.PARTS * eraser.ROWS * (eraser.PEOPLE - 1) // eraser.PEOPLE


def killed_at(data_dir: Path, *steps: str) -> None:
    for step in steps:
        process = begin(data_dir, "eraser", step)
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, step
    seen = outcome(begin(data_dir, "eraser"))
    assert (seen["shown"], seen["events"], seen["distinct"], seen["left"]) == (KEPT, KEPT, KEPT, 0)
    # Killed after its transaction once: one part was rewritten already.
    assert seen["rewritten"] == eraser.PARTS - 1
    assert (seen["damage"], seen["files"]) == ([], 2 * eraser.PARTS)


def test_killed_around_its_transaction_it_goes_on_where_it_was(tmp_path) -> None:
    killed_at(tmp_path, *eraser.STEPS[-2:])


@pytest.mark.soak
def test_killed_at_any_step_it_goes_on_where_it_was(tmp_path) -> None:
    killed_at(tmp_path, *eraser.STEPS)
