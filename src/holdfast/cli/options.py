"""Values of options that several commands take, refused with an example of a right one."""

from __future__ import annotations

from zoneinfo import available_timezones

import click

from holdfast.core.contracts import is_currency


def check_timezone(name: str | None) -> None:
    """Raises BadParameter for what is no time zone; None is whatever is usual."""
    if name is not None and name not in available_timezones():
        raise click.BadParameter(
            f"{name!r} is no time zone; write Europe/Berlin, for example.", param_hint="--timezone"
        )


def check_currency(code: str | None) -> None:
    """Raises BadParameter for what is no currency; None is whatever is usual."""
    if code is not None and not is_currency(code.upper()):
        raise click.BadParameter(f"{code!r} is no currency; write EUR, for example.", param_hint="--currency")
