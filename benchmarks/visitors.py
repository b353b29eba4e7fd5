"""Members of a benchmark's installation: `python -m benchmarks.visitors DATA MEMBERS` waits until the worker has no job
left, then prints their session cookies, keys of accounts, the newest complete month and a key for events, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

PASSES = 3  # the queue is empty between two jobs as well


def main(data: Path, members: int) -> None:
    from holdfast.core.start import load

    load(data)
    from holdfast.core.models import Workspace

    workspace = Workspace.objects.get()
    began = time.monotonic()
    _wait(workspace)
    print(json.dumps({"waited": time.monotonic() - began, **_found(workspace, members)}))


def _wait(workspace: object) -> None:
    from holdfast.core.jobs.models import Job

    empty = 0
    while empty < PASSES:
        open_ = Job.objects.filter(workspace=workspace, state__in=["waiting", "running"]).exists()
        empty = 0 if open_ else empty + 1
        time.sleep(1)


def _found(workspace: object, members: int) -> dict[str, object]:
    from holdfast.book.board import Board
    from holdfast.core.scoping import in_workspace
    from holdfast.customers.models import Account
    from holdfast.events.api import create_key

    board = Board.of(workspace)
    complete = [period.label for period in board.calendar().periods if period.end <= board.as_of]
    with in_workspace(workspace):
        write_key = create_key("Benchmark", "server", at=datetime.now(UTC), actor="benchmark")[1]
        keys = list(Account.objects.order_by("pk").values_list("key", flat=True))
    return {
        "cookies": [_sign_in(workspace, number) for number in range(members)],
        "accounts": keys[:: max(1, len(keys) // 200)],
        "count": len(keys),
        "month": complete[-1],
        "key": write_key,
        "address": f"/w/{workspace.slug}/",
    }


def _sign_in(workspace: object, number: int) -> str:
    from django.conf import settings
    from django.test import Client

    from holdfast.core.members.models import Member, Membership

    member = Member.objects.create_user(f"{number}-{time.time_ns()}@benchmark.test")
    Membership.objects.create(workspace=workspace, member=member, role="admin")
    client = Client()
    client.force_login(member)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
