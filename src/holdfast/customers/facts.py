"""Accounts, people and traits as the facts of the kernel; and the ids that all facts are linked by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from ibis import _
from ibis.backends.duckdb import Backend

from holdfast.customers.identity import ORDINALS, resolve
from holdfast.customers.mentions import KEY_COLUMNS, SUBJECTS
from holdfast.metrics.kernel import facts
from holdfast.metrics.records import KINDS

Records = Mapping[str, pa.Table | ir.Table]
_LINKS = pa.schema({"source": pa.string(), "target": pa.string()})


def assign_ordinals(con: Backend, records: Records, known: pa.Table | None = None) -> ir.Table:
    """Every key that occurs in `records` with the id it counts for: `subject`, `key`, `id`, and `main`.

    `main` marks the key under which a group of aliases is shown. `known` are the ids of an installation, aliases and
    merges resolved already (`customers.queries.ordinals`); without it ids are dense from 1 in the order of the keys'
    text, so that the same folder gives the same ids.
    """
    if known is None:
        known = pa.concat_tables([_assign(con, records, subject) for subject in SUBJECTS]).cast(ORDINALS)
    return _keep(con, "ordinals", ibis.memtable(known))


def with_ids(table: ir.Table, ordinals: ir.Table, *subjects: str) -> ir.Table:
    """`table` with `<subject>_id` for each column that holds keys of a subject; null where the key is."""
    for subject in subjects:
        ids = ordinals.filter(ordinals.subject == subject).select(**{subject: "key", f"{subject}_id": "id"})
        table = table.left_join(ids, subject).drop(f"{subject}_right")
    return table


def supply(con: Backend, records: Records, ordinals: ir.Table) -> facts.Supply:
    """The facts account, person and trait, each made when it is first asked for.

    An id that no record of its own describes has a key and nothing else.
    """
    makers = {"account": _accounts, "person": _people, "trait": _traits}

    def made(name: str) -> ir.Table:
        return _keep(con, name, makers[name](record_table(records, name), ordinals))

    return facts.Supply({name: partial(made, name) for name in makers})


def record_table(records: Records, kind: str) -> ir.Table:
    """The records of one kind as a table, empty where the source has none."""
    found = records.get(kind)
    if isinstance(found, ir.Table):
        return found
    return ibis.memtable(KINDS[kind].schema.empty_table() if found is None else found)


def _keep(con: Backend, name: str, table: ir.Table) -> ir.Table:
    return con.create_table(ibis.util.gen_name(name), table, temp=True)


def _assign(con: Backend, records: Records, subject: str) -> pa.Table:
    mentions = [_mentions(record_table(records, kind), subject) for kind in records]
    columns = [column for found in mentions for column in found]
    if not columns:
        return ORDINALS.empty_table()
    keys = con.to_pyarrow(ibis.union(*columns).distinct().filter(_.key.notnull()).order_by("key"))
    keys = keys.append_column("id", pa.array(np.arange(1, keys.num_rows + 1, dtype=np.int64)))
    resolved = resolve(keys, _links(con, records, subject))
    return resolved.add_column(0, "subject", pa.repeat(pa.scalar(subject), resolved.num_rows))


def _mentions(table: ir.Table, subject: str) -> list[ir.Table]:
    """The columns of `table` that hold keys of `subject`, each as a table with the one column `key`."""
    found = [table.select(key=subject)] if subject in table.columns else []
    if "subject" in table.columns:
        rows = table.filter(table.subject == subject)
        found += [rows.select(key=name) for name in sorted(KEY_COLUMNS & set(table.columns))]
    return found


def _links(con: Backend, records: Records, subject: str) -> pa.Table:
    aliases = record_table(records, "alias")
    links = aliases.filter(aliases.subject == subject).select(source="alias", target="key")
    return con.to_pyarrow(links).cast(_LINKS)


def _accounts(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    described = _described(records, ordinals, "account").agg(name=_main_first(_.name), created_at=_.created_at.min())
    return _every(ordinals, "account").left_join(described, "account_id")


def _people(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    described = _described(records, ordinals, "person").agg(
        name=_main_first(_.name), account=_main_first(_.account), created_at=_.created_at.min()
    )
    return with_ids(_every(ordinals, "person").left_join(described, "person_id"), ordinals, "account")


def _every(ordinals: ir.Table, subject: str) -> ir.Table:
    main = ordinals.filter((ordinals.subject == subject) & ordinals.main)
    return main.select(**{f"{subject}_id": "id", subject: "key"})


def _described(records: ir.Table, ordinals: ir.Table, subject: str) -> ir.GroupedTable:
    of_subject = ordinals.filter(ordinals.subject == subject).select(
        **{subject: "key", f"{subject}_id": "id"}, main="main"
    )
    return records.join(of_subject, subject).mutate(own_key=_[subject]).group_by(f"{subject}_id")


def _main_first(column: ir.Column) -> ir.Scalar:
    """What the main key's record says; where that says nothing, the first of its other keys'."""
    return column.first(order_by=[_.main.desc(), _.own_key])


def _traits(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    ids = ordinals.select("subject", subject_key="key", subject_id="id", main="main")
    known = records.join(ids, ["subject", "subject_key"])
    # Two merged accounts may both say something of the same instant: the main one is believed.
    single = known.group_by("subject", "subject_id", "name", "valid_from").agg(
        value=_.value.first(order_by=[_.main.desc(), _.subject_key], include_null=True)
    )
    in_time = ibis.window(group_by=["subject", "subject_id", "name"], order_by=ibis.asc("valid_from", nulls_first=True))
    return single.mutate(valid_to=_.valid_from.lead().over(in_time))
