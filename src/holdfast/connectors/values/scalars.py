"""One cell at a time: what the vectorised casts could not read, with the reason why.

Every function takes a stripped, non-empty text and returns the value or raises `Unreadable`, which says what is
wrong and what to do about it. Nothing here is fast, and nothing here guesses.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from holdfast.connectors.values.formats import DateFormat, NumberFormat
from holdfast.connectors.values.words import CURRENCY_SIGNS, FALSE, MONTHS, TRUE

PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 12
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a local day of the workspace)

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_CODE = re.compile(r"^([A-Za-z]{3})\s*(?=[-+(\d.,])|(?<=[\d).,%])\s*([A-Za-z]{3})$")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?)?"
)
_NAMED = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?\s*(?:(\d{1,2}),?\s+)?,?\s*(\d{4})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")


class Unreadable(ValueError):
    """A cell that says nothing we can take; `remedy` is what the person can do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def parse_decimal(text: str, form: NumberFormat) -> Decimal:
    """The exact number in "$1,234.50", "1.234,50 €", "(12.00)" or "12 %" (12: percent stays as it is written)."""
    bare = _without_decoration(text)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()")
    if bare.endswith("-"):
        negative, bare = True, bare[:-1]
    plain = bare if form.is_native(bare) else _without_groups(bare, form)
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("not a number", "Write a plain number such as 1234.50.")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Unreadable("not a number", "Write a plain number such as 1234.50.") from None
    return -value if negative else value


def parse_money(text: str, form: NumberFormat) -> Decimal:
    """An amount with six places; more are rounded half to even. Beyond a million millions it is an error."""
    value = parse_decimal(text, form)
    if abs(value) >= LARGEST:
        raise Unreadable("too large for an amount", "Amounts are in major units (12.50, not 1250 cents); check it.")
    return value.quantize(PLACES, rounding=ROUND_HALF_EVEN)


def _without_decoration(text: str) -> str:
    bare = text.strip()
    for sign in CURRENCY_SIGNS:
        bare = bare.replace(sign, "")
    bare = _CODE.sub("", bare.strip().rstrip("%").strip())
    return re.sub(r"[\s\u00a0\u202f'’_]", "", bare).replace("−", "-")


def _without_groups(bare: str, form: NumberFormat) -> str:
    if form.group and form.group in bare:
        whole, _, rest = bare.partition(form.decimal)
        if not re.fullmatch(rf"[-+]?\d{{1,3}}({re.escape(form.group)}\d{{2,3}})*{re.escape(form.group)}\d{{3}}", whole):
            raise Unreadable(
                f"{form.group!r} does not stand between thousands",
                'Write a plain number, or set `decimal = ","` or `"."` for this file in the mapping file.',
            )
        bare = whole.replace(form.group, "") + (form.decimal + rest if rest else "")
    elif form.decimal == "," and "." in bare:
        raise Unreadable("'.' in a column with decimal comma", 'Set `decimal = "."` for this file, or write a comma.')
    return bare.replace(form.decimal, ".")


def parse_boolean(text: str) -> bool:
    word = text.strip().casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Unreadable("neither yes nor no", "Write true or false.")


def parse_instant(text: str, form: DateFormat, zone: tzinfo) -> tuple[datetime, bool]:
    """The instant in UTC, and whether it was a mere date (then: midnight in `zone`)."""
    try:
        moment, dated = _moment(text.strip(), form)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise Unreadable(f"the year {moment.year} is not plausible", "Correct the date, or leave the cell empty.")
        return moment.astimezone(UTC), dated
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"no such date ({error})", _remedy(form)) from None


def next_midnight(moment: datetime, zone: tzinfo) -> datetime:
    """The end of the day in `zone` on which `moment` lies; days of 23 and 25 hours count as one."""
    local = moment.astimezone(zone).replace(tzinfo=None)
    following = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return following.replace(tzinfo=zone).astimezone(UTC)


def _remedy(form: DateFormat) -> str:
    if form.order in ("dmy", "mdy"):
        other = "month-first" if form.order == "dmy" else "day-first"
        return f'Write YYYY-MM-DD, or set `date_order = "{other}"` for this file in the mapping file.'
    return "Write YYYY-MM-DD or YYYY-MM-DD HH:MM:SS."


def _moment(text: str, form: DateFormat) -> tuple[datetime, bool]:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _from_number(text, form)
    if match := _ISO.fullmatch(text):
        return _from_iso(match)
    if match := _NUMERIC.fullmatch(text):
        return _from_numeric(match, form)
    if match := _MONTH.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return datetime(int(year), int(month), 1), True  # noqa: DTZ001 (the zone is set by the caller)
    if match := _NAMED.fullmatch(text):
        return _from_named(match)
    raise Unreadable("not a date", _remedy(form))


def _from_number(text: str, form: DateFormat) -> tuple[datetime, bool]:
    if form.excel and float(text) < 200_000:
        whole = EXCEL_EPOCH + timedelta(days=float(text))
        return whole.replace(microsecond=0), "." not in text
    if re.fullmatch(r"(19|20)\d{6}", text):
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:])), True  # noqa: DTZ001
    seconds = {9: 1, 10: 1, 12: 1_000, 13: 1_000, 15: 1_000_000, 16: 1_000_000}.get(len(text.partition(".")[0]))
    if seconds is None:
        raise Unreadable("not a date", _remedy(form))
    return datetime.fromtimestamp(float(text) / seconds, UTC), False


def _from_iso(match: re.Match[str]) -> tuple[datetime, bool]:
    year, month, day = (int(match[number]) for number in (1, 2, 3))
    if match[4] is None:
        return datetime(year, month, day), True  # noqa: DTZ001
    micros = int((match[7] or "0").ljust(6, "0")[:6])
    moment = datetime(year, month, day, int(match[4]), int(match[5]), int(match[6] or 0), micros)  # noqa: DTZ001
    return (moment.replace(tzinfo=_offset(match[8])) if match[8] else moment), False


def _offset(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    shown = text.replace(":", "").ljust(5, "0")
    parsed = datetime.strptime(shown, "%z").tzinfo
    return parsed or UTC


def _from_numeric(match: re.Match[str], form: DateFormat) -> tuple[datetime, bool]:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    day, month = (second, first) if form.order == "mdy" else (first, second)
    year += (2000 if year < 70 else 1900) if len(match[3]) == 2 else 0
    if match[4] is None:
        return datetime(year, month, day), True  # noqa: DTZ001
    hour = int(match[4])
    if match[7]:
        if not 1 <= hour <= 12:
            raise Unreadable("no such time", _remedy(form))
        hour = hour % 12 + (12 if match[7][0] in "Pp" else 0)
    return datetime(year, month, day, hour, int(match[5]), int(match[6] or 0)), False  # noqa: DTZ001


def _from_named(match: re.Match[str]) -> tuple[datetime, bool]:
    month = MONTHS.get(match[2].casefold())
    if month is None:
        raise Unreadable("not a date", "Write YYYY-MM-DD.")
    found = date(int(match[4]), month, int(match[1] or match[3] or 1))
    return datetime(found.year, found.month, found.day), True  # noqa: DTZ001
