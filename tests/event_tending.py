"""Merges parts and known ids of an installation again and again, to be killed: `python -m tests.event_tending`.

Each merge is a byte in the file `tended` of the data folder.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from holdfast.core.start import load


def main() -> None:
    load()
    from django.conf import settings

    from holdfast.core.api import only_workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.events.api import compact
    from holdfast.events.store import compaction, known_ids, tending_ids

    compaction.MIN_PARTS = 2
    known_ids.AT_ONCE = tending_ids.AT_ONCE = 2_000
    with (settings.DATA_DIR / "tended").open("ab", buffering=0) as told:
        while True:
            now = datetime.now(UTC)
            with in_workspace(only_workspace()):
                told.write(b"." * (bool(compact(at=now)) + bool(tending_ids.merge_ids(at=now))))
            time.sleep(0.05)


if __name__ == "__main__":
    main()
