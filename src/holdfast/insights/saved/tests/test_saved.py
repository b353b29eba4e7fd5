"""Reports under a name: kept, changed, shared, copied, deleted."""

from __future__ import annotations

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from holdfast.insights.saved import api
from holdfast.insights.saved.models import SavedReport
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.reading import read_data
from tests.records import day

AT = day("2026-07-01")
LATER = day("2026-07-02")
QUERY = read_data({"report": "retention", "interval": "week", "span": {"last": 8}})
OTHER = read_data({"report": "lifecycle", "interval": "month", "span": {"last": 3}})


@pytest.fixture
def ann(workspace) -> Member:
    return Member.objects.create_user("ann@harbour.test", name="Ann")


@pytest.fixture
def bo(workspace) -> Member:
    return Member.objects.create_user("bo@harbour.test", name="Bo")


def save(member, name="Back in a week", *, shared=True, query=QUERY) -> int:
    return api.save_report(name, query, shared=shared, at=AT, member=member)


def test_a_saved_report_asks_what_was_asked(ann) -> None:
    found = api.find_report(save(ann, "  Back  in a week "), ann)
    assert (found.name, found.kind, found.shared, found.made_by) == ("Back in a week", "retention", True, "Ann")
    assert found.query == QUERY
    assert found.version == 1
    entry = AuditEntry.objects.get(action="insights.report.saved")
    assert (entry.actor, entry.data) == (str(ann.pk), {"report": found.report_id, "kind": "retention"})


def test_a_query_of_a_version_that_is_not_known_is_refused_where_it_is_read(ann) -> None:
    SavedReport.objects.filter(pk=save(ann)).update(version=99)
    with pytest.raises(BadQuery, match="version"):
        _ = api.saved_reports(ann)[0].query


def test_others_find_only_what_is_shared(ann, bo) -> None:
    own, shared = save(ann, "Own", shared=False), save(ann, "Shared")
    assert [one.name for one in api.saved_reports(ann)] == ["Own", "Shared"]
    assert [one.report_id for one in api.saved_reports(bo)] == [shared]
    with pytest.raises(NotFound):
        api.find_report(own, bo)
    for change in (
        lambda: api.delete_report(own, at=AT, member=bo),
        lambda: api.rename_report(own, "Mine", shared=False, at=AT, member=bo),
        lambda: api.change_query(own, OTHER, at=AT, member=bo),
        lambda: api.duplicate_report(own, at=AT, member=bo),
    ):
        with pytest.raises(NotFound):
            change()
    assert api.find_any(own).name == "Own"


def test_the_same_report_asks_something_else(ann, bo) -> None:
    made = save(ann)
    api.change_query(made, OTHER, at=LATER, member=bo)
    found = api.find_report(made, ann)
    assert (found.query, found.kind, found.changed_at) == (OTHER, "lifecycle", LATER)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_that_is_none_is_refused(ann, name) -> None:
    with pytest.raises(api.BadSavedReport):
        save(ann, name)
    assert not SavedReport.objects.exists()


def test_a_name_is_taken_once_by_everybody_and_once_by_each(ann, bo) -> None:
    save(ann)
    with pytest.raises(api.BadSavedReport, match="Back in a week"):
        save(bo)
    save(ann, shared=False)
    own = save(bo, shared=False)
    with pytest.raises(api.BadSavedReport):
        api.rename_report(own, "Back in a week", shared=True, at=AT, member=bo)
    api.rename_report(own, "Back in a week", shared=False, at=AT, member=bo)  # its own name is free


def test_a_shared_report_becomes_the_own_one_of_who_says_so(ann, bo) -> None:
    made = save(ann)
    api.rename_report(made, "Bo's", shared=False, at=LATER, member=bo)
    assert api.saved_reports(ann) == []
    assert not api.find_report(made, bo).shared


def test_copies_have_names_of_their_own(ann, bo) -> None:
    made = save(ann, "x" * 120)
    names = [api.find_report(api.duplicate_report(made, at=AT, member=bo), bo).name for _ in range(3)]
    assert [name[-9:] for name in names] == ["xx (copy)", " (copy 2)", " (copy 3)"]
    assert all(len(name) == 120 for name in names)
    assert {one.query for one in api.saved_reports(bo)} == {QUERY}


def test_it_is_deleted_with_a_trace_in_the_log(ann) -> None:
    made = save(ann)
    api.delete_report(made, at=LATER, member=ann)
    with pytest.raises(NotFound):
        api.find_any(made)
    assert AuditEntry.objects.filter(action="insights.report.deleted", data__report=made).exists()


def test_another_workspace_sees_none_of_them(ann, stranger) -> None:
    made = save(ann)
    with in_workspace(stranger):
        assert api.saved_reports(ann) == []
        with pytest.raises(NotFound):
            api.find_any(made)
        save(ann)  # the name is free there


def test_who_is_erased_is_in_no_question_any_more(ann) -> None:
    where = {"of": "list", "subject": "person", "keys": ["dee@dune.test", "eve@elm.test"]}
    trait = {"of": "person", "name": "mail", "values": ["dee@dune.test"]}
    query = {"report": "lifecycle", "interval": "day", "span": {"last": 3}}
    made = save(ann, "dee@dune.test again", query=read_data(query | {"where": where}))
    save(ann, "Only Dee", query=read_data(query | {"where": trait}))
    save(ann, "Nobody", query=read_data(query))
    assert len(list(api.held({"dee@dune.test"})["reports"])) == 2
    assert api.forget({"dee@dune.test"}) == {"reports": 2}
    assert api.forget({"dee@dune.test"}) == {"reports": 0}
    found = api.find_any(made)
    assert "dee" not in found.text + found.name
    assert "eve@elm.test" in found.text
    assert {str(one.query.unit) for one in api.saved_reports(ann)} == {"person"}  # each can still be asked


def test_a_segment_knows_what_rests_on_it(ann) -> None:
    where = {"of": "all", "conditions": [{"of": "segment", "key": "big"}, {"of": "plan", "values": ["Pro"]}]}
    query = {"report": "lifecycle", "interval": "day", "span": {"last": 3}}
    save(ann, "Where", query=read_data(query | {"where": where}))
    save(ann, "By", query=read_data(query | {"breakdown": {"by": "segment", "name": "big"}}))
    save(ann, "Own", shared=False, query=read_data(query | {"where": where}))
    save(ann, "Trait", query=read_data(query | {"where": {"of": "person", "name": "big", "values": ["segment"]}}))
    found = list(api.reports_with_segment("big"))
    assert [use.name for use in found] == ["By", "a report that somebody keeps private", "Where"]
    assert all(use.breaks for use in found)
    assert list(api.reports_with_segment("small")) == []
