"""Texts that members write on dashboards: headings, lists, emphasis and links of Markdown, nothing else of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Below the title of a tile, which is an h2.
HEADINGS = {"h1": "h3", "h2": "h3"}
RULES = ("heading", "list", "emphasis", "link", "autolink", "backticks", "escape", "newline")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style. address: where it leads, empty for a text that leads nowhere."""

    text: str
    bold: bool = False
    slanted: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """kind: heading, item (of a list; number: its place in one that counts) or text."""

    kind: str
    runs: tuple[Run, ...]
    number: int = 0


def html(text: str) -> SafeString:
    """What stands in it as HTML is shown as it is written. Links lead to web and mail addresses only."""
    tokens = _reader().parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
        for inside in token.children or ():
            if inside.type == "link_open":
                inside.attrSet("rel", "noopener noreferrer nofollow")
    return SafeString(_reader().renderer.render(tokens, _reader().options, {}))  # the renderer escapes


def plain(text: str) -> str:
    """For a mail that is text only, and a screen reader's name of a picture."""
    lines = []
    for block in blocks(text):
        mark = f"{block.number}. " if block.number else "• " if block.kind == "item" else ""
        lines.append(mark + "".join(f"{run.text} ({run.address})" if run.address else run.text for run in block.runs))
    return "\n".join(lines)


def blocks(text: str) -> list[Block]:
    """For a document that has no HTML."""
    found: list[Block] = []
    counts: list[int] = []  # of the lists that are open: the number of the next item, 0 where they do not count
    kind = ""
    for token in _reader().parse(text):
        if token.type.endswith("list_open"):
            counts.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
        elif token.type.endswith("list_close"):
            counts.pop()
        elif token.type == "heading_open":
            kind = "heading"
        elif token.type == "inline":
            number = counts[-1] if counts else 0
            found.append(Block(kind or ("item" if counts else "text"), tuple(_runs(token.children or ())), number))
            kind = ""
        elif token.type == "list_item_close" and counts[-1]:
            counts[-1] += 1
    return found


def _runs(tokens: Sequence[Token]) -> list[Run]:
    bold = slanted = 0
    address, found = "", list[Run]()
    for token in tokens:
        bold += token.nesting if token.type.startswith("strong") else 0
        slanted += token.nesting if token.type.startswith("em_") else 0
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            address = ""
        elif token.type in ("softbreak", "hardbreak"):
            found.append(Run("\n"))
        elif token.content:
            found.append(Run(token.content, bool(bold), bool(slanted), address))
    return found


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"breaks": True}).enable(RULES)
