"""Whole columns of text into typed columns, at the speed of Arrow.

Each cast first takes the cells whose form is plain, all at once; only those that are left go one at a time through
`scalars`, which gives every failure its reason. Equal failures are read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.values import scalars
from holdfast.connectors.values.formats import DateFormat, NumberFormat
from holdfast.connectors.values.scalars import Unreadable
from holdfast.connectors.values.words import EMPTY

MONEY = pa.decimal128(18, 6)
INSTANT = pa.timestamp("us", tz="UTC")
NAIVE = pa.timestamp("us")

_PLAIN_NUMBER = r"^-?\d{1,12}(\.\d{1,6})?$"
_PLAIN_FLOAT = r"^-?\d{1,15}(\.\d{1,15})?$"
_TEXT_EMPTY = pa.array(["", "null", "NULL", "\\N", "#N/A", "n/a", "N/A"])
_TYPED_EMPTY = pa.array(sorted({*EMPTY, *(word.upper() for word in EMPTY), *(word.title() for word in EMPTY)}))
_FORMULA = r"^'([=+\-@\t\r])"

_LENGTH_OF_DATE, _LENGTH_OF_MINUTE = len("2024-01-31"), len("2024-01-31 10:00")
_LAST_RULED_YEAR = 2037
_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
_ISO_DATE = f"^{_DATE}$"
_ISO_NAIVE = f"^{_DATE}{_TIME}$"
_ISO_ZONED = rf"^{_DATE}{_TIME}(Z|[+-]\d{{2}}:?\d{{2}})$"


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read: its position in the column, and why."""

    index: int
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The typed column, null where a cell was empty or bad. `dated` says which instants were given as a mere date."""

    values: pa.Array
    bad: list[Bad] = field(default_factory=list)
    dated: pa.Array | bool = False

    def of(self, rows: pa.Array) -> Cast:
        """The instants of the rows where `rows` is true."""
        dated = self.dated if isinstance(self.dated, bool) else self.dated.filter(rows)
        return Cast(self.values.filter(rows), dated=dated)


def clean_text(column: pa.Array) -> pa.Array:
    """Without blanks around, empty markers as null, and without the ' that our own exports put before = + - @."""
    column = pc.ascii_trim_whitespace(column)
    if not pc.all(pc.string_is_ascii(column)).as_py():
        column = pc.utf8_trim_whitespace(column)
    if pc.any(pc.starts_with(column, "'")).as_py():
        column = pc.replace_substring_regex(column, _FORMULA, r"\1")
    return _without(column, _TEXT_EMPTY)


def _without(column: pa.Array, markers: pa.Array) -> pa.Array:
    empty = pc.is_in(column, value_set=markers)
    return pc.if_else(empty, pa.scalar(None, pa.string()), column) if pc.any(empty).as_py() else column


def _typed(column: pa.Array) -> pa.Array:
    return _without(clean_text(column), _TYPED_EMPTY)


def cast_money(column: pa.Array, form: NumberFormat) -> Cast:
    """Exact amounts with six places."""
    quick = _at_once(column, MONEY) if form.decimal == "." else None
    if quick is not None:
        return Cast(quick)
    column = _typed(column)
    plain = _plain_numbers(column, form)
    return _cast(column, plain, _PLAIN_NUMBER, MONEY, lambda text: _amount(text, form))


def cast_number(column: pa.Array, form: NumberFormat) -> Cast:
    """Scores and counts, where exactness to the cent does not matter."""
    quick = _at_once(column, pa.float64()) if form.decimal == "." else None
    if quick is not None and pc.all(pc.is_finite(quick)).as_py() in (True, None):
        return Cast(quick)
    column = _typed(column)
    plain = _plain_numbers(column, form)
    return _cast(column, plain, _PLAIN_FLOAT, pa.float64(), lambda text: _float(text, form))


def cast_integer(column: pa.Array, form: NumberFormat) -> Cast:
    quick = _at_once(column, pa.int32())
    if quick is not None:
        return Cast(quick)
    column = _typed(column)
    return _cast(column, column, r"^-?\d{1,9}$", pa.int32(), lambda text: _integer(text, form))


def _at_once(column: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """The whole column as it is written, when every cell is in the plainest form; this is nearly always so."""
    try:
        return pc.cast(column, kind)
    except pa.ArrowInvalid:
        return None


def cast_boolean(column: pa.Array) -> Cast:
    return cast_words(column, scalars.parse_boolean, pa.bool_())


def cast_words(column: pa.Array, parse: Callable[[str], object], kind: pa.DataType) -> Cast:
    """Columns with few different cells: each different one is read once."""
    return _one_by_one(column, parse, kind, clean=True)


def _amount(text: str, form: NumberFormat) -> Decimal:
    if text.rstrip().endswith("%"):
        raise Unreadable("a share and not an amount", "Write an amount; a discount in percent has a column of its own.")
    return scalars.parse_money(text, form)


def _float(text: str, form: NumberFormat) -> float:
    return float(scalars.parse_money(text, form))


def _integer(text: str, form: NumberFormat) -> int:
    value = scalars.parse_decimal(text, form)
    if value != int(value) or abs(value) >= 2**31:
        raise Unreadable("not a whole number", "Write a whole number such as 3.")
    return int(value)


def _plain_numbers(column: pa.Array, form: NumberFormat) -> pa.Array:
    """The cells with separators brought to the plain form, when any cell needs it; wrong ones stay wrong."""
    if form.decimal == "." and _all_match(column, _PLAIN_NUMBER):
        return column
    bare = pc.replace_substring_regex(column, r"^([A-Z]{3}|[$€£₴])\s*|\s*([A-Z]{3}|[$€£₴])$", "")
    decimal, group = re.escape(form.decimal), re.escape(form.group)
    formed = pc.match_substring_regex(bare, rf"^-?(\d{{1,3}}({group}\d{{3}})+|\d{{1,12}})({decimal}\d{{1,6}})?$")
    plain = pc.replace_substring(pc.replace_substring(bare, form.group, ""), form.decimal, ".")
    return pc.if_else(formed, plain, pa.scalar("", pa.string()))


def _cast(column: pa.Array, plain: pa.Array, pattern: str, kind: pa.DataType, parse: Callable[[str], object]) -> Cast:
    fits = pc.fill_null(pc.match_substring_regex(plain, pattern), fill_value=True)
    if pc.all(fits).as_py() in (True, None):
        return Cast(pc.cast(plain, kind))
    quick = pc.cast(pc.if_else(fits, plain, pa.scalar(None, pa.string())), kind)
    slow = _one_by_one(pc.if_else(fits, pa.scalar(None, pa.string()), column), parse, kind)
    return Cast(pc.coalesce(quick, slow.values), slow.bad)


def _one_by_one(column: pa.Array, parse: Callable[[str], object], kind: pa.DataType, *, clean: bool = False) -> Cast:
    encoded = column.dictionary_encode()
    values: list[object] = []
    failed: dict[int, Unreadable] = {}
    words = (_typed(encoded.dictionary) if clean else encoded.dictionary).to_pylist()
    for position, word in enumerate(words):
        try:
            values.append(None if word is None else parse(word))
        except Unreadable as error:
            values.append(None)
            failed[position] = error
    typed = pc.take(pa.array(values, kind), encoded.indices)
    if not failed:
        return Cast(typed)
    wrong = pc.is_in(encoded.indices, value_set=pa.array(failed, encoded.indices.type))
    bad = []
    for index in pc.indices_nonzero(wrong).to_pylist():
        position = encoded.indices[index].as_py()
        why = failed[position]
        bad.append(Bad(index, words[position], why.reason, why.remedy))
    return Cast(typed, bad)


def cast_instants(column: pa.Array, form: DateFormat, timezone: str, *, inclusive: bool = False) -> Cast:
    """Instants in UTC. A mere date is its midnight in `timezone`, with `inclusive` the midnight after it."""
    if form.order == "ymd" and (quick := _uniform_instants(column, timezone, inclusive=inclusive)):
        return quick
    column = _iso(_typed(column), form)
    if form.unix_per_second and _all_match(column, r"^\d{9,16}$"):
        return Cast(_from_unix(column, form.unix_per_second))
    if quick := _uniform_instants(column, timezone, inclusive=inclusive):
        return quick
    dated = pc.fill_null(pc.match_substring_regex(column, _ISO_DATE), fill_value=False)
    naive = pc.fill_null(pc.match_substring_regex(column, _ISO_NAIVE), fill_value=False)
    zoned = pc.fill_null(pc.match_substring_regex(column, _ISO_ZONED), fill_value=False)
    found, left = _vectors(column, (dated, naive, zoned), timezone, inclusive=inclusive)
    if left is None:
        return Cast(found, [], dated)
    slow = _slow_instants(left, form, ZoneInfo(timezone), inclusive=inclusive)
    return Cast(pc.coalesce(found, slow.values), slow.bad, pc.or_(dated, slow.dated))


def _uniform_instants(column: pa.Array, timezone: str, *, inclusive: bool) -> Cast | None:
    """All cells as dates, all as times, or all as times with a zone, when they are as long as each other."""
    lengths = pc.min_max(pc.binary_length(column)).as_py()
    dated = lengths["min"] == lengths["max"] == _LENGTH_OF_DATE
    if lengths["min"] is None:
        return Cast(pa.nulls(len(column), INSTANT))
    if not dated and lengths["min"] < _LENGTH_OF_MINUTE:
        return None
    moments = _at_once(column, NAIVE)
    if moments is not None and _beyond_rules(moments, timezone):
        return None
    if moments is None:
        found = None if dated else _at_once(column, INSTANT)
    else:
        found = _to_utc(_day_later(moments) if dated and inclusive else moments, timezone)
    return Cast(found, [], dated) if found is not None and _all_plausible(found) else None


def _all_plausible(moments: pa.Array) -> bool:
    bounds = pc.min_max(moments).as_py()
    if bounds["min"] is None:
        return True
    return bool(bounds["min"].year >= scalars.EARLIEST_YEAR and bounds["max"].year <= scalars.LATEST_YEAR)


def _beyond_rules(moments: pa.Array, timezone: str) -> bool:
    """Arrow knows no summer time after 2037."""
    latest = pc.max(moments).as_py()
    return timezone != "UTC" and latest is not None and latest.year > _LAST_RULED_YEAR


def _day_later(moments: pa.Array) -> pa.Array:
    return pc.add(moments, pa.scalar(24 * 3600 * 1_000_000, pa.duration("us")))


def _vectors(
    column: pa.Array, masks: tuple[pa.Array, pa.Array, pa.Array], timezone: str, *, inclusive: bool
) -> tuple[pa.Array, pa.Array | None]:
    """What the plain ISO forms say, and the cells that are still to be read (None: none)."""
    dated, naive, zoned = masks
    nothing = pa.scalar(None, pa.string())
    local = pc.or_(dated, naive)
    rest = pc.if_else(pc.or_(local, zoned), nothing, column)
    moments = _at_once(pc.if_else(local, column, nothing), NAIVE)
    fixed = _at_once(pc.if_else(zoned, column, nothing), INSTANT)
    # One of them is no day of the calendar: find it.
    if moments is None or fixed is None or _beyond_rules(moments, timezone):
        return pa.nulls(len(column), INSTANT), column
    if inclusive:
        moments = pc.if_else(dated, _day_later(moments), moments)
    found = pc.coalesce(_to_utc(moments, timezone), fixed)
    if not _all_plausible(found):
        return pa.nulls(len(column), INSTANT), column
    return found, rest if rest.null_count < len(rest) else None


def _to_utc(moments: pa.Array, timezone: str) -> pa.Array:
    if timezone == "UTC":
        return pc.assume_timezone(moments, "UTC")
    # A clock time that comes twice is the first of the two; one that is skipped is the moment after the gap.
    local = pc.assume_timezone(moments, timezone, ambiguous="earliest", nonexistent="latest")
    return pc.cast(local, INSTANT)


def _all_match(column: pa.Array, pattern: str) -> bool:
    return pc.all(pc.match_substring_regex(column, pattern)).as_py() in (True, None)


def _from_unix(column: pa.Array, per_second: int) -> pa.Array:
    return pc.cast(pc.multiply(pc.cast(column, pa.int64()), 1_000_000 // per_second), INSTANT)


def _iso(column: pa.Array, form: DateFormat) -> pa.Array:
    """Numeric dates of the column's order, and compact ones, in ISO form; everything else as it is."""
    if form.order in ("dmy", "mdy"):
        first, second = (2, 1) if form.order == "dmy" else (1, 2)
        column = pc.replace_substring_regex(column, r"^(\d)([./-])", r"0\1\2")
        column = pc.replace_substring_regex(column, r"^(\d{2})([./-])(\d[./-])", r"\1\20\3")
        column = pc.replace_substring_regex(
            column, r"^(\d{2})[./-](\d{2})[./-](\d{4})($|[ T]\d{2}:\d{2}(:\d{2})?$)", rf"\3-\{first}-\{second}\4"
        )
    elif pc.any(pc.match_substring_regex(column, r"^(19|20)\d{6}$|UTC$")).as_py():
        column = pc.replace_substring_regex(column, r"^((19|20)\d{2})(\d{2})(\d{2})$", r"\1-\3-\4")
        column = pc.replace_substring_regex(column, r"\s+UTC$", "Z")
    return column


def _slow_instants(column: pa.Array, form: DateFormat, zone: tzinfo, *, inclusive: bool) -> Cast:
    dated_words: set[str] = set()

    def parse(text: str) -> datetime:
        moment, dated = scalars.parse_instant(text, form, zone)
        if dated:
            dated_words.add(text)
            return scalars.next_midnight(moment, zone) if inclusive else moment
        return moment

    cast = _one_by_one(column, parse, INSTANT)
    return Cast(cast.values, cast.bad, pc.is_in(column, value_set=pa.array(sorted(dated_words), pa.string())))
