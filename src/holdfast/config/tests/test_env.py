from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from holdfast.config.database import database
from holdfast.config.env import env_bool, env_choice, env_int, env_path, env_str
from holdfast.config.secret import secret_key


@pytest.mark.parametrize(("raw", "value"), [("true", True), ("YES", True), ("0", False), ("off", False)])
def test_a_switch_is_read(monkeypatch, raw, value) -> None:
    monkeypatch.setenv("HOLDFAST_LIGHT", raw)
    assert env_bool("LIGHT", default=not value) is value


def test_what_is_not_set_takes_its_default() -> None:
    assert env_bool("LIGHT", default=True) is True
    assert env_int("NUMBER", default=7) == 7
    assert env_str("TEXT", default="x") == "x"
    assert env_path("FOLDER", default=Path("here")) == Path.cwd() / "here"


@pytest.mark.parametrize(
    ("read", "raw", "message"),
    [
        (lambda: env_bool("X", default=True), "maybe", "HOLDFAST_X='maybe': use true or false"),
        (lambda: env_int("X", default=1, least=1), "0", "HOLDFAST_X='0': use a whole number from 1 up"),
        (lambda: env_choice("X", default="a", choices="ab"), "c", "HOLDFAST_X='c': use one of a, b"),
        (lambda: env_path("X", default=Path()), " ", "name a folder"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_remedy(monkeypatch, read, raw, message) -> None:
    monkeypatch.setenv("HOLDFAST_X", raw)
    with pytest.raises(ImproperlyConfigured, match=message):
        read()


def test_a_secret_may_be_in_a_file(monkeypatch, tmp_path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv("HOLDFAST_X_FILE", str(tmp_path / "secret"))
    assert env_str("X", default="") == "hush"
    monkeypatch.setenv("HOLDFAST_X_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="HOLDFAST_X_FILE"):
        env_str("X", default="")


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path) -> None:
    made = secret_key("", tmp_path / "data")
    assert len(made) > 40
    assert secret_key("", tmp_path / "data") == made
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]
    assert secret_key("given", tmp_path / "other") == "given"
    assert not (tmp_path / "other").exists()


def test_sqlite_is_the_default_and_has_its_options_either_way(tmp_path) -> None:
    default = database("", tmp_path)
    assert default["NAME"] == tmp_path / "holdfast.db"
    named = database(f"sqlite:///{tmp_path}/other.db", tmp_path)
    for found in (default, named):
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize("url", ["mysql://user:hush@host/name", "nonsense", "postgres://user:hush@host:port/x"])
def test_a_wrong_database_is_refused_without_telling_the_password(tmp_path, url) -> None:
    with pytest.raises(ImproperlyConfigured, match="use postgres://") as refused:
        database(url, tmp_path)
    assert "hush" not in str(refused.value)
