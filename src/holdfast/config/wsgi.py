"""What the web process serves."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from holdfast.core.start import load

load()
application = get_wsgi_application()
