"""The offices of the rule book: a local centre, the regional one above, a foreign one; and their routes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from domain.messages import Command
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    FormUnit,
    RegisterOrganisation,
    RegisterPerson,
)
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan
from domain.workflow.decisions import PublishDefinition
from domain.workflow.definition import Act, Step, Subject
from tests.domain.small_office import DOCUMENT, PEOPLE
from tests.stories.test_the_one_door import opening
from tests.story import Story

CENTRE, REGION, FOREIGN = "lipky", "oblast", "inshyi"
HIRED = date(2019, 1, 1)
PLAN = "plan-1"


def in_february(day: int, hour: int = 9) -> datetime:
    return datetime(2021, 2, day, hour, tzinfo=UTC)


def step(key: str, act: Act, stage: int, *who: str, **more: object) -> Step:
    return Step(**{"key": key, "title": key, "act": act, "stage": stage, "who": who, **more})


FOUR = (
    step("education", Act.AGREE, 1, "position:head-education"),
    step("bureau", Act.AGREE, 2, "position:head-bureau"),
    step("deputy", Act.AGREE, 3, "position:deputy"),
    step("director", Act.APPROVE, 4, "position:director"),
)
SHORT = (
    step("education", Act.AGREE, 1, "position:head-education"),
    step("director", Act.APPROVE, 2, "position:director"),
)
COUNCIL = (
    step(
        "council",
        Act.AGREE,
        1,
        "position:head-education",
        "position:head-bureau",
        "position:deputy",
        needs="2",
        veto=False,
    ),
    step("director", Act.APPROVE, 2, "position:director"),
)
CHANGES = (
    step("concerned", Act.AGREE, 1, "executors"),
    step("director", Act.APPROVE, 2, "position:director"),
)
UNDER_THE_REGION = (
    step("director", Act.AGREE, 1, "position:director"),
    step("region", Act.APPROVE, 2, "above:regional-director"),
)


def route(*steps: Step, workflow: str = "quarterly", subject: Subject = Subject.PLAN) -> PublishDefinition:
    return PublishDefinition(
        organisation=CENTRE, workflow=workflow, title=workflow, subject=subject, steps=steps
    )


def centre(*steps: Step, above: str | None = None) -> Iterator[Command]:
    """The small office with this route for its plans, and one for changes."""
    for command in opening(CENTRE):
        if isinstance(command, RegisterOrganisation):
            yield command.model_copy(update={"above": above})
        elif not isinstance(command, PublishDefinition):
            yield command
    yield route(*(steps or FOUR))
    yield route(*CHANGES, workflow="changes", subject=Subject.AMENDMENT)
    yield route(*CHANGES, workflow="dates", subject=Subject.POSTPONEMENT)


def another(office: str, person: str, position: str, name: str) -> Iterator[Command]:
    """An office of one director."""
    yield RegisterOrganisation(organisation=office, title=office, zone="Europe/Kyiv", language="uk")
    yield FormUnit(organisation=office, unit="office", title="Керівництво")
    yield CreatePosition(
        organisation=office,
        position=position,
        unit="office",
        title="Директор регіонального центру",
        role="director",
        heads=True,
    )
    yield RegisterPerson(organisation=office, person=person, full_name=name)
    yield AppointPerson(organisation=office, person=person, position=position, since=HIRED)


def region() -> Iterator[Command]:
    yield from another(REGION, "nestor.holub", "regional-director", "Нестор Голуб")


def foreign() -> Iterator[Command]:
    yield from another(FOREIGN, "yaryna.dub", "regional-director", "Ярина Дуб")


def appointed(person: str, position: str, since: date, until: date | None = None, **more: object) -> Command:
    """As acting, by an order."""
    order = {"acting": True, "basis": "наказ № 14-к", **more}
    return AppointPerson(
        organisation=CENTRE, person=person, position=position, since=since, until=until, **order
    )


def is_submitted(told: Story, *, by: str = "planner") -> int:
    """A draft goes on its route; the version that stands then."""
    draft, submit = DraftPlan(plan="1", document=DOCUMENT), SubmitPlan(plan="1", workflow="quarterly")
    return told.as_person(by).does(draft, submit).answer.version


def is_agreed(told: Story, *steps: str) -> None:
    """Visas of those who head what the step is called by."""
    holders = {"education": "head-education", "bureau": "head-bureau", "deputy": "deputy"}
    for key in steps:
        told.as_person(holders[key]).does(AgreeStep(plan="1", step=key))


def takes_force(told: Story) -> None:
    """The whole of the four steps."""
    is_submitted(told)
    is_agreed(told, "education", "bureau", "deputy")
    told.as_person("director").does(ApproveStep(plan="1", step="director"))


def sentence_of(told: Story, version: int = 0) -> str:
    """The fact of this version of the plan, the last where none is named, as its history says it."""
    from application.sentences import speaking

    history = told.app.history(PLAN)
    recorded = history[version - 1]
    office = told.app.state(f"people-{CENTRE}")
    above = told.app.state(f"people-{office.above}") if office.above else None
    plan = told.app.state(PLAN)
    return speaking(told.app.phrases, "uk", office, plan, history, above=above).of(recorded)


EVERYBODY = [fact.person for fact in PEOPLE if type(fact).__name__ == "PersonRegistered"]
