"""Collects every text that people see into the message catalogues; `--check` says what is not translated yet.

    python -m tools.messages           update src/holdfast/locale/*/LC_MESSAGES/django.po
    python -m tools.messages --check   fail on missing, obsolete, empty or fuzzy texts and on placeholders that differ

No gettext program is needed. Texts come from Python, from templates, and from the declarations of KPIs and benchmarks,
whose English words are the keys.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "holdfast"
LOCALE = SOURCE / "locale"
LANGUAGES = ("de", "uk")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "lazy": None,
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
DECLARED = ("title", "formula", "numerator", "denominator", "trap")
# Lines of the header that say nothing, or that would change each time.
NOISE = re.compile(r'"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team): .*\n')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def collect() -> Catalog:
    """A catalogue without translations: each text, where it is from, and the comments for translators."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" not in path.parts:
            _add(catalog, path, path.read_bytes())
            _add_hidden(catalog, path)
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        _add(catalog, path, _template(path))
    for text, where in declared():
        catalog.add(text, locations=[(where, None)])
    return catalog


def declared() -> Iterator[tuple[str, str]]:
    """The words of KPIs and benchmarks, which are translated where they are shown."""
    from holdfast.metrics.benchmarks import benchmarks
    from holdfast.metrics.registry import all_kpis

    for kpi in all_kpis():
        for name in DECLARED:
            if text := getattr(kpi, name):
                yield text, f"kpi:{kpi.key}"
    for benchmark in benchmarks():
        for text in (benchmark.source, benchmark.remark):
            if text:
                yield text, f"benchmark:{benchmark.kpi}"


def _add(catalog: Catalog, path: Path, code: bytes) -> None:
    where = path.relative_to(SOURCE.parents[1]).as_posix()
    for _, text, comments, context in extract("python", BytesIO(code), KEYWORDS, ["Translators:"]):
        if text:
            catalog.add(text, locations=[(where, None)], auto_comments=comments, context=context)


def _add_hidden(catalog: Catalog, path: Path) -> None:
    """Texts inside f-strings, which the extraction above takes for one piece of text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "gettext":
                    text, where = call.args[0], path.relative_to(SOURCE.parents[1]).as_posix()
                    if isinstance(text, ast.Constant):
                        catalog.add(str(text.value), locations=[(where, None)])


def _template(path: Path) -> bytes:
    """A template as the Python that Django's own extraction makes of it."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def catalog_of(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "django.po"


def load(lang: str) -> Catalog:
    """The catalogue as it is; an empty one for a new language."""
    path = catalog_of(lang)
    if not path.exists():
        return Catalog(locale=lang, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def update(lang: str, template: Catalog) -> Catalog:
    """The catalogue with the texts of today: translations kept, new texts empty, old ones dropped, none guessed."""
    catalog = Catalog(
        locale=lang, charset="utf-8", fuzzy=False, project="Holdfast", version="1", header_comment="# Holdfast"
    )
    known = load(lang)
    for message in template:
        if message.id:
            old = known.get(message.id, message.context)
            catalog.add(
                message.id,
                old.string if old is not None else None,
                locations=sorted(set(message.locations)),
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return catalog


def save(lang: str, catalog: Catalog) -> None:
    path = catalog_of(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
    text = path.read_text(encoding="utf-8")
    path.write_text(NOISE.sub("", text), encoding="utf-8")


def problems(lang: str, template: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    known = load(lang)
    for message in template:
        found = known.get(message.id, message.context) if message.id else None
        if message.id and found is None:
            yield f"{lang}: missing: {message.id!r}"
        elif found is not None:
            yield from _wrong(lang, found, known.num_plurals)
    for message in known:
        if message.id and template.get(message.id, message.context) is None:
            yield f"{lang}: obsolete: {message.id!r}"


def _wrong(lang: str, message: Message, plurals: int) -> Iterator[str]:
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if message.fuzzy:
        yield f"{lang}: fuzzy: {message.id!r}"
    if not all(strings) or (message.pluralizable and len(strings) != plurals):
        yield f"{lang}: not translated: {message.id!r}"
        return
    wanted = [set(PLACEHOLDER.findall(text)) for text in _ids(message)]
    for text in strings:
        if set(PLACEHOLDER.findall(text)) not in wanted:
            yield f"{lang}: other placeholders: {message.id!r}: {text!r}"


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)


def main(arguments: list[str]) -> int:
    template = collect()
    if "--check" not in arguments:
        for lang in LANGUAGES:
            save(lang, update(lang, template))
    found = [line for lang in LANGUAGES for line in problems(lang, template)]
    print("\n".join(found) or f"{len(template)} texts in {', '.join(LANGUAGES)}: complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
