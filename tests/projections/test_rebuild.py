"""Is a read model what the record says, and can it be told anew while the world goes on?"""

from __future__ import annotations

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, inspect, select, update

from application.ports import Recorded
from application.projections import rebuild as rebuilding
from application.projections import tracking
from application.projections.base import Projection
from application.projections.opening import ReadModelsRefused, make, open_read_models
from application.projections.rebuild import Difference, Rebuild, check, rebuild
from application.projections.rows import Rows
from domain.people.events import UnitFormed
from tests.projections.conftest import House
from tests.projections.tally import form, offices, tally, units
from tests.projections.test_runner import run_out


def work_on(house: House) -> Rebuild:
    return Rebuild(house.store, house.read_models, [tally()], house.clock)


def checked(house: House) -> list[Difference]:
    return check(house.store, house.read_models, [tally()], house.clock)


def spoil(house: House) -> None:
    """The live table says something that no fact says."""
    with house.read_models.write() as db:
        db.execute(update(units).where(units.c.unit == "u2").values(title="Forged"))
        db.execute(units.delete().where(units.c.unit == "u3"))


@pytest.fixture
def told(house: House) -> House:
    form(house.store, 1, 2, 3)
    form(house.store, 1, office="b")
    run_out(house.opened(tally()))
    return house


def test_live_equals_rebuilt(told: House) -> None:
    assert checked(told) == []


def test_a_check_names_each_row_that_differs(told: House) -> None:
    spoil(told)
    live = {"office": "people-a", "unit": "u2", "title": "Forged"}

    assert checked(told) == [
        Difference("tally", "tally_units", ("people-a", "u2"), live, {**live, "title": "Unit 2"}),
        Difference(
            "tally",
            "tally_units",
            ("people-a", "u3"),
            None,
            {"office": "people-a", "unit": "u3", "title": "Unit 3"},
        ),
    ]


def test_a_check_leaves_everything_as_it_was(told: House) -> None:
    spoil(told)
    before = tables(told)
    checked(told)

    assert len(checked(told)) == 2
    assert tables(told) == before


def test_a_check_looks_closely_at_values_that_no_command_could_have_told(told: House) -> None:
    forged = UnitFormed.model_construct(unit="U 4", title="Forged")
    at = told.store.stream("people-a")[-1]
    mapper = told.store._now().mapper  # type: ignore[attr-defined]
    state = mapper.state(forged, at.envelope)
    row = StoredEvent("people-a", at.version + 1, forged.name, state)
    told.store._now().ledger.insert_events([row])  # type: ignore[attr-defined]
    run_out(told.opened(tally()))
    names = {(difference.table, difference.key) for difference in checked(told)}

    assert told.counted() == {"people-a": 4, "people-b": 1}
    assert names == {("tally_units", ("people-a", "U 4")), ("tally_offices", ("people-a",))}


def test_a_rebuild_mends_what_differs(told: House) -> None:
    spoil(told)
    (rebuilt,) = rebuild(told.store, told.read_models, [tally()], told.clock)

    assert rebuilt.position == 4
    assert checked(told) == []


def test_a_rebuild_can_be_done_again_and_again(told: House) -> None:
    before = tables(told)
    for _ in range(3):
        rebuild(told.store, told.read_models, [tally()], told.clock)

    assert tables(told) == before
    assert told.counted() == {"people-a": 3, "people-b": 1}
    with told.read_models.read() as db:
        assert len(inspect(db).get_indexes("tally_units")) == 1


def test_the_world_goes_on_while_a_read_model_is_rebuilt(told: House) -> None:
    live = told.opened(tally())
    run_out(live)
    work = work_on(told)
    form(told.store, 4)
    work.fill()
    form(told.store, 5, 6)
    run_out(live)
    while_rebuilding = told.counted()
    (rebuilt,) = work.swap()
    form(told.store, 7)
    run_out(live)

    assert while_rebuilding == {"people-a": 6, "people-b": 1}
    assert rebuilt.position == 7
    assert told.counted() == {"people-a": 7, "people-b": 1}
    assert checked(told) == []


def test_a_runner_that_keeps_rows_of_the_old_table_reads_them_anew_after_the_swap(told: House) -> None:
    with told.read_models.write() as db:
        db.execute(update(offices).values(units=100))
    live = told.opened(tally())
    form(told.store, 4)
    run_out(live)
    rebuild(told.store, told.read_models, [tally()], told.clock)
    form(told.store, 5)
    run_out(live)

    assert told.counted() == {"people-a": 5, "people-b": 1}


def test_the_trial_catches_a_swap_that_kept_the_generation(
    told: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def same_generation(db: Connection, old: str, new: str) -> None:
        kept = tracking.tracked(db)[new].generation
        real(db, old, new)
        table = tracking.tracking
        db.execute(update(table).where(table.c.projection == new).values(generation=kept))

    real = tracking.rename
    monkeypatch.setattr(tracking, "rename", same_generation)
    with pytest.raises(AssertionError):
        test_a_runner_that_keeps_rows_of_the_old_table_reads_them_anew_after_the_swap(told)


def test_a_rebuild_that_breaks_leaves_the_live_tables_alone(
    told: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: Rebuild) -> list[rebuilding.Rebuilt]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Rebuild, "swap", breaks)
    before = tables(told)
    with pytest.raises(KeyboardInterrupt):
        rebuild(told.store, told.read_models, [tally()], told.clock)

    assert tables(told) == before
    assert told.counted() == {"people-a": 3, "people-b": 1}


def test_a_projection_of_another_version_is_rebuilt_at_start(told: House) -> None:
    second = shouting(version=2)
    told.opened(second)

    with told.read_models.read() as db:
        assert db.scalars(select(units.c.title).order_by(units.c.title)).first() == "UNIT 1"


def shouting(version: int) -> Projection:
    projection = tally(version)

    @projection.on(UnitFormed)
    def _(rows: Rows, e: UnitFormed, r: Recorded) -> None:
        rows.put(units, office=r.stream, unit=e.unit, title=e.title.upper())

    return projection


def test_a_read_model_beyond_the_end_of_the_record_is_refused(told: House) -> None:
    with told.read_models.write() as db:
        table = tracking.tracking
        db.execute(update(table).where(table.c.projection == "tally").values(position=99))

    with pytest.raises(ReadModelsRefused) as refused:
        told.opened(tally())
    assert refused.value.code == "read-model-ahead"
    assert refused.value.facts == {"projection": "tally", "position": 99, "head": 4}


def test_a_read_model_of_another_record_is_refused(told: House) -> None:
    of_another(told)
    with pytest.raises(ReadModelsRefused) as refused:
        told.opened(tally())
    assert refused.value.code == "read-model-of-another-store"


def test_a_read_model_of_another_record_can_be_told_everything_anew(told: House) -> None:
    of_another(told)
    spoil(told)
    open_read_models(told.store, told.read_models, [tally()], told.clock, begin_again=True)
    run_out(told.opened(tally()))

    assert told.counted() == {"people-a": 3, "people-b": 1}
    assert checked(told) == []


def test_tables_are_made_once_however_many_start_together(told: House) -> None:
    make(told.store, told.read_models, [tally()], again=False)

    assert told.counted() == {"people-a": 3, "people-b": 1}


def of_another(house: House) -> None:
    with house.read_models.write() as db:
        db.execute(update(tracking.tracking).values(epoch="of-another"))


def tables(house: House) -> list[str]:
    with house.read_models.read() as db:
        return sorted(inspect(db).get_table_names())
