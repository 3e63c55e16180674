"""A small invented office, its route of approval and a plan of six measures, for the rule book."""

from datetime import UTC, date, datetime
from decimal import Decimal

from domain.calendar.decisions import decider as calendar_decider
from domain.calendar.events import CalendarAccepted, Day
from domain.canonical import fingerprint
from domain.messages import Personal
from domain.people.events import (
    OrganisationRegistered,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    UnitFormed,
)
from domain.people.may import POLICY
from domain.plan.document import (
    Additivity,
    CellState,
    Deadline,
    DueKind,
    Executor,
    Finding,
    Header,
    Measure,
    PlanDocument,
    Severity,
    Target,
    TargetKind,
)
from domain.plan.events import (
    ExecutionLogged,
    PlanApproved,
    PlanDrafted,
    PlanSubmitted,
)
from domain.plan.schedule import schedule
from domain.run.events import StepAgreed, StepApproved
from domain.run.route import RouteStep
from domain.workflow.definition import Act, Step
from domain.workflow.events import DefinitionPublished

YEAR = date(2021, 1, 1)
JANUARY = datetime(2021, 1, 20, 9, tzinfo=UTC)
FEBRUARY = datetime(2021, 2, 5, 14, tzinfo=UTC)
APRIL = datetime(2021, 4, 5, 9, tzinfo=UTC)

_POSTS = (
    ("director", "office", "Директор", "director", True),
    ("deputy", "office", "Заступник директора", "reviewer", False),
    ("planner", "office", "Провідний фахівець з планування", "planner", False),
    ("head-education", "education", "Начальник відділу просвіти", "reviewer", True),
    ("clerk-education", "education", "Фахівець відділу просвіти", "executor", False),
    ("head-bureau", "bureau", "Начальник бюро", "reviewer", True),
)
_PEOPLE = {
    "director": "Марта Верес",
    "deputy": "Остап Лозовий",
    "planner": "Ольга Гринчук",
    "head-education": "Ірина Лесюк",
    "clerk-education": "Павло Мочар",
    "head-bureau": "Степан Ковалик",
}


PEOPLE = (
    OrganisationRegistered(organisation="lipky", title="Центр у Липках", zone="Europe/Kyiv", language="uk"),
    UnitFormed(unit="office", title="Керівництво"),
    UnitFormed(unit="education", title="Відділ правопросвітництва", aliases=("відділ просвіти",)),
    UnitFormed(unit="bureau", title="Бюро"),
    *(PositionCreated(position=p, unit=u, title=t, role=r, heads=h) for p, u, t, r, h in _POSTS),
    *(PersonRegistered(person=p, full_name=Personal(of=p, text=n)) for p, n in _PEOPLE.items()),
    *(PersonAppointed(person=p, position=p, since=date(2019, 1, 1)) for p in _PEOPLE),
)
"""Everybody is called by the post held."""
CALENDAR = CalendarAccepted(
    year=2021,
    off=(
        Day(day=date(2021, 1, 1), why="Новий рік"),
        Day(day=date(2021, 1, 7), why="Різдво"),
        Day(day=date(2021, 1, 8), why="перенесено на 16.01"),
        Day(day=date(2021, 3, 8), why="Міжнародний жіночий день"),
    ),
    working=(Day(day=date(2021, 1, 16), why="перенесено з 08.01"),),
    basis="розпорядження",
    effective=YEAR,
)
STEPS = (
    Step(key="education", title="Погодження відділу", act=Act.AGREE, position="head-education", stage=1),
    Step(key="bureau", title="Погодження бюро", act=Act.AGREE, position="head-bureau", stage=1),
    Step(key="deputy", title="Погодження заступника", act=Act.AGREE, position="deputy", stage=2),
    Step(key="director", title="Затвердження", act=Act.APPROVE, position="director", stage=3),
)
DEFINITION = DefinitionPublished(
    organisation="lipky", workflow="quarterly", number=1, title="Квартальний план", steps=STEPS
)
AROUND = (*PEOPLE, CALENDAR, DEFINITION)


def measure(id: str, **fields: object) -> Measure:
    number = f"1.{id[1:]}"
    ordinal = int(id[1:])
    lead = Executor(raw="відділ просвіти", to="unit:education", lead=True)
    return Measure(
        **{
            "id": id,
            "ordinal": ordinal,
            "number": number,
            "title": f"Захід {number}",
            "executors": (lead,),
            **fields,
        }
    )


def number(value: int) -> Target:
    return Target(raw=str(value), state=CellState.VALUE, kind=TargetKind.NUMBER, value=Decimal(value))


def in_words(raw: str, kind: TargetKind) -> Target:
    return Target(raw=raw, state=CellState.VALUE, kind=kind)


def by_month(**months: int) -> Deadline:
    monthly = {f"2021-{month[1:]}": Decimal(n) for month, n in months.items()}
    return Deadline(
        raw="січень-1 лютий-1",
        state=CellState.VALUE,
        kind=DueKind.MONTHLY_TARGETS,
        start=YEAR,
        end=date(2021, 3, 31),
        monthly=monthly,
    )


def in_month(month: int) -> Deadline:
    last = {1: 31, 2: 28, 3: 31}[month]
    return Deadline(
        raw="місяць",
        state=CellState.VALUE,
        kind=DueKind.MONTH,
        start=date(2021, month, 1),
        end=date(2021, month, last),
    )


WHOLE = Deadline(
    raw="січень-березень", state=CellState.VALUE, kind=DueKind.MONTH_RANGE, start=YEAR, end=date(2021, 3, 31)
)
MONTHLY = measure("m1", due=by_month(m01=1, m02=1, m03=1), target=number(3))
JANUARY_ONLY = measure("m2", due=in_month(1), target=number(1))
AS_NEEDED = measure("m3", due=WHOLE, target=in_words("За потребою", TargetKind.AS_NEEDED))
PAIR = measure(
    "m4",
    due=in_month(1),
    target=Target(raw="1/1", state=CellState.VALUE, kind=TargetKind.FRACTION, parts=(Decimal(1), Decimal(1))),
)
STOCK = measure("m5", due=WHOLE, target=number(45), additivity=Additivity.STOCK)
DASHED = measure(
    "m6",
    executors=(),
    due=Deadline(raw="-", state=CellState.DASH),
    target=Target(raw="-", state=CellState.DASH),
)
DOCUMENT = PlanDocument(
    header=Header(title="План діяльності на I квартал 2021 року"),
    period="2021Q1",
    language="uk",
    measures=(MONTHLY, JANUARY_ONLY, AS_NEEDED, PAIR, STOCK, DASHED),
)
HASH = fingerprint(DOCUMENT)

drafted = PlanDrafted(document=DOCUMENT, prepared_by="planner")
ROUTE = tuple(
    RouteStep(key=s.key, title=s.title, act=s.act, position=s.position, stage=s.stage, due=due)
    for s, due in zip(
        STEPS, (date(2021, 1, 25), date(2021, 1, 25), date(2021, 1, 28), date(2021, 2, 2)), strict=True
    )
)
submitted = PlanSubmitted(
    text_version=1, text_hash=HASH, workflow="quarterly", workflow_version=1, route=ROUTE, person="planner"
)


def agreed(step: str, person: str) -> StepAgreed:
    return StepAgreed(step=step, person=person, text_hash=HASH, voice=f"position:{person}", policy=POLICY)


VISAS = (agreed("education", "head-education"), agreed("bureau", "head-bureau"), agreed("deputy", "deputy"))
signed = StepApproved(
    step="director", person="director", text_hash=HASH, voice="position:director", policy=POLICY
)
approved = PlanApproved(
    text_version=1,
    text_hash=HASH,
    approved_on=FEBRUARY.date(),
    effective_from=FEBRUARY.date(),
    act="",
    schedule=schedule(DOCUMENT, calendar_decider.fold([CALENDAR]).days, FEBRUARY.date()),
)
IN_REVIEW = (drafted, submitted)
BEFORE_THE_DIRECTOR = (*IN_REVIEW, *VISAS)
IN_FORCE = (*BEFORE_THE_DIRECTOR, signed, approved)
a_finding = Finding(
    code="months-against-target",
    severity=Severity.ERROR,
    place="table 1 row 5 col 7",
    message="months give 3, target says 5",
)


def logged(execution: str = "e1", measure: str = "m1", **fields: object) -> ExecutionLogged:
    return ExecutionLogged(
        **{
            "execution": execution,
            "measure": measure,
            "done_on": date(2021, 2, 10),
            "quantity": Decimal(1),
            "person": "clerk-education",
            **fields,
        }
    )
