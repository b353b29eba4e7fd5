"""Words and signs in cells, in English, German and Ukrainian."""

from __future__ import annotations

EMPTY = ("", "null", "none", "nan", "n/a", "na", "#n/a", "nil", "-", "--", "–", "—", "\\n", "nat", "leer", "немає")

_TRUE = "true t yes y 1 1.0 on x wahr ja j так істина правда ✓"
_FALSE = "false f no n 0 0.0 off falsch nein ні хибність"
TRUE = frozenset(_TRUE.split())
FALSE = frozenset(_FALSE.split())

CURRENCY_SIGNS = {
    "US$": "USD", "C$": "CAD", "A$": "AUD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "¥": "JPY",
    "zł": "PLN", "Kč": "CZK", "₹": "INR", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₩": "KRW", "Fr.": "CHF",
}  # fmt: skip

_MONTH_NAMES = (
    "jan january januar jänner січень січня січ",
    "feb february februar лютий лютого лют",
    "mar march märz mär maerz березень березня бер",
    "apr april квітень квітня кві квіт",
    "may mai травень травня тра трав",
    "jun june juni червень червня чер черв",
    "jul july juli липень липня лип",
    "aug august серпень серпня сер серп",
    "sep sept september вересень вересня вер",
    "oct october okt oktober жовтень жовтня жов жовт",
    "nov november листопад листопада лис лист",
    "dec december dez dezember грудень грудня гру груд",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}

# A period of billing: Stripe's interval and how many of them.
_INTERVALS = {
    ("day", 1): "day daily days d täglich tag день щодня щоденно p1d",
    ("week", 1): "week weekly weeks w wöchentlich woche тиждень щотижня p1w",
    ("week", 2): "biweekly fortnightly fortnight zweiwöchentlich",
    ("month", 1): "month monthly months mo m monat monatlich місяць щомісяця щомісячно p1m mtl month-to-month",
    ("month", 2): "bimonthly p2m",
    ("month", 3): "quarter quarterly q quartal vierteljährlich quartalsweise квартал щокварталу p3m",
    ("month", 6): "semiannual semi-annual half-yearly halfyearly semester halbjährlich halbjahr півріччя p6m",
    (
        "year",
        1,
    ): "year yearly years annual annually annum y yr jahr jährlich jaehrlich рік щороку річний p1y p12m one-year",
    ("year", 2): "biennial two-year p2y",
    ("year", 3): "triennial three-year p3y",
}
INTERVALS = {word: interval for interval, words in _INTERVALS.items() for word in words.split()}
UNITS = {
    word: unit
    for unit, words in {
        "day": "day days d tag tage день дні днів",
        "week": "week weeks w woche wochen тиждень тижні тижнів",
        "month": "month months mo m monat monate місяць місяці місяців",
        "year": "year years y yr jahr jahre рік роки років",
    }.items()
    for word in words.split()
}

# Status of a subscription: Stripe's words, and what other systems and people call them.
_STATUSES = {
    "active": "active live current running in_force non_renewing renewing paying paid ok aktiv laufend "
              "активна активний активно",
    "trialing": "trialing trial in_trial trialling testphase probe пробний тріал пробна",
    "past_due": "past_due overdue late delinquent überfällig прострочено",
    "unpaid": "unpaid unbezahlt неоплачено",
    "paused": "paused on_hold suspended pausiert pause призупинено пауза",
    "canceled": "canceled cancelled churned ended expired terminated inactive closed deleted gekündigt beendet "
                "inaktiv скасовано завершено неактивна неактивний",
    "incomplete": "incomplete pending",
    "incomplete_expired": "incomplete_expired",
}  # fmt: skip
STATUSES = {word: status for status, words in _STATUSES.items() for word in words.split()}
