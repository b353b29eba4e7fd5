"""What is public is documented, what the pages say is so, and every link leads somewhere."""

from __future__ import annotations

import dataclasses
import doctest
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from holdfast.billing.ledger import reasons
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.cli.main import COMMANDS, group
from holdfast.connectors.files.layouts import LAYOUTS
from holdfast.connectors.files.mapping_file import TableSettings
from holdfast.core.preferences import Preferences
from holdfast.metrics.kernel.facts import ALL
from holdfast.metrics.kernel.kpi import Group
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.records import KINDS
from holdfast.metrics.registry import all_kpis
from tools import reference

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
TUTORIAL = DOCS / "tutorial" / "index.md"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
PAPERS = [*PAGES, *(ROOT / name for name in ("README.md", "CHANGELOG.md", "TENETS.md", "SECURITY.md"))]

LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
WORDS = (
    "workspace", "account", "person", "event", "trait", "subscription", "movement", "MRR", "KPI", "segment", "cohort",
    "benchmark", "part", "record", "fact", "slice", "period", "partial", "as of", "contribution", "ordinal", "book",
)  # fmt: skip


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def headings(text: str) -> set[str]:
    return {heading.strip("`") for heading in HEADING.findall(text)}


def cells(text: str) -> set[str]:
    """What stands in the first column of any table, without the marks of code."""
    return {line.split("|")[1].strip().strip("`") for line in text.splitlines() if line.startswith("| ")}


def test_every_kpi_is_documented() -> None:
    text = page("kpis")
    missing = [kpi.key for kpi in all_kpis() if f"\n## {kpi.key}\n" not in text]
    assert missing == []


def test_every_kpi_says_what_it_is() -> None:
    incomplete = [kpi.key for kpi in all_kpis() if not (kpi.title and kpi.formula and kpi.numerator and kpi.needs)]
    assert incomplete == []
    assert {kpi.group for kpi in all_kpis()} == set(Group)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("facts", {fact.name for fact in ALL}),
        ("records", set(KINDS)),
        ("layouts", set(LAYOUTS)),
        ("commands", {f"holdfast {name}" for name in COMMANDS}),
    ],
)
def test_every_declaration_has_its_heading(name: str, wanted: set[str]) -> None:
    assert wanted - headings(page(name)) == set()


def test_every_error_has_its_heading() -> None:
    codes = {cls.code for cls in reference.user_facing_errors()}
    assert codes - headings(page("errors")) == set()


def test_no_two_errors_share_a_code() -> None:
    codes = [cls.code for cls in reference.user_facing_errors()]
    assert sorted(codes) == sorted(set(codes))


def test_every_setting_is_documented() -> None:
    fields = {field.name for cls in (MetricSettings, LedgerSettings, Preferences) for field in dataclasses.fields(cls)}
    variables = {f"HOLDFAST_{name}" for name, _ in reference.environment()}
    assert "HOLDFAST_DATABASE_URL" in variables
    assert (fields | variables) - cells(page("settings")) == set()


def test_every_setting_of_the_mapping_file_is_documented() -> None:
    settings = {field.name for field in dataclasses.fields(TableSettings)} - {"pattern"}
    assert settings - cells(page("mapping-file")) == set()


def test_every_option_is_documented() -> None:
    text = page("commands")
    context = click.Context(group)
    options = {
        option
        for name in COMMANDS
        for parameter in group.get_command(context, name).params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert [option for option in sorted(options) if option not in text] == []


def test_every_system_check_is_documented() -> None:
    found = re.compile(r'id="(holdfast\.[a-z]+\.[EW]\d{3})"')
    ids = {number for path in (ROOT / "src").rglob("*.py") for number in found.findall(path.read_text("utf-8"))}
    assert ids
    assert ids - cells(page("system-checks")) == set()


def test_every_reason_and_word_is_in_the_glossary() -> None:
    text = page("glossary")
    assert reasons.ALL - cells(text) == set()
    assert [word for word in WORDS if f"\n{word}\n: " not in text] == []


def test_the_generated_pages_are_current() -> None:
    old = [
        path.name
        for path, text in reference.pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert old == [], "run python -m tools.reference"


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in PAPERS
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not _leads_somewhere(path, target)
    ]
    assert broken == []


def _leads_somewhere(path: Path, target: str) -> bool:
    if target.startswith(("https://", "mailto:")):
        return True
    name, _, anchor = target.partition("#")
    file = (path.parent / name).resolve() if name else path
    if not file.exists():
        return False
    return not anchor or anchor in {_slug(heading) for heading in headings(file.read_text(encoding="utf-8"))}


def _slug(heading: str) -> str:
    """As MyST and GitHub make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_image_is_there_and_small() -> None:
    for path in PAPERS:
        for pair in IMAGE.findall(path.read_text(encoding="utf-8")):
            image = path.parent / (pair[0] or pair[1])
            assert image.exists(), f"{path.name}: {image}"
            assert image.stat().st_size < 250_000, image


def test_the_tone_is_plain() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in PAPERS
        for word in re.findall(
            r"\b(simply|just|easily done|obviously)\b", path.read_text(encoding="utf-8"), re.IGNORECASE
        )
    ]
    assert found == []


def test_every_decision_has_its_parts() -> None:
    parts = {"Context", "Decision", "Consequences", "Tests that pin it"}
    for path in sorted((DOCS / "adr").glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert parts <= headings(text), path.name
        assert re.search(r"^Status: (accepted|replaced by .+), \d{4}-\d\d-\d\d$", text, re.MULTILINE), path.name


def test_the_tutorial_shows_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Its files are written, its commands run and compared with what the page prints, its Python is a doctest.

    --update-golden writes what the commands print into the page.
    """
    text = TUTORIAL.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, content in re.findall(r"```\{code-block\} text\n:caption: (\S+)\n\n(.*?)```", text, re.DOTALL):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")
    shown = re.sub(r"(```console\n)(\$ holdfast report my-company.*?\n)(.*?)(```)", _shown, text, flags=re.DOTALL)
    if request.config.getoption("--update-golden"):
        TUTORIAL.write_text(shown, encoding="utf-8")
    else:
        assert shown.splitlines() == text.splitlines()
    examples = doctest.DocTestParser().get_doctest(text, {}, TUTORIAL.name, str(TUTORIAL), 0)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


def _shown(block: re.Match[str]) -> str:
    """The block with what its command prints now."""
    command = shlex.split(block[2].removeprefix("$ holdfast "))
    result = CliRunner().invoke(group, command, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    printed = "".join(f"{line.rstrip()}\n" for line in result.stdout.rstrip().splitlines())
    return block[1] + block[2] + printed + block[4]
