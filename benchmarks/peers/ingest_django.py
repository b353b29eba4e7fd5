"""The peer: a plain Django view that stores events in SQLite, written as the documentation of Django suggests.

A WSGI application, `ingest_django:application`; DATABASE names the file.
"""

from __future__ import annotations

import json
import os

import django
from django.apps import AppConfig
from django.conf import settings
from django.db import connection, models, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LABEL = "plain"
OPENING = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"


class Plain(AppConfig):
    name, label, path = "benchmarks.peers", LABEL, os.path.dirname(__file__)  # noqa: PTH120


settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": OPENING},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)
django.setup()


class Event(models.Model):
    message_id = models.CharField(max_length=200, unique=True)
    event = models.CharField(max_length=200)
    user_id = models.CharField(max_length=200)
    timestamp = models.DateTimeField()
    properties = models.JSONField()

    class Meta:
        app_label = LABEL

    def __str__(self) -> str:
        return self.message_id


@csrf_exempt
@require_POST
def track(request: HttpRequest) -> JsonResponse:
    told = json.loads(request.body)
    rows = [
        Event(
            message_id=each["messageId"], event=each["event"], user_id=each["userId"], timestamp=each["timestamp"],
            properties=each["properties"],
        )
        for each in told.get("batch", [told])
    ]  # fmt: skip
    with transaction.atomic():
        Event.objects.bulk_create(rows, ignore_conflicts=True)
    return JsonResponse({"success": True, "accepted": len(rows)})


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


urlpatterns = [path("v1/track", track), path("v1/batch", track), path("healthz", healthz)]

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Event)
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
