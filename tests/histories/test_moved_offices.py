"""Random lives of a region whose offices are moved about: a node counts what the offices below it count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from application.projections import PROJECTIONS
from application.projections.opening import make
from application.projections.rebuild import Rebuild
from application.projections.rollup_counts import counted, counts
from application.projections.runner import Runner
from domain.people.events import OfficeMoved, OrganisationRegistered
from infrastructure.clock import SimulatedClock
from infrastructure.readmodels import SQLiteReadModels
from tests.domain.small_office import drafted, logged, submitted
from tests.histories.test_read_models import InShares, in_batches_of, rebuilt, says
from tests.projections.test_due_ledger import APPROVED
from tests.telling import NOON, Told, record, told

OFFICES = ("north", "south", "lipky", "bir", "hai")
WITH_PLANS = ("lipky", "bir", "hai", "south")
ZONE = {"zone": "Europe/Kyiv", "language": "uk"}
Above = dict[str, str]


def chain(above: Mapping[str, str], office: str) -> list[str]:
    found = [office]
    while above.get(found[-1]):
        found.append(above[found[-1]])
    return found


@some.composite
def lives(draw: some.DrawFn) -> tuple[list[Told], Above]:
    """Plans in force in four offices; then moves and deeds, one after another, never under oneself."""
    life = [
        told(OrganisationRegistered(organisation=o, title=o, above=None, **ZONE), organisation=o)
        for o in OFFICES
    ]
    for office in WITH_PLANS:
        facts = (drafted, submitted, APPROVED)
        life += [told(fact, stream=f"plan-{office}", organisation=office) for fact in facts]
    above: Above = {}
    for n in range(draw(some.integers(1, 14))):
        office = draw(some.sampled_from(OFFICES))
        if draw(some.booleans()):
            new = draw(some.sampled_from(["", *OFFICES]))
            if new and office in chain(above, new):
                continue
            was, above[office] = above.get(office, ""), new
            moved = OfficeMoved(above=new or None, was=was or None, since=date(2021, 2, 1), basis="наказ")
            life.append(told(moved, organisation=office))
        elif office in WITH_PLANS:
            deed = logged(f"e{n}", draw(some.sampled_from(["m1", "m2"])), quantity=Decimal(n % 3 + 1))
            life.append(told(deed, stream=f"plan-{office}", organisation=office))
    return life, above


def counters(life: list[Told]) -> tuple[dict[tuple[str, str, str], tuple], list]:
    """What the counters of offices say, and the rows that they count."""
    read_models = SQLiteReadModels(None)
    store = record(life)
    make(store, read_models, PROJECTIONS, again=True)
    in_batches_of(5)(Runner(store, read_models, PROJECTIONS, SimulatedClock(NOON)))
    with read_models.read() as db:
        told_of = db.execute(select(counts).where(~counts.c.node.contains("/"))).mappings().all()
        rows = db.execute(select(counted)).mappings().all()
    read_models.close()
    said = {(r["node"], r["period"], r["course"]): (r["rows"], r["planned"], r["done"]) for r in told_of}
    return said, list(rows)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(told_of=lives())
def test_after_any_moves_a_node_counts_what_its_own_offices_count(told_of: tuple[list[Told], Above]) -> None:
    life, above = told_of
    said, rows = counters(life)
    wanted: dict[tuple[str, str, str], tuple] = {}
    for row in rows:
        for node in chain(above, row["organisation"]):
            key = (node, row["period"], row["course"])
            number, planned, done = wanted.get(key, (0, Decimal(), Decimal()))
            wanted[key] = (number + 1, planned + row["planned"], done + row["done"])
    assert said == wanted
    assert rows


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(told_of=lives())
def test_after_any_moves_a_rebuild_says_what_is_there_live(told_of: tuple[list[Told], Above]) -> None:
    store = record(told_of[0])
    live = says(store, Runner, in_batches_of(1))
    assert says(store, Runner, in_batches_of(400)) == live
    assert says(store, Rebuild, rebuilt) == live
    assert says(store, Rebuild, rebuilt, InShares()) == live
    assert live["rollup_counts"]
    assert live["parked"] == []
