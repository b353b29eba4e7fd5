"""The borders between rooms that import-linter cannot see, and the limits of size."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "holdfast"

# From the top down, as in pyproject.toml; `|` are strangers.
LAYERS = (
    "config", "cli", "pages", "privacy", "reporting", "book", "connectors|simulator", "surveys|desk", "insights",
    "billing|events", "customers", "metrics", "core", "web",
)  # fmt: skip
DEPTH = {room: depth for depth, layer in enumerate(LAYERS) for room in layer.split("|")}

DOORS = {"api", "contracts", "signals"}
# Two rooms have a core of pure functions that import-linter keeps free of Django and of every room: they are as
# public as a library is. `metrics` has no tables of its own; what stands beside its kernel are declarations.
WIDER = {
    "core": {"errors", "limits", "scoping", "models", "start", "members", "jobs"},
    "metrics": {
        "kernel", "reports", "records", "registry", "engine", "tables", "rows", "behind", "benchmarks", "health",
    },
    "billing": {"ledger"},
    "connectors": {"intake"},
    # What a report and a page of the workspace show alike.
    "insights": {
        "scorecard", "words", "charts", "page", "sides", "benchmarks", "difference", "reconciliation", "lists", "goals",
        "annotations", "usage", "saved", "dashboards", "paper", "segments", "alerts", "subscriptions", "mails",
    },
}  # fmt: skip
# A room of functions without a database is its own door.
OPEN = {"web", "book", "reporting", "simulator"}
# The composition root imports everything; the command line is the other place where parts are put together.
COMPOSING = {"config"}

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
FORBIDDEN_AT_START = ("ibis", "duckdb", "pyarrow", "numpy", "scipy", "altair", "typst", "xlsxwriter", "vl_convert")


def python_files() -> list[Path]:
    folders = (SOURCE, ROOT / "tests", ROOT / "tools", ROOT / "benchmarks")
    return [path for folder in folders for path in folder.rglob("*.py") if ".venv" not in path.parts]


@pytest.fixture(scope="module")
def imports() -> list[tuple[str, str]]:
    """Every import between two rooms, tests and migrations left out, as (importer, imported)."""
    graph = grimp.build_graph("holdfast", exclude_type_checking_imports=True, cache_dir=None)
    return [
        (importer, imported)
        for importer in graph.modules
        if not {"tests", "migrations"} & set(importer.split("."))
        for imported in graph.find_modules_directly_imported_by(importer)
        if room_of(importer) and room_of(imported) and room_of(importer) != room_of(imported)
    ]


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in DEPTH else ""


def is_public(module: str) -> bool:
    room, *inside = module.split(".")[1:]
    return room in OPEN or not inside or inside[0] in DOORS | WIDER.get(room, set())


def test_every_room_has_its_layer() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert rooms <= set(DEPTH)


def test_rooms_are_entered_by_their_doors(imports) -> None:
    private = [
        f"{importer} imports {imported}"
        for importer, imported in imports
        if room_of(importer) not in COMPOSING and not is_public(imported)
    ]
    assert "\n".join(sorted(private)) == ""


def test_a_private_module_would_be_noticed() -> None:
    assert not is_public("holdfast.billing.models")
    assert not is_public("holdfast.core.tables")
    assert is_public("holdfast.core.models")
    assert is_public("holdfast.metrics.kernel.facts")


def test_foreign_keys_between_rooms_point_down_and_hide_their_reverse_name() -> None:
    keys = [
        field
        for model in apps.get_models()
        if room_of(model.__module__)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and room_of(model.__module__) != room_of(field.related_model.__module__)
    ]
    wrong = [
        str(field)
        for field in keys
        if DEPTH[room_of(field.model.__module__)] >= DEPTH[room_of(field.related_model.__module__)]
        or field.remote_field.related_name != "+"
    ]
    assert keys
    assert wrong == []


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_starting_loads_nothing_heavy() -> None:
    code = (
        "import sys; from holdfast.core.start import load; load();"
        f"print(sorted(set({FORBIDDEN_AT_START!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.strip() == "[]"
