"""Every setting, read once. docs/reference/settings.md lists the variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import lazy

from holdfast.config.database import database
from holdfast.config.env import env_choice, env_int, env_path, env_str
from holdfast.config.secret import secret_key
from holdfast.config.sqlite import use_bundled_sqlite
from holdfast.config.web import *  # noqa: F403  (Django reads its settings from one module)
from holdfast.config.web import APPS, BASE_URL

use_bundled_sqlite()

PACKAGE = Path(__file__).resolve().parents[1]

# What an installation keeps: the database, the events, the secret key. Nothing is written here before it is needed,
# so a report over a folder of files leaves no trace.
DATA_DIR = env_path("DATA_DIR", default=Path("holdfast-data"))
EVENT_STORE = env_path("EVENT_STORE", default=DATA_DIR / "events")

# Files for imports: how much one upload may weigh, and the only folder of this machine that a browser may pick from.
UPLOAD_MAX_MB = env_int("UPLOAD_MAX_MB", default=500, least=1)
IMPORT_DIR = env_path("IMPORT_DIR", default=DATA_DIR / "incoming")

SECRET_KEY = lazy(secret_key, str)(env_str("SECRET_KEY", default=""), DATA_DIR)

# Without a name given, only this machine is served; a name in BASE_URL is added to it.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([urlsplit(BASE_URL).hostname or ""] if BASE_URL else [])]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "holdfast.web.assets.Assets"},
}

DATABASES: dict[str, dict[str, Any]] = {"default": database(env_str("DATABASE_URL", default=""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Before the sign-in library, so that our templates are found first.
    "holdfast.pages",
    *APPS,
    "holdfast.core",
    "holdfast.core.members",
    "holdfast.core.jobs",
    "holdfast.web",
    "holdfast.customers",
    "holdfast.billing",
    "holdfast.events",
    "holdfast.insights",
    "holdfast.insights.lists",
    "holdfast.insights.goals",
    "holdfast.insights.annotations",
    "holdfast.insights.reconciliation",
    "holdfast.insights.segments",
    "holdfast.insights.saved",
    "holdfast.insights.dashboards",
    "holdfast.insights.alerts",
    "holdfast.insights.subscriptions",
    "holdfast.insights.mails",
    "holdfast.surveys",
    "holdfast.desk",
    "holdfast.connectors",
    "holdfast.privacy",
]

# Each language under its own name, so that a reader finds it whatever language the page is in.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("uk", "Українська")]
LANGUAGE_CODE = env_choice("LANGUAGE", default="en", choices=[code for code, _ in LANGUAGES])
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
