"""The lists behind every number of the demo company, in total and by slices."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = """
import sys
from pathlib import Path
from holdfast.core.start import load
load(Path(sys.argv[1]))
from django.conf import settings
settings.BOARDS_AT_ONCE = True
from holdfast.book.board import Board
from holdfast.core.models import Workspace
from tests.lists import check_lists
board = Board.of(Workspace.objects.get())
for asked in sys.argv[2:]:
    period, by = asked.split("/")
    print(asked, check_lists(board, period, by or None), flush=True)
"""
ASKED = ["month/", "quarter/", "year/", "month/plan", "quarter/country", "year/company_size"]


@pytest.mark.soak
def test_every_list_of_the_demo_sums_to_its_number(tmp_path: Path) -> None:
    demo = [sys.executable, "-m", "holdfast.cli", "demo", "--no-serve", "--no-open", "--folder", str(tmp_path / "demo")]
    subprocess.run(demo, check=True)
    check = [sys.executable, "-c", CHECK, str(tmp_path / "demo" / "data"), *ASKED]
    subprocess.run(check, check=True, cwd=Path(__file__).resolve().parents[1])
