"""Writes the reference pages that say what is in the code: `python -m tools.reference`, or `--check` to compare.

A page made from the declarations themselves cannot say something else than they do; a test compares the committed
pages with what this makes.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import pkgutil
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from tools import reference_words as words

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
BENCHMARKS = ROOT / "src" / "holdfast" / "metrics" / "data" / "benchmarks.toml"
MADE = "% Made by `python -m tools.reference`; change the declarations in the code instead.\n"
WIDTH = 80


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check say which are not current."""
    old = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in old:
            print(f"{path.relative_to(ROOT)} is not current; run python -m tools.reference")
        return int(bool(old))
    for path in old:
        path.write_text(pages()[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


def pages() -> dict[Path, str]:
    """Path -> text of every generated page."""
    from holdfast.core.start import load

    load()
    makers: dict[str, Callable[[], str]] = {
        "kpis": kpis, "facts": facts, "records": records, "layouts": layouts, "settings": settings,
        "commands": commands, "errors": errors, "library": library, "industry-benchmarks": benchmarks,
        "reports/query": queries,
    }  # fmt: skip
    return {PAGES / f"{name}.md": MADE + "\n" + make().strip() + "\n" for name, make in makers.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def kpis() -> str:
    """Every KPI, in the order of the scorecard, and the KPIs that cohort tables are made of."""
    from holdfast.metrics.kernel.cohorts import COHORTS
    from holdfast.metrics.kernel.kpi import Group
    from holdfast.metrics.registry import all_kpis

    parts = [
        "# KPIs",
        "Every KPI there is. `needs` names the [facts](facts.md) it is computed from; without them it is left out. "
        "Numerator and denominator are in every output, and the customers behind a number sum to them. Undefined is "
        "empty, never zero.",
    ]
    for group in Group:
        rows = [(f"[`{kpi.key}`](#{kpi.key})", kpi.title) for kpi in all_kpis() if kpi.group == group]
        parts += [f"**{group.value.capitalize()}**", table(("key", "KPI"), rows)]
    rows = [(f"[`{kpi.key}`](#{kpi.key})", kpi.title) for kpi in COHORTS.values()]
    parts += ["**Cohort tables**", table(("key", "KPI"), rows)]
    parts += [_kpi(kpi) for kpi in (*all_kpis(), *COHORTS.values())]
    return "\n\n".join(parts)


def _kpi(kpi: Any) -> str:
    needs = ", ".join(f"[{name}](facts.md#{name})" for name in kpi.needs)
    better = {"higher": "higher", "lower": "lower", "neither": "neither"}[kpi.direction]
    rows = [
        ("formula", kpi.formula),
        ("numerator", kpi.numerator),
        ("denominator", kpi.denominator or "none: the value is the numerator"),
        ("unit", words.UNITS[kpi.unit]),
        ("better", better),
        ("group", kpi.group.value),
        ("behind it", "people" if kpi.subject == "person" else "accounts"),
        ("needs", needs),
        *([("times", kpi.scale)] if kpi.scale != 1 else []),
        *([("value", "median of the contributions")] if kpi.statistic == "median" else []),
        *([("made of", ", ".join(f"[`{key}`](#{key})" for key in kpi.inputs))] if kpi.inputs else []),
        *([("value", "estimated by a model")] if kpi.fit else []),
        *([("interval", "95 %, in `low` and `high`")] if kpi.interval else []),
        *([("slices", "none: a part of it belongs to nobody in particular")] if not kpi.sliceable else []),
        ("definition", f"version {kpi.version}, since {kpi.since.isoformat()}"),
    ]
    trap = f"\n\nWhat is easily misread: {kpi.trap}" if kpi.trap else ""
    return f"## {kpi.key}\n\n**{kpi.title}**{trap}\n\n" + table(("", ""), rows)


def facts() -> str:
    """The declared tables of the kernel."""
    from holdfast.metrics.kernel.facts import ALL

    parts = [
        "# Facts",
        "The tables every KPI is computed from. Ids are dense integers. Instants are UTC in microseconds. Money has "
        "six decimal places in major units; `amount` is in the row's own currency, `amount_reporting` the same amount "
        "at the reference rate of its day in the reporting currency.\n\nAn Ibis connection whose tables have these "
        "names and columns can be opened with `Book.open(connection)`; a table that is missing is taken as empty.",
    ]
    for fact in ALL:
        rows = [(f"`{name}`", f"`{kind}`") for name, kind in fact.columns]
        parts.append(f"## {fact.name}\n\nA row is {fact.row}.\n\n" + table(("column", "type"), rows))
    return "\n\n".join(parts)


def records() -> str:
    """The kinds of records that sources are turned into."""
    from holdfast.metrics.records import KINDS

    parts = [
        "# Records",
        "What an outside source can tell. [Layouts of files](layouts.md) says which columns of a file fill them. A "
        "file whose columns have exactly these names needs no mapping.\n\nThe key says which record is which: one that "
        "arrives again with other values is a correction, one with equal values changes nothing. In the order in "
        "which they are stored:",
    ]
    for kind in KINDS.values():
        rows = [
            (
                f"`{field.name}`",
                f"`{field.type}`",
                "key" if field.name in kind.key else "required" if field.name in kind.required else "",
                words.COLUMNS.get(f"{kind.name}.{field.name}") or words.COLUMNS[field.name],
            )
            for field in kind.schema
        ]
        head = f"## {kind.name}\n\n{words.RECORDS[kind.name]} Kept by the room `{kind.room}`."
        parts.append(f"{head}\n\n" + table(("column", "type", "", "what it is"), rows))
    return "\n\n".join(parts)


def layouts() -> str:
    """The layouts of tables that are recognised, with the words for each field."""
    from holdfast.connectors.files.layouts import KNOWN_TRAITS, LAYOUTS

    parts = [
        "# Layouts of files",
        "A table in a file is known by the words in its header, in English, German and Ukrainian; capitals, blanks, "
        "dashes and signs do not matter. What was found is shown before an import. The "
        "[mapping file](mapping-file.md) overrides it.\n\nColumns of these names are kept as traits of the account "
        f"wherever they stand beside its key: {', '.join(f'`{name}`' for name in sorted(KNOWN_TRAITS))}.",
    ]
    for layout in LAYOUTS.values():
        needs = " and ".join(" or ".join(f"`{name}`" for name in group) for group in layout.needs)
        spare = {"trait": "kept as traits", "property": "kept as properties of the event", "": "left out"}[layout.spare]
        rows = [
            (f"`{field.name}`", field.value.value, "required" if field.required else "", ", ".join(field.words[1:7]))
            for field in layout.fields
        ]
        head = f"## {layout.key}\n\nBecomes: [{layout.kind}](records.md#{layout.kind}). Needs a column for {needs}. "
        parts.append(
            f"{head}Other columns are {spare}.\n\n" + table(("field", "holds", "", "also called, for example"), rows)
        )
    return "\n\n".join(parts)


def settings() -> str:
    """Environment variables, and the fields of every settings object."""
    from holdfast.billing.ledger.settings import LedgerSettings
    from holdfast.core.preferences import Preferences
    from holdfast.metrics.kernel.settings import MetricSettings

    variables = [(f"`HOLDFAST_{name}`", f"`{default}`", words.VARIABLES[name]) for name, default in environment()]
    return "\n\n".join(
        [
            "# Settings",
            "## Environment variables\n\nRead once at start. A wrong value stops the start and the message says what "
            "to write instead. Texts may also come from a file: `HOLDFAST_SECRET_KEY_FILE=/run/secrets/key`, and so "
            "for the other variables that are no paths.",
            table(("variable", "default", "what it is"), variables),
            "## Preferences of a workspace\n\nKept with the workspace of an installation. The first import makes the "
            "workspace with `--timezone` and `--currency` (UTC and USD without them); later they are changed by "
            "`holdfast.core.api.change_preferences`, which computes every number anew.",
            _fields(Preferences, words.PREFERENCES),
            "## MetricSettings\n\nChange how KPIs are computed. Given to "
            "`Book.open(..., settings=MetricSettings(...))`, or in the table `[metrics]` of the `holdfast.toml` of a "
            "folder; part of each result and of the JSON report. Currency, time zone, week and year start are those of "
            "the workspace or of the options, whatever is given here.",
            _fields(MetricSettings, words.METRIC_SETTINGS),
            "## LedgerSettings\n\nChange how MRR is counted. Given to `Book.open(..., ledger=LedgerSettings(...))`, or "
            "in the table `[ledger]` of the `holdfast.toml` of a folder. Days are days of 24 hours.",
            _fields(LedgerSettings, words.LEDGER_SETTINGS),
        ]
    )


def environment() -> list[tuple[str, str]]:
    """(name without prefix, default as written) of every variable that config reads."""
    found = []
    for path in sorted((ROOT / "src" / "holdfast" / "config").glob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id.startswith("env_") and call.args:
                name, default = call.args[0], [word.value for word in call.keywords if word.arg == "default"]
                if isinstance(name, ast.Constant):
                    found.append((str(name.value), ast.unparse(default[0])))
    return found


def _fields(cls: type[Any], meaning: dict[str, str]) -> str:
    rows = [(f"`{field.name}`", f"`{_plain(field.default)}`", meaning[field.name]) for field in dataclasses.fields(cls)]
    return table(("field", "default", "what it is"), rows)


def _plain(value: object) -> str:
    return "none" if value is None else str(value)


def queries() -> str:
    """The schema of what reports of usage can be asked."""
    from holdfast.metrics.reports.query.reading import schema

    told = json.dumps(schema(), indent=1, ensure_ascii=False)
    return f"""# The query schema

Every report of usage is asked with one JSON object; its `report` says which. The address of a report in the browser
holds the same object as `q`, `holdfast insight` reads it from a file, and `Book.usage` takes it in Python.
A query that does not fit is refused with the name of the field, such as `steps[0].where`.
Defaults may be left out. `version` is 1; it rises when something is renamed or removed.

```json
{told}
```"""


def commands() -> str:
    """The help of every command, as the terminal shows it."""
    from holdfast.cli.main import COMMANDS, group

    parts = [
        "# Commands",
        "`holdfast COMMAND --help` shows the same. See [exit codes](exit-codes.md).",
        f"## holdfast\n\n```text\n{_help(group, 'holdfast')}\n```",
    ]
    root = click.Context(group, info_name="holdfast")
    for name in sorted(COMMANDS):
        command = group.get_command(root, name)
        within = command.commands if isinstance(command, click.Group) else {}
        for call, each in [(name, command), *((f"{name} {part}", each) for part, each in sorted(within.items()))]:
            if each is not None:
                parts.append(f"## holdfast {call}\n\n```text\n{_help(each, f'holdfast {call}')}\n```")
    return "\n\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=["-h", "--help"]
    )
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def errors() -> str:
    """Every error a person may see, by its code."""
    parts = [
        "# Errors",
        "What can go wrong and can be put right by a person has a code that does not change. The command line prints "
        "the message and ends with code 2. Everything else is a mistake in Holdfast and ends with a traceback.",
    ]
    for cls in sorted(user_facing_errors(), key=lambda cls: str(cls.code)):
        meaning = words.ERRORS.get(cls.code) or " ".join(inspect.cleandoc(cls.__doc__ or "").split())
        if not meaning:
            raise LookupError(f"{cls.__name__}: say in tools/reference_words.py when {cls.code} comes")
        parts.append(f"## {cls.code}\n\n{meaning}\n\n`{cls.__module__}.{cls.__name__}`, HTTP {cls.http_status}.")
    return "\n\n".join(parts)


def user_facing_errors() -> list[Any]:
    """UserFacingError and all classes below it, wherever they are defined."""
    import holdfast
    from holdfast.core.errors import UserFacingError

    for module in pkgutil.walk_packages(holdfast.__path__, "holdfast."):
        if not {"tests", "migrations"} & set(module.name.split(".")):
            import_module(module.name)
    found: list[Any] = [UserFacingError]
    for cls in found:
        found += [below for below in cls.__subclasses__() if below not in found]
    return [cls for cls in found if cls.__module__.startswith("holdfast.") and ".tests." not in cls.__module__]


def library() -> str:
    """What `from holdfast import Book` gives: signatures and what they do."""
    from holdfast.book import Book, KpiView, Series
    from holdfast.metrics.kernel.result import Cell, CohortTable, Rollforward

    parts = [
        "# Library",
        "```python\nfrom holdfast import Book\n```\n\nTables are Arrow tables. See "
        "[how to use it in a notebook](../how-to/notebook.md).",
    ]
    for cls in (Book, KpiView, Series, Cell, Rollforward, CohortTable):
        parts.append(f"## {cls.__name__}\n\n{_text(cls)}")
        for name, member in vars(cls).items():
            found = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if not name.startswith("_") and inspect.isfunction(found) and found.__doc__:
                parts.append(
                    f"### {cls.__name__}.{name}\n\n```text\n{_signature(name, member, found)}\n```\n\n{_text(found)}"
                )
    return "\n\n".join(parts)


def _signature(name: str, member: object, function: Callable[..., Any]) -> str:
    if isinstance(member, property):
        return name
    shown = [
        f"    {_parameter(parameter)}"
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name not in ("self", "cls")
    ]
    inside = ",\n".join(shown)
    return f"{name}(\n{inside},\n)" if shown else f"{name}()"


def _parameter(parameter: inspect.Parameter) -> str:
    kind = str(parameter.annotation).replace("sources.", "")
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {kind}{default}"


def _text(thing: Any) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (inspect.getdoc(thing) or "").split("\n\n"))


def benchmarks() -> str:
    """The industry figures that a scorecard compares with, and where they come from."""
    found = tomllib.loads(BENCHMARKS.read_text(encoding="utf-8"))["benchmark"]
    rows = [
        (f"[`{one['kpi']}`](kpis.md#{one['kpi']})", one.get("grain", "any"), one.get("low", ""), one.get("high", ""),
         one.get("good_from", ""), one["source"], one.get("remark", ""))
        for one in found
    ]  # fmt: skip
    return "\n\n".join(
        [
            "# Industry benchmarks",
            "Figures of the industry that a scorecard prints beside your own. Your own trend matters more than any of "
            "them. In the unit of the value: 0.03 is 3 %.",
            table(("KPI", "by", "usual from", "to", "good from", "source", "remark"), rows),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
