"""What the web process serves."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from holdfast.cli.serving import lifeline, logs
from holdfast.core.start import load

load()
application = get_wsgi_application()
logs.to_stderr()  # after Django has set its loggers up
lifeline.hold()
