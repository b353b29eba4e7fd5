"""Whoever reads parts leaves out people who were erased, or says here why it need not."""

from __future__ import annotations

from pathlib import Path

ROOM = Path(__file__).resolve().parents[1]
READING = ("read_parquet(", "pq.read_table(", "alive_parts(", "paths(known_at)", "= paths()")
ASKING = "holdfast.events.store.shown"
# module -> why it need not ask
NEED_NOT = {
    "store/manifest.py": "only lists parts",
    "store/compaction.py": "merges parts as they are; what is hidden stays hidden",
    "store/rewriting.py": "removes rows",
    "store/promotion.py": "compares columns of a part with each other",
    "store/known_ids.py": "reads ids of messages, which are refused twice",
    "activity/building.py": "makes the index of a part as it is; who opens it asks",
    "erasing/parts.py": "finds those very rows",
    "erasing/telling.py": "tells the person, who is not erased",
    "keeping/old.py": "counts and removes rows by their age",
    "undoing.py": "takes parts back as a whole",
}


def test_whoever_reads_parts_asks_who_was_erased() -> None:
    reading = {
        str(path.relative_to(ROOM)): path.read_text(encoding="utf-8")
        for path in ROOM.rglob("*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
    }
    found = {name for name, text in reading.items() if any(words in text for words in READING)}
    assert found - set(NEED_NOT) == {name for name in found if ASKING in reading[name]}, (
        "ask holdfast.events.store.shown"
    )
    assert set(NEED_NOT) <= found, "these read no parts any more"
