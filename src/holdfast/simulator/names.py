"""Names of companies and people that do not exist, put together from syllables and words."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.simulator.accounts import COUNTRIES
from holdfast.simulator.timeline import Ints

_HEADS = (
    "Kelp", "Nord", "Ast", "Brin", "Calv", "Dorn", "Elm", "Fjell", "Grav", "Hasel", "Ild", "Jor", "Kvist", "Lind",
    "Mor", "Nebel", "Orl", "Pell", "Quar", "Rav", "Sund", "Tal", "Ulm", "Vex", "Wend", "Yar", "Zir", "Birk", "Corv",
    "Drift", "Ember", "Fen", "Glim", "Hollow", "Iver", "Juni", "Krum", "Larch", "Mist", "Nim",
)  # fmt: skip
_TAILS = (
    "line", "licht", "ara", "avik", "berta", "condo", "dahl", "eris", "feld", "gard", "holt", "ion", "juno", "kant",
    "lune", "mora", "nova", "oro", "path", "quist", "rund", "sted", "tern", "umbra", "vale", "wick", "xa", "yard",
    "zeta", "brück", "crest", "dock", "enza", "fold", "gate", "hain", "isle", "kora", "mere", "oxy",
)  # fmt: skip
_ENGLISH = (
    "Tools", "Works", "Logistics", "Foods", "Studios", "Systems", "Supplies", "Clinics", "Learning", "Media",
    "Outfitters", "Partners", "Printing", "Robotics", "Textiles", "Travel",
)  # fmt: skip
_GERMAN = (
    "Werkzeuge", "Maschinenbau", "Logistik", "Lebensmittel", "Verlag", "Software", "Handel", "Praxisbedarf",
    "Akademie", "Medien", "Möbel", "Beratung", "Druckerei", "Technik", "Textil", "Reisen",
)  # fmt: skip
_UKRAINIAN = (
    "Майстерня", "Логістика", "Техніка", "Продукти", "Видавництво", "Системи", "Торгівля", "Клініка", "Школа",
    "Медіа", "Меблі", "Порадник", "Друкарня", "Робота", "Тканини", "Мандри",
)  # fmt: skip
_CYRILLIC_HEADS = (
    "Бер", "Вер", "Гай", "Дубо", "Жит", "Зоре", "Іво", "Калино", "Лісо", "Мрі", "Надо", "Озер", "Пере", "Роси",
    "Сино", "Тихо", "Хвило", "Яво", "Ясно", "Стеж", "Криш", "Луго", "Медо", "Небо", "Полу", "Світо", "Туман", "Ціло",
    "Чорно", "Шовко", "Біло", "Вітро", "Горо", "Дзвіно", "Камен", "Мали", "Парус", "Рідно", "Смере", "Тепло",
)  # fmt: skip
_CYRILLIC_TAILS = (
    "гай", "вир", "лад", "нок", "дар", "брід", "гора", "діл", "жар", "зір", "край", "луг", "мир", "нива", "обрій",
    "плин", "рата", "сад", "тин", "хід", "цвіт", "шлях", "яр", "вія", "дея", "кора", "лан", "мора", "поль", "ружа",
    "стан", "терн", "фор", "хата", "чар", "щит", "юрта", "ява", "ядро", "ясен",
)  # fmt: skip
_FORMS = {
    "DE": ("GmbH", "GmbH", "AG", "KG"), "AT": ("GmbH", "GmbH", "KG", "GmbH"), "NL": ("B.V.",) * 4,
    "FR": ("SARL", "SAS", "SAS", "SARL"), "PL": ("Sp. z o.o.",) * 4, "UA": ("",) * 4, "GB": ("Ltd",) * 4,
    "IE": ("Ltd",) * 4, "US": ("Inc", "LLC", "Inc", "LLC"), "CA": ("Inc",) * 4,
}  # fmt: skip
_GIVEN = (
    "Anna", "Ben", "Clara", "David", "Eva", "Felix", "Greta", "Hanna", "Ivo", "Jonas", "Karla", "Leo", "Mira", "Nils",
    "Olha", "Paul", "Rosa", "Sami", "Tara", "Uwe", "Vera", "Wim", "Yara", "Zoe", "Oksana", "Taras", "Iryna", "Marko",
    "Sofia", "Emil", "Lucy", "Oscar", "Nora", "Adam", "Ella", "Hugo", "Ida", "Max", "Nina", "Tom",
)  # fmt: skip
_FAMILY_TAILS = (
    "ander", "brook", "enko", "feld", "gren", "hoven", "inger", "kamp", "lund", "mann", "nov", "quist", "ridge",
    "sen", "stein", "ström", "thorn", "uk", "vik", "wood",
)  # fmt: skip


def company_names(country: Ints, rng: np.random.Generator) -> pa.Array:
    """One name per account. All differ up to 25,600 accounts; beyond that the round of the number tells them apart."""
    count = len(country)
    room = len(_HEADS) * len(_TAILS) * len(_ENGLISH)
    drawn = np.concatenate([rng.permutation(room) for _round in range(count // room + 1)])[:count]
    repeat = np.arange(count) // room
    head, rest = np.divmod(drawn, len(_TAILS) * len(_ENGLISH))
    tail, trade = np.divmod(rest, len(_ENGLISH))
    form = rng.integers(0, 4, count)
    return pa.array(
        [_company(*parts) for parts in zip(country, head, tail, trade, form, repeat, strict=True)], pa.string()
    )


def _company(country: int, head: int, tail: int, trade: int, form: int, repeat: int) -> str:
    code = COUNTRIES[country]
    number = f" {'I' * (repeat + 1)}" if repeat else ""
    if code == "UA":
        return f"ТОВ «{_CYRILLIC_HEADS[head]}{_CYRILLIC_TAILS[tail]} {_UKRAINIAN[trade]}{number}»"
    words = _GERMAN if code in ("DE", "AT") else _ENGLISH
    return f"{_HEADS[head]}{_TAILS[tail]} {words[trade]}{number} {_FORMS[code][form]}"


def person_names(count: int, rng: np.random.Generator) -> pa.Array:
    """Given and family names; like in life, some people have the same."""
    family = pa.array([head + tail for head in _HEADS for tail in _FAMILY_TAILS])
    given = pa.array(_GIVEN).take(pa.array(rng.integers(0, len(_GIVEN), count)))
    return pc.binary_join_element_wise(given, family.take(pa.array(rng.integers(0, len(family), count))), " ")
