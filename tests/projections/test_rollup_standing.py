"""Do the counters of many offices add up to the same on SQLite and on PostgreSQL?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import insert

from application.projections.opening import open_read_models
from application.projections.rollup import below, projection, rolled_up
from application.projections.rollup_counts import counts, offices
from domain.report.shapes import State
from tests.projections.conftest import House

FEBRUARY = date(2021, 2, 10)
OFFICES = tuple(f"o{n}" for n in range(120))
TURNS = "not-started 2021-02-01 overdue 2021-04-01 not-reported"
"""Gone by in February."""


def counted(node: str, period: str, course: str, rows: int, planned: str, done: str) -> dict[str, object]:
    sums = {"planned": Decimal(planned), "done": Decimal(done)}
    return {"node": node, "period": period, "course": course, "rows": rows, **sums}


def filled(house: House) -> None:
    open_read_models(house.store, house.read_models, [projection], house.clock)
    above = {"region": "", "elsewhere": "region", "empty": "region"} | dict.fromkeys(OFFICES, "region")
    found = [
        {"organisation": id, "title": f"Office {id}", "above": over, "zone": "UTC"}
        for id, over in above.items()
    ]
    rows = [
        row
        for id in OFFICES
        for row in (
            counted(id, "2021Q1", "complete", 3, "1.5", "0.125"),
            counted(id, "2021Q1", TURNS, 2, "2", "1"),
            counted(id, "2021Q2", "complete", 50, "70", "70"),
            counted(f"{id}/unit", "2021Q1", "complete", 3, "1.5", "0.125"),
        )
    ]
    with house.read_models.write() as db:
        db.execute(insert(offices), found)
        db.execute(insert(counts), [*rows, counted("stranger", "2021Q1", "complete", 9, "9", "9")])


def test_each_office_below_stands_by_its_own_counters(house: House) -> None:
    filled(house)
    with house.read_models.read() as db:
        shown = {one.node: one for one in below(db, "region", "2021Q1", FEBRUARY)}
        assert [*shown] == sorted([*OFFICES, "elsewhere", "empty"])
        assert {shown[id].measures for id in OFFICES} == {5}
        one = shown["o7"]
        assert (one.title, one.measures, one.planned, one.done) == (
            "Office o7",
            5,
            Decimal("3.5"),
            Decimal("1.125"),
        )
        assert dict(one.states) == {State.COMPLETE: 3, State.OVERDUE: 2}
        assert (shown["empty"].measures, shown["empty"].planned, dict(shown["empty"].states)) == (0, 0, {})


def test_a_unit_below_an_office_and_the_office_alone(house: House) -> None:
    filled(house)
    with house.read_models.read() as db:
        [unit] = below(db, "o7", "2021Q1", FEBRUARY)
        assert (unit.node, unit.measures, unit.done) == ("o7/unit", 3, Decimal("0.125"))
        alone = rolled_up(db, "o7", "2021Q1", date(2021, 4, 10))
        assert dict(alone.states) == {State.COMPLETE: 3, State.NOT_REPORTED: 2}
