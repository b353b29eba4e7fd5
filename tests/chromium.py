"""A Chromium for the tests that look at pages: one that is there, else Playwright's own, else Debian's package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import click

REMEDY = "no Chromium: install one (apt-get install chromium, or playwright install chromium)"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLAYWRIGHTS = [sys.executable, "-m", "playwright", "install", "chromium"]
_UPDATE = ["apt-get", "update"]
_DEBIANS = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
_PATIENCE = 600  # seconds


def executable() -> str | None:
    """The path of an installed Chromium; None leaves the choice to Playwright."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def get() -> None:
    """Install one where there is none, as far as this machine and its user may; else say what to do.

    Without it the tests that need one are skipped, with the same words.
    """
    if executable() or _done(_PLAYWRIGHTS):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        click.echo("Installing Debian's Chromium for the tests ...")
        # The lists of packages of a fresh machine may be missing, or old.
        if _done(_DEBIANS) or (_done(_UPDATE) and _done(_DEBIANS)):
            return
    click.echo(f"{REMEDY}. Tests that need one are skipped.", err=True)


def _done(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
