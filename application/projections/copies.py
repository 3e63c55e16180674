"""How are the tables of a read model made, beside others of the same shape, and put in their place?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, Table, inspect
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.elements import quoted_name

COPIED = "__"
"""What stands between the name of a table and the token of its rebuilt copy."""


def create(db: Connection, table: Table) -> None:
    db.execute(CreateTable(table))
    create_indexes(db, table)


def create_indexes(db: Connection, table: Table) -> None:
    for index in table.indexes:
        index.create(db)


def copied(table: Table, token: str) -> Table:
    """A table of the same shape, named after the other; it is not made yet."""
    copy = table.to_metadata(MetaData(), name=f"{table.name}{token}")
    for index in copy.indexes:
        index.name = quoted_name(f"{index.name}{token}", quote=None)
    return copy


def rename(db: Connection, old: Table, new: Table) -> None:
    quote = db.dialect.identifier_preparer.quote
    db.exec_driver_sql(f"ALTER TABLE {quote(old.name)} RENAME TO {quote(new.name)}")


def drop_leftovers(db: Connection, live: Iterable[Table]) -> None:
    """Tables of a rebuild that was killed."""
    quote = db.dialect.identifier_preparer.quote
    for name in inspect(db).get_table_names():
        if any(name.startswith(f"{table.name}{COPIED}") for table in live):
            db.exec_driver_sql(f"DROP TABLE {quote(name)}")
