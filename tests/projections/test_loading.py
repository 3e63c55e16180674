"""Do many rows at once come into a table as they would one by one, and are misfits refused?"""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from tests.projections.conftest import House
from tests.projections.things import EMPTY, WHOLE


def test_rows_that_are_loaded_read_as_rows_that_are_inserted(house: House, table: Table) -> None:
    one_by_one = [{**row, "key": f"{row['key']}1"} for row in (WHOLE, EMPTY)]
    with house.read_models.write() as db:
        house.read_models.load(db, table, [WHOLE, EMPTY])
        db.execute(insert(table), one_by_one)
    with house.read_models.read() as db:
        rows = {row["key"]: dict(row) for row in db.execute(select(table)).mappings()}

    assert rows[WHOLE["key"]] == {**WHOLE, "at": WHOLE["at"].astimezone(UTC)}  # type: ignore[attr-defined]
    assert rows[""] == EMPTY
    for row in (WHOLE, EMPTY):
        assert rows[f"{row['key']}1"] == {**rows[str(row["key"])], "key": f"{row['key']}1"}


@pytest.mark.parametrize("misfit", [{"small": None}, {"key": "twice"}], ids=str)
def test_a_row_that_breaks_a_rule_is_refused(house: House, table: Table, misfit: dict[str, Any]) -> None:
    refused_whole(house, table, misfit, IntegrityError)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("misfit", "error"),
    [
        ({"small": 2**31}, DataError),
        ({"small": 2**40}, DataError),
        ({"small": "many"}, DataError),
        ({"large": 2**70}, DBAPIError),
        ({"on": "on Friday"}, DataError),
        ({"key": "a\0b"}, DataError),
    ],
    ids=str,
)
def test_postgresql_refuses_a_value_of_another_type_in_words_that_the_runner_knows(
    house: House, table: Table, misfit: dict[str, Any], error: type[Exception]
) -> None:
    refused_whole(house, table, misfit, error)


def refused_whole(house: House, table: Table, misfit: dict[str, Any], error: type[Exception]) -> None:
    rows = [{**EMPTY, "key": "twice"}, {**EMPTY, "key": "other", **misfit}]
    with pytest.raises(error), house.read_models.write() as db:
        house.read_models.load(db, table, rows)
    with house.read_models.read() as db:
        assert db.execute(select(table)).all() == []
