"""The company with what is seldom: keys of any letters, names a spreadsheet would run, a trait's history, a merge."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from tests.company import IMPORTED
from tests.records import table

STRANGE = ["a/b c", "..", "../../admin", "Ключ №7", "q?x=1#y", "100%", "~", "new", "\\\\host\\x", "a\nb", "<i>"]


@pytest.fixture
def odd(company_with) -> object:
    return company_with("odd", _make_odd)


def _make_odd(workspace: Any) -> None:
    put = {
        "account": [
            *({"account": key, "name": f"name of {key}"} for key in STRANGE),
            {"account": "=1+1", "name": "=cmd|' /C calc'!A0"},
            {"account": "+49", "name": "@SUM(A1)"},
        ],
        "person": [
            *({"person": key, "account": key} for key in STRANGE),
            {"person": "zoe@dune.test", "name": "Zoe", "account": "dune"},
        ],
        "trait": [
            {"subject": "account", "subject_key": "elm", "name": "size", "value": value, "valid_from": when}
            for value, when in (("10", IMPORTED.replace(month=1)), ("50", IMPORTED.replace(month=4)))
        ],
    }
    with in_workspace(workspace):
        for kind, rows in put.items():
            customers.put_records(kind, table(kind, *rows), source="test", at=IMPORTED)
        customers.merge_accounts("beta", "acme", at=IMPORTED)
