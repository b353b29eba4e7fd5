"""A relay between a client and the real server that fails as networks and servers do, in the order it is told."""

from __future__ import annotations

import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

LOST = "lost"  # the server takes it, the answer does not arrive
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients hang up when they end; that is no error."""


class Relay:
    """`script`: what happens to the first requests, a status or LOST; all later ones go through."""

    def __init__(self, target: int, script: list[int | str]) -> None:
        self.statuses: list[int | str] = []
        self._script, self._target = list(script), target
        relay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_OPTIONS(self) -> None:
                relay._forward(self, "OPTIONS", b"", None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                relay._handle(self, body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _handle(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        step = self._script.pop(0) if self._script else None
        if isinstance(step, int):
            told = b'{"success":false,"code":%d,"message":"x","error":"x"}' % step
            self.statuses.append(step)
            _answer(handler, step, told, OPEN | {"Retry-After": "1"})
            return
        self._forward(handler, "POST", body, step)

    def _forward(self, handler: BaseHTTPRequestHandler, method: str, body: bytes, step: str | None) -> None:
        onward = HTTPConnection("127.0.0.1", self._target, timeout=20)
        onward.request(method, handler.path, body, dict(handler.headers))
        answer = onward.getresponse()
        told = answer.read()
        onward.close()
        if method == "POST":
            self.statuses.append(step or answer.status)
        if step == LOST:
            handler.close_connection = True
            return
        _answer(handler, answer.status, told, dict(answer.getheaders()))


def _answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
    told = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    handler.send_response(status)
    for name, value in {**told, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
