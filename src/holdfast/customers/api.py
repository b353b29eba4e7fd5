"""What other rooms may call."""

from holdfast.customers.actions import ensure, merge_accounts, merge_people, put_records, store, undo_merge
from holdfast.customers.actions.ensure import ensure_mentioned, ids_of
from holdfast.customers.actions.merge import AlreadyMerged
from holdfast.customers.actions.store import kind_of, note
from holdfast.customers.facts import assign_ordinals, record_table, supply, with_ids
from holdfast.customers.identity import ORDINALS
from holdfast.customers.queries import accounts, group_of, ordinals, records, trait_at

__all__ = [
    "ORDINALS",
    "AlreadyMerged",
    "accounts",
    "assign_ordinals",
    "ensure",
    "ensure_mentioned",
    "group_of",
    "ids_of",
    "kind_of",
    "merge_accounts",
    "merge_people",
    "note",
    "ordinals",
    "put_records",
    "record_table",
    "records",
    "store",
    "supply",
    "trait_at",
    "undo_merge",
    "with_ids",
]
