"""Rows of every type of column, whole and as empty as they may be, and a table for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, MetaData, String, Table

from application.projections.base import Amount, Instant, Listed

things = Table(
    "loaded",
    MetaData(),
    Column("key", String, primary_key=True),
    Column("small", Integer, nullable=False),
    Column("large", BigInteger),
    Column("amount", Amount),
    Column("on", Date),
    Column("at", Instant),
    Column("yes", Boolean, nullable=False),
    Column("listed", Listed),
)
NOTHING = {c.name: None for c in things.columns}
WHOLE = {
    "key": "мова\t\\N\n'",
    "small": -(2**31),
    "large": 2**62,
    "amount": Decimal("-12.345"),
    "on": date(1, 1, 1),
    "at": datetime(2021, 2, 3, 4, 5, 6, 789012, tzinfo=timezone(timedelta(hours=2))),
    "yes": True,
    "listed": ["2021Q1", {"é": 1}],
}
EMPTY = {**NOTHING, "key": "", "small": 0, "yes": False}
