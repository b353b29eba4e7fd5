"""Web pages on loopback that run the clients for browsers, each page in a browser of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from tests.clients.node import installed

PAGES = Path(__file__).with_name("pages")
CLIENTS = ("segment", "posthog", "amplitude")
_MODULES = {
    "posthog-js": "/packages/posthog-js/dist/module.js",
    "@segment/analytics-next": "/segment.js",
    "@amplitude/analytics-browser": "/amplitude.js",
}
_PAGE = """<!doctype html><title>A product</title>
<script type="importmap">{modules}</script>
<script type="module">{code}</script>
"""
# An ordinary browser of an ordinary person: clients leave out what looks like a robot.
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
_NO_ROBOT = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"


class Product:
    """A web site that uses the clients."""

    def __init__(self, browser: Browser) -> None:
        packages = installed()
        self._browser, self._codes = browser, {"/": 'import "/clients.js";'}
        product = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                code = product._codes.get(self.path)
                if self.path == "/favicon.ico":
                    self.send_response(204)
                    self.end_headers()
                    return
                if code is None:
                    super().do_GET()
                    return
                body = _PAGE.format(modules=json.dumps({"imports": _MODULES}), code=code).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def translate_path(self, path: str) -> str:
                folder, rest = (packages, path[10:]) if path.startswith("/packages/") else (PAGES, path[1:])
                return str(folder / rest.partition("?")[0])

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def visited(self, client: str, headers: Mapping[str, str] | None = None, **job: Any) -> Iterator[Page]:
        """A page on which the client does the job. headers: what this browser adds to everything it sends."""
        with self._opened(f"/#{quote(json.dumps({'client': client, **job}))}", headers) as page:
            yield page

    @contextmanager
    def running(self, code: str) -> Iterator[Page]:
        """A page with the code as its only module."""
        path = f"/{len(self._codes)}"
        self._codes[path] = code
        with self._opened(path) as page:
            yield page

    @contextmanager
    def _opened(self, path: str, headers: Mapping[str, str] | None = None) -> Iterator[Page]:
        context = self._browser.new_context(
            user_agent=_AGENT, base_url=self.address, extra_http_headers=dict(headers or {})
        )
        context.add_init_script(_NO_ROBOT)
        try:
            page = context.new_page()
            page.goto(path)
            yield page
        finally:
            context.close()
