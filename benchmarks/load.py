"""Sends events over loopback as fast as they are answered: `python -m benchmarks.load PORT TASK`, TASK as JSON.

A bounded number of connections, each with one request under way, on one thread without an HTTP library: what sends must
not be what is measured. Bodies differ in their message and user ids, which have the same width in every request.
"""

from __future__ import annotations

import json
import os
import random
import select
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

WARM = 1.0  # seconds that do not count
WIDTH = 12
_END = b"\r\n\r\n"


@dataclass(slots=True)
class Connection:
    socket: socket.socket
    began: float = 0.0
    received: bytes = b""


@dataclass(slots=True)
class Tally:
    times: list[float] = field(default_factory=list)
    acknowledged: int = 0
    statuses: Counter[str] = field(default_factory=Counter)


class Requests:
    """One after the other, each with other ids."""

    def __init__(self, task: dict[str, Any], port: int) -> None:
        self._batch, self._people = task["batch"], task["people"]
        self._next = random.SystemRandom().randrange(10 ** (WIDTH - 2)) * 10
        item = json.dumps(task["item"], separators=(",", ":")).encode()
        self._parts = item.replace(b"MESSAGE", b"%(m)012d").replace(b"PERSON", b"%(p)012d")
        self._opening, self._closing = (text.encode() for text in task["around"]) if self._batch > 1 else (b"", b"")
        size = len(self._body())
        told = [f"POST {task['path']} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Type: application/json",
                f"Content-Length: {size}", *task.get("headers", ())]  # fmt: skip
        self._head = "\r\n".join(told).encode() + _END

    def __next__(self) -> bytes:
        return self._head + self._body()

    def _body(self) -> bytes:
        return self._opening + b",".join([self._item() for _ in range(self._batch)]) + self._closing

    def _item(self) -> bytes:
        self._next += 1
        return self._parts % {b"m": self._next, b"p": self._next * 7919 % self._people}


def main(port: int, task: dict[str, Any]) -> None:
    requests, connections, waits = Requests(task, port), task["connections"], select.epoll()
    opened: dict[int, Connection] = {}
    tally, begin = Tally(), time.perf_counter()
    until = begin + WARM + task["seconds"]
    pause = connections / task["rate"] if task.get("rate") else 0.0  # a rate is kept by each connection's own clock
    due: list[tuple[float, int]] = []
    for number in range(connections):
        each = Connection(socket.create_connection(("127.0.0.1", port), timeout=10))
        each.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened[each.socket.fileno()] = each
        waits.register(each.socket, select.EPOLLIN)
        due.append((begin + pause * number / connections, each.socket.fileno()))
    due.reverse()
    while (now := time.perf_counter()) < until or any(each.began for each in opened.values()):
        while due and due[-1][0] <= now < until:
            _send(opened[due.pop()[1]], requests)
        if now >= until + 10:
            raise RuntimeError("the server does not answer any more")
        wait = max(0.0, due[-1][0] - now) if due else 1.0
        for descriptor, _ in waits.poll(min(wait, 0.2)):
            each = opened[descriptor]
            began = each.began
            if _answered(each, tally, begin + WARM, until):
                if pause:
                    due.insert(0, (began + pause, descriptor))
                elif time.perf_counter() < until:
                    _send(each, requests)
    print(json.dumps(_told(tally, task)))


def _send(each: Connection, requests: Requests) -> None:
    each.began = time.perf_counter()
    each.socket.sendall(next(requests))


def _answered(each: Connection, tally: Tally, since: float, until: float) -> bool:
    """Whether an answer is whole now."""
    told = each.socket.recv(65536)
    if not told:
        raise RuntimeError("the server has closed a connection")
    each.received += told
    head, found, body = each.received.partition(_END)
    if not found:
        return False
    lower = head.lower()
    place = lower.index(b"content-length:") + 15
    if len(body) < int(lower[place : place + 12].split(b"\r", 1)[0]):
        return False
    tally.acknowledged += each.received[9:12] == b"200"
    now = time.perf_counter()
    if since <= now < until:
        tally.times.append(now - each.began)
        tally.statuses[each.received[9:12].decode()] += 1
    each.received, each.began = b"", 0.0
    return True


def _told(tally: Tally, task: dict[str, Any]) -> dict[str, Any]:
    times = sorted(tally.times)
    return {
        "acknowledged": tally.acknowledged,
        "requests": len(times) / task["seconds"],
        "p50": 1000 * times[len(times) // 2],
        "p99": 1000 * times[int(0.99 * len(times))],
        "most": 1000 * times[-1],
        "statuses": dict(tally.statuses),
        "busy": sum(os.times()[:2]) / (task["seconds"] + WARM),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
