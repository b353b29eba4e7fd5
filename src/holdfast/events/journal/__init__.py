"""The journal: what was acknowledged and is not in a part yet. An answer of 200 means it is on stable storage here."""

from holdfast.events.journal.contracts import Entry, Journal, JournalFull
from holdfast.events.journal.opening import open_journal

__all__ = ["Entry", "Journal", "JournalFull", "open_journal"]
