"""Events of the product: who did what when, month by month, so that a year of a large company fits into memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from holdfast.simulator.columns import texts_at, timestamps
from holdfast.simulator.people import ONBOARDING_STEPS, People
from holdfast.simulator.timeline import DAY, HOUR, NEVER, Bools, Floats, Ints, Window, stream, within_day

FEATURES = (
    "document_created", "document_shared", "comment_added", "task_completed", "report_viewed", "report_exported",
    "search_used", "file_uploaded", "template_used", "dashboard_viewed", "integration_synced", "automation_run",
)  # fmt: skip
_FEATURE_SHARE = np.array([0.14, 0.09, 0.15, 0.19, 0.1, 0.04, 0.08, 0.07, 0.04, 0.06, 0.02, 0.02])
STEPS = tuple(f"onboarding_step_{step}" for step in range(1, ONBOARDING_STEPS + 1))
SIGNED_IN, ACTIVATION, COMPLETED = "signed_in", "project_created", "onboarding_completed"
NAMES = (SIGNED_IN, *FEATURES, ACTIVATION, *STEPS, COMPLETED)
DEVICES = ("web", "desktop", "ios", "android")
_PROPERTIES = tuple(f'{{"device":"{device}"}}' for device in DEVICES)
# Monday to Sunday; their sum says how many full days a week has.
WEEKDAYS = np.array([1.08, 1.14, 1.12, 1.08, 0.92, 0.26, 0.2])
_DAYS_A_MONTH = 365.25 / 84 * float(WEEKDAYS.sum())
# Further events after signing in, per active day of a person.
_MORE_A_DAY = 0.5


@dataclass(frozen=True, slots=True)
class Usage:
    """Everything from which a month's events follow; the same month always gives the same events."""

    people: People
    active_days: Floats
    live: Bools
    window: Window
    seed: int
    person_keys: pa.Array
    account_keys: pa.Array

    def month(self, number: int) -> pa.Table:
        """The events of a month, ordered by time; `message_id` counts within the month."""
        rng = stream(self.seed, f"events of month {number}")
        person, at, name = (
            np.concatenate(parts) for parts in zip(self._sessions(number, rng), self._milestones(number), strict=True)
        )
        order = np.argsort(at, kind="stable")
        person, at, name = person[order], at[order], name[order]
        label = self.window.labels[number].replace("-", "")
        ids = np.char.add(f"m{label}-", np.arange(len(at)).astype("U9")) if len(at) else np.zeros(0, "U1")
        device = rng.choice(4, len(at), p=[0.62, 0.2, 0.1, 0.08])
        return pa.table(
            {
                "message_id": pa.array(ids, pa.string()),
                "event": texts_at(NAMES, name),
                "person": self.person_keys.take(pa.array(person)),
                "account": self.account_keys.take(pa.array(self.people.account[person])),
                "occurred_at": timestamps(at),
                "properties": texts_at(_PROPERTIES, device),
            }
        )

    def _sessions(self, number: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
        """Active days of every person, and what is done on them."""
        people, window = self.people, self.window
        starts = window.month_starts
        days = np.arange((starts[number] - window.start) // DAY, (starts[number + 1] - window.start) // DAY)
        joined, left = window.day_of(people.joined_at), window.day_of(people.left_at)
        present = np.flatnonzero((joined < days[-1]) & (left > days[0]))
        account = people.account[present]
        weekday = WEEKDAYS[(days + window.start // DAY + 3) % 7].astype(np.float32)
        level = (self.active_days[account, number] * people.activity[present] / _DAYS_A_MONTH).astype(np.float32)
        active = rng.random((len(present), len(days)), dtype=np.float32) < level[:, None] * weekday
        active &= self.live[account][:, days[0] : days[-1] + 1]
        active &= (days > joined[present, None]) & (days < left[present, None])
        who, day = np.nonzero(active)
        begins = window.start + days[day] * DAY + within_day(rng, len(day))
        more = rng.poisson(_MORE_A_DAY, len(day))
        deed = np.repeat(np.arange(len(day)), more)
        done_at = begins[deed] + (rng.random(len(deed)) * HOUR).astype(np.int64) + 5
        name = 1 + rng.choice(len(FEATURES), len(deed), p=_FEATURE_SHARE)
        return (
            present[np.concatenate([who, who[deed]])],
            np.concatenate([begins, done_at]),
            np.concatenate([np.zeros(len(day), np.int64), name]),
        )

    def _milestones(self, number: int) -> tuple[Ints, Ints, Ints]:
        """First days: signing in for the first time, onboarding steps, and the activation event."""
        people, starts = self.people, self.window.month_starts
        everyone = np.arange(len(people))
        marks = [(people.joined_at, SIGNED_IN), (people.activated_at, ACTIVATION), (people.completed_at, COMPLETED)]
        for step, name in enumerate(STEPS, start=1):
            at = np.where(people.steps >= step, people.joined_at + step * people.step_gap, NEVER)
            marks.append((at, name))
        found = [(at, (at >= starts[number]) & (at < starts[number + 1]), NAMES.index(name)) for at, name in marks]
        return (
            np.concatenate([everyone[inside] for _at, inside, _name in found]),
            np.concatenate([at[inside] for at, inside, _name in found]),
            np.concatenate([np.full(int(inside.sum()), name) for _at, inside, name in found]),
        )
