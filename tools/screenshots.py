"""Pictures of the demo's report for the README: `python -m tools.screenshots [REPORT.html]`.

Draws the report in a Chromium without a window, light and dark, into docs/images. Needs `playwright install chromium`,
or HOLDFAST_CHROMIUM with the path of a Chromium.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
REPORT = ROOT / "holdfast-demo" / "report.html"
WIDTH, HEIGHT = 1280, 860
LARGEST = 250_000


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; 1 if there is no report or a picture is too large for a page."""
    report = Path(arguments[0]) if arguments else REPORT
    if not report.is_file():
        print(f"{report} does not exist; run holdfast demo first, or name a report.", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    taken = _take(report)
    for path in taken:
        print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1024:,.0f} kB")
    return int(any(path.stat().st_size > LARGEST for path in taken))


def _take(report: Path) -> list[Path]:
    from playwright.sync_api import sync_playwright

    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("HOLDFAST_CHROMIUM"))
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto(report.absolute().as_uri())
            page.evaluate("document.fonts.ready")
            path = IMAGES / f"report-{scheme}.png"
            page.screenshot(path=path)
            taken.append(path)
            page.close()
        browser.close()
    return taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
