from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from holdfast.config.secret import secret_key


def test_all_that_ask_at_once_get_the_same_key(tmp_path: Path) -> None:
    together = Barrier(8)

    def ask(_: int) -> str:
        together.wait()
        return secret_key("", tmp_path / "data")

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(ask, range(8)))
    assert len(keys) == 1
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_given_leaves_no_file(tmp_path: Path) -> None:
    assert secret_key("given", tmp_path / "data") == "given"
    assert not (tmp_path / "data").exists()
