"""Every setting, read once. docs/reference/settings.md lists the variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.functional import lazy

from holdfast.config.database import database
from holdfast.config.env import env_choice, env_path, env_str
from holdfast.config.secret import secret_key
from holdfast.config.sqlite import use_bundled_sqlite

use_bundled_sqlite()

PACKAGE = Path(__file__).resolve().parents[1]

# What an installation keeps: the database, the events, the secret key. Nothing is written here before it is needed,
# so a report over a folder of files leaves no trace.
DATA_DIR = env_path("DATA_DIR", default=Path("holdfast-data"))
EVENT_STORE = env_path("EVENT_STORE", default=DATA_DIR / "events")

SECRET_KEY = lazy(secret_key, str)(env_str("SECRET_KEY", default=""), DATA_DIR)

DATABASES: dict[str, dict[str, Any]] = {"default": database(env_str("DATABASE_URL", default=""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "holdfast.core",
    "holdfast.web",
    "holdfast.customers",
    "holdfast.billing",
    "holdfast.events",
    "holdfast.insights",
    "holdfast.surveys",
    "holdfast.desk",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    }
]

# Each language under its own name, so that a reader finds it whatever language the page is in.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("uk", "Українська")]
LANGUAGE_CODE = env_choice("LANGUAGE", default="en", choices=[code for code, _ in LANGUAGES])
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
