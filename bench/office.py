"""Which office, plan and deeds are measured with? One invented office; every deed tells the same amount."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

from application.ports import Entry, Envelope, EventStore
from domain.calendar.days import WorkingCalendar
from domain.canonical import fingerprint
from domain.messages import SYSTEM, Event, Personal
from domain.people.events import (
    OrganisationRegistered,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    UnitFormed,
)
from domain.plan.decisions.execution import LogExecution
from domain.plan.document import (
    CellState,
    Deadline,
    DueKind,
    Executor,
    Header,
    Measure,
    PlanDocument,
    Target,
    TargetKind,
)
from domain.plan.events import Evidence, ExecutionLogged, PlanApproved, PlanDrafted
from domain.plan.schedule import schedule

OFFICE, CLERK = "bench", "clerk"
NOW = datetime(2021, 2, 10, 9, tzinfo=UTC)
DONE_ON = date(2021, 2, 9)
NOTE = "Захід проведено у громаді, протокол підписано й відскановано."
PLACE = "м. Липки"
POSTS = (
    ("director", "Директор", "director"),
    ("deputy", "Заступник директора", "reviewer"),
    ("head", "Начальник відділу", "reviewer"),
    ("bureau", "Начальник бюро", "reviewer"),
    ("planner", "Фахівець з планування", "planner"),
    (CLERK, "Фахівець відділу", "executor"),
)
"""Everybody is called by the post held."""
PEOPLE = (
    OrganisationRegistered(organisation=OFFICE, title="Центр у Липках", zone="Europe/Kyiv", language="uk"),
    UnitFormed(unit="office", title="Центр"),
    *(PositionCreated(position=p, unit="office", title=title, role=role) for p, title, role in POSTS),
    *(PersonRegistered(person=p, full_name=Personal(of=p, text=title)) for p, title, _ in POSTS),
    *(PersonAppointed(person=p, position=p, since=date(2019, 1, 1)) for p, _, _ in POSTS),
)


def document(measures: int) -> PlanDocument:
    return PlanDocument(
        header=Header(title="План діяльності на I квартал 2021 року"),
        period="2021Q1",
        language="uk",
        measures=tuple(_measure(n) for n in range(1, measures + 1)),
    )


def _measure(n: int) -> Measure:
    return Measure(
        id=f"m{n}",
        ordinal=n,
        number=f"1.{n}",
        section="I. Правопросвітництво",
        title=f"Провести захід {n} у громаді та звітувати про його результати",
        executors=(Executor(raw="Фахівець відділу", to=f"position:{CLERK}", lead=True),),
        executors_raw="Фахівець відділу",
        due=Deadline(
            raw="січень-березень",
            state=CellState.VALUE,
            kind=DueKind.MONTH_RANGE,
            start=date(2021, 1, 1),
            end=date(2021, 3, 31),
        ),
        indicator="Кількість проведених заходів",
        target=Target(raw="40", state=CellState.VALUE, kind=TargetKind.NUMBER, value=Decimal(40)),
    )


def evidence(n: int) -> Evidence:
    return Evidence(sha256=sha256(str(n).encode()).hexdigest(), file_name=f"protocol_{n}.pdf")


def asked(plan: str, n: int, measures: int) -> LogExecution:
    """The n-th deed of a plan, told by a person."""
    return LogExecution(
        plan=plan,
        measure=f"m{n % measures + 1}",
        done_on=DONE_ON,
        quantity=Decimal(1),
        place=PLACE,
        people_reached=24,
        note=NOTE,
        evidence=(evidence(n),),
    )


def logged(n: int, measures: int, *, note: bool = True) -> ExecutionLogged:
    """The n-th deed of a plan, as a fact; its ``note`` is about people and is sealed when it is stored."""
    return ExecutionLogged(
        execution=f"execution-{sha256(str(n).encode()).hexdigest()[:12]}",
        measure=f"m{n % measures + 1}",
        done_on=DONE_ON,
        quantity=Decimal(1),
        place=PLACE,
        people_reached=24,
        note=Personal(of=CLERK, text=NOTE) if note else None,
        evidence=(evidence(n),),
        person=CLERK,
    )


def plan_in_force(facts: int, measures: int) -> list[Event]:
    """A plan that was drafted and approved, and deeds until it has so many facts."""
    text = document(measures)
    approved = PlanApproved(
        text_version=1,
        text_hash=fingerprint(text),
        approved_on=date(2021, 1, 5),
        effective_from=date(2021, 1, 5),
        act="",
        schedule=schedule(text, WorkingCalendar(), date(2021, 1, 5)),
    )
    drafted = PlanDrafted(document=text, prepared_by="planner")
    return [drafted, approved, *(logged(n, measures) for n in range(facts - 2))]


def entry(
    stream: str, expected: int, events: Sequence[Event], by: str = CLERK, command_id: str = ""
) -> Entry:
    """What a command of a person adds, under a key of its own."""
    command_id = command_id or str(uuid4())
    envelope = Envelope(
        organisation=OFFICE,
        by=by,
        capacity="Фахівець відділу",
        channel="web",
        recorded_at=NOW,
        occurred_at=NOW,
        command_id=command_id,
        cause="",
        correlation=command_id,
    )
    return Entry(stream, expected, events, envelope, sha256(command_id.encode()).hexdigest())


def found_office(store: EventStore) -> None:
    store.append(entry(f"people-{OFFICE}", 0, PEOPLE, by=SYSTEM))
