"""The catalogues: every text of the product is there, in every language."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tools import messages


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages.collect()


def test_everything_is_translated(template: Catalog) -> None:
    assert [line for lang in messages.LANGUAGES for line in messages.problems(lang, template)] == []


def test_texts_come_from_python_templates_and_declarations(template: Catalog) -> None:
    found = {where for message in template for where, _ in message.locations}
    assert "src/holdfast/insights/templates/insights/written_report.html" in found
    assert "src/holdfast/insights/words.py" in found
    assert "kpi:nrr" in found
    # Inside an f-string, where a plain scan for calls does not look.
    assert template.get("pt") is not None


def wrong(id_, string, monkeypatch, *, fuzzy=False):
    known, template = Catalog(locale="uk"), Catalog()
    template.add(id_)
    known.add(id_, string, flags=["fuzzy"] if fuzzy else [])
    monkeypatch.setattr(messages, "load", lambda lang: known)
    return list(messages.problems("uk", template))


def test_it_finds_what_is_missing_empty_fuzzy_or_differs(monkeypatch):
    assert "not translated" in wrong("Customers", "", monkeypatch)[0]
    assert "fuzzy" in wrong("Customers", "Клієнти", monkeypatch, fuzzy=True)[0]
    assert "placeholders" in wrong("on %(period)s", "проти %(month)s", monkeypatch)[0]
    assert wrong("on %(period)s", "проти %(period)s", monkeypatch) == []


def test_it_wants_every_plural_form(monkeypatch):
    singular, plural = "%(count)s row", "%(count)s rows"
    assert "not translated" in wrong((singular, plural), ("%(count)s рядок", "%(count)s рядки"), monkeypatch)[0]
    three = ("%(count)s рядок", "%(count)s рядки", "%(count)s рядків")
    assert wrong((singular, plural), three, monkeypatch) == []


def test_it_finds_what_is_not_used_any_more(monkeypatch):
    known = Catalog(locale="de")
    known.add("Gone", "Weg")
    monkeypatch.setattr(messages, "load", lambda lang: known)
    assert list(messages.problems("de", Catalog())) == ["de: obsolete: 'Gone'"]
