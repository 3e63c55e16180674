"""The record: facts, command keys, keys of persons, and what is known of the store itself."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Key = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Compared byte by byte, whatever the collation of the database."""


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    _facts("notification_id" if postgres else "rowid")
    op.create_table(
        "command_key",
        sa.Column("id", Key, primary_key=True),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "personal_key",
        sa.Column("organisation", Key, primary_key=True),
        sa.Column("person", Key, primary_key=True),
        sa.Column("key", sa.LargeBinary),
    )
    meta = op.create_table(
        "store_meta",
        sa.Column("name", Key, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.bulk_insert(meta, [{"name": "epoch", "value": str(uuid4())}])


def _facts(position: str) -> None:
    """The library's columns, by the names its recorders read, and the organisation. Positions never recur."""
    op.create_table(
        "stored_events",
        sa.Column(
            position, sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("originator_id", Key, nullable=False),
        sa.Column("originator_version", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("originator_id", "originator_version", name="stored_events_stream"),
        sqlite_autoincrement=True,
    )
