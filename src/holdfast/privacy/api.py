"""What other rooms may call."""

from holdfast.privacy.actions import ask, erase, hurry, readmit
from holdfast.privacy.contracts import About, BadPeriod, Erased, Periods, Removable
from holdfast.privacy.erasing import begins_at, clean_up, tend
from holdfast.privacy.exports import KEPT, find, folder_of_workspace, path_of, standing, write_now
from holdfast.privacy.keeping import as_mapping, change_periods, oldest_kept, periods, removable, removals, remove_old
from holdfast.privacy.models import Export, Removal
from holdfast.privacy.tasks import rewrite_soon
from holdfast.privacy.telling import about

__all__ = [
    "KEPT",
    "About",
    "BadPeriod",
    "Erased",
    "Export",
    "Periods",
    "Removable",
    "Removal",
    "about",
    "as_mapping",
    "ask",
    "begins_at",
    "change_periods",
    "clean_up",
    "erase",
    "find",
    "folder_of_workspace",
    "hurry",
    "oldest_kept",
    "path_of",
    "periods",
    "readmit",
    "removable",
    "removals",
    "remove_old",
    "rewrite_soon",
    "standing",
    "tend",
    "write_now",
]
