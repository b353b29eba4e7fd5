"""The simulated company as a whole, and its folder of files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from holdfast.simulator import cash, tables, voice
from holdfast.simulator.accounts import Accounts, active_days, sign_up
from holdfast.simulator.addons import live_days, with_add_ons
from holdfast.simulator.contracts import sign_contracts
from holdfast.simulator.people import People, invite
from holdfast.simulator.plans import Planted, Size
from holdfast.simulator.slots import empty_slots
from holdfast.simulator.support import Tickets, open_tickets, slow_months
from holdfast.simulator.timeline import MONTHS, Ints, Window, stream
from holdfast.simulator.truth import Truth, tell
from holdfast.simulator.usage import Usage
from holdfast.simulator.writing import write_csv

# Called with the file at work and the share of the work that is done.
Progress = Callable[[str, float], None]
FILES = {
    "account": "accounts.csv", "person": "people.csv", "trait": "traits.csv", "subscription": "subscriptions.csv",
    "invoice_line": "invoice_lines.csv", "purchase": "purchases.csv", "cancellation": "cancellations.csv",
    "cost": "costs.csv", "survey_answer": "answers.csv", "ticket": "tickets.csv",
}  # fmt: skip
# Events are most of the work: what the other files take of it, roughly.
_SHARE_OF_TABLES = 0.2


@dataclass(frozen=True, slots=True)
class Company:
    """`tables` holds a table per record kind but events, which are many: `events` gives them month by month."""

    size: Size
    seed: int
    window: Window
    tables: Mapping[str, pa.Table]
    usage: Usage
    truth: Truth

    def events(self) -> Iterator[tuple[str, pa.Table]]:
        """Each month's label, as "2025-03", and its events in order of time."""
        for month, label in enumerate(self.window.labels):
            yield label, self.usage.month(month)

    def write(self, folder: Path, progress: Progress | None = None) -> None:
        """Write the company's files into `folder`, which is created; files of the same names are overwritten."""
        report = progress or _silent
        folder.mkdir(parents=True, exist_ok=True)
        for number, (kind, name) in enumerate(FILES.items()):
            report(name, _SHARE_OF_TABLES * number / len(FILES))
            write_csv(self.tables[kind], folder / name)
        (folder / "truth.json").write_text(self.truth.json(), encoding="utf-8", newline="\n")
        self._write_events(folder, report)
        report("truth.json", 1.0)

    def _write_events(self, folder: Path, report: Progress) -> None:
        """A Parquet file a year, and the last month as the CSV file that is exported while a month is running."""
        *closed, last_label = self.window.labels
        writers: dict[str, pq.ParquetWriter] = {}
        try:
            for month, label in enumerate(closed):
                name = f"events-{label[:4]}.parquet"
                report(name, _SHARE_OF_TABLES + (1 - _SHARE_OF_TABLES) * month / MONTHS)
                events = self.usage.month(month)
                if name not in writers:
                    writers[name] = pq.ParquetWriter(folder / name, events.schema, compression="zstd")
                writers[name].write_table(events)
        finally:
            for writer in writers.values():
                writer.close()
        report(f"events-{last_label}.csv", 1 - (1 - _SHARE_OF_TABLES) / MONTHS)
        write_csv(self.usage.month(MONTHS - 1), folder / f"events-{last_label}.csv")


def _silent(_name: str, _share: float) -> None:
    pass


def simulate(size: Size, seed: int, end: date) -> Company:
    """A company that signed up `size.accounts` accounts in the 36 calendar months before `end`.

    `end` is not inside; unless it is the first of a month, the last month is partial.
    """
    planted, window = Planted(), Window(end)
    accounts = sign_up(size.accounts, window, planted, stream(seed, "accounts"))
    days = active_days(accounts, window, stream(seed, "habits"))
    tickets = open_tickets(accounts, planted, window, stream(seed, "tickets"))
    slow = slow_months(tickets, len(accounts), window)
    slots = empty_slots(accounts, planted, window, stream(seed, "contracts"), active_days=days, slow=slow)
    trials = sign_contracts(slots)
    main = slots.histories.rows()
    live = live_days(main, len(accounts), window.start, window.days)
    rows = with_add_ons(main, planted, window.end, stream(seed, "add-ons"))
    people = invite(accounts, rows, live, window, stream(seed, "people"))
    hearing = voice.Hearing(people, days, slow, live, window, stream(seed, "voice"))
    nps = voice.ask_nps(hearing)
    content = _desk_tables(hearing, accounts, tickets, nps, stream(seed, "requesters"))
    content |= {
        "account": tables.account_table(accounts, stream(seed, "company names")),
        "person": tables.person_table(people, stream(seed, "person names")),
        "trait": tables.trait_table(accounts, people, window, stream(seed, "traits")),
        "subscription": tables.subscription_table(accounts, rows),
        "invoice_line": tables.invoice_line_table(
            accounts, cash.invoice(accounts, rows, window, stream(seed, "invoices"))
        ),
        "purchase": tables.purchase_table(accounts, cash.purchases(accounts, live, window, stream(seed, "purchases"))),
        "cost": tables.cost_table(window, cash.costs(accounts, rows, window, stream(seed, "costs"))),
        "cancellation": tables.cancellation_table(accounts, slots.departures, stream(seed, "cancellations")),
    }
    usage = _usage(people, accounts, hearing, seed)
    return Company(size, seed, window, content, usage, tell(slots, rows, trials, people, nps, planted))


def _desk_tables(
    hearing: voice.Hearing, accounts: Accounts, tickets: Tickets, nps: voice.Answers, rng: np.random.Generator
) -> dict[str, pa.Table]:
    """Tickets of accounts while they were customers, and all surveys, of which one asks about tickets."""
    people: People = hearing.people
    there = hearing.live[tickets.account, hearing.window.day_of(tickets.opened_at)]
    tickets = tickets.only(there)
    tickets = tickets.only(np.argsort(tickets.opened_at, kind="stable"))
    person: Ints = people.someone(tickets.account, tickets.opened_at, len(accounts), rng)
    csat, satisfaction = voice.ask_csat(hearing, tickets, person)
    answers = [nps, csat, voice.ask_ces(hearing)]
    return {
        "ticket": tables.ticket_table(tickets, person, satisfaction),
        "survey_answer": tables.answer_table(people, answers),
    }


def _usage(people: People, accounts: Accounts, hearing: voice.Hearing, seed: int) -> Usage:
    return Usage(
        people=people,
        active_days=hearing.active_days,
        live=hearing.live,
        window=hearing.window,
        seed=seed,
        person_keys=tables.person_keys(np.arange(len(people))),
        account_keys=tables.account_keys(np.arange(len(accounts))),
    )
