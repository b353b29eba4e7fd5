"""What the web process serves."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from holdfast.cli.serving import lifeline, logs
from holdfast.core.start import load

load()
logs.to_stderr()
lifeline.hold()
application = get_wsgi_application()
