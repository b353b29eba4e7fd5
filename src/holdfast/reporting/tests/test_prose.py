"""Texts of members: what is formatted, and that nothing else gets through."""

from __future__ import annotations

import pytest

from holdfast.reporting.prose import Block, Run, blocks, html, plain


def test_the_usual_marks_are_formatted() -> None:
    found = html("# Why\n**Churn** fell, *mostly*:\n\n- Basic\n- Pro\n\n[see](https://acme.test/a?b=1&c=2)")
    assert "<h3>Why</h3>" in found
    assert "<strong>Churn</strong> fell, <em>mostly</em>:" in found
    assert "<li>Basic</li>" in found
    assert '<a href="https://acme.test/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">see</a>' in found


def test_lines_stay_lines() -> None:
    assert html("one\ntwo") == "<p>one<br>\ntwo</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![x](https://acme.test/pixel.png)",
        '[a](https://acme.test/"onmouseover="alert(1))',
        "`<b>`",
        "&lt;script&gt;",
        "<!-- x -->",
    ],
)
def test_nothing_but_text_and_harmless_links_gets_through(text) -> None:
    found = html(text)
    rest = found.replace("<p>", "").replace("</p>", "").replace("<code>", "").replace("</code>", "")
    rest = rest.replace("</a>", "").replace(' rel="noopener noreferrer nofollow"', "")
    while '<a href="' in rest:
        before, _, link = rest.partition('<a href="')
        address, _, after = link.partition('">')
        assert address.startswith("https://acme.test/")
        assert '"' not in address
        rest = before + after
    assert "<" not in rest
    assert "<img" not in found


def test_documents_get_blocks() -> None:
    found = blocks("## Why\nWe **won**\n\n1. Acme\n2. Beta\n   - inside\n\n[see](https://acme.test)")
    assert found == [
        Block("heading", (Run("Why"),)),
        Block("text", (Run("We "), Run("won", bold=True))),
        Block("item", (Run("Acme"),), 1),
        Block("item", (Run("Beta"),), 2),
        Block("item", (Run("inside"),)),
        Block("text", (Run("see", address="https://acme.test"),)),
    ]


def test_a_mail_of_text_gets_text() -> None:
    assert plain("# Why\n- *a*\n- [b](https://acme.test)") == "Why\n• a\n• b (https://acme.test)"
