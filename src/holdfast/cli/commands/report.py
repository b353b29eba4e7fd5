"""`holdfast report`: from files, or an installation, to a scorecard and reports in several formats."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from holdfast.cli import HELP
from holdfast.cli.counting import rows_rejected
from holdfast.cli.options import check_currency, check_timezone
from holdfast.cli.outputs import BadOutput, check_folder_of, writing
from holdfast.cli.wait import waiting
from holdfast.core.errors import UserFacingError

if TYPE_CHECKING:
    from holdfast.book.book import Book

FORMATS = (".html", ".xlsx", ".pdf", ".json", ".csv")
GRAINS = ("day", "week", "month", "quarter", "year")


class NothingToReport(UserFacingError):
    """No KPI has any data: no row could be read, or nothing had happened or was known yet."""

    code = "nothing_to_report"
    http_status = 422


@click.command("report", context_settings=HELP)
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    "outs",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="Write .html, .xlsx, .pdf, .json or .csv; may be given several times.",
)
@click.option("--period", type=click.Choice(GRAINS), default="month", show_default=True)
@click.option("--from", "from_", metavar="PERIOD", help="First period: 2024-03-31, 2024-W13, 2024-03, 2024-Q1 or 2024.")
@click.option("--to", metavar="PERIOD", help="Last period, included.")
@click.option("--by", metavar="TRAIT", help="Also slice by plan, currency or any trait of an account.")
@click.option("--lang", type=click.Choice(("en", "de", "uk")), default="en", show_default=True)
@click.option(
    "--currency", metavar="CODE",
    help="Reporting currency, and that of amounts in files without one [default: the one with the most subscriptions].",
)  # fmt: skip
@click.option("--timezone", default="UTC", show_default=True, help="Zone in which days begin, for a folder of files.")
@click.option(
    "--as-of", "as_of", metavar="DATE", help="Nothing after this day has happened [default: latest in the data]."
)
@click.option("--known-at", "known_at", metavar="DATE", help="As an installation knew it on this day.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Mapping file (TOML).")
@click.option("--workspace", help="Workspace of an installation, if it has several.")
@click.option("--quiet", is_flag=True, help="Do not print the scorecard.")
def command(
    folder: Path, outs: tuple[Path, ...], period: str, from_: str | None, to: str | None, by: str | None, lang: str,
    currency: str | None, timezone: str, as_of: str | None, known_at: str | None, mapping: Path | None,
    workspace: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Report on FOLDER: a folder of a company's files, or the data folder of an installation.

    Prints the scorecard, and writes every file given by --out. Nothing is stored; no server and no configuration.
    """
    _check_outputs(outs)
    check_timezone(timezone)
    check_currency(currency)
    from holdfast.book.book import Book
    from holdfast.book.report import build
    from holdfast.insights import api as insights

    console = Console(stderr=True)
    with waiting(console) as say:
        say("Reading files")
        book = Book.open(
            folder, workspace=workspace, mapping=mapping, currency=currency and currency.upper(), timezone=timezone,
            as_of=_day(as_of, "--as-of"), known_at=_evening(known_at),
        )  # fmt: skip
        if not book.available() or (as_of is not None and book.is_before_everything):
            raise NothingToReport(_why_nothing(folder, as_of, known_at, book))
        say("Computing KPIs")
        report = build(book, period, from_, to, by)
        for out in outs:
            say(f"Writing {out.name}")
            with writing(out):
                insights.write(report, out, lang)
    if not quiet:
        Console().print(insights.scorecard_text(report, lang))
    for out in outs:
        console.print(f"Wrote {out} ({out.stat().st_size / 1024:,.0f} kB)", highlight=False)
    if report.rejected:
        console.print(
            f"{rows_rejected(report.rejected)}; `holdfast import {folder} --dry-run` gives each its reason.",
            highlight=False,
        )


def _check_outputs(outs: tuple[Path, ...]) -> None:
    for out in outs:
        if out.suffix.lower() not in FORMATS:
            raise BadOutput(f"{out}: a report ends in {', '.join(FORMATS)}.")
        check_folder_of(out)


def _why_nothing(folder: Path, as_of: str | None, known_at: str | None, book: Book) -> str:
    records, rejected = (book.material.records, book.material.rejected) if book.material else ({}, 0)
    if known_at is not None and not book.available():
        return f"Nothing was known yet on {known_at}; name a later day."
    if as_of is not None and (book.available() or any(table.num_rows for table in records.values())):
        return f"Nothing had happened yet by {as_of}; name a later day."
    if rejected:
        told = "The only row was rejected" if rejected == 1 else f"All {rows_rejected(rejected)}"
        return f"{told}; `holdfast import {folder} --dry-run` gives each its reason."
    return f"{folder}: there are no rows to report on. Import or add files that hold some."


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no day; write 2024-12-31.", param_hint=option) from None


def _evening(text: str | None) -> datetime | None:
    day = _day(text, "--known-at")
    return None if day is None else datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
