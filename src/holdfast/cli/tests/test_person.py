"""Export and erasure of a person by commands, which need no worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.main import group
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api as events

ANN = "ann@acme.test"


@pytest.fixture
def run(harbour: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("holdfast.core.start.start", lambda data: None)

    def ran(*args: str, typed: str = "") -> Result:
        return CliRunner().invoke(group, ["person", *args], input=typed)

    return ran


def test_a_person_is_exported_to_a_file(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "ann.zip"
    answer = run("export", ANN, "--out", str(out), "--json")
    assert answer.exit_code == 0, answer.output
    tables = json.loads(answer.output)["tables"]
    with ZipFile(out) as archive:
        assert len(archive.read("events.jsonl").splitlines()) == tables["events"]
        assert ANN in archive.read("answers.jsonl").decode()
    assert out.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*ann.zip*")] == ["ann.zip"]


def test_nobody_has_no_export(run: Any, tmp_path: Path) -> None:
    answer = run("export", "nobody", "--out", str(tmp_path / "x.zip"))
    assert "Nothing is held" in str(answer.exception)
    assert not list(tmp_path.glob("*.zip"))


def test_a_person_is_erased_after_asking(run: Any, harbour: Any) -> None:
    assert run("erase", ANN, typed="n\n").exit_code == 1
    with in_workspace(harbour):
        assert customers.own_ids("person", [ANN])
    answer = run("erase", ANN, typed="y\n")
    assert "Ids: ann@acme.test" in answer.output
    assert "The last trace is gone" in answer.output
    with in_workspace(harbour):
        (gone,) = customers.open_erasures()
        assert events.count_of(gone.ordinals) > 0
    assert "erased before" in str(run("erase", ANN, "--yes").exception)


def test_without_a_worker_the_files_are_rewritten_by_the_command(run: Any, harbour: Any) -> None:
    assert run("erase", ANN, "--yes", "--now").exit_code == 0
    with in_workspace(harbour):
        (gone,) = customers.open_erasures()
        assert events.count_of(gone.ordinals) == 0


def test_an_id_is_taken_again(run: Any, harbour: Any) -> None:
    run("erase", "nobody", typed="y\n")
    assert "traces" in str(run("readmit", "nobody").exception)
    with in_workspace(harbour):
        customers.note_finished(customers.open_erasures()[0].erasure_id, at=harbour.created_at)
    assert run("readmit", "nobody").exit_code == 0
    with in_workspace(harbour):
        assert not customers.is_anybody_erased()
