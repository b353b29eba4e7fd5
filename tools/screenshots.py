"""Pictures for the README and the tutorial: `python -m tools.screenshots [FOLDER] [--only NAME ...]`.

Makes a demo in FOLDER (or in one of its own, removed afterwards; one that is there already is used as it is), starts
its workspace, does in it what a team does, and draws the pages and the report in a Chromium without a window, into
docs/images. Needs a Chromium: `playwright install chromium`, or one of the system, or HOLDFAST_CHROMIUM with its path.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 860
PHONE = 360
LARGEST = 250_000
HOST, PORT = "127.0.0.1", 8460
SLUG = "tidewater"
MONTH = "2026-10"  # the last complete one of the demo
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]

# A price list with two mistakes, so that an import shows what it does with them.
PRICES = """subscription_id,customer,start,end,plan,mrr,currency
x1,acc_00001,2026-10-01,,Team,49.00,EUR
x2,acc_00002,2026-10-01,,Team,forty,EUR
x3,acc_00003,soon,,Team,49.00,EUR
"""
GOALS = (("mrr", "80000", "2027-06-30"), ("nrr", "104", "2027-06-30"), ("nps", "60", "2027-03-31"))


@dataclass(frozen=True, slots=True)
class Shot:
    """path: after /w/<workspace>/. height: of the picture, in CSS pixels."""

    name: str
    path: str
    width: int = WIDTH
    height: int = HEIGHT
    scheme: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("scorecard-light", ""),
    Shot("scorecard-dark", "", scheme="dark"),
    Shot("scorecard-phone", "", width=PHONE, height=740),
    Shot("kpi", "kpi/nrr/"),
    Shot("behind", f"kpi/nrr/behind/?at={MONTH}"),
    Shot("revenue", "revenue/", height=1100),
    Shot("cohorts", "cohorts/"),
    Shot("accounts", "accounts/"),
    Shot("goals", "goals/", height=560),
    Shot("settings", "settings/metrics/"),
)


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; 1 if one is too large for a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="of a demo")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of pictures")
    told = parser.parse_args(arguments)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _folder(told.folder) as folder:
        if not (folder / "report.html").is_file():
            _holdfast("demo", "--folder", str(folder), "--no-open", "--no-serve", check=True)
        taken = _take(folder, frozenset(told.only))
    for path in taken:
        print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1024:,.0f} kB")
    return int(any(path.stat().st_size > LARGEST for path in taken))


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield named.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-") as made:
        yield Path(made) / "demo"


def _holdfast(*words: str, check: bool) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "holdfast.cli", *words], check=check)


def _take(folder: Path, only: frozenset[str]) -> list[Path]:
    from playwright.sync_api import sync_playwright

    token = _member(folder / "data")
    executable = os.environ.get("HOLDFAST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with _workspace(folder / "data") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        taken = [*_pages(browser, address, token, only), *_report(browser, folder / "report.html", only)]
        browser.close()
    return taken


def _member(data: Path) -> str:
    """The owner of the demo; the token of the link that signs in."""
    from django.db import connections

    from holdfast.core.start import start

    start(data)
    from datetime import UTC, datetime

    from holdfast.core.members import demo
    from holdfast.core.members.models import Member

    if not Member.objects.filter(email=demo.EMAIL).exists():
        demo.make_owner(at=datetime.now(UTC))
    token = demo.make_token()
    connections.close_all()
    return token


@contextmanager
def _workspace(data: Path) -> Iterator[str]:
    """`holdfast up` on the demo until the pictures are taken."""
    address = f"http://{HOST}:{PORT}/"
    command = [sys.executable, "-m", "holdfast.cli", "up", "--data", str(data), "--port", str(PORT)]
    process = subprocess.Popen(command)
    try:
        _wait(process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes]) -> None:
    from holdfast.cli.serving import place

    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("holdfast up ended; what it said stands above.")
        if place.answers(HOST, PORT):
            return
        time.sleep(0.2)
    raise SystemExit("holdfast up does not answer.")


def _pages(browser: Browser, address: str, token: str, only: frozenset[str]) -> Iterator[Path]:
    context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}start/demo/{token}/")
    where = f"{address}w/{SLUG}/"
    _open(page, where)
    _set_goals(page, where)
    for shot in SHOTS:
        if not only or shot.name in only:
            page.set_viewport_size({"width": shot.width, "height": shot.height})
            page.emulate_media(color_scheme=shot.scheme, reduced_motion="reduce")
            _open(page, where + shot.path)
            yield _draw(page, shot.name)
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if not only or "account" in only:
        _open(page, f"{where}accounts/")
        page.locator("tbody a").first.click()
        _open(page, page.url)
        yield _draw(page, "account")
    if not only or "import" in only:
        yield _import(page, where)
    context.close()


def _open(page: Page, address: str) -> None:
    """Wait also for what the worker still computes: until then a page says how far it is, and loads itself again."""
    from playwright.sync_api import Error

    waiting = True
    while waiting:
        try:
            page.goto(address)
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
        page.wait_for_load_state()
        waiting = bool(page.locator(".empty progress").count())
        page.wait_for_timeout(1500 * waiting)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")


def _set_goals(page: Page, where: str) -> None:
    _open(page, f"{where}goals/")
    if page.locator("tbody tr").count():
        return
    for kpi, target, due in GOALS:
        _open(page, f"{where}goals/new/?kpi={kpi}&period=month")
        page.get_by_label("Target").fill(target)
        page.get_by_label("By when").fill(due)
        page.get_by_role("button", name="Set goal").click()
        page.wait_for_load_state("networkidle")


def _import(page: Page, where: str) -> Path:
    """A file whose columns are recognised and whose check finds two rows that cannot be taken."""
    page.goto(f"{where}data/imports/")
    file = {"name": "prices.csv", "mimeType": "text/csv", "buffer": PRICES.encode()}
    page.get_by_label("Files", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload files").click()
    page.get_by_role("button", name="Check without importing").click()
    page.get_by_role("heading", name="Outcome of the check: nothing is kept").wait_for()
    return _draw(page, "import")


def _report(browser: Browser, report: Path, only: frozenset[str]) -> Iterator[Path]:
    for scheme in ("light", "dark"):
        if not only or f"report-{scheme}" in only:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(report.absolute().as_uri())
            page.evaluate("document.fonts.ready")
            yield _draw(page, f"report-{scheme}")
            page.close()


def _draw(page: Page, name: str) -> Path:
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
