"""What other rooms may call."""

from holdfast.customers.actions import ensure, learn, merge_accounts, merge_people, put_records, store, undo_merge
from holdfast.customers.actions.ensure import ensure_mentioned, ids_of
from holdfast.customers.actions.former import built_on, forget_unmentioned, forgets, take_back
from holdfast.customers.actions.learn import verified_traits
from holdfast.customers.actions.merge import AlreadyMerged
from holdfast.customers.actions.notes import BadNote, NoteOfOthers, delete_note, edit_note, write_note
from holdfast.customers.actions.store import kind_of, note
from holdfast.customers.contracts import MergedKeys, MergeFacts, NoteFacts, PersonFacts
from holdfast.customers.facts import assign_ordinals, record_table, supply, with_ids
from holdfast.customers.identity import ORDINALS
from holdfast.customers.mentions import mentioned
from holdfast.customers.queries import (
    accounts,
    accounts_of_people,
    find_people,
    group_of,
    imported_people,
    keys_of,
    main_ids,
    merges_of,
    note_of,
    notes_of,
    ordinals,
    own_ids,
    own_ordinals,
    people_by_id,
    people_of,
    people_with,
    person_of,
    records,
    trait_at,
    traits_of,
)

__all__ = [
    "ORDINALS",
    "AlreadyMerged",
    "BadNote",
    "MergeFacts",
    "MergedKeys",
    "NoteFacts",
    "NoteOfOthers",
    "PersonFacts",
    "accounts",
    "accounts_of_people",
    "assign_ordinals",
    "built_on",
    "delete_note",
    "edit_note",
    "ensure",
    "ensure_mentioned",
    "find_people",
    "forget_unmentioned",
    "forgets",
    "group_of",
    "ids_of",
    "imported_people",
    "keys_of",
    "kind_of",
    "learn",
    "main_ids",
    "mentioned",
    "merge_accounts",
    "merge_people",
    "merges_of",
    "note",
    "note_of",
    "notes_of",
    "ordinals",
    "own_ids",
    "own_ordinals",
    "people_by_id",
    "people_of",
    "people_with",
    "person_of",
    "put_records",
    "record_table",
    "records",
    "store",
    "supply",
    "take_back",
    "trait_at",
    "traits_of",
    "undo_merge",
    "verified_traits",
    "with_ids",
    "write_note",
]
