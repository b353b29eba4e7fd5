"""Reads tables out of pages."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from html import unescape
from io import StringIO

from django.test import Client

ROW = re.compile(r'<tr[^>]*>\s*<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
LINK = re.compile(r'<a href="([^"]*/revenue/movements/[^"]*)"[^>]*>([^<]*)</a>')


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " ").strip()


def section(page: str, name: str) -> str:
    """The part of a page that a heading with this id names."""
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def rows(html: str) -> dict[str, list[str]]:
    """The name of each row, and its cells."""
    return {text(head): [text(cell) for cell in CELL.findall(cells)] for head, cells in ROW.findall(html)}


def links(html: str) -> list[tuple[str, str]]:
    """Address and text of every link to movements."""
    return [(unescape(where), text(said)) for where, said in LINK.findall(html)]


def number(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("−", "-"))


def exported(client: Client, where: str) -> list[dict[str, str]]:
    """What stands behind a link to movements, as the CSV export of that page has it."""
    response = client.get(where.replace("/revenue/movements/", "/revenue/movements/export/") + "&as=csv")
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode())))
