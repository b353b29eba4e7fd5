"""Set-up of the common clients, to copy and paste."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Snippet:
    title: str
    code: str


def snippets(request: HttpRequest, key: str) -> list[Snippet]:
    """With the address of this installation and a key of the workspace."""
    address = settings.INGEST_URL or _beside(request.get_host())
    return [
        Snippet("Segment (Python)", 'from segment.analytics import Client\n\n'
                f'client = Client("{key}", host="{address}")\n'
                'client.identify("user-1", {"name": "Ann", "plan": "Pro"})\n'
                'client.track("user-1", "report_opened", {"rows": 3}, context={"groupId": "acme"})'),
        Snippet("Segment (Node)", f'import {{ Analytics }} from "@segment/analytics-node";\n\n'
                f'const analytics = new Analytics({{ writeKey: "{key}", host: "{address}" }});\n'
                'analytics.track({ userId: "user-1", event: "report_opened", context: { groupId: "acme" } });'),
        Snippet("PostHog (Python)", f'from posthog import Posthog\n\nclient = Posthog("{key}", host="{address}")\n'
                'client.capture("report_opened", distinct_id="user-1", groups={"company": "acme"})'),
        Snippet("PostHog (browser)", f'posthog.init("{key}", {{ api_host: "{address}" }});\n'
                'posthog.capture("report_opened");'),
        Snippet("RudderStack (Python)", f'from rudderstack.analytics.client import Client\n\n'
                f'client = Client("{key}", host="{address}")\nclient.track("user-1", "report_opened")'),
        Snippet("Amplitude (Python)", f'from amplitude import Amplitude, BaseEvent, Config\n\n'
                f'client = Amplitude("{key}", Config(server_url="{address}/2/httpapi"))\n'
                'client.track(BaseEvent("report_opened", user_id="user-1", groups={"company": "acme"}))'),
        Snippet("curl", f"curl {address}/v1/track -u {key}: -d "
                '\'{"userId": "user-1", "event": "report_opened", "context": {"groupId": "acme"}}\''),
    ]  # fmt: skip


def _beside(host: str) -> str:
    """The address for events on the machine that the pages were asked from, under the name that reached it."""
    name = urlsplit(f"//{host}").hostname or "localhost"
    return f"http://{f'[{name}]' if ':' in name else name}:{settings.INGEST_PORT}"
