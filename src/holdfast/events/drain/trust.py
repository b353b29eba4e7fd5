"""What a browser may not say: with a key that stands in a web page anybody can claim anything of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from holdfast.core.scoping import current_workspace
from holdfast.customers import api as customers
from holdfast.events.drain.batch import Batch, Pair, Row
from holdfast.events.ingest.building import EXAMPLE
from holdfast.events.ingest.contracts import Reason
from holdfast.events.ingest.outcomes import store
from holdfast.events.keys import KEY_SOURCE
from holdfast.events.models import WriteKey


def without_verified(batch: Batch) -> tuple[Batch, list[Row]]:
    """A batch from a browser without the traits that a server or an import has told of, and these."""
    browsers = WriteKey.objects.filter(kind=WriteKey.Kind.BROWSER).values_list("pk", flat=True)
    verified = customers.verified_traits(batch.traits, unverified=[f"{KEY_SOURCE}{key}" for key in browsers])
    kept: list[Row] = []
    refused: list[Row] = []
    for row in batch.traits:
        known = (row["subject"], row["subject_key"], row["name"]) in verified
        (refused if known else kept).append(row)
    return replace(batch, traits=kept), refused


def count_refused(source: str, traits: Sequence[Row], pairs: Sequence[Pair], at: datetime) -> None:
    """Show what was left out of acknowledged items among what was refused."""
    workspace = current_workspace().pk
    told: dict[Reason, tuple[int, dict[str, str]]] = {}
    if traits:
        last = traits[-1]
        told[Reason.VERIFIED_TRAIT] = len(traits), {"userId": last["subject_key"], last["name"]: last["value"]}
    if pairs:
        told[Reason.KNOWN_USER] = len(pairs), {"anonymousId": pairs[-1][0], "userId": pairs[-1][1]}
    for reason, (count, example) in told.items():
        key = (workspace, source, "", reason.value)
        store({key: count}, at, {key: orjson.dumps(example)[:EXAMPLE].decode("utf-8", "replace")})
