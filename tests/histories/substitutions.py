"""Can one person both prepare and approve, or count twice, through any history of posts and substitutions?

A history is drawn from a seed: appointments, releases, delegations, revocations, posts that change their
role, days that pass, and a plan that is mended, submitted, agreed to, returned, let through. Whatever is not
refused is told to `Oracle`, plain dictionaries that know nothing of the code they judge; wherever the code
and the oracle disagree about one voice, the history fails.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from domain.calendar.state import OfficeCalendar
from domain.messages import SYSTEM, Command, Event, Moment, Personal, Refused
from domain.people import decisions as people
from domain.people.events import (
    OrganisationRegistered,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    UnitFormed,
)
from domain.people.may import DELEGABLE, refuse_unless_may
from domain.people.state import Organisation
from domain.plan.decider import plan as plan_decider
from domain.plan.decisions import approval, drafting
from domain.plan.document import Header, PlanDocument
from domain.plan.events import (
    PlanApproved,
    PlanDrafted,
)
from domain.plan.state import EDITABLE, Plan, Status
from domain.run.events import Remark
from domain.workflow.definition import Act, Step
from domain.workflow.events import DefinitionPublished
from domain.workflow.state import Definition
from domain.workflow.state import evolve as definition_evolve
from tests.domain.small_office import DASHED
from tests.histories.substitution_oracle import HEADS, POSTS, Oracle

PERSONS = ("ada", "bo", "cy", "dee", "eli")
FIRST_DAY = date(2021, 1, 11)
ACTS = 80
REMARKS = (Remark(text="виправити"),)
DOCUMENT = PlanDocument(header=Header(title="План"), period="2021Q1", language="uk", measures=(DASHED,))


def agree(key: str, stage: int, *who: str, needs: str = "all", veto: bool = True, let: bool = False) -> Step:
    return Step(
        key=key, title=key, act=Act.AGREE, who=who, needs=needs, veto=veto, stage=stage, skippable=let
    )


def approve(stage: int, *who: str, needs: str = "all") -> Step:
    return Step(key="last", title="last", act=Act.APPROVE, who=who, needs=needs, stage=stage)


ROUTES: tuple[tuple[Step, ...], ...] = (
    (agree("a", 1, "position:head-one"), agree("b", 2, "position:head-two"), approve(3, "position:director")),
    (
        agree("a", 1, "unit:one"),
        agree("b", 1, "position:head-two", let=True),
        approve(2, "position:director"),
    ),
    (
        agree("a", 1, "position:head-one", "position:head-two", "position:director", needs="2", veto=False),
        approve(2, "position:director"),
    ),
    (
        agree("a", 1, "person:bo", "position:clerk-one", needs="any"),
        agree("b", 1, "unit:two", let=True),
        approve(2, "position:director", "position:head-two", needs="2"),
    ),
)


@dataclass
class History:
    """One history as it is lived: the code's states on one side, the oracle's on the other."""

    dice: random.Random
    office: Organisation = field(default_factory=Organisation)
    plan: Plan = field(default_factory=Plan)
    definition: Definition = field(default_factory=Definition)
    oracle: Oracle = field(default_factory=Oracle)
    today: date = FIRST_DAY
    asked: int = 0
    voices: int = 0
    in_force: int = 0

    def opens(self) -> None:
        steps = self.dice.choice(ROUTES)
        self.oracle.route = {s.key: s for s in steps}
        fact = DefinitionPublished(organisation="o", workflow="w", number=1, title="W", steps=steps)
        self.definition = definition_evolve(self.definition, fact)
        self.people(OrganisationRegistered(organisation="o", title="O", zone="UTC", language="uk"))
        for unit in ("office", "one", "two"):
            self.people(UnitFormed(unit=unit, title=unit))
        for post, (unit, role) in POSTS.items():
            created = PositionCreated(position=post, unit=unit, title=post, role=role, heads=post in HEADS)
            self.people(created)
        for person in PERSONS:
            self.people(PersonRegistered(person=person, full_name=Personal(of=person, text=person)))
        for person, post in zip(self.dice.sample(PERSONS, 5), POSTS, strict=True):
            self.people(PersonAppointed(person=person, position=post, since=date(2020, 1, 1)))
        self.plan = plan_decider.evolve(self.plan, drafted := PlanDrafted(document=DOCUMENT, prepared_by="x"))
        self.oracle.hears(drafted, self.today)

    def people(self, *events: Event) -> None:
        for event in events:
            self.office = people.decider.evolve(self.office, event)
            self.oracle.hears(event, self.today)

    def lives(self, acts: int = ACTS) -> list[str]:
        """What is wrong with it; nothing where all is well."""
        self.opens()
        told: list[str] = []
        for _ in range(acts):
            self.today += timedelta(days=self.dice.choice((0, 0, 0, 0, 0, 1, 4)))
            told += self.dice.choices(DOINGS, WEIGHTS)[0](self)
            if told or self.plan.status is Status.IN_FORCE:
                break
        return told

    def ask(self, command: Command, by: str) -> list[Event] | Refused:
        """As `application.execute` does: may they? then decide."""
        self.asked += 1
        decider = plan_decider if command.stream == "plan-1" else people.decider
        standing = self.office.standing(by, self.today)
        moment = Moment(
            by=by,
            at=datetime(self.today.year, self.today.month, self.today.day, 9, tzinfo=UTC),
            today=self.today,
            command_id=f"c-{self.asked}",
            standing=standing,
            around={Organisation: self.office, Definition: self.definition, OfficeCalendar: OfficeCalendar()},
        )
        try:
            refuse_unless_may(standing, by, type(command))
            return decider.decide(self.plan if decider is plan_decider else self.office, command, moment)
        except Refused as refused:
            return refused

    def of_people(self, command: Command, by: str = SYSTEM) -> list[str]:
        if isinstance(answer := self.ask(command, by), list):
            self.people(*answer)
        return []

    def of_the_plan(self, command: Command, by: str) -> list[Event] | Refused:
        if isinstance(answer := self.ask(command, by), list):
            for event in answer:
                self.plan = plan_decider.evolve(self.plan, event)
                self.oracle.hears(event, self.today)
        return answer

    def appoints(self) -> list[str]:
        until = self.dice.choice((None, self.today + timedelta(days=self.dice.randint(0, 9))))
        acting = self.dice.random() < 0.7
        return self.of_people(
            people.AppointPerson(
                organisation="o",
                person=self.anybody(),
                position=self.some_post(),
                since=self.today + timedelta(days=self.dice.randint(-2, 3)),
                until=max(until, self.today + timedelta(days=3)) if until else None,
                acting=acting,
                basis="№ 1" if acting else "",
            )
        )

    def releases(self) -> list[str]:
        held = self.dice.choice(self.office.appointments)
        until = self.today + timedelta(days=self.dice.randint(-1, 2))
        return self.of_people(
            people.EndAppointment(
                organisation="o", person=held.person, position=held.position, until=until, since=held.since
            )
        )

    def delegates(self) -> list[str]:
        since = self.today + timedelta(days=self.dice.randint(-1, 3))
        post = self.some_post()
        holders = [a.person for a in self.office.holders(post, self.today)]
        giver = self.dice.choice(holders) if holders and self.dice.random() < 0.8 else self.anybody()
        return self.of_people(
            people.DelegateDuty(
                organisation="o",
                position=post,
                taker=self.anybody(),
                since=since,
                until=since + timedelta(days=self.dice.randint(0, 12)),
                basis="№ 2",
                acts=self.dice.choice(((), ("AgreeStep",), ("ApproveStep", "SkipStep"), tuple(DELEGABLE))),
            ),
            giver,
        )

    def revokes(self) -> list[str]:
        if not self.office.delegations:
            return []
        given = self.dice.choice(list(self.office.delegations.values()))
        until = self.today - timedelta(days=self.dice.randint(0, 1))
        asked = people.RevokeDelegation(
            organisation="o", delegation=given.delegation, until=until, reason="повернення"
        )
        return self.of_people(asked, given.giver)

    def changes_a_role(self) -> list[str]:
        post = self.dice.choice(("planning", "clerk-one", "head-two"))
        role = self.dice.choice(("planner", "reviewer", "director", "executor"))
        unit = POSTS[post][0]
        asked = people.CreatePosition(
            organisation="o", position=post, unit=unit, title=post, role=role, heads=post in HEADS
        )
        return self.of_people(asked)

    def mends(self) -> list[str]:
        if self.plan.status not in EDITABLE:
            return []
        words = DASHED.model_copy(update={"title": f"Захід {self.dice.randint(0, 99)}"})
        self.of_the_plan(drafting.ReviseMeasure(plan="1", measure=words), self.anybody())
        return []

    def submits(self) -> list[str]:
        if self.plan.status in EDITABLE:
            for person in self.dice.sample(PERSONS, 3):
                self.of_the_plan(approval.SubmitPlan(plan="1", workflow="w"), person)
        return []

    def withdraws(self) -> list[str]:
        self.of_the_plan(approval.WithdrawSubmission(plan="1", reason="так"), self.anybody())
        return []

    def returns(self) -> list[str]:
        if open_steps := self.plan.open_steps:
            step = self.dice.choice(open_steps).key
            back = self.dice.choice((None, "a"))
            asked = approval.ReturnPlan(plan="1", step=step, remarks=REMARKS, to_step=back)
            self.of_the_plan(asked, self.anybody())
        return []

    def skips(self) -> list[str]:
        let = [s.key for s in self.plan.open_steps if s.skippable]
        if not let:
            return []
        person, may = self.anybody(), self.oracle.may_skip
        answer = self.of_the_plan(approval.SkipStep(plan="1", step=let[0], reason="так"), person)
        return self.judged(answer, may(person, self.today), f"{person} lets {let[0]} go")

    def speaks(self) -> list[str]:
        if not self.plan.open_steps:
            return []
        step = self.dice.choice(self.plan.open_steps)
        kind = approval.ApproveStep if step.act is Act.APPROVE else approval.AgreeStep
        person = self.anybody()
        may = self.oracle.may_speak(person, step.key, kind.__name__, self.today)
        answer = self.of_the_plan(kind(plan="1", step=step.key), person)
        told = self.judged(answer, may, f"{person} speaks at {step.key} on {self.today}")
        if isinstance(answer, list):
            self.voices += 1
            if any(isinstance(e, PlanApproved) for e in answer):
                self.in_force += 1
                told += self.oracle.complaints()
        return told

    def judged(self, answer: list[Event] | Refused, may: bool, what: str) -> list[str]:
        if isinstance(answer, list) and not may:
            return [f"{what}: allowed, and must not be"]
        if isinstance(answer, Refused) and may:
            return [f"{what}: refused as {answer.code}, and may"]
        return []

    def anybody(self) -> str:
        return self.dice.choice(PERSONS)

    def some_post(self) -> str:
        return self.dice.choice((*POSTS, "director", "director"))


DOINGS: tuple[Callable[[History], list[str]], ...] = (
    History.speaks,
    History.submits,
    History.delegates,
    History.appoints,
    History.releases,
    History.revokes,
    History.changes_a_role,
    History.mends,
    History.returns,
    History.skips,
    History.withdraws,
)
WEIGHTS = (60, 8, 9, 6, 2, 2, 2, 3, 1, 8, 1)
"""How often each is drawn: enough voices that many plans take force."""


@dataclass
class Told:
    """What a number of histories came to."""

    wrong: list[str] = field(default_factory=list)
    histories: int = 0
    asked: int = 0
    voices: int = 0
    in_force: int = 0


def histories(count: int, seed: int, *, stop_at_first: bool = False) -> Told:
    """So many histories, each of a seed of its own."""
    told = Told()
    for number in range(count):
        lived = History(random.Random(f"{seed}/{number}"))
        told.wrong += [f"history {seed}/{number}: {wrong}" for wrong in lived.lives()]
        told.histories += 1
        told.asked += lived.asked
        told.voices += lived.voices
        told.in_force += lived.in_force
        if told.wrong and stop_at_first:
            break
    return told
