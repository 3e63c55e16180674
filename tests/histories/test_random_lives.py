"""Random lives of a plan: whatever is asked by whomever, the record replays and duties stay apart.

A plain dictionary plays the oracle of separation of duties; it knows nothing of the code it judges.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from application.execute import Asked, execute
from application.folding import DECIDERS, States
from application.ports import Conflict, Recorded
from domain.messages import SYSTEM, Command, Event, Refused
from domain.people import decisions as people
from domain.people.events import PersonAppointed, PersonRegistered, PositionCreated, UnitFormed
from domain.plan.decisions import approval, closing, drafting, execution, nil_and_levels
from domain.plan.events import (
    ExecutorAssigned,
    MeasureRevised,
    PlanApproved,
    PlanDrafted,
    PlanRedrafted,
    PlanReturned,
    PlanSubmitted,
    SubmissionWithdrawn,
)
from domain.run.events import Remark, StepAgreed, StepApproved
from domain.workflow.decisions import PublishDefinition
from infrastructure.eventstore.opening import open_store
from tests.domain.small_office import DOCUMENT, MONTHLY, PEOPLE, STEPS

START = datetime(2021, 1, 11, 9, tzinfo=UTC)
PERSONS = [e.person for e in PEOPLE if isinstance(e, PersonRegistered)]
ORG = {"organisation": "lipky"}
WHO = some.sampled_from(PERSONS)
STEP = some.sampled_from([s.key for s in STEPS])
MEASURE = some.sampled_from([m.id for m in DOCUMENT.measures])
SHORTER = DOCUMENT.model_copy(update={"measures": DOCUMENT.measures[1:]})
REMARKS = (Remark(text="виправити"),)


def plan(kind: type[Command], **fields: object) -> Command:
    return kind(**{"plan": "1", **fields})


@some.composite
def asked(draw: some.DrawFn) -> tuple[str, Command]:
    """A person and a command; most are refused, and that is the point."""
    who, step, measure = draw(WHO), draw(STEP), draw(MEASURE)
    day = date(2021, 1, 11) + timedelta(days=draw(some.integers(0, 60)))
    amount = Decimal(draw(some.integers(1, 4)))
    command = draw(
        some.sampled_from(
            [
                plan(drafting.DraftPlan, document=DOCUMENT),
                plan(drafting.ReviseMeasure, measure=MONTHLY.model_copy(update={"title": f"Захід {amount}"})),
                plan(drafting.RedraftPlan, document=SHORTER, reason="файл"),
                plan(drafting.AssignExecutor, measure=measure, to=f"person:{who}"),
                plan(drafting.OverrideOwnerGate, measure=measure, reason="так"),
                plan(approval.SubmitPlan, workflow="quarterly"),
                plan(approval.WithdrawSubmission),
                plan(approval.AgreeStep, step=step),
                plan(approval.ApproveStep, step="director"),
                plan(approval.ReturnPlan, step=step, remarks=REMARKS),
                plan(approval.ReturnPlan, step=step, remarks=REMARKS, to_step="education"),
                plan(approval.Acknowledge),
                plan(execution.LogExecution, measure=measure, done_on=day, quantity=amount),
                plan(nil_and_levels.DeclareNil, measure=measure, period="2021-01"),
                plan(nil_and_levels.ReportIndicator, measure=measure, on=day, value=amount),
                plan(closing.ClosePeriod, period="2021Q1"),
            ]
        )
    )
    return who, command


WALK = [
    ("planner", plan(drafting.DraftPlan, document=DOCUMENT)),
    ("planner", plan(approval.SubmitPlan, workflow="quarterly")),
    ("head-education", plan(approval.AgreeStep, step="education")),
    ("head-bureau", plan(approval.AgreeStep, step="bureau")),
    ("deputy", plan(approval.AgreeStep, step="deputy")),
    ("director", plan(approval.ApproveStep, step="director")),
]


@some.composite
def lives(draw: some.DrawFn) -> list[tuple[str, Command]]:
    """Part of the straight way by whoever was put in charge of each post, then anything by anybody."""
    life: list[tuple[str, Command]] = []
    for position, command in WALK[: draw(some.integers(0, len(WALK)))]:
        who = draw(WHO)
        life += [(SYSTEM, acting(who, position)), (who, command)]
    return life + draw(some.lists(asked(), max_size=30))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=lives())
def test_any_life_replays_and_keeps_duties_apart(tmp_path_factory, life):
    states = States(open_store("memory:", Path(tmp_path_factory.getbasetemp())))
    set_up(states)
    for n, (who, command) in enumerate(life):
        ask(states, command, by=who, at=START + timedelta(hours=6 * n), command_id=f"life-{n}")
        live = states.now("plan-1", refresh=True)
        facts = [r.event for r in states.store.stream("plan-1")]
        assert DECIDERS["plan"].fold(facts) == live.state
        assert live.version == len(facts)
    duties_stay_apart(states.store.stream("plan-1"))


def acting(person: str, position: str) -> Command:
    return people.AppointPerson(
        **ORG, person=person, position=position, since=START.date(), acting=True, basis="наказ"
    )


def ask(states: States, command: Command, *, by: str, at: datetime, command_id: str) -> None:
    try:
        execute(states, Asked(command, by, "lipky", at, command_id))
    except (Refused, Conflict):
        return


def set_up(states: States) -> None:
    for n, command in enumerate(
        [*_office(), PublishDefinition(**ORG, workflow="quarterly", title="Q", steps=STEPS)]
    ):
        execute(states, Asked(command, SYSTEM, "lipky", START, f"set-up-{n}"))


def _office() -> Iterator[Command]:
    yield people.RegisterOrganisation(**ORG, title="Центр", zone="Europe/Kyiv", language="uk")
    for fact in PEOPLE:
        match fact:
            case UnitFormed() as e:
                yield people.FormUnit(**ORG, **dict(e))
            case PositionCreated() as e:
                yield people.CreatePosition(**ORG, **dict(e))
            case PersonRegistered() as e:
                yield people.RegisterPerson(**ORG, person=e.person, full_name=e.full_name.text or "")
            case PersonAppointed() as e:
                yield people.AppointPerson(**ORG, **dict(e))


def duties_stay_apart(history: list[Recorded]) -> None:
    """Nobody decides what they prepared, and no person's voice counts twice in a run.

    Every return here goes to the author or to the first stage, so that no earlier voice is left standing.
    """
    prepared: set[str] = set()
    voices: dict[str, str] = {}
    for recorded in history:
        event: Event = recorded.event
        match event:
            case PlanDrafted() | PlanRedrafted() | MeasureRevised() | ExecutorAssigned():
                prepared.add(event.prepared_by)
            case PlanSubmitted() | SubmissionWithdrawn() | PlanReturned():
                voices = {}
            case StepAgreed() | StepApproved():
                assert event.person not in prepared
                assert event.person not in voices.values()
                voices[event.step] = event.person
            case PlanApproved():
                assert "director" in voices
