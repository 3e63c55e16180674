"""A ring that is on record: no figure is lost or counted twice, and undone, all counts as it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from application.projections import PROJECTIONS
from application.projections.opening import make
from application.projections.rebuild import Rebuild
from application.projections.rollup import tops
from application.projections.rollup_counts import counts, offices
from application.projections.runner import Runner
from domain.people.events import OfficeMoved, OrganisationRegistered
from infrastructure.clock import SimulatedClock
from infrastructure.readmodels import SQLiteReadModels
from tests.domain.small_office import drafted, logged, submitted
from tests.histories.test_read_models import InShares, in_batches_of, rebuilt, says
from tests.projections.test_due_ledger import APPROVED
from tests.telling import NOON, Told, record, told

ZONE = {"zone": "Europe/Kyiv", "language": "uk"}
Stands = dict[str, str]


def opened(office: str, above: str | None = None) -> Told:
    return told(
        OrganisationRegistered(organisation=office, title=office, above=above, **ZONE), organisation=office
    )


def moved(office: str, above: str | None) -> Told:
    return told(
        OfficeMoved(above=above, was=None, since=date(2021, 2, 1), basis="наказ"), organisation=office
    )


def plan_of(office: str) -> list[Told]:
    facts = (drafted, submitted, APPROVED)
    return [told(fact, stream=f"plan-{office}", organisation=office) for fact in facts]


def deed_of(office: str, execution: str) -> Told:
    done = logged(execution, "m2", quantity=Decimal(1))
    return told(done, stream=f"plan-{office}", organisation=office)


def told_of(life: list[Told]) -> tuple[dict[str, int], Stands, list[str]]:
    """Rows counted for the quarter by office; under which office each is counted; the tops."""
    read_models, store = SQLiteReadModels(None), record(life)
    make(store, read_models, PROJECTIONS, again=True)
    in_batches_of(1)(Runner(store, read_models, PROJECTIONS, SimulatedClock(NOON)))
    with read_models.read() as db:
        found = db.execute(select(counts).where(counts.c.period == "2021Q1")).mappings().all()
        above = {r.organisation: r.above for r in db.execute(select(offices))}
        found_tops = tops(db)
    read_models.close()
    rows = dict.fromkeys(above, 0)
    for row in found:
        assert row["rows"] > 0
        if row["node"] in rows:
            rows[row["node"]] += row["rows"]
    return rows, above, found_tops


TWO = [opened("p"), opened("q"), *plan_of("p")]
RING = [*TWO, moved("p", "q"), moved("q", "p"), deed_of("p", "e1")]
BY_OPENING = [opened("p", "q"), *plan_of("p"), opened("q", "p"), deed_of("p", "e1")]
WHOLE = told_of(TWO)[0]["p"]
DEEP = [opened(f"o{n}", f"o{n - 1}" if n else None) for n in range(24)]


@pytest.mark.parametrize("life", [RING, BY_OPENING], ids=["moved", "opened"])
def test_in_a_ring_one_office_stays_a_top_and_each_row_is_counted_once(life: list[Told]) -> None:
    rows, above, found_tops = told_of(life)
    assert rows == {"p": WHOLE, "q": WHOLE}
    assert above == {"p": "q", "q": ""}
    assert found_tops == ["q"]


@pytest.mark.parametrize(
    ("undone", "rows", "above"),
    [
        ([moved("q", None)], {"p": WHOLE, "q": WHOLE}, {"p": "q", "q": ""}),
        ([moved("p", None)], {"p": WHOLE, "q": 0}, {"p": "", "q": "p"}),
        ([moved("q", None), moved("p", None)], {"p": WHOLE, "q": 0}, {"p": "", "q": ""}),
    ],
)
def test_undone_the_offices_count_as_they_stand(
    undone: list[Told], rows: dict[str, int], above: Stands
) -> None:
    assert told_of([*RING, *undone])[:2] == (rows, above)


def test_a_region_of_more_levels_than_may_be_is_counted_up_to_its_top() -> None:
    rows, _, found_tops = told_of([*DEEP, *plan_of("o23"), deed_of("o23", "e1")])
    assert set(rows.values()) == {WHOLE}
    assert found_tops == ["o0"]


@pytest.mark.parametrize(
    "life",
    [
        RING,
        BY_OPENING,
        [*RING, moved("p", None), deed_of("p", "e2")],
        [*DEEP[:12], opened("x"), *plan_of("x"), *DEEP[12:], moved("x", "o23"), deed_of("x", "e1")],
    ],
    ids=["ring", "opened", "undone", "deep"],
)
def test_a_rebuild_says_what_is_there_live_in_whatever_batches(life: list[Told]) -> None:
    store = record(life)
    live = says(store, Runner, in_batches_of(1))
    assert live["parked"] == []
    assert says(store, Runner, in_batches_of(400)) == live
    assert says(store, Rebuild, rebuilt) == live
    assert says(store, Rebuild, rebuilt, InShares()) == live
