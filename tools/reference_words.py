"""Words of the reference pages that the code has no place for: what a column or a setting is, and when an error comes.

A column, setting or variable without words here stops `python -m tools.reference`, so nothing is listed unexplained.
"""

from __future__ import annotations

from typing import Final

# What a record of each kind says.
RECORDS: Final[dict[str, str]] = {
    "account": "One paying customer, past or present.",
    "person": "One end user.",
    "trait": "What an attribute of an account or person was from a moment on. Without `valid_from` it has always been "
    "so.",
    "alias": "Another key of the same account or person: of a second billing system, of a CRM, of a merged duplicate.",
    "subscription": "The state of one subscription item from `valid_from` to `valid_to`.",
    "invoice_line": "A line of an invoice.",
    "purchase": "One purchase outside a subscription.",
    "cancellation": "A customer said why it left.",
    "cost": "What was spent in a month, for acquisition or for serving.",
    "exchange_rate": "One unit of `currency` in `to_currency` on a day; goes before the reference rates.",
    "event": "Something a person did.",
    "survey_answer": "A survey that was shown, and the answer if there is one.",
    "ticket": "A request for support.",
}

# Columns of records; "kind.column" where the general words do not fit.
COLUMNS: Final[dict[str, str]] = {
    "account": "key of the account, as the source writes it",
    "alias": "the other key",
    "amount": "in major units of the currency, before tax",
    "answered_at": "empty while it is not answered",
    "asked_at": "when it was shown",
    "bought_at": "when",
    "cancellation": "key",
    "channel": "by mail, chat, ... as the source says",
    "comment": "free text",
    "created_at": "when it came to be",
    "currency": "ISO code of three letters",
    "day": "of the rate",
    "discount": "what recurring coupons take off the amount of a period",
    "end_reason": "why the last state ended",
    "event": "name of what was done",
    "first_response_at": "empty until there is one",
    "interval": "day, week, month or year",
    "interval_count": "how many intervals a billing period has",
    "invoice": "key of the invoice",
    "invoiced_at": "when it was finalised",
    "item": "key of the item within the subscription",
    "key": "the main key",
    "kind": "",
    "invoice_line.kind": "recurring, usage, one_time, proration, refund or payment",
    "cost.kind": "acquisition (sales and marketing) or serving (marginal cost)",
    "language": "of the comment",
    "line": "key of the line within the invoice",
    "message_id": "the same event told twice has the same one",
    "moved_from": "the subscription of another billing system that this one continues",
    "name": "shown to people",
    "trait.name": "of the trait",
    "occurred_at": "when",
    "opened_at": "when",
    "paid_at": "empty while it is not paid",
    "period_end": "end of the service period, not included",
    "period_start": "start of the service period",
    "person": "key of the person",
    "plan": "name of the plan or product",
    "priority": "as the source says",
    "properties": "JSON object",
    "purchase": "key",
    "quantity": "seats, licences",
    "rate": "units of to_currency for one unit of currency",
    "reason": "why this state began",
    "cancellation.reason": "as the customer or the source gave it",
    "reconstructed": "true if the state was rebuilt from invoices, or its first day worked out",
    "response": "key of the answer",
    "satisfaction": "1 to 5",
    "scheduled_at": "when the scheduled change became known",
    "scheduled_end": "a known end in the future",
    "score": "the answer as a number",
    "solved_at": "empty while it is open",
    "source_row": 'where it came from, as "file.csv:17"',
    "spent_at": "any moment of the month",
    "status": "trialing, incomplete, incomplete_expired, active, past_due, unpaid, paused or canceled",
    "subject": "account or person",
    "subject_key": "key of the account or person",
    "subscription": "key of the subscription",
    "survey": "nps (0 to 10), csat (1 to 5) or ces (1 to 7)",
    "ticket": "key",
    "to_currency": "ISO code of three letters",
    "valid_from": "from this moment on",
    "valid_to": "until before this moment; empty: still",
    "value": "as text",
}

# Environment variables, without their prefix.
VARIABLES: Final[dict[str, str]] = {
    "DATA_DIR": "The data folder of the installation: database, events, secret key.",
    "EVENT_STORE": "Where parts of the event store lie.",
    "UPLOAD_MAX_MB": "How many megabytes one upload of files for an import may have.",
    "IMPORT_DIR": "The only folder of this machine that files for an import can be picked from in the browser.",
    "SECRET_KEY": "Signs what must not be forged. Made on first use and kept in the data folder when not set.",
    "DATABASE_URL": "`postgres://user:password@host:5432/name` or `sqlite:////folder/holdfast.db`.",
    "LANGUAGE": "`en`, `de` or `uk`.",
    "BASE_URL": "Where the installation is reached from outside, such as `https://retention.example.com`. Links begin "
    "with it, and its name is answered besides the machine's own.",
    "INGEST_PORT": "Without `HOLDFAST_INGEST_URL`: the port for events beside the pages; `holdfast up` sets it.",
    "INGEST_URL": "Where clients send events, such as `https://events.example.com`; shown on the set-up page.",
    "OIDC_URL": "The address of the company's sign-in provider (OpenID Connect); with it go the next two.",
    "OIDC_CLIENT_ID": "How Holdfast is called at the provider.",
    "OIDC_CLIENT_SECRET": "The secret that the provider gave Holdfast.",
    "OIDC_NAME": "What the button on the sign-in page calls the provider.",
    "OIDC_TRUST_EMAIL": "`true` where the provider never says that an e-mail is verified, and nobody can enter one.",
    "EMAIL_URL": "The mail server: `smtp+tls://user:password@host:587`, `smtps://…` or `smtp://…`. Without it nothing "
    "is mailed.",
    "EMAIL_FROM": "From whom mails are.",
    "BEHIND_PROXY": "`true` where a proxy is the only way in: its headers then say who asks, and whether over HTTPS.",
}

METRIC_SETTINGS: Final[dict[str, str]] = {
    "currency": "reporting currency",
    "timezone": "IANA name of the reporting time zone",
    "week_start": "ISO weekday on which a week begins; 1 is Monday",
    "year_start": "month in which a fiscal year begins",
    "gross_margin": "share of revenue left after cost of sales",
    "acquisition_lag_months": "how many months acquisition cost precedes the customers it wins",
    "lifetime_churn_months": "months of churn a lifetime value looks back on",
    "activation_event": "the event that means a new person has got value; without it the activation KPIs are empty",
    "activation_days": "within how many days of the first event it must come",
    "onboarding_event": "the event that completes onboarding; without it that KPI is empty",
    "recently_seen_days": "days that count as recent",
    "first_response_target_hours": "target of the first response",
    "resolution_target_hours": "target of the solution",
    "discount_rate": "what money in a year is worth less than money now",
    "health": "inputs of the health score with their weights; none: those that come with Holdfast",
}

LEDGER_SETTINGS: Final[dict[str, str]] = {
    "reporting_currency": "none: the currency of most subscription rows",
    "once_coupon": "whether a coupon for one invoice lowers MRR: `never`, `long_periods` (when that invoice pays for "
    "more than a month) or `always`",
    "recognise_churn": "when an account that cancelled at once stops to count: `ended` or `last_paid_period`",
    "past_due_churn_days": "past due counts as lost after so many days; none: only when it ends",
    "reactivation_window_days": "a return after a longer gap is a new customer; none: always a reactivation",
    "bridge_gap_days": "a gap of at most so many days is no churn and no reactivation",
    "grace_days": "how long after its end a term may still be renewed",
    "term_min_months": "terms must be longer than this to be up for renewal",
    "rate_max_age_days": "how old a reference rate may be, as before a weekend or a holiday",
    "reference_rates_stale_days": "how long the last bundled reference rate counts after its end",
    "own_rate_max_age_days": "the same for rates of your own, often one a month",
}

PREFERENCES: Final[dict[str, str]] = {
    "time_zone": "IANA name of the reporting time zone",
    "week_start": "weekday on which a week begins, by name",
    "currency": "reporting currency, and that of amounts without one",
    "fiscal_year_start": "month in which a fiscal year begins",
    "language": "`en`, `de` or `uk`",
}

# When an error comes, and what to do; an error without an entry is described by its docstring.
ERRORS: Final[dict[str, str]] = {
    "already_merged": "The two accounts or people are one already, or one of the two is merged into another. Undo that "
    "merge first.",
    "already_started": "A process works on one data folder. Open the other one in a process of its own.",
    "bad_benchmarks": "A file of benchmarks cannot be used. The message names the entry and its key.",
    "bad_health_weights": "A file of health weights cannot be used. The message names the file, the input and its key.",
    "bad_mapping": "A mapping file contradicts itself or the files. The message names the table and the key.",
    "bad_output": "A file cannot be written there: its ending is no format, or its folder is not there or not ours.",
    "bad_preference": "A setting of a workspace has a value that it cannot have. The message names the possible ones.",
    "bad_range": "A period, label or way of slicing that is none, or a range in which nothing lies.",
    "bad_setting": "A setting in `[metrics]` or `[ledger]` of a `holdfast.toml` does not exist or cannot have this "
    "value. The message names both.",
    "bad_records": "Records lack a required value, or claim to be known earlier than what they correct. The message "
    "names the row.",
    "bad_request": "The general code; every error that is shown has a code of its own.",
    "built_on": "Later imports replaced or repeated what this one brought. The message names them; undo them first.",
    "cannot_read": "A file or folder cannot be opened, or nothing in it is known. The message names it and the remedy.",
    "folder_in_use": "The demo writes only into an empty folder or over an earlier demo. Choose another `--folder`.",
    "intake_busy": "Files of an import are being worked on, or are imported already. Wait, or upload them again.",
    "ledger_does_not_add_up": "Start plus movements is not end for some accounts, which the message names. Nothing is "
    "published from such a ledger. This is a mistake in Holdfast: please report it.",
    "missing_exchange_rate": "No rate for a currency on a day. The message names a row that needs it: correct its "
    "currency, add a rate to the exchange rates, or install newer reference rates. There is no fallback to 1.",
    "no_database": "The data folder cannot be made, or the database cannot be opened. The message says where it was "
    "looked for.",
    "nothing_to_report": "No row could be read, or nothing had happened or was known yet on that day. The message "
    "says which.",
    "no_files": "An upload without a file.",
    "not_undoable": "An import that is not done, or of which is not known what it replaced, cannot be undone.",
    "not_found": "What was named does not exist. The message says what there is.",
    "too_large": "An upload, or what it unpacks to, is above the limit. Cut it, pack it, or raise "
    "`HOLDFAST_UPLOAD_MAX_MB`.",
    "unknown_format": "A report has no such format.",
    "unknown_interval": "A price whose billing interval is none of day, week, month and year. Correct the interval, or "
    "leave one-time prices out of the subscriptions.",
    "unknown_language": "Reports speak `en`, `de` and `uk`.",
}

UNITS: Final[dict[str, str]] = {
    "money": "money, in the reporting currency",
    "share": "percent, 0 to 100",
    "ratio": "percent, may lie outside 0 to 100",
    "times": "multiple",
    "count": "number",
    "points": "points, −100 to 100",
    "score": "score of the scale",
    "days": "days",
    "hours": "hours",
    "months": "months",
}
