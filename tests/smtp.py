"""A mail server on loopback that keeps what it is given, and refuses or dies when a test wants it to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Post:
    """What arrived: (recipients, message). refuse: so many more mails are turned away; break_off: of so many the line
    breaks before they are there; hang_up: after taking a mail the server breaks the line before it says so.
    """

    port: int = 0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refuse: int = 0
    break_off: int = 0
    hang_up: int = 0
    tries: int = 0

    def to(self, address: str) -> list[EmailMessage]:
        return [message for recipients, message in self.taken if address in recipients]


class _Line(socketserver.StreamRequestHandler):
    """One conversation, as RFC 5321 has it and as far as a client of ours goes."""

    post: Post

    def handle(self) -> None:
        recipients: list[str] = []
        self._say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self._say("250 loopback")
            elif verb == "MAIL":
                recipients = []
                self.post.tries += 1
                if self.post.refuse:
                    self.post.refuse -= 1
                    self._say("451 try again later")
                else:
                    self._say("250 fine")
            elif verb == "RCPT":
                recipients.append(line.partition("<")[2].partition(">")[0])
                self._say("250 fine")
            elif verb == "DATA" and self.post.break_off:
                self.post.break_off -= 1
                return
            elif verb == "DATA":
                self._say("354 go on")
                if not self._take(recipients):
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self, recipients: list[str]) -> bool:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.post.taken.append((recipients, message))  # type: ignore[arg-type]
        if self.post.hang_up:
            self.post.hang_up -= 1
            return False
        self._say("250 taken")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running() -> Iterator[Post]:
    post = Post()
    handler = type("Line", (_Line,), {"post": post})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()
