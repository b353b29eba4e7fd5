"""The scorecard for a terminal: readable in 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from holdfast.insights.contracts import Report
from holdfast.insights.scorecard import (
    Card,
    CardGroup,
    Comparison,
    freshness,
    partial_note,
    range_text,
    scorecard,
    shown_period,
)
from holdfast.metrics.kernel.period import PER_YEAR
from holdfast.web.format import Formatter

BARS = "▁▂▃▄▅▆▇█"
TREND = 12
COLUMNS = (30, 16, 20, 12)
WIDE_COLUMNS = (40, 18, 24, 14, 20)
WIDE = 118  # columns from which the change since the same period of last year has a column of its own
STYLES = {"better": "green", "worse": "red", "same": "dim", "neutral": ""}


@dataclass(frozen=True)
class Entry:
    """One KPI: its cells, and what stands under them in a narrow and in a wide terminal."""

    cells: tuple[Text, ...]
    below: str
    below_wide: str


@dataclass(frozen=True)
class Section:
    """One group of KPIs; `more` says how many others there are."""

    title: str
    entries: tuple[Entry, ...]
    more: str


@dataclass(frozen=True)
class TerminalScorecard:
    """A rich renderable. All its texts are made beforehand: it may be printed when another language is active."""

    heading: str
    subtitle: str
    shown: str
    header: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= WIDE
        widths = WIDE_COLUMNS if wide else COLUMNS
        yield Text(self.heading, style="bold")
        yield Text(self.subtitle, style="dim")
        yield Text()
        yield _line([Text(word, style="dim") for word in self.header[: len(widths)]], widths)
        for index, section in enumerate(self.sections):
            yield Text()
            yield self._title(section, options.max_width if wide else min(options.max_width, 80), first=index == 0)
            yield from _entries(section, widths, wide=wide)
            if section.more:
                yield Text(f"  {section.more}", style="dim")
        yield Text()
        for note in self.notes:
            yield Text(note, style="dim")

    def _title(self, section: Section, width: int, *, first: bool) -> Text:
        line = Text(section.title.upper(), style="bold")
        if first:
            line.append(self.shown.rjust(width - line.cell_len), style="not bold")
        return line


def _entries(section: Section, widths: tuple[int, ...], *, wide: bool) -> Iterator[RenderableType]:
    for entry in section.entries:
        cells = list(entry.cells[: len(widths)])
        if cells[0].cell_len >= widths[0]:
            yield cells[0]
            cells[0] = Text()
        yield _line(cells, widths)
        if words := entry.below_wide if wide else entry.below:
            yield Text(f"    {words}", style="dim")


def _line(cells: list[Text], widths: tuple[int, ...]) -> Text:
    """Cells in columns; the second, the value, stands right. A cell that is too long pushes the next ones."""
    line = Text(no_wrap=True, overflow="crop")
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * max(width - cell.cell_len, 1 if index else 0)
        line.append_text(Text(space) + cell + Text(" ") if index == 1 else cell + Text(space))
    line.rstrip()
    return line


def _change(comparison: Comparison | None) -> Text:
    if comparison is None:
        return Text()
    if comparison.way == "flat":
        return Text(f"{comparison.arrow} {comparison.verdict_text}", style="dim")
    words = f"{comparison.arrow} {comparison.text} {comparison.verdict_text}"
    return Text(words, style=STYLES[comparison.verdict])


def _below(card: Card, *, wide: bool) -> str:
    """What stands under the title: why there is no value; else the benchmark and, in a narrow terminal, the year."""
    if card.reason:
        return card.reason
    parts = []
    if not wide and card.year is not None:
        parts.append(gettext("year: %(change)s") % {"change": _change(card.year).plain})
    if card.benchmark is not None:
        parts.append(", ".join(part for part in (card.benchmark.text, card.benchmark.place_text) if part))
    return "; ".join(parts)


def _spark(card: Card) -> Text:
    return Text(sparkline(card.trend(TREND)))


def sparkline(values: list[float | None]) -> str:
    """One block for each value between the least and the greatest; a dot where there is none."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    step = (high - low) / (len(BARS) - 1)

    def block(value: float | None) -> str:
        if value is None:
            return "·"
        return BARS[round((value - low) / step)] if step else BARS[3]

    return "".join(block(value) for value in values)


def terminal_scorecard(report: Report, write: Formatter) -> TerminalScorecard:
    """The short scorecard; in the active language."""
    periods = [period.label for period in report.calendar if not period.partial]
    notes = [partial_note(report, write), _rejected(report.rejected), *report.notes]
    year = PER_YEAR[report.calendar.grain]
    return TerminalScorecard(
        heading=gettext("%(name)s: retention scorecard") % {"name": report.name},
        subtitle=f"{range_text(report, write)}, {freshness(report, write)}",
        shown=shown_period(report, write),
        header=("", "", _on(periods, 1, write), gettext("trend"), _on(periods, year, write)),
        sections=tuple(_section(group) for group in scorecard(report, write)),
        notes=tuple(note for note in notes if note),
    )


def _section(group: CardGroup) -> Section:
    return Section(group.title, tuple(map(_entry, group.headlines)), _more(len(group.others)) if group.others else "")


def _entry(card: Card) -> Entry:
    value = Text(card.value, style="bold")
    cells = (Text(f"  {card.title}"), value, _change(card.previous), _spark(card), _change(card.year))
    return Entry(cells, _below(card, wide=False), _below(card, wide=True))


def _on(periods: list[str], back: int, write: Formatter) -> str:
    """What the change is measured against; empty when the calendar does not reach so far."""
    if len(periods) <= back:
        return ""
    return gettext("on %(period)s") % {"period": write.period(periods[-1 - back])}


def _more(count: int) -> str:
    return ngettext("and %(count)s more KPI in the report", "and %(count)s more KPIs in the report", count) % {
        "count": count
    }


def _rejected(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s row was rejected", "%(count)s rows were rejected", count) % {"count": count}
