"""The numbers that programs get are those that pages show."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from holdfast.metrics.reports.query.reading import schema

pytestmark = pytest.mark.django_db
RETENTION = {
    "report": "retention", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}, "unit": "person",
}  # fmt: skip


def post(program, path: str, query):
    body = query if isinstance(query, str | bytes) else json.dumps(query)
    return program.post(f"/api/v1/{path}", body, content_type="application/json")


def test_a_report_is_answered_with_every_number_of_the_page(program, harbour, sign_in) -> None:
    told = post(program, "reports", RETENTION).json()
    page = sign_in(harbour, "viewer").get(f"/w/harbour/insights/export/?q={quote(json.dumps(RETENTION))}&as=json")
    assert told["numbers"] == page.json()["numbers"]
    assert told["query"] == page.json()["query"]
    # Ann, Bo and Dee come in January, Cy and Eve in February, Gus in March; Dee leaves after March.
    march = next(one for one in told["numbers"] if (one["row"], one["column"]) == ("2026-03", "1"))
    assert (march["numerator"], march["denominator"], march["complete"]) == (5, 6, True)
    assert (told["unit"], told["time_zone"], told["stale"]) == ("person", "UTC", False)
    assert told["as_of"].startswith("2026-")


def test_those_behind_a_cell_come_page_by_page(program) -> None:
    first = post(program, "reports/behind?cell=0.2.1&per_page=2", RETENTION).json()
    assert (first["count"], first["page"], first["pages"]) == (5, 1, 3)
    keys = [
        one["key"]
        for page in (1, 2, 3)
        for one in post(program, f"reports/behind?cell=0.2.1&per_page=2&page={page}", RETENTION).json()["behind"]
    ]
    assert len(set(keys)) == 5
    assert "dee@dune.test" not in keys
    assert post(program, "reports/behind?cell=0.2.1&page=9", RETENTION).json()["behind"] == []


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ({"report": "retention", "span": {"last": "many"}}, "span.last", "got `str`"),
        ({"report": "retention", "span": {"from": "yesterday"}}, "span", "is no day such as"),
        ({"report": "magic", "span": {"last": 3}}, "report", "Invalid value"),
        ({"report": "retention", "span": {"last": 3}, "colour": 1}, "", "unknown field `colour`"),
        (RETENTION | {"where": {"of": "segment", "key": "gone"}}, "where.key", "there is no segment"),
        ("{", "", "truncated"),
        ("", "", "truncated"),
        (b"\xff", "", ""),
    ],
)
def test_what_is_wrong_with_a_question_is_told_with_its_field(program, query, field, said) -> None:
    for path in ("reports", "reports/behind?cell=0.0.0"):
        answer = post(program, path, query)
        assert answer.status_code == 422
        error = answer.json()["error"]
        assert error["code"] == "bad_query"
        assert said in error["message"]
        assert error.get("field", "").startswith(field)


def test_a_cell_that_is_none_is_not_there(program) -> None:
    for cell in ("", "9.9.9", "x"):
        answer = post(program, f"reports/behind?cell={cell}", RETENTION)
        assert (answer.status_code, answer.json()["error"]["field"]) == (404, "cell")


def test_what_can_be_asked_has_a_schema(program) -> None:
    assert program.get("/api/v1/reports/schema").json() == json.loads(json.dumps(schema()))


def test_all_kpis_are_told_with_their_definitions(program) -> None:
    told = program.get("/api/v1/kpis").json()
    nrr = next(one for one in told["kpis"] if one["key"] == "nrr")
    assert nrr["available"] is True
    assert nrr["definition"]["version"] >= 1
    assert "plan" in told["slices"]
    assert told["currency"] == "EUR"


def test_the_numbers_of_a_kpi_are_those_of_the_board(program, board) -> None:
    told = program.get("/api/v1/kpis/customers?period=quarter").json()
    expected = [(cell.label, cell.value, cell.partial) for cell in board.result("customers", "quarter")]
    assert [(one["period"], one["value"], one["partial"]) for one in told["values"]] == expected
    assert told["key"] == "customers"


def test_a_kpi_is_cut_to_a_range_and_to_a_slice(program, board) -> None:
    told = program.get("/api/v1/kpis/mrr?from=2026-02&to=2026-04&by=plan").json()
    assert {one["period"] for one in told["values"]} == {"2026-02", "2026-03", "2026-04"}
    slices = {one["slice"] for one in told["values"]}
    assert len(slices) > 1
    chosen = next(one for one in sorted(slices) if one)
    alone = program.get(f"/api/v1/kpis/mrr?from=2026-02&to=2026-04&by=plan&slice={quote(chosen)}").json()
    assert {one["slice"] for one in alone["values"]} == {chosen}


def test_those_behind_a_kpi_add_up_to_its_number(program) -> None:
    number = next(
        one for one in program.get("/api/v1/kpis/mrr").json()["values"] if one["period"] == "2026-03"
    )  # fmt: skip
    told = program.get("/api/v1/kpis/mrr/behind?at=2026-03").json()
    assert told["unit"] == "account"
    assert told["count"] == len(told["behind"])
    assert sum(float(one["numerator"]) for one in told["behind"]) == pytest.approx(float(number["numerator"]))


@pytest.mark.parametrize(
    ("path", "status", "code", "field"),
    [
        ("kpis/mrrr", 404, "unknown_kpi", "key"),
        ("kpis/mrr?period=fortnight", 422, "bad_parameter", "period"),
        ("kpis/mrr?from=soon", 422, "bad_parameter", "from"),
        ("kpis/mrr?to=soon", 422, "bad_parameter", "to"),
        ("kpis/mrr?from=2026-02&to=soon", 422, "bad_parameter", "to"),
        ("kpis/mrr?from=2026-05&to=2026-02", 422, "bad_parameter", "from"),
        ("kpis/mrr?by=colour", 422, "bad_parameter", "by"),
        ("kpis/mrr?slice=Pro", 422, "bad_parameter", "by"),
        ("kpis/mrr?by=plan&slice=None-such", 422, "bad_parameter", "slice"),
        ("kpis/mrr/behind?at=soon", 422, "bad_parameter", "at"),
        ("kpis/mrr/behind", 422, "bad_parameter", "at"),
        ("kpis/mrr/behind?at=2026-03&page=0", 422, "bad_parameter", "page"),
        ("kpis/mrr/behind?at=2026-03&per_page=5000", 422, "bad_parameter", "per_page"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_with_its_field(program, path, status, code, field) -> None:
    answer = program.get(f"/api/v1/{path}")
    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == (code, field)


def test_messages_are_in_one_language(program) -> None:
    answer = program.get("/api/v1/kpis", headers={"Accept-Language": "de"}).json()
    assert next(one for one in answer["kpis"] if one["key"] == "customers")["title"] == "Customers"
