"""Does a roll-up say what the offices' own reports say, each row once, whatever came in between?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from application.projections import rollup
from application.projections.rollup import below, rolled_up
from domain.messages import Event
from domain.people.events import OrganisationRegistered
from domain.plan.document import Additivity
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionRetracted,
    IndicatorReported,
    MeasureCancelled,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    ShortfallExplained,
)
from domain.report.compile import compile_report
from domain.report.shapes import AsOf, QuarterlyReport, State, Verdict
from tests.domain.quarter import ZONE, in_force, office, plan_of
from tests.domain.small_office import (
    AS_NEEDED,
    DASHED,
    JANUARY_ONLY,
    MONTHLY,
    PAIR,
    STOCK,
    by_month,
    logged,
    measure,
    number,
)
from tests.dsl import read_model_of
from tests.telling import Told, told

QUARTER, WHO = "2021Q1", "clerk-education"
APPROVED = datetime(2021, 1, 5, 9, tzinfo=UTC)
PART = measure("m7", title="у т.ч. онлайн", relation="included_in", parent="1.1", target=number(2))
SHARE = measure("m8", due=by_month(m02=4, m03=2), target=number(6), additivity=Additivity.INCLUDED)
FLOW = measure("m9", target=number(30))
ROWS = (MONTHLY, JANUARY_ONLY, AS_NEEDED, PAIR, STOCK, DASHED, PART, SHARE, FLOW)
SUMMABLE = ("m1", "m2", "m7", "m8", "m9", "m6")
COUNTRY = {"country": None, "north": "country", "south": "country", "a": "north", "b": "north", "c": "south"}
SAME = {
    "complete": (State.COMPLETE, State.LATE),
    "short": (State.BEHIND, State.NOT_DONE, State.CARRIED),
    "overdue": (State.OVERDUE,),
    "on track": (State.ON_TRACK,),
    "waiting": (State.NOT_STARTED,),
    "silent": (State.NOT_REPORTED,),
    "unplanned": (State.UNPLANNED,),
    "none": (State.NOT_PLANNED,),
    "cancelled": (State.CANCELLED,),
}
AS_REPORTED = {
    "complete": (Verdict.DONE, Verdict.OVERFULFILLED, Verdict.STANDING, Verdict.NO_NEED),
    "short": (Verdict.PARTLY, Verdict.NOT_DONE, Verdict.CARRIED),
    "overdue": (Verdict.OVERDUE,),
    "on track": (Verdict.ON_TRACK,),
    "waiting": (Verdict.NOT_STARTED, Verdict.NOT_DUE),
    "silent": (Verdict.NOT_REPORTED,),
    "unplanned": (Verdict.UNPLANNED,),
    "none": (Verdict.NOT_PLANNED, Verdict.NOT_ASSIGNED),
    "cancelled": (Verdict.CANCELLED,),
}


def registered(*, turned: bool = False) -> list[Told]:
    """From the country down; ``turned``: those above join last."""
    offices = [
        told(OrganisationRegistered(organisation=o, title=o, zone=str(ZONE), language="uk", above=above))
        for o, above in COUNTRY.items()
    ]
    return offices[::-1] if turned else offices


def lived(lot: random.Random) -> Iterator[tuple[Event, datetime]]:
    """A plan drafted and approved, and whatever may come after; each with the moment of its recording."""
    rows = [row for row in ROWS if lot.random() < 0.8] or [FLOW]
    known = {row.id for row in rows}
    for event in in_force(plan_of(*rows)):
        yield event, APPROVED
    done: dict[str, str] = {}
    moment = APPROVED
    for n in range(lot.randrange(30)):
        moment += timedelta(days=lot.randrange(5))
        yield from ((event, moment) for event in something(lot, n, known, done))
    if lot.random() < 0.5:
        yield PeriodClosed(period=QUARTER, silent=(), person="planner"), moment + timedelta(days=3)
        for event in something(lot, 99, known, done):
            yield event, moment + timedelta(days=9)
        if lot.random() < 0.5:
            yield PeriodReopened(period=QUARTER, reason="р", person="director"), moment + timedelta(days=10)
            for event in something(lot, 100, known, done):
                yield event, moment + timedelta(days=11)


def something(lot: random.Random, n: int, known: set[str], done: dict[str, str]) -> Iterator[Event]:
    day = date(2021, 1, 4) + timedelta(days=lot.randrange(100))
    row = lot.choice(sorted(known))
    match lot.randrange(9):
        case 8 if lot.random() < 0.3:
            yield MeasureCancelled(measure=row, reason="р", person="director")
        case 0 if row in ("m3", "m1"):
            yield NilDeclared(measure=row, period=lot.choice((QUARTER, "2021-02")), person=WHO)
        case 1:
            yield ShortfallExplained(
                measure=row, period=QUARTER, reason="р", new_term=lot.choice(("", "квітень")), person=WHO
            )
        case 2 if done:
            execution = lot.choice(sorted(done))
            yield ExecutionCorrected(
                execution=execution,
                measure=done[execution],
                done_on=day,
                quantity=Decimal(2),
                reason="р",
                person=WHO,
            )
        case 3 if done:
            execution, of = done.popitem()
            yield ExecutionRetracted(execution=execution, measure=of, reason="р", person=WHO)
        case 4 if "m5" in known:
            yield IndicatorReported(measure="m5", on=day, value=Decimal(lot.randrange(60)), person=WHO)
        case 5 if "m4" in known:
            pair = (Decimal(lot.randrange(2)), Decimal(1))
            yield logged(f"p{n}", measure="m4", done_on=day, quantity=None, parts=pair)
        case _ if row in SUMMABLE:
            done[f"e{n}"] = row
            amount = lot.choice((None, Decimal(1), Decimal("2.5"), Decimal(12)))
            yield logged(f"e{n}", measure=row, done_on=day, quantity=amount)


def reported(plan: str, facts: list[tuple[Event, datetime]], today: datetime) -> QuarterlyReport:
    history = [(n, event, at.astimezone(ZONE).date()) for n, (event, at) in enumerate(facts, 1)]
    return compile_report(plan, history, office(), QUARTER, AsOf(100, today))


def as_reported(reports: list[QuarterlyReport]) -> dict[str, int]:
    said = Counter[Verdict]()
    for report in reports:
        said.update(dict(report.verdicts))
    return {name: sum(said[v] for v in verdicts) for name, verdicts in AS_REPORTED.items()}


@pytest.mark.parametrize("seed", range(60))
def test_every_level_is_the_sum_of_the_reports_of_its_offices(seed: int) -> None:
    lot = random.Random(seed)
    lives = {o: list(lived(lot)) for o in ("a", "b", "c", "north")}
    facts = registered(turned=seed % 2 == 1)
    for o, life in lives.items():
        facts += [told(event, stream=f"plan-{o}", organisation=o, at=at) for event, at in life]
    today = datetime(2021, 1, 10, 18, tzinfo=ZONE) + timedelta(days=lot.randrange(110))
    reports = {o: reported(o, life, today) for o, life in lives.items()}
    with read_model_of(rollup.projection, facts) as db:
        for node, members in {
            "country": ("a", "b", "c", "north"),
            "north": ("a", "b", "north"),
            "south": ("c",),
            "a": ("a",),
        }.items():
            shown = rolled_up(db, node, QUARTER, today.date())
            own = [reports[member] for member in members]
            counted = {name: sum(shown.states.get(s, 0) for s in states) for name, states in SAME.items()}
            assert counted == as_reported(own), node
            assert shown.measures == sum(len(report.rows) for report in own)
            assert shown.planned == sum(report.total.planned for report in own)
            assert shown.done == sum(report.total.actual for report in own)


def test_offices_that_join_before_those_above_them_are_counted_above_all_the_same() -> None:
    plan = [told(event, stream="plan-a", organisation="a") for event in in_force(plan_of(FLOW))]
    offices = {fact.event.organisation: fact for fact in registered()}  # type: ignore[attr-defined]
    facts = [offices["a"], *plan, offices["north"], offices["country"]]
    with read_model_of(rollup.projection, facts) as db:
        assert rolled_up(db, "country", QUARTER, date(2021, 2, 1)).measures == 1


def test_a_unit_and_the_offices_below_are_told_apart() -> None:
    facts = registered()
    for o in ("a", "b"):
        facts += [told(e, stream=f"plan-{o}", organisation=o) for e in in_force(plan_of(FLOW, STOCK, PART))]
    with read_model_of(rollup.projection, facts) as db:
        assert [(s.node, s.measures) for s in below(db, "north", QUARTER, date(2021, 2, 1))] == [
            ("a", 3),
            ("b", 3),
        ]
        [unit] = below(db, "a", QUARTER, date(2021, 2, 1))
        assert (unit.node, unit.measures, unit.planned) == ("a/education", 3, 30)


def test_a_state_moves_with_the_day_though_nothing_is_put_on_record() -> None:
    facts = registered()
    facts += [told(e, stream="plan-a", organisation="a") for e in in_force(plan_of(JANUARY_ONLY))]
    shown = {}
    with read_model_of(rollup.projection, facts) as db:
        for day in (date(2021, 1, 20), date(2021, 2, 20), date(2021, 4, 1)):
            shown[day.month] = [*rolled_up(db, "country", QUARTER, day).states]
    assert shown == {1: [State.NOT_STARTED], 2: [State.OVERDUE], 4: [State.NOT_REPORTED]}


def test_done_in_time_and_done_late_are_two_states() -> None:
    for day, state in ((date(2021, 1, 28), State.COMPLETE), (date(2021, 2, 10), State.LATE)):
        life = [*in_force(plan_of(JANUARY_ONLY)), logged(measure="m2", done_on=day)]
        facts = registered() + [told(e, stream="plan-a", organisation="a") for e in life]
        with read_model_of(rollup.projection, facts) as db:
            assert [*rolled_up(db, "a", QUARTER, date(2021, 3, 1)).states] == [state]
