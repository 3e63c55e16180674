"""What does a handler see of what it and the facts before it changed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, CursorResult, Select, insert, select

from application.projections.base import metadata
from application.projections.rows import MissingRow, Rows
from application.projections.writing import write_rows
from infrastructure.readmodels import SQLiteReadModels
from tests.projections.tally import offices, units

TABLES = {offices: offices, units: units}


@pytest.fixture
def read_models() -> SQLiteReadModels:
    return SQLiteReadModels(None)


@pytest.fixture
def db(read_models: SQLiteReadModels) -> Iterator[Connection]:
    with read_models.write() as db:
        metadata.create_all(db, tables=list(TABLES))
        db.execute(insert(units).values(office="a", unit="old", title="Old"))
        yield db


def rows_on(db: Connection) -> Rows:
    rows = Rows(TABLES)
    rows.db = db
    return rows


def titles(rows: Rows, office: str) -> list[str]:
    return [row["title"] for row in rows.find(units, office)]


def test_a_row_is_read_from_the_database_and_then_as_it_was_changed(db: Connection) -> None:
    rows = rows_on(db)
    before = rows.get(units, "a", "old")
    rows.change(units, "a", "old", title="New")

    assert before == {"office": "a", "unit": "old", "title": "Old"}
    assert rows.get(units, "a", "old") == {"office": "a", "unit": "old", "title": "New"}


def test_rows_are_found_by_the_beginning_of_their_key_wherever_they_stand(db: Connection) -> None:
    rows = rows_on(db)
    rows.put(units, office="a", unit="new", title="New")
    rows.put(units, office="b", unit="other", title="Other")
    found_first = titles(rows, "a")
    rows.put(units, office="a", unit="later", title="Later")
    rows.delete(units, "a", "old")

    assert found_first == ["New", "Old"]
    assert titles(rows, "a") == ["Later", "New"]
    assert titles(rows, "b") == ["Other"]
    assert titles(rows, "nobody") == []


def test_a_table_known_to_be_empty_is_never_read() -> None:
    rows = Rows(TABLES, complete=True)
    assert titles(rows, "a") == []
    rows.put(units, office="a", unit="u1", title="One")
    rows.put(units, office="b", unit="u2", title="Two")

    assert titles(rows, "a") == ["One"]
    assert titles(rows, "b") == ["Two"]
    assert rows.get(units, "c", "u3") is None


def test_what_was_let_go_is_read_again_and_what_never_was_is_not(
    read_models: SQLiteReadModels, db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.projections.rows.KEPT", 1)
    db.execute(units.delete())
    rows = Rows(TABLES, complete=True)
    rows.db = db
    for unit in ("u1", "u2"):
        rows.put(units, office="a", unit=unit, title=unit)
    titles(rows, "a")
    write_rows(db, read_models, rows)
    rows.written()
    rows.put(units, office="a", unit="u3", title="u3")

    assert titles(rows, "a") == ["u1", "u2", "u3"]
    rows.change(units, "a", "u1", title="One")
    rows.delete(units, "a", "u2")
    rows.db = None
    assert rows.get(units, "a", "u4") is None
    assert [(change.new, change.put, change.deleted) for change in rows.changes()] == [
        (
            [{"office": "a", "unit": "u3", "title": "u3"}],
            [{"office": "a", "unit": "u1", "title": "One"}],
            [("a", "u2")],
        )
    ]


def test_a_row_that_no_fact_made_cannot_be_changed(db: Connection) -> None:
    with pytest.raises(MissingRow, match="tally_units"):
        rows_on(db).change(units, "a", "never", title="?")


def test_a_column_that_does_not_exist_cannot_be_put(db: Connection) -> None:
    with pytest.raises(TypeError, match="colour"):
        rows_on(db).put(units, office="a", unit="u", title="t", colour="red")
    with pytest.raises(TypeError, match="colour"):
        rows_on(db).change(units, "a", "old", colour="red")


def test_all_that_a_fact_changed_can_be_undone(db: Connection) -> None:
    rows = rows_on(db)
    rows.put(units, office="a", unit="kept", title="Kept")
    rows.begin_fact()
    rows.put(units, office="a", unit="u1", title="One")
    rows.change(units, "a", "u1", title="Two")
    rows.delete(units, "a", "kept")
    rows.undo_fact()

    assert rows.get(units, "a", "u1") is None
    assert titles(rows, "a") == ["Kept", "Old"]


def test_what_was_folded_is_what_the_database_gets(read_models: SQLiteReadModels, db: Connection) -> None:
    rows = rows_on(db)
    rows.put(units, office="a", unit="u1", title="One")
    rows.put(units, office="a", unit="u1", title="Two")
    rows.put(units, office="a", unit="gone", title="Gone")
    rows.delete_all(units, "a")
    rows.put(units, office="a", unit="u1", title="Three")
    write_rows(db, read_models, rows)
    rows.written()

    assert db.execute(select(units)).all() == [("a", "u1", "Three")]
    assert list(rows.changes()) == []


def test_a_row_that_is_put_need_not_be_read(db: Connection) -> None:
    rows = Rows(TABLES)
    rows.put(units, office="a", unit="old", title="Newer")
    rows.put(units, office="a", unit="u1", title="One")

    owed = [(change.new, change.put, change.deleted) for change in rows.changes()]
    old, one = ({"office": "a", "unit": u, "title": t} for u, t in (("old", "Newer"), ("u1", "One")))
    assert owed == [([], [old, one], [])]


def test_a_row_that_was_put_unread_is_after_all_as_the_database_has_it(db: Connection) -> None:
    rows = rows_on(db)
    rows.begin_fact()
    rows.put(units, office="a", unit="old", title="Newer")
    rows.put(units, office="a", unit="old", title="Newest")
    rows.put(units, office="a", unit="u1", title="One")
    rows.undo_fact()

    assert [(c.new, c.put, c.deleted) for c in rows.changes()] == []
    assert titles(rows, "a") == ["Old"]
    assert rows.get(units, "a", "u1") is None


def test_so_it_is_where_others_were_read_together_with_it(db: Connection) -> None:
    rows = Rows(TABLES, together={units: 1})
    rows.db = db
    rows.begin_fact()
    rows.put(units, office="a", unit="old", title="Newer")
    assert rows.get(units, "a", "no") is None
    rows.undo_fact()

    assert rows.get(units, "a", "old") == {"office": "a", "unit": "old", "title": "Old"}
    assert titles(rows, "a") == ["Old"]


class Counting:
    """A connection that says how often it was asked."""

    def __init__(self, db: Connection) -> None:
        self.db, self.asked = db, 0

    def execute(self, statement: Select[Any], values: Mapping[str, Any], /) -> CursorResult[Any]:
        self.asked += 1
        return self.db.execute(statement, values)


def test_rows_that_are_read_together_are_asked_for_once(db: Connection) -> None:
    db.execute(insert(units).values(office="a", unit="u1", title="One"))
    rows = Rows(TABLES, together={units: 1})
    rows.db = reads = Counting(db)
    rows.put(units, office="a", unit="u2", title="Two")

    assert [rows.get(units, "a", unit) for unit in ("no", "old")] == [
        None,
        {"office": "a", "unit": "old", "title": "Old"},
    ]
    rows.put(units, office="a", unit="u3", title="Three")
    rows.delete(units, "a", "old")
    assert titles(rows, "a") == ["One", "Two", "Three"]
    assert [row["title"] for row in rows.find(units, "a", "u3")] == ["Three"]
    assert reads.asked == 1
    assert rows.get(units, "b", "old") is None
    assert reads.asked == 2
    (change,) = rows.changes()
    assert [row["unit"] for row in change.new] == ["u3"], "which is known to be new"
    assert [row["unit"] for row in change.put] == ["u2"]
    assert change.deleted == [("a", "old")]


def test_rows_that_are_read_together_may_be_found_by_more_of_their_keys(db: Connection) -> None:
    rows = Rows(TABLES, together={units: 1})
    rows.db = reads = Counting(db)

    assert [row["title"] for row in rows.find(units, "a", "old")] == ["Old"]
    assert rows.find(units, "a", "no") == []
    rows.put(units, office="a", unit="no", title="Yes")
    assert [row["title"] for row in rows.find(units, "a", "no")] == ["Yes"]
    assert reads.asked == 1


def test_what_was_read_together_and_let_go_is_read_again(
    read_models: SQLiteReadModels, db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.projections.rows.KEPT", 1)
    rows = Rows(TABLES, together={units: 1})
    rows.db = db
    rows.put(units, office="a", unit="u1", title="One")
    assert rows.get(units, "a", "old") is not None
    write_rows(db, read_models, rows)
    rows.written()

    assert rows.get(units, "a", "u1") == {"office": "a", "unit": "u1", "title": "One"}
    assert titles(rows, "a") == ["Old", "One"]
