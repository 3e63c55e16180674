"""Random lives of plans: however many facts a read model takes at once, live or rebuilt, it says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from application.ports import EventStore, Share
from application.projections import PROJECTIONS, due_ledger
from application.projections.opening import make
from application.projections.quarantine import parked_streams
from application.projections.rebuild import Rebuild
from application.projections.runner import Runner
from application.projections.shares import dealt
from domain.messages import Event
from domain.notice.events import NoticeRaised
from domain.people.events import OrganisationRegistered, PositionCreated
from domain.plan.document import Executor
from domain.plan.events import (
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    MeasureCancelled,
    MeasureHandedOver,
    NilDeclared,
    PeriodClosed,
    PeriodReopened,
    PlanRedrafted,
)
from infrastructure.clock import SimulatedClock
from infrastructure.readmodels import SQLiteReadModels
from tests.domain.small_office import DOCUMENT, drafted, logged, submitted
from tests.projections.many_plans import offices_and_plans
from tests.projections.test_due_ledger import APPROVED
from tests.telling import NOON, Told, record, told

Says = dict[str, Any]
Way = Callable[[Runner | Rebuild], object]
MEASURES = [measure.id for measure in DOCUMENT.measures]
DAYS = some.integers(0, 120).map(lambda n: date(2021, 1, 1) + timedelta(days=n))
AMOUNTS = some.integers(0, 6).map(lambda n: Decimal(n) / 2)
WHO = {"person": "clerk-education"}
WHY = {**WHO, "reason": "так"}
MANY = 400
T = TypeVar("T")


@some.composite
def happens(draw: some.DrawFn, plan: str) -> Event:
    """Something that befalls a plan in force. Now and then it speaks of a record that nobody made."""
    measure, on, amount = draw(some.sampled_from(MEASURES)), draw(DAYS), draw(AMOUNTS)
    execution = f"e{draw(some.integers(1, 6))}"
    deed = {"execution": execution, "measure": measure}
    due = draw(some.sampled_from(APPROVED.schedule))
    notice = NoticeRaised(
        organisation="lipky",
        recipient="head-education",
        kind=draw(some.sampled_from(["reminder", "due-today", "overdue", "escalation", "plan-approved"])),
        subject=f"{plan}/{due.measure}/{due.key}",
        due_version=f"{draw(some.integers(1, 10**9))}",
        plan=plan,
        measure=due.measure,
    )
    facts = [
        logged(execution, measure, done_on=on, quantity=amount),
        logged(execution, measure, done_on=on, quantity=amount),
        ExecutionCorrected(**deed, **WHY, done_on=on, quantity=amount),
        ExecutionRetracted(**deed, **WHY),
        NilDeclared(measure=measure, period="2021-01", **WHO),
        IndicatorReported(measure=measure, on=on, value=amount, **WHO),
        MeasureHandedOver(measure=measure, to="unit:bureau", **WHY),
        PeriodClosed(period="2021Q1", silent=(), **WHO),
        PeriodReopened(period="2021Q1", **WHY),
        MeasureCancelled(measure=measure, **WHY),
        notice,
        notice,
    ]
    return draw(some.sampled_from(facts))


@some.composite
def lives(draw: some.DrawFn) -> list[Told]:
    """Three plans side by side, each drafted, submitted, approved and then carried out."""
    plans = [f"p{n}" for n in range(3)]
    began = [told(fact, stream=f"plan-{plan}") for fact in (drafted, submitted, APPROVED) for plan in plans]
    later: list[Told] = []
    for n, plan in enumerate(draw(some.lists(some.sampled_from(plans), max_size=25))):
        fact = draw(happens(plan))
        stream = "" if isinstance(fact, NoticeRaised) else f"plan-{plan}"
        later.append(told(fact, stream=stream, at=NOON + timedelta(hours=7 * n)))
    return began + later


def in_batches_of(size: int) -> Way:
    def take(runner: Runner | Rebuild) -> None:
        assert isinstance(runner, Runner)
        while runner.advance(size):
            pass

    return take


def rebuilt(work: Runner | Rebuild) -> None:
    assert isinstance(work, Rebuild)
    work.fill()
    work.swap()


class InShares(SQLiteReadModels):
    """Three that take their shares one after the other, in this process; ``told`` says how each ended."""

    def __init__(self) -> None:
        super().__init__(None)
        self.told: list[object] = []

    def hands(self, facts: int) -> int:
        return 3

    def together(self, works: Sequence[Callable[[], T]]) -> list[T]:
        done = [work() for work in works]
        self.told += done
        return done


def says(
    store: EventStore,
    kind: Callable[..., Runner | Rebuild],
    way: Way,
    read_models: SQLiteReadModels | None = None,
) -> Says:
    """All rows of all read models, and which streams stand aside."""
    read_models, clock = read_models or SQLiteReadModels(None), SimulatedClock(NOON)
    make(store, read_models, PROJECTIONS, again=True)
    way(kind(store, read_models, PROJECTIONS, clock))
    with read_models.read() as db:
        rows = {
            table.name: sorted(map(repr, db.execute(select(table))))
            for projection in PROJECTIONS
            for table in projection.tables
        }
        rows["parked"] = sorted(map(repr, parked_streams(db)))
    read_models.close()
    return rows


def all_say_the_same(life: list[Told]) -> None:
    store = record(life)
    first = says(store, Runner, in_batches_of(1))
    assert first["due_ledger"]
    assert says(store, Runner, in_batches_of(7)) == first
    assert says(store, Runner, in_batches_of(MANY)) == first
    assert says(store, Rebuild, rebuilt) == first
    assert says(store, Rebuild, rebuilt, InShares()) == first


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=lives())
def test_live_in_any_batches_and_rebuilt_say_the_same(life: list[Told]) -> None:
    all_say_the_same(life)


def test_a_rebuild_that_folds_what_cannot_be_reckoned_takes_the_rest_all_the_same() -> None:
    """The row is reckoned for a later fact, while folding and not while writing: nothing is written yet."""
    pair, other = logged("e2", "m4"), NilDeclared(measure="m1", period="2021-01", **WHO)
    strange = ExecutionRetracted(execution="e3", measure="m5", **WHY)
    again = PeriodReopened(period="2021Q1", **WHY)
    began = [told(fact, stream=f"plan-{p}") for fact in (drafted, submitted, APPROVED) for p in ("p0", "p1")]
    later = [told(fact, stream="plan-p0") for fact in (pair, pair, other, strange, again)]
    store = record([*began, *later])
    first = says(store, Runner, in_batches_of(1))
    assert (first["parked"] != [], len(first["plan_board"])) == (True, 2)
    all_say_the_same([*began, *later])


def test_what_is_reckoned_once_for_many_facts_does_not_look_ahead() -> None:
    """The unit of a post that is created only later, and an office above that joins only later."""
    lead = Executor(raw="посада", to="position:late", lead=True)
    measures = tuple(m.model_copy(update={"executors": (lead,)}) for m in DOCUMENT.measures)
    draft = drafted.model_copy(update={"document": DOCUMENT.model_copy(update={"measures": measures})})
    post = PositionCreated(position="late", unit="bureau", title="Посада", role="executor")
    office = {"organisation": "lipky", "title": "Центр", "zone": "Europe/Kyiv", "language": "uk"}
    life = [told(fact, stream="plan-p0") for fact in (draft, submitted, APPROVED)]
    deed = told(logged("e1", "m1"), stream="plan-p0")
    all_say_the_same([*life, deed, told(post), told(OrganisationRegistered(**office, above="north")), deed])


def test_shares_told_apart_come_to_the_same_rows_of_every_projection() -> None:
    store, shared = record(offices_and_plans()), InShares()
    whole = says(store, Rebuild, rebuilt)

    assert says(store, Rebuild, rebuilt, shared) == whole
    assert shared.told == [True, True, True]
    assert whole["parked"] == []
    told_of = {"plan_board", "waiting_steps", "due_ledger", "due_deeds", "notices", "rollup_offices"}
    told_of |= {"rollup_counts", "compiled_reports", "report_closings"}
    assert not [name for name in told_of if not whole[name]]


def test_no_handler_looks_at_more_than_it_says() -> None:
    """Whoever looks at every value has all fields there; whoever does not has those that handlers name."""
    life = offices_and_plans()
    redrafted = PlanRedrafted(
        document=DOCUMENT, settled=(1,), reason="так", prepared_by="planner", author="planner"
    )
    deed = {"execution": "e1", "measure": "m1", **WHY}
    life = [
        told(drafted, stream="plan-again"),
        told(redrafted, stream="plan-again"),
        *life,
        told(ExecutionCorrected(**deed, done_on=date(2021, 2, 2), quantity=Decimal(2)), stream="plan-p0"),
        told(ExecutionRetracted(**deed), stream="plan-p0"),
    ]
    said = says(record(life), Rebuild, rebuilt)

    assert said == says(record(life), partial(Rebuild, checked=True), rebuilt)
    assert said["parked"] == []


def test_the_trial_catches_a_handler_that_looks_at_more(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = due_ledger.projection.reads
    monkeypatch.setitem(reads, ExecutionLogged, reads[ExecutionLogged] - {"done_on"})
    monkeypatch.setattr("tests.histories.test_read_models.PROJECTIONS", (due_ledger.projection,))
    with pytest.raises(AssertionError):
        test_no_handler_looks_at_more_than_it_says()


def dealt_to_none(shares: list[Share]) -> None:
    shares[0] = replace(shares[0], buckets=frozenset())


def dealt_twice(shares: list[Share]) -> None:
    shares[0] = replace(shares[0], buckets=shares[0].buckets | shares[1].buckets)


def notices_stay_at_home(shares: list[Share]) -> None:
    shares[:] = [replace(share, everywhere=()) for share in shares]


@pytest.mark.parametrize("plant", [dealt_to_none, dealt_twice, notices_stay_at_home])
def test_the_trial_catches_shares_that_are_dealt_wrong(
    plant: Callable[[list[Share]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dealt_wrong(*how: Any) -> list[Share]:
        shares = dealt(*how)
        plant(shares)
        return shares

    monkeypatch.setattr("application.projections.shares.dealt", dealt_wrong)
    store = record(offices_and_plans())
    shared = InShares()
    try:
        same = says(store, Rebuild, rebuilt, shared) == says(store, Rebuild, rebuilt)
    except IntegrityError:
        return
    assert not same or not all(shared.told)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=lives())
def test_so_they_do_where_hardly_any_rows_are_kept(life: list[Told]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("application.projections.rows.KEPT", 5)
        patch.setattr("application.projections.runner.BATCH", 4)
        all_say_the_same(life)


ONE_DEED = [told(fact, stream="plan-p1") for fact in (drafted, submitted, APPROVED, logged())]


def test_the_trial_catches_what_follows_from_more_than_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[None] = []

    def by_turns(row: Any) -> dict[str, Any]:
        said.append(None)
        return {"ring": date(2021, 1, 1) + timedelta(days=len(said))}

    monkeypatch.setitem(due_ledger.projection.finishes, due_ledger.ledger, by_turns)
    with pytest.raises(AssertionError):
        all_say_the_same(ONE_DEED)


def test_the_trial_catches_a_rebuild_that_forgets_what_it_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.projections.rows.KEPT", 5)
    monkeypatch.setattr("application.projections.runner.BATCH", 1)
    monkeypatch.setattr("application.projections.rows.hash", lambda key: object(), raising=False)
    with pytest.raises(AssertionError):
        all_say_the_same(ONE_DEED)
