"""Typed readers of environment variables. A wrong value stops the start and says what to write instead."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "HOLDFAST_"
_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


def _wrong(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{PREFIX}{name}={value!r}: {remedy}")


def env_str(name: str, *, default: str) -> str:
    """The variable's text, or the content of the file that HOLDFAST_<NAME>_FILE names (for secrets)."""
    if (path := os.environ.get(f"{PREFIX}{name}_FILE")) is not None:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _wrong(f"{name}_FILE", path, f"name a file that can be read ({error.strerror}).") from error
    return os.environ.get(f"{PREFIX}{name}", default)


def env_bool(name: str, *, default: bool) -> bool:
    raw = env_str(name, default="true" if default else "false")
    if raw.lower() in _TRUE | _FALSE:
        return raw.lower() in _TRUE
    raise _wrong(name, raw, "use true or false.")


def env_int(name: str, *, default: int, least: int = 0) -> int:
    raw = env_str(name, default=str(default))
    if raw.isdecimal() and int(raw) >= least:
        return int(raw)
    raise _wrong(name, raw, f"use a whole number from {least} up.")


def env_choice(name: str, *, default: str, choices: Iterable[str]) -> str:
    allowed = sorted(choices)
    raw = env_str(name, default=default)
    if raw in allowed:
        return raw
    raise _wrong(name, raw, f"use one of {', '.join(allowed)}.")


def env_path(name: str, *, default: Path) -> Path:
    """An absolute path; `~` and a path relative to the working directory are resolved once, here."""
    raw = os.environ.get(f"{PREFIX}{name}")
    if raw is not None and not raw.strip():
        raise _wrong(name, raw, "name a folder, or leave the variable out.")
    return (Path(raw).expanduser() if raw else default).absolute()
