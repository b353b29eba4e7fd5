"""What other rooms may call."""

from holdfast.customers.actions import ensure, learn, merge_accounts, merge_people, put_records, store, undo_merge
from holdfast.customers.actions.ensure import ensure_mentioned, ids_of
from holdfast.customers.actions.former import built_on, forget_unmentioned, forgets, take_back
from holdfast.customers.actions.learn import verified_traits
from holdfast.customers.actions.merge import AlreadyMerged
from holdfast.customers.actions.notes import BadNote, NoteOfOthers, delete_note, edit_note, write_note
from holdfast.customers.actions.store import kind_of, note
from holdfast.customers.contracts import MergedKeys, MergeFacts, NoteFacts, PersonFacts
from holdfast.customers.erasing.burying import (
    AlreadyErased,
    BadId,
    NotForgotten,
    bury,
    note_counts,
    note_finished,
    note_forgotten,
    note_rewritten,
    open_erasures,
    readmit,
)
from holdfast.customers.erasing.contracts import Burial, ErasureFacts
from holdfast.customers.erasing.listing import erasures
from holdfast.customers.erasing.naming import Names
from holdfast.customers.erasing.records import forget_person
from holdfast.customers.erasing.refusing import without_erased, without_names
from holdfast.customers.erasing.telling import accounts_named, held
from holdfast.customers.erasing.tombstones import erased_among, erased_ids, is_anybody_erased, note_refused
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
    links_version,
    main_ids,
    merges_of,
    moved_ordinals,
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
    "AlreadyErased",
    "AlreadyMerged",
    "BadId",
    "BadNote",
    "Burial",
    "ErasureFacts",
    "MergeFacts",
    "MergedKeys",
    "Names",
    "NotForgotten",
    "NoteFacts",
    "NoteOfOthers",
    "PersonFacts",
    "accounts",
    "accounts_named",
    "accounts_of_people",
    "assign_ordinals",
    "built_on",
    "bury",
    "delete_note",
    "edit_note",
    "ensure",
    "ensure_mentioned",
    "erased_among",
    "erased_ids",
    "erasures",
    "find_people",
    "forget_person",
    "forget_unmentioned",
    "forgets",
    "group_of",
    "held",
    "ids_of",
    "imported_people",
    "is_anybody_erased",
    "keys_of",
    "kind_of",
    "learn",
    "links_version",
    "main_ids",
    "mentioned",
    "merge_accounts",
    "merge_people",
    "merges_of",
    "moved_ordinals",
    "note",
    "note_counts",
    "note_finished",
    "note_forgotten",
    "note_of",
    "note_refused",
    "note_rewritten",
    "notes_of",
    "open_erasures",
    "ordinals",
    "own_ids",
    "own_ordinals",
    "people_by_id",
    "people_of",
    "people_with",
    "person_of",
    "put_records",
    "readmit",
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
    "without_erased",
    "without_names",
    "write_note",
]
