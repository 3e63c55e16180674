"""What happens to the world when one projection cannot take one fact of one stream?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from application.ports import Recorded, Unreadable, UnreadableFact
from application.projections import quarantine
from application.projections.base import Projection
from application.projections.rebuild import check, rebuild
from application.projections.rows import Row, Rows
from application.projections.tracking import skipped
from domain.people.events import UnitFormed
from tests.projections.conftest import House
from tests.projections.tally import form, tally, units
from tests.projections.test_runner import run_out


def choking_on(unit: str) -> Projection:
    projection = tally()
    whole = projection.handlers[UnitFormed]

    @projection.on(UnitFormed)
    def _(rows: Rows, e: UnitFormed, r: Recorded) -> None:
        if e.unit == unit:
            raise ValueError("what is this?")
        whole(rows, e, r)

    return projection


def refused_by_the_database(unit: str) -> Projection:
    projection = tally()
    whole = projection.handlers[UnitFormed]

    @projection.on(UnitFormed)
    def _(rows: Rows, e: UnitFormed, r: Recorded) -> None:
        whole(rows, e, r)
        if e.unit == unit:
            rows.put(units, office=r.stream, unit=e.unit, title=None)

    return projection


def unfinished(unit: str) -> Projection:
    projection = tally()

    @projection.finishes_rows_of(units)
    def _(row: Row) -> dict[str, str]:
        if row["unit"] == unit:
            raise ValueError("what follows from this?")
        return {}

    return projection


CHOKES = [choking_on("u2"), refused_by_the_database("u2"), unfinished("u2")]
KINDS = ["a handler", "the database", "a row that cannot be finished"]


def parked(house: House) -> list[tuple[str, str, int, int]]:
    with house.read_models.read() as db:
        return [(p.projection, p.stream, p.position, p.waiting) for p in quarantine.parked_streams(db)]


def told_with_trouble(house: House, projection: Projection) -> None:
    """Office a: 1, 2 (the one that chokes), 3; office b in between and afterwards."""
    form(house.store, 1, 2)
    form(house.store, 1, office="b")
    form(house.store, 3)
    form(house.store, 3, office="b")
    run_out(house.opened(projection), 10)


def retry(house: House, projection: Projection) -> quarantine.Released:
    return quarantine.retry(house.store, house.read_models, projection, "people-a", house.clock)


@pytest.mark.parametrize("projection", CHOKES, ids=KINDS)
def test_one_stream_stands_aside_and_the_world_goes_on(house: House, projection: Projection) -> None:
    told_with_trouble(house, projection)

    assert house.counted() == {"people-a": 1, "people-b": 2}
    assert parked(house) == [("tally", "people-a", 2, 1)]


@pytest.mark.parametrize("projection", CHOKES, ids=KINDS)
def test_a_rebuild_parks_the_same_stream_and_waits_for_the_same_facts(
    house: House, projection: Projection
) -> None:
    told_with_trouble(house, projection)
    before = house.counted(), parked(house)
    rebuild(house.store, house.read_models, [projection], house.clock)

    assert (house.counted(), parked(house)) == before


def test_what_comes_later_to_a_parked_stream_waits_and_is_counted(house: House) -> None:
    told_with_trouble(house, choking_on("u2"))
    form(house.store, 4, 5)
    run_out(house.opened(choking_on("u2")))

    assert parked(house) == [("tally", "people-a", 2, 3)]


@pytest.mark.parametrize("projection", CHOKES, ids=KINDS)
def test_after_the_cure_a_retry_takes_all_that_waited(house: House, projection: Projection) -> None:
    told_with_trouble(house, projection)
    released = retry(house, tally())

    assert released == quarantine.Released(taken=2)
    assert house.counted() == {"people-a": 3, "people-b": 2}
    assert parked(house) == []


def test_a_retry_without_a_cure_changes_nothing(house: House) -> None:
    told_with_trouble(house, choking_on("u2"))
    released = retry(house, choking_on("u2"))

    assert released == quarantine.Released(taken=0, error="ValueError: what is this?")
    assert house.counted() == {"people-a": 1, "people-b": 2}
    assert parked(house) == [("tally", "people-a", 2, 1)]


def test_a_retry_that_gets_further_parks_the_stream_there(house: House) -> None:
    told_with_trouble(house, choking_on("u2"))

    assert retry(house, choking_on("u3")).taken == 1
    assert house.counted() == {"people-a": 2, "people-b": 2}
    assert parked(house) == [("tally", "people-a", 4, 0)]


def test_a_runner_that_keeps_rows_sees_what_a_retry_changed(house: House) -> None:
    projection = choking_on("u2")
    form(house.store, 1, 2, 3)
    runner = house.opened(projection)
    run_out(runner, 10)
    projection.handlers.update(tally().handlers)
    retry(house, projection)
    form(house.store, 4)
    run_out(runner, 10)

    assert house.counted() == {"people-a": 4}


def test_a_skipped_fact_is_left_out_for_good_with_its_reason(house: House) -> None:
    projection = choking_on("u2")
    told_with_trouble(house, projection)
    released = quarantine.skip(
        house.store, house.read_models, projection, "people-a", "typed twice", house.clock
    )

    assert released == quarantine.Released(taken=1)
    assert house.counted() == {"people-a": 2, "people-b": 2}
    assert check(house.store, house.read_models, [projection], house.clock) == []
    with house.read_models.read() as db:
        assert db.scalars(select(skipped.c.reason)).all() == ["typed twice"]


def test_a_rebuild_parks_what_cannot_be_taken_still_and_frees_what_can(house: House) -> None:
    told_with_trouble(house, choking_on("u2"))
    form(house.store, 4)
    rebuild(house.store, house.read_models, [choking_on("u4")], house.clock)
    still = parked(house)
    rebuild(house.store, house.read_models, [tally()], house.clock)

    assert still == [("tally", "people-a", 6, 0)]
    assert parked(house) == []
    assert house.counted() == {"people-a": 4, "people-b": 2}


class Torn:
    """The record as it is, but for one row that today's code cannot read."""

    def __init__(self, house: House, position: int, name: str) -> None:
        self.real, self.position, self.name = house.store, position, name

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def log(self, after: int, limit: int = 1000, **how: bool) -> Sequence[Recorded | Unreadable]:
        return [
            self._torn(fact) if fact.position == self.position else fact
            for fact in self.real.log(after, limit, **how)
        ]

    def stream(self, name: str, *, after: int = 0, up_to: int | None = None) -> Sequence[Recorded]:
        facts = self.real.stream(name, after=after, up_to=up_to)
        for fact in facts:
            if fact.position == self.position:
                raise UnreadableFact(self._torn(fact))
        return facts

    def _torn(self, fact: Recorded | Unreadable) -> Unreadable:
        return Unreadable(fact.stream, fact.version, fact.position, self.name, "no such fact")


def test_a_fact_that_cannot_be_read_parks_its_stream(house: House) -> None:
    record = house.store
    form(record, 1, 2, 3)
    form(record, 1, office="b")
    house.store = Torn(house, 2, "people.vanished")  # type: ignore[assignment]
    run_out(house.opened(tally()))
    before, unread = parked(house), retry(house, tally())
    house.store = record

    assert before == [("tally", "people-a", 2, 1)]
    assert unread == quarantine.Released(taken=0, error="no such fact")
    assert retry(house, tally()).taken == 2
    assert house.counted() == {"people-a": 3, "people-b": 1}


def test_an_unreadable_fact_of_another_kind_of_stream_is_none_of_its_business(house: House) -> None:
    form(house.store, 1, 2, 3)
    house.store = Torn(house, 2, "plan.vanished")  # type: ignore[assignment]
    run_out(house.opened(tally()))

    assert parked(house) == []
