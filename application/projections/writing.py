"""How do folded rows reach the database? Deletions, then one upsert per table, many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Table, bindparam, delete

from application.projections.base import ReadModels
from application.projections.rows import Change, Rows

MANY = 100
"""So many new rows are worth the database's own way of loading."""


def write_rows(db: Connection, read_models: ReadModels, rows: Rows) -> None:
    write(db, read_models, rows.changes())


def write(db: Connection, read_models: ReadModels, changes: Iterable[Change]) -> None:
    for change in changes:
        _delete(db, change)
        put = change.put
        if len(change.new) >= MANY:
            read_models.load(db, change.table, change.new)
        else:
            put = [*put, *change.new]
        if put:
            db.execute(upsert(change.table, db.dialect.name), put)


@lru_cache(maxsize=256)
def upsert(table: Table, dialect: str) -> Any:
    """Insert, or replace all columns but the key; both databases speak the same clause."""
    new = _insert(table, dialect)
    keys = [column.name for column in table.primary_key.columns]
    rest = {c.name: new.excluded[c.name] for c in table.columns if c.name not in keys}
    if not rest:
        return new.on_conflict_do_nothing(index_elements=keys)
    return new.on_conflict_do_update(index_elements=keys, set_=rest)


def _insert(table: Table, dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def _delete(db: Connection, change: Change) -> None:
    names = [f"key_{column.name}" for column in change.table.primary_key.columns]
    if change.deleted:
        db.execute(_by_key(change.table), [dict(zip(names, key, strict=True)) for key in change.deleted])


@lru_cache(maxsize=256)
def _by_key(table: Table) -> Delete:
    return delete(table).where(*(c == bindparam(f"key_{c.name}") for c in table.primary_key.columns))
