"""A company of eight accounts, small enough to check by hand and with something for every group of KPIs.

Its first files are of January 2026; nothing is known after 30 June 2026.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

NAME = "Harbour"
AS_OF = datetime(2026, 7, 1, tzinfo=UTC)
IMPORTED = datetime(2026, 7, 1, 8, tzinfo=UTC)

ACCOUNTS = """account_id,name,country,segment
acme,Acme GmbH,DE,large
beta,Beta Oy,FI,small
cove,Cove Ltd,GB,small
dune,Dune SARL,FR,small
elm,Elm Inc,US,large
fjord,Fjord AS,NO,small
gale,Gale BV,NL,small
hill,<b>Hill & Co</b>,US,small
"""

# MRR at the end of June: 300 + 90 + 50 + 400 + 50 = 890. Dune left in March, Gale in June; Fjord came back in May.
SUBSCRIPTIONS = """subscription_id,customer,start,end,plan,mrr,currency
s1,acme,2026-01-05,2026-04-10,Basic,100,EUR
s2,acme,2026-04-10,,Pro,300,EUR
s3,beta,2026-01-12,,Basic,90,EUR
s4,cove,2026-02-01,,Basic,50,EUR
s5,dune,2026-01-20,2026-03-15,Basic,80,EUR
s6,elm,2026-02-10,,Pro,400,EUR
s7,fjord,2026-01-15,2026-03-20,Basic,50,EUR
s8,fjord,2026-05-02,,Basic,50,EUR
s9,gale,2026-03-03,2026-06-20,Pro,200,EUR
"""

ANSWERS = """answer_id,account_id,person_id,kind,asked_at,answered_at,score,comment
a1,acme,ann@acme.test,nps,2026-06-01T09:00:00Z,2026-06-01T10:00:00Z,10,Works as it should
a2,beta,bo@beta.test,nps,2026-06-02T09:00:00Z,2026-06-02T10:00:00Z,3,<script>alert(1)</script>
a3,elm,eve@elm.test,nps,2026-06-03T09:00:00Z,2026-06-03T10:00:00Z,9,
a4,cove,cy@cove.test,csat,2026-06-04T09:00:00Z,2026-06-04T10:00:00Z,5,
"""

TICKETS = """ticket_id,account_id,person_id,opened_at,first_response_at,resolved_at,subject,status
t1,beta,bo@beta.test,2026-06-05T09:00:00Z,2026-06-05T11:00:00Z,2026-06-06T09:00:00Z,Cannot export,resolved
t2,gale,gus@gale.test,2026-06-10T09:00:00Z,2026-06-11T09:00:00Z,,Too slow,open
"""


def write(folder: Path) -> Path:
    """The files of the company."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"accounts": ACCOUNTS, "subscriptions": SUBSCRIPTIONS, "survey_answers": ANSWERS, "tickets": TICKETS}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "events.csv").write_text(_events(), encoding="utf-8")
    return folder


def _events() -> str:
    """Everybody signs in on every third day while they pay; Acme also makes a project each month."""
    people = {
        "ann@acme.test": ("acme", 1, 6), "bo@beta.test": ("beta", 1, 6), "cy@cove.test": ("cove", 2, 6),
        "dee@dune.test": ("dune", 1, 3), "eve@elm.test": ("elm", 2, 6), "gus@gale.test": ("gale", 3, 6),
    }  # fmt: skip
    rows = ["event_id,event,account_id,person_id,time"]
    for person, (account, first, last) in people.items():
        for month in range(first, last + 1):
            for day in range(13 if month == first else 1, 28, 3):
                at = f"2026-{month:02}-{day:02}T10:00:00Z"
                rows.append(f"{account}-{month}-{day},signed_in,{account},{person},{at}")
    rows.append("elm-last,signed_in,elm,eve@elm.test,2026-06-30T10:00:00Z")  # so that June is known to its end
    rows += [f"acme-p{month},project_created,acme,ann@acme.test,2026-{month:02}-20T10:00:00Z" for month in range(1, 7)]
    return "\n".join(rows) + "\n"


def found(folder: Path) -> object:
    """A new workspace with the company in it."""
    from holdfast.core.api import create_workspace

    made = create_workspace(NAME, at=IMPORTED)
    bring_in(made, folder)
    return made


def bring_in(workspace: object, folder: Path) -> None:
    """Import the company's files into a workspace."""
    _import(workspace, write(folder), IMPORTED)


def bring_more(workspace: object, folder: Path, subscriptions: str, *, at: datetime) -> None:
    """Import some more subscriptions, as CSV."""
    folder.mkdir()
    (folder / "subscriptions.csv").write_text(subscriptions, encoding="utf-8")
    _import(workspace, folder, at)


def _import(workspace: object, folder: Path, at: datetime) -> None:
    from holdfast.connectors import api as connectors

    plan = connectors.make_plan([folder], connectors.ReadOptions(now=at, currency="EUR"))
    connectors.run_import(workspace, plan, at=at)


def lend_board(workspace: object, kept: Path, as_of: datetime = AS_OF) -> None:
    """Give the workspace, fresh from `bring_in`, the board that other tests have computed, or compute for others.

    What is computed lands in `kept`, under the version of the data and the ids of its accounts; a test that changes
    data or settings has another version, and so a board of its own.
    """
    from holdfast.book.board.shelf import Shelf, wanted
    from holdfast.core.scoping import in_workspace
    from holdfast.customers.api import ordinals

    with in_workspace(workspace):
        ids = sha256(repr(ordinals().to_pylist()).encode()).hexdigest()[:16]
    shelf = Shelf.of(workspace)
    name = f"{wanted(workspace)}-{as_of:%Y%m%dT%H%M%S}"
    shared = kept / ids / name
    shared.mkdir(parents=True, exist_ok=True)
    shelf.home.mkdir(parents=True, exist_ok=True)
    (shelf.home / name).symlink_to(shared)
    if (shared / "meta.json").exists():
        shelf.finish(shelf.home / name)
