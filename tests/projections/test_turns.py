"""Are the rows and the position of a usual turn kept in one step, as if by one statement after another?"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Column, Date, String, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from application.projections import PROJECTIONS, tracking
from application.projections.base import NotKept, Projection, ReadModels
from application.projections.opening import make, open_read_models
from application.projections.rebuild import check
from application.projections.rows import Change
from application.projections.runner import Facts, Following, Runner
from application.projections.tracking import Overtaken, Tracked
from infrastructure import hands
from tests.examples import EVENTS
from tests.projections.conftest import House
from tests.projections.many_plans import offices_and_plans
from tests.projections.tally import form, tally
from tests.projections.test_runner import run_out
from tests.projections.things import EMPTY, WHOLE, things
from tests.telling import add, told

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
days = Table(
    "kept_days",
    things.metadata,
    Column("office", String, primary_key=True),
    Column("on", Date, primary_key=True),
)


def stands(house: House) -> Tracked:
    with house.read_models.read() as db:
        return tracking.tracked(db)["tally"]


def keep(house: House, *changes: Change, known: Tracked | None = None, to: int = 7) -> None:
    house.read_models.keep([known or stands(house)], to, changes)


def rows_of(house: House, table: Table) -> list[Mapping[str, Any]]:
    keys = list(table.primary_key.columns)
    with house.read_models.read() as db:
        return [dict(row) for row in db.execute(select(table).order_by(*keys)).mappings()]


def test_rows_that_are_kept_read_as_rows_that_are_inserted(house: House, table: Table) -> None:
    keep(house, Change(table, [{**WHOLE, "key": "kept"}, {**EMPTY, "key": "also"}], [], []))
    with house.read_models.write() as db:
        db.execute(insert(table), [{**WHOLE, "key": "put"}, {**EMPTY, "key": "other"}])

    also, kept, other, put = rows_of(house, table)
    assert kept == {**put, "key": "kept"}
    assert also == {**other, "key": "also"}
    assert stands(house).position == 7


def test_rows_are_replaced_and_deleted_by_their_whole_keys(house: House, table: Table) -> None:
    some = [{"office": o, "on": date(2021, 2, n)} for o in "ab" for n in (1, 2)]
    keep(house, Change(days, some, [], []), Change(table, [WHOLE], [], []))
    keep(house, Change(days, [], some[1:2], [("a", date(2021, 2, 1))]), Change(table, [], [], [("no",)]))
    keep(house, Change(table, [], [{**WHOLE, "small": 1}], []))

    assert rows_of(house, days) == some[1:]
    assert [row["small"] for row in rows_of(house, table)] == [1]


@pytest.mark.parametrize("stale", [{"position": 3}, {"generation": "g"}, {"epoch": "e"}], ids=str)
def test_nothing_is_kept_by_who_was_overtaken(house: House, table: Table, stale: dict[str, Any]) -> None:
    seen = stands(house)
    with pytest.raises(Overtaken):
        keep(house, Change(table, [EMPTY], [], []), known=replace(seen, **stale))

    assert (rows_of(house, table), stands(house)) == ([], seen)
    keep(house, Change(table, [EMPTY], [], []))
    assert len(rows_of(house, table)) == 1, "the next turn is taken by the same connection"


def test_one_of_several_that_was_overtaken_holds_the_others_back(house: House, table: Table) -> None:
    make(house.store, house.read_models, [Projection("other", version=1, tables=())], again=False)
    with house.read_models.read() as db:
        known = tracking.tracked(db)
    with pytest.raises(Overtaken):
        house.read_models.keep([known["tally"], replace(known["other"], position=3)], 7, [])
    assert stands(house).position == 0
    house.read_models.keep([known["tally"], known["other"]], 7, [])
    with house.read_models.read() as db:
        assert tracking.positions(db, ["tally", "other"]) == 7


def test_a_row_that_does_not_fit_keeps_the_whole_turn_back(house: House, table: Table) -> None:
    with pytest.raises((NotKept, IntegrityError)):
        keep(house, Change(table, [EMPTY, {**EMPTY, "key": "other", "small": None}], [], []))
    assert (rows_of(house, table), stands(house).position) == ([], 0)


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "misfit",
    [
        {"small": None},
        {"small": 2**31},
        {"small": "many"},
        {"large": 2**70},
        {"amount": "much"},
        {"on": "on Friday"},
        {"at": "noon"},
        {"yes": "perhaps"},
        {"key": "a\0b"},
        {"key": "\ud800"},
        {"key": object},
    ],
    ids=str,
)
def test_postgresql_refuses_a_misfit_in_the_one_way_that_the_runner_knows(
    house: House, table: Table, misfit: dict[str, Any]
) -> None:
    with pytest.raises(NotKept):
        keep(house, Change(table, [EMPTY, {**EMPTY, "key": "other", **misfit}], [], []))
    assert (rows_of(house, table), stands(house).position) == ([], 0)
    keep(house, Change(table, [EMPTY], [], []))
    assert stands(house).position == 7


def life() -> list[Any]:
    """What befalls offices and plans, then one example of every event, most of them out of place."""
    return [*offices_and_plans(), *(told(event) for event in EVENTS)]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_every_read_model_is_kept_in_one_step_and_is_as_it_is_rebuilt(
    house: House, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_read_models(house.store, house.read_models, PROJECTIONS, house.clock)
    for n, fact in enumerate(offices_and_plans()):
        add(house.store, fact, f"fact-{n}")
    monkeypatch.setattr(Runner, "_take_whole_or_apart", never)
    run_out(Runner(house.store, house.read_models, PROJECTIONS, house.clock), size)
    monkeypatch.undo()

    assert check(house.store, house.read_models, PROJECTIONS, house.clock) == []


def never(runner: Runner, facts: Facts, followed: Sequence[Following]) -> None:
    raise AssertionError(f"{facts} of {followed} were not taken at once")


@ON_POSTGRESQL
def test_no_row_of_any_event_is_refused_for_the_way_it_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []
    real = type(house.read_models).keep

    def kept(self: ReadModels, known: Sequence[Tracked], position: int, changes: Sequence[Change]) -> None:
        try:
            real(self, known, position, changes)
        except NotKept as misfit:
            refused.append(misfit.__cause__)
            raise

    monkeypatch.setattr(type(house.read_models), "keep", kept)
    open_read_models(house.store, house.read_models, PROJECTIONS, house.clock)
    for n, fact in enumerate(life()):
        add(house.store, fact, f"fact-{n}")
    run_out(Runner(house.store, house.read_models, PROJECTIONS, house.clock), 1)

    assert refused == []


@ON_POSTGRESQL
def test_a_lost_connection_is_made_again(house: House) -> None:
    runner = house.opened(tally())
    form(house.store, 1)
    run_out(runner)
    with house.read_models.read() as db:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        db.execute(text(f"{others} AND datname = current_database()"))
    form(house.store, 2)
    run_out(runner)

    assert house.counted() == {"people-a": 2}


@ON_POSTGRESQL
def test_a_child_process_keeps_by_a_connection_of_its_own(house: House) -> None:
    """And leaves that of its parent as it is."""
    runner = house.opened(tally())
    form(house.store, 1)
    run_out(runner)

    def child() -> int:
        form(house.store, 2)
        run_out(house.opened(tally()))
        return os.getpid()

    assert hands.together([child]) != [os.getpid()]
    form(house.store, 3)
    run_out(runner)
    assert house.counted() == {"people-a": 3}


def test_rows_are_known_from_turn_to_turn_and_read_where_they_are_not(house: House) -> None:
    form(house.store, 1, 2)
    run_out(house.opened(tally()))
    form(house.store, 3)
    late = house.opened(tally())
    run_out(late)
    form(house.store, 4)
    run_out(late)

    assert house.counted() == {"people-a": 4}
