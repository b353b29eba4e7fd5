"""Settings of the pages: middleware, templates, static files, sign-in. Read by `settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from holdfast.config.env import env_bool, env_int, env_str
from holdfast.config.mail import mail
from holdfast.config.oidc import oidc

PACKAGE = Path(__file__).resolve().parents[1]

# Where the installation is reached from outside, such as https://retention.example.com; links in mails begin with it.
BASE_URL = env_str("BASE_URL", default="").rstrip("/")
_SECURE = BASE_URL.startswith("https://")

# Where clients send events, such as https://events.example.com; shown on the set-up page.
INGEST_URL = env_str("INGEST_URL", default="").rstrip("/")
# Without an address: the port on the machine whose pages are looked at.
INGEST_PORT = env_int("INGEST_PORT", default=8401, least=1)

ROOT_URLCONF = "holdfast.config.urls"
WSGI_APPLICATION = "holdfast.config.wsgi.application"
APPEND_SLASH = True

APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "holdfast.pages.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "holdfast.pages.middleware.LimitedBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "holdfast.pages.members.presence.SessionLife",
    "holdfast.pages.middleware.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holdfast.pages.middleware.ErrorPages",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # A page's folder holds its templates; ours come before those of the sign-in library.
        "DIRS": [*sorted(PACKAGE.glob("pages/*/templates")), PACKAGE / "pages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdfast.pages.context.frame",
            ]
        },
    }
]

STATIC_URL = "static/"
# Served from where they are installed; their addresses carry their content's hash, so they never grow old.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STATICFILES_DIRS = sorted(PACKAGE.glob("pages/*/static"))

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]

# A link that sets a new password works for a day.
PASSWORD_RESET_TIMEOUT = 86_400

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "holdfast.pages.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# A member is invited by link, so whoever holds the link has been vouched for.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# The library counts in a cache that each process has for itself; we count in the database (core.limits).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    name: f"holdfast.pages.members.forms.{form}"
    for name, form in (
        ("login", "SignInForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("reset_password", "ResetPasswordForm"),
        ("reset_password_from_key", "ResetPasswordKeyForm"),
        ("reauthenticate", "ReauthenticateForm"),
    )
}
MFA_ADAPTER = "holdfast.pages.members.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Holdfast"
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
MFA_RATE_LIMITS = False
MFA_FORMS = {
    name: f"holdfast.pages.members.forms.{form}"
    for name, form in (
        ("authenticate", "CodeForm"),
        ("reauthenticate", "CodeAgainForm"),
        ("activate_totp", "ActivateTotpForm"),
        ("add_webauthn", "AddPasskeyForm"),
        ("edit_webauthn", "RenamePasskeyForm"),
    )
}
SOCIALACCOUNT_ADAPTER = "holdfast.pages.members.oidc.OidcAdapter"
SOCIALACCOUNT_PROVIDERS = oidc(
    env_str("OIDC_URL", default=""),
    env_str("OIDC_CLIENT_ID", default=""),
    env_str("OIDC_CLIENT_SECRET", default=""),
    env_str("OIDC_NAME", default=""),
)
# Some providers never say that an e-mail is verified. Only for one in which nobody can enter an e-mail of their own.
OIDC_TRUST_EMAIL = env_bool("OIDC_TRUST_EMAIL", default=False)
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_STORE_TOKENS = False

_MAIL = mail(env_str("EMAIL_URL", default=""))
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST = _MAIL.get("EMAIL_HOST", "")
EMAIL_PORT = _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", default="Holdfast <holdfast@localhost>")
# Whether anything can be mailed at all.
MAILS = bool(EMAIL_HOST)

BEHIND_PROXY = env_bool("BEHIND_PROXY", default=False)

# Fourteen days without a request; thirty at the most, which core.members.sessions sees to.
SESSION_COOKIE_AGE = 14 * 86_400
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A browser keeps a cookie of such a name only when it is secure and of this host alone.
_HOST = "__Host-" if _SECURE else ""
SESSION_COOKIE_NAME = f"{_HOST}holdfast_session"
CSRF_COOKIE_NAME = f"{_HOST}holdfast_csrf"
LANGUAGE_COOKIE_NAME = "holdfast_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = _SECURE, True, "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_FAILURE_VIEW = "holdfast.pages.errors.forbidden"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

TASKS = {"default": {"BACKEND": "holdfast.core.jobs.backend.LeaseBackend"}}
