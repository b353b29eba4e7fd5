"""Every known answer comes out, from an index and from rows alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.cases import funnel, lifecycle, retention, stickiness, trends
from tests.cases.case import Case, Params, cases, folders

KINDS: Mapping[str, tuple[Callable[..., Any], Callable[..., None]]] = {
    "funnel": (funnel.answer, funnel.compare),
    "retention": (retention.answer, retention.compare),
    "lifecycle": (lifecycle.answer, lifecycle.compare),
    "stickiness": (stickiness.answer, stickiness.compare),
    "trends": (trends.answer, trends.compare),
}
FOUND = [(case, number) for case in cases(*KINDS) for number in range(len(case.queries))]

pytestmark = pytest.mark.skipif(not folders(), reason="the shared cases are not here, and HOLDFAST_CASES names none")


@pytest.mark.parametrize(("case", "number"), FOUND, ids=[f"{case.path.stem}-{number}" for case, number in FOUND])
@pytest.mark.parametrize("indexed", [True, False], ids=["index", "rows"])
def test_known_answers_come_out(case: Case, number: int, indexed: bool) -> None:
    given, expected = case.queries[number]
    ask, compare = KINDS[case.kind]
    with Params(given, case.path.name) as params:
        asking, unit = case.asking(params, indexed=indexed)
        answer = ask(params, asking, unit)
    compare(expected, answer)
    for found in answer.numbers():
        if found.cell is not None and found.heads:
            assert len(answer.behind(found.cell)) == (found.value if found.numerator is None else found.numerator)
