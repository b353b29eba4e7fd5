"""Set-up of the common clients, to copy and paste. A test runs every one of them as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

FOLDER = Path(__file__).with_name("set_ups")
SERVER_KEY, BROWSER_KEY = "YOUR_SERVER_KEY", "YOUR_BROWSER_KEY"


@dataclass(frozen=True, slots=True)
class Snippet:
    """file: name of the text; package: what has to be installed. runs_in: Python, Node, page or shell."""

    title: str
    file: str
    runs_in: str
    package: str = ""
    code: str = ""

    def filled(self, address: str, key: str) -> Snippet:
        """address: where events are sent, http://events.example.com:8401."""
        parts = urlsplit(address)
        text = Template((FOLDER / f"{self.file}.txt").read_text(encoding="utf-8"))
        host = parts.netloc + parts.path
        code = text.substitute(address=address, scheme=parts.scheme, host=host, key=key).rstrip()
        return Snippet(self.title, self.file, self.runs_in, self.package, code)


SERVERS = (
    Snippet("Segment, Python", "segment-python", "Python", "segment-analytics-python"),
    Snippet("Segment, Node", "segment-node", "Node", "@segment/analytics-node"),
    Snippet("PostHog, Python", "posthog-python", "Python", "posthog"),
    Snippet("PostHog, Node", "posthog-node", "Node", "posthog-node"),
    Snippet("RudderStack, Python", "rudderstack-python", "Python", "rudder-sdk-python"),
    Snippet("RudderStack, Node", "rudderstack-node", "Node", "@rudderstack/rudder-sdk-node"),
    Snippet("Amplitude, Python", "amplitude-python", "Python", "amplitude-analytics"),
    Snippet("Amplitude, Node", "amplitude-node", "Node", "@amplitude/analytics-node"),
    Snippet("curl", "curl", "shell"),
)
PAGES = (
    Snippet("Segment", "segment-page", "page", "@segment/analytics-next"),
    Snippet("PostHog", "posthog-page", "page", "posthog-js"),
    Snippet("Amplitude", "amplitude-page", "page", "@amplitude/analytics-browser"),
)


def address_of(request: HttpRequest) -> str:
    """Where clients send events of this installation."""
    return settings.INGEST_URL or _beside(request.get_host())


def _beside(host: str) -> str:
    """The address for events on the machine that the pages were asked from, under the name that reached it."""
    name = urlsplit(f"//{host}").hostname or "localhost"
    return f"http://{f'[{name}]' if ':' in name else name}:{settings.INGEST_PORT}"
