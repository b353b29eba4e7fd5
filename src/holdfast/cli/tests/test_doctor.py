from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.commands.doctor import command
from holdfast.core.api import change_preferences
from holdfast.events.api import put_records
from holdfast.events.models import Part
from holdfast.events.store.layout import root
from tests.records import day, table

AT = datetime(2026, 2, 1, tzinfo=UTC)


def run(*args: str) -> Result:
    return CliRunner().invoke(command, list(args))


@pytest.fixture
def part(workspace) -> Part:
    row = {"message_id": "m1", "event": "opened", "person": "p1", "occurred_at": day("2026-01-05")}
    put_records("event", table("event", row), source="test", at=AT)
    return Part.objects.get()


def test_a_sound_store_is_said_to_be_one(part) -> None:
    result = run()
    assert (result.exit_code, result.output) == (0, "acme: everything is as it was written\n")


@pytest.mark.parametrize("hurt", ["missing", "changed", "none", "time zone"])
def test_an_index_is_made_again_on_demand(part, hurt: str) -> None:
    path = root() / part.index_path
    if hurt == "missing":
        path.unlink()
    if hurt == "changed":
        path.write_bytes(b"something else")
    if hurt == "none":
        Part.objects.update(index_path="", index_sha256="", index_zone="")
    if hurt == "time zone":
        change_preferences(at=AT, time_zone="Europe/Berlin")
    found = run("--json")
    told = json.loads(found.output)
    assert (found.exit_code, told["what"], told["problem"]) == (4, "index", hurt)
    assert "--repair" in told["remedy"]
    assert "1 files made again" in run("--repair").output
    assert run().exit_code == 0


def test_a_damaged_part_is_named_and_nothing_is_pretended(part) -> None:
    (root() / part.path).unlink()
    result = run("--repair")
    assert result.exit_code == 4
    assert f"part {part.path}: missing; holds 1 events" in result.output


def test_every_index_can_be_made_anew(part) -> None:
    assert "2 files made again" in run("--rebuild").output  # the index, and the known ids of the part
    anew = Part.objects.get()
    assert (anew.index_path == part.index_path, anew.index_sha256) == (False, part.index_sha256)
    assert not (root() / part.index_path).exists()
