"""The layouts of tables we know: which fields each has, what people call them, and what tells it from the others.

A field's words are header names in English, German and Ukrainian, the best first, in the form of `headers.plain`.
Layouts whose fields are the columns of a record kind are read as they are; the others have a builder of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Value(StrEnum):
    """What the cells of a field hold."""

    TEXT = "text"
    INSTANT = "instant"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CURRENCY = "currency"
    INTERVAL = "interval"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Field:
    """`required` fields reject the row when empty; a `mark` is a field that other layouts do not have."""

    name: str
    value: Value
    words: tuple[str, ...]
    required: bool = False
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """`needs`: one field of each group must have a column. `spare` says what becomes of columns without a field:
    "trait" of the account or person, "property" of the event, or "" (left out).
    """

    key: str
    kind: str
    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()
    spare: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


def field(name: str, value: Value, words: str, *, required: bool = False, mark: bool = False) -> Field:
    """A field known by its own name and by these words."""
    return Field(name, value, (name, *words.split()), required, mark)


ACCOUNT_WORDS = (
    "account_id account_key customer_id customer_key customer_number customer_no client_id company_id organization_id "
    "organisation_id org_id workspace_id tenant_id subscriber_id kunden_id kunden_nr kundennr kundennummer "
    "kunden_nummer firmen_id клієнт_id код_клієнта id_клієнта номер_клієнта "
    # Names may stand for the customer where nothing tells them apart better.
    "customer client company organization organisation org tenant subscriber kunde mandant firma konto "
    "клієнт компанія акаунт обліковий_запис"
)
NAME_WORDS = (
    "account_name customer_name company_name company client_name organization_name full_name display_name "
    "kundenname firma firmenname bezeichnung назва ім_я назва_компанії назва_клієнта"
)
PERSON_WORDS = (
    "person_id user_id user contact_id contact email email_address e_mail user_email customer_email distinct_id "
    "anonymous_id respondent respondent_id requester requester_id requester_email benutzer benutzer_id nutzer "
    "nutzer_id ansprechpartner користувач користувач_id особа ел_пошта пошта"
)
CREATED_WORDS = (
    "created signup_date sign_up_date signed_up_at signup signup_at registered registered_at registration_date "
    "created_date date_created creation_date joined joined_at kunde_seit angelegt_am erstellt_am registriert_am "
    "створено дата_створення дата_реєстрації зареєстровано"
)
PLAN_WORDS = (
    "plan_name plan_tier plan_id product product_name product_id tier package edition price_id subscription_plan "
    "tarif produkt paket тариф план продукт пакет"
)
CURRENCY_WORDS = "currency_code ccy curr iso_currency währung waehrung валюта"
AMOUNT_WORDS = (
    "amount_usd amount_eur amount_gbp amount_uah price total value sum revenue charge cost fee net_amount "
    "amount_paid betrag preis summe wert umsatz netto сума ціна вартість"
)
SUBSCRIPTION_WORDS = (
    "subscription_id sub_id subscription_key contract_id contract abo abo_id vertrag vertrag_id vertragsnummer "
    "підписка підписка_id"
)
REASON_WORDS = (
    "reason_code churn_reason cancellation_reason cancel_reason cancelation_reason end_reason grund kündigungsgrund "
    "kuendigungsgrund причина причина_відтоку причина_скасування"
)

_ACCOUNT = field("account", Value.TEXT, ACCOUNT_WORDS)
_PERSON = field("person", Value.TEXT, PERSON_WORDS)
_CURRENCY = field("currency", Value.CURRENCY, CURRENCY_WORDS)


def _required(given: Field) -> Field:
    return Field(given.name, given.value, given.words, required=True, mark=given.mark)


ACCOUNT = Layout(
    "account", "account",
    (
        Field("account", Value.TEXT, ("account", *ACCOUNT_WORDS.split(), "id", "key"), required=True),
        field("name", Value.TEXT, NAME_WORDS, mark=True),
        field("created_at", Value.INSTANT, CREATED_WORDS),
    ),
    needs=(("account",),),
    names=("account", "customer", "client", "compan", "organi", "kunden", "firmen", "клієнт", "компан"),
    spare="trait",
)  # fmt: skip
PERSON = Layout(
    "person", "person",
    (
        Field("person", Value.TEXT, ("person", *PERSON_WORDS.split(), "id"), required=True, mark=True),
        field("name", Value.TEXT, "full_name display_name person_name user_name username vorname_nachname ім_я піб"),
        _ACCOUNT,
        field("created_at", Value.INSTANT, CREATED_WORDS),
    ),
    needs=(("person",),),
    names=("person", "people", "user", "contact", "member", "benutzer", "nutzer", "kontakt", "користувач", "особи"),
    spare="trait",
)  # fmt: skip
TRAIT = Layout(
    "trait", "trait",
    (
        field("subject", Value.TEXT, "subject_type entity"),
        field("subject_key", Value.TEXT, "subject_id entity_id " + ACCOUNT_WORDS + " account person " + PERSON_WORDS,
              required=True),
        field("name", Value.TEXT, "trait trait_name attribute attribute_name property field merkmal eigenschaft ознака",
              required=True),
        field("value", Value.TEXT, "trait_value attribute_value wert значення"),
        field("valid_from", Value.INSTANT, "since from changed_at gültig_ab seit з"),
    ),
    needs=(("subject_key",), ("name",), ("value",)),
    names=("trait", "attribute", "propert", "merkmal", "ознак"),
)  # fmt: skip
ALIAS = Layout(
    "alias", "alias",
    (
        field("subject", Value.TEXT, "subject_type entity"),
        field("alias", Value.TEXT, "other_id old_id external_id merged_id previous_id duplicate_id", required=True,
              mark=True),
        field("key", Value.TEXT, "account person new_id canonical_id " + ACCOUNT_WORDS, required=True),
    ),
    needs=(("alias",), ("key",)),
    names=("alias", "merge", "identit"),
)  # fmt: skip
SUBSCRIPTION = Layout(
    "subscription", "subscription",
    (
        Field("subscription", Value.TEXT, ("subscription", *SUBSCRIPTION_WORDS.split(), "id")),
        field("item", Value.TEXT, "item_id subscription_item subscription_item_id line_item position"),
        _required(_ACCOUNT),
        field("account_name", Value.TEXT, "customer_name company_name client_name kundenname firmenname назва_клієнта "
              "customer client company kunde firma клієнт компанія"),
        field("start", Value.INSTANT,
              "start_date started_at starts_at start_at valid_from from date_from period_start subscription_start "
              "contract_start begin begin_date activated_at beginn startdatum start_datum vertragsbeginn von "
              "початок дата_початку старт created created_at",
              required=True, mark=True),
        field("end", Value.INSTANT,
              "end_date ended_at ends_at end_at valid_to to until date_to period_end subscription_end contract_end "
              "cancelled_at canceled_at canceled_on cancel_date cancellation_date churn_date churned_at expires_at "
              "expiry_date terminated_at ende enddatum end_datum vertragsende bis gekündigt_am gekündigt_zum кінець "
              "дата_закінчення дата_кінця завершення",
              mark=True),
        field("plan", Value.TEXT, PLAN_WORDS),
        field("mrr", Value.MONEY,
              "mrr_amount mrr_usd mrr_eur mrr_gbp mrr_uah monthly_amount monthly_price monthly_revenue monthly_fee "
              "monthly_recurring_revenue price_per_month monthly_charges monatsbetrag monatspreis preis_pro_monat "
              "щомісячна_сума місячна_плата",
              mark=True),
        field("arr", Value.MONEY, "arr_amount arr_usd arr_eur annual_amount annual_recurring_revenue acv annual_price "
              "jahresbetrag jahrespreis"),
        field("amount", Value.MONEY, AMOUNT_WORDS),
        field("unit_price", Value.MONEY, "unit_amount price_per_seat price_per_unit seat_price stückpreis einzelpreis "
              "ціна_за_місце ціна_за_одиницю"),
        field("discount", Value.MONEY, "discount_amount rabatt знижка"),
        field("discount_percent", Value.NUMBER, "percent_off discount_pct rabatt_prozent знижка_відсоток"),
        _CURRENCY,
        field("interval", Value.INTERVAL,
              "billing_interval billing_period billing_frequency billing_cycle frequency term period cycle "
              "zahlungsintervall abrechnung abrechnungszeitraum intervall turnus laufzeit період "
              "інтервал періодичність",
              mark=True),
        field("interval_count", Value.INTEGER, "billing_interval_count"),
        field("quantity", Value.MONEY, "seats seat_count qty licenses licences units users_count anzahl menge plätze "
              "lizenzen кількість місця ліцензії"),
        field("trial", Value.BOOLEAN, "is_trial trial_flag testphase in_trial пробний"),
        field("trial_end", Value.INSTANT, "trial_ends_at trial_end_date trial_end_at"),
        field("status", Value.STATUS, "subscription_status state zustand стан статус"),
        field("reason", Value.TEXT, "start_reason change_reason"),
        Field("end_reason", Value.TEXT, ("end_reason", *REASON_WORDS.split())),
        field("scheduled_end", Value.INSTANT, "cancel_at scheduled_cancellation"),
        field("scheduled_at", Value.INSTANT, "cancel_requested_at"),
        field("moved_from", Value.TEXT, "previous_subscription replaces continues"),
        field("reconstructed", Value.BOOLEAN, ""),
    ),
    needs=(("account",), ("start",), ("mrr", "arr", "amount", "unit_price")),
    names=("subscription", "abo", "vertr", "contract", "mrr", "підпис"),
)  # fmt: skip
INVOICE_LINE = Layout(
    "invoice_line", "invoice_line",
    (
        field("invoice", Value.TEXT, "invoice_id invoice_number invoice_no rechnung rechnungsnummer rechnung_nr "
              "рахунок номер_рахунку", required=True, mark=True),
        field("line", Value.TEXT, "line_id line_item line_item_id position id"),
        _required(_ACCOUNT),
        field("subscription", Value.TEXT, SUBSCRIPTION_WORDS),
        field("plan", Value.TEXT, PLAN_WORDS),
        field("kind", Value.TEXT, "line_type type art тип"),
        _CURRENCY,
        field("amount", Value.MONEY, AMOUNT_WORDS, required=True),
        field("quantity", Value.MONEY, "seats qty anzahl menge кількість"),
        field("period_start", Value.INSTANT, "service_start start start_date from leistung_von початок_періоду"),
        field("period_end", Value.INSTANT, "service_end end end_date to leistung_bis кінець_періоду"),
        field("interval", Value.INTERVAL, "billing_interval billing_period billing_frequency frequency intervall "
              "період"),
        field("interval_count", Value.INTEGER, ""),
        field("invoiced_at", Value.INSTANT, "invoice_date issued_at date issue_date created_at created "
              "rechnungsdatum datum дата_рахунку дата"),
        field("paid_at", Value.INSTANT, "payment_date paid_on bezahlt_am сплачено дата_оплати"),
    ),
    needs=(("invoice",), ("account",), ("amount",)),
    names=("invoice", "rechnung", "рахун"),
)  # fmt: skip
PURCHASE = Layout(
    "purchase", "purchase",
    (
        field("purchase", Value.TEXT,
              "purchase_id order_id order order_number transaction_id transaction bestellung bestellnummer bestell_nr "
              "замовлення номер_замовлення id"),
        Field("account", Value.TEXT, ("account", *ACCOUNT_WORDS.split(), *PERSON_WORDS.split()), required=True),
        field("bought_at", Value.INSTANT,
              "purchased_at purchase_date order_date ordered_at transaction_date date timestamp created_at "
              "invoice_date kaufdatum bestelldatum datum дата_покупки дата_замовлення дата",
              required=True),
        _CURRENCY,
        field("amount", Value.MONEY, AMOUNT_WORDS + " order_total dollars"),
    ),
    needs=(("account",), ("bought_at",), ("amount",)),
    names=("purchase", "order", "transaction", "sale", "bestell", "käufe", "kauf", "покуп", "замовл", "продаж"),
)  # fmt: skip
CANCELLATION = Layout(
    "cancellation", "cancellation",
    (
        Field("cancellation", Value.TEXT, ("cancellation", "cancellation_id", "churn_event_id", "churn_id",
              "kündigung", "id"), mark=False),
        _required(_ACCOUNT),
        field("occurred_at", Value.INSTANT,
              "churn_date churned_at cancelled_at canceled_at cancellation_date cancel_date date timestamp "
              "kündigungsdatum gekündigt_am datum дата_відтоку дата_скасування дата",
              required=True),
        Field("reason", Value.TEXT, ("reason", *REASON_WORDS.split()), mark=True),
        field("comment", Value.TEXT, "feedback feedback_text comments note text kommentar коментар відгук"),
    ),
    needs=(("account",), ("occurred_at",), ("reason", "comment", "cancellation")),
    names=("cancel", "churn", "kündig", "kuendig", "відтік", "скасув"),
)  # fmt: skip
COST = Layout(
    "cost", "cost",
    (
        field("spent_at", Value.INSTANT, "month date period spent_on monat datum місяць дата", required=True),
        field("kind", Value.TEXT, "type category cost_type art kategorie тип категорія"),
        _CURRENCY,
        Field("amount", Value.MONEY, ("amount", "acquisition_cost", "cac_spend", "marketing_spend",
              "sales_and_marketing",
              "spend", "marketing", *AMOUNT_WORDS.split(), "kosten", "ausgaben", "витрати")),
        field("serving", Value.MONEY, "serving_cost cost_to_serve cogs hosting marginal_cost", mark=True),
    ),
    needs=(("spent_at",), ("amount", "serving")),
    names=("cost", "spend", "kosten", "ausgaben", "витрат", "marketing", "cac"),
)  # fmt: skip
EXCHANGE_RATE = Layout(
    "exchange_rate", "exchange_rate",
    (
        field("day", Value.INSTANT, "date valid_on datum дата", required=True),
        field("currency", Value.CURRENCY, "from from_currency base " + CURRENCY_WORDS, required=True),
        field("to_currency", Value.CURRENCY, "to quote target_currency", required=True, mark=True),
        field("rate", Value.NUMBER, "exchange_rate fx_rate kurs wechselkurs курс", required=True, mark=True),
    ),
    needs=(("day",), ("currency",), ("to_currency",), ("rate",)),
    names=("rate", "fx", "kurs", "курс"),
)  # fmt: skip
EVENT = Layout(
    "event", "event",
    (
        field("message_id", Value.TEXT, "event_id uuid insert_id usage_id id"),
        Field("event", Value.TEXT, ("event", "event_name", "event_type", "action", "action_name", "feature_name",
              "feature", "activity", "ereignis", "aktion", "подія", "назва_події", "дія", "name"),
              required=True, mark=True),
        _PERSON,
        _ACCOUNT,
        field("subscription", Value.TEXT, SUBSCRIPTION_WORDS),
        field("occurred_at", Value.INSTANT,
              "timestamp time event_time event_date occurred date usage_date sent_at created_at received_at ts "
              "datetime zeitpunkt zeitstempel datum час дата дата_події",
              required=True),
        field("properties", Value.TEXT, "props event_properties payload context"),
    ),
    needs=(("event",), ("occurred_at",), ("person", "account", "subscription")),
    names=("event", "usage", "activity", "activit", "track", "nutzung", "ereignis", "поді", "використ"),
    spare="property",
)  # fmt: skip
SURVEY_ANSWER = Layout(
    "survey_answer", "survey_answer",
    (
        field("response", Value.TEXT, "response_id answer_id submission_id id"),
        field("survey", Value.TEXT, "survey_kind survey_type survey_name kind type umfrage опитування"),
        _PERSON,
        _ACCOUNT,
        field("asked_at", Value.INSTANT, "sent_at asked shown_at invited_at sent gesendet_am gefragt_am надіслано"),
        field("answered_at", Value.INSTANT, "answered responded_at response_date submitted_at completed_at date "
              "timestamp created_at beantwortet_am antwortdatum datum дата_відповіді дата"),
        field("score", Value.NUMBER, "rating answer value note bewertung punkte оцінка бал", mark=True),
        field("nps", Value.NUMBER, "nps_score", mark=True),
        field("csat", Value.NUMBER, "csat_score", mark=True),
        field("ces", Value.NUMBER, "ces_score", mark=True),
        field("comment", Value.TEXT, "comments feedback verbatim text kommentar коментар відгук"),
        field("language", Value.TEXT, "lang locale sprache мова"),
    ),
    needs=(("score", "nps", "csat", "ces"), ("asked_at", "answered_at")),
    names=("survey", "nps", "csat", "ces", "answer", "response", "feedback", "umfrage", "antwort", "опитув",
           "відповід"),
)  # fmt: skip
TICKET = Layout(
    "ticket", "ticket",
    (
        field("ticket", Value.TEXT, "ticket_id ticket_number case_id case conversation_id issue_id vorgang anfrage "
              "звернення тікет номер_тікета id", required=True, mark=True),
        _ACCOUNT,
        _PERSON,
        field("opened_at", Value.INSTANT, "submitted_at created_at created opened open_date date eröffnet_am "
              "erstellt_am створено дата_створення дата", required=True),
        field("first_response_at", Value.INSTANT, "first_reply_at first_responded_at erste_antwort_am"),
        field("first_response_minutes", Value.NUMBER, "first_response_time_minutes first_reply_minutes "
              "first_reply_time_in_minutes"),
        field("first_response_hours", Value.NUMBER, "first_response_time_hours"),
        field("solved_at", Value.INSTANT, "closed_at resolved_at solved closed resolution_date gelöst_am "
              "geschlossen_am вирішено закрито", mark=True),
        field("priority", Value.TEXT, "urgency severity priorität пріоритет"),
        field("channel", Value.TEXT, "via source kanal канал"),
        field("satisfaction", Value.NUMBER, "satisfaction_score csat rating zufriedenheit задоволеність"),
    ),
    needs=(("ticket",), ("opened_at",)),
    names=("ticket", "support", "case", "conversation", "anfrage", "тікет", "звернен"),
)  # fmt: skip
TELCO = Layout(
    "tenure", "subscription",
    (
        field("account", Value.TEXT, ACCOUNT_WORDS, required=True),
        field("tenure", Value.INTEGER, "tenure_months months", required=True, mark=True),
        field("plan", Value.TEXT, "contract " + PLAN_WORDS),
        field("mrr", Value.MONEY, "monthly_charges monthly_charge", required=True),
        field("churned", Value.BOOLEAN, "churn churn_flag", required=True, mark=True),
        _CURRENCY,
    ),
    needs=(("account",), ("tenure",), ("mrr",), ("churned",)),
    spare="trait",
)  # fmt: skip

LAYOUTS: dict[str, Layout] = {
    layout.key: layout
    for layout in (
        ALIAS, ACCOUNT, PERSON, TRAIT, SUBSCRIPTION, TELCO, INVOICE_LINE, PURCHASE, CANCELLATION, COST, EXCHANGE_RATE,
        EVENT, SURVEY_ANSWER, TICKET,
    )
}  # fmt: skip

# Columns that say what an account is like, wherever they stand beside its key.
_TRAIT_WORDS = (
    "industry country region segment sector city state market vertical company_size employees referral_source channel "
    "acquisition_channel utm_source lead_source branche land segmentierung größe галузь країна регіон сегмент місто"
)
KNOWN_TRAITS = frozenset(_TRAIT_WORDS.split())
