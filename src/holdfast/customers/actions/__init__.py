"""Every change of accounts and people."""

from holdfast.customers.actions.ensure import ensure
from holdfast.customers.actions.learn import learn
from holdfast.customers.actions.merge import merge_accounts, merge_people, undo_merge
from holdfast.customers.actions.put import put_records
from holdfast.customers.actions.store import store

__all__ = ["ensure", "learn", "merge_accounts", "merge_people", "put_records", "store", "undo_merge"]
