"""What is known of a past submission: when it began, whom it concerned, how long each voice took?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from application.ports import EventStore, Recorded
from domain.calendar.days import WorkingCalendar
from domain.plan.decider import plan as decider
from domain.plan.decisions.approval import authors_of
from domain.plan.decisions.moving import concerns
from domain.plan.events import DuePostponed, PlanAmended, PlanApproved, PlanSubmitted
from domain.plan.state import Plan
from domain.run.events import RunStarted, StepAcknowledged, StepAgreed, StepApproved, StepSigned
from domain.run.route import Circumstances
from domain.workflow.definition import Subject

VOICED = (StepAgreed, StepApproved, StepSigned, StepAcknowledged)
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Took:
    """One voice that was really given: so many working days after its turn had come."""

    voice: str
    person: str
    act: str
    days: int


@dataclass(frozen=True, slots=True)
class Case:
    """One past submission; ``really`` is its working days, None where it did not end in force."""

    id: str
    submitted: date
    of: Circumstances = field(default_factory=Circumstances)
    authors: frozenset[str] = frozenset()
    took: tuple[Took, ...] = ()
    really: int | None = None


def of_record(
    store: EventStore, organisation: str, zone: str, days: WorkingCalendar, subject: Subject
) -> list[Case]:
    """Every submission of one kind that the record of an office holds, in the order in which they began."""
    plans: dict[str, list[Recorded]] = {}
    position = 0
    while page := store.log(position, PAGE, words=False):
        position = page[-1].position
        for row in page:
            if isinstance(row, Recorded) and _is_of(row, organisation):
                plans.setdefault(row.stream.removeprefix("plan-"), []).append(row)
    found = [c for id, history in plans.items() for c in of_plan(id, history, zone, days, subject)]
    return sorted(found, key=lambda case: (case.submitted, case.id))


def _is_of(row: Recorded, organisation: str) -> bool:
    return row.stream.startswith("plan-") and row.envelope.organisation == organisation


def of_plan(
    id: str, history: Sequence[Recorded], zone: str, days: WorkingCalendar, subject: Subject
) -> Iterator[Case]:
    return iter(_Lived(id, ZoneInfo(zone), days, subject).through(history))


@dataclass
class _Lived:
    """One plan's life told again; ``opened`` says since when each step of a run has waited."""

    id: str
    zone: ZoneInfo
    days: WorkingCalendar
    subject: Subject
    plan: Plan = field(default_factory=Plan)
    cases: dict[str, Case] = field(default_factory=dict)
    ended: list[Case] = field(default_factory=list)
    opened: dict[tuple[str, str], date] = field(default_factory=dict)

    def through(self, history: Iterable[Recorded]) -> list[Case]:
        for recorded in history:
            self.hears(recorded)
        return [*self.ended, *self.cases.values()]

    def hears(self, recorded: Recorded) -> None:
        event, today = recorded.event, recorded.envelope.recorded_at.astimezone(self.zone).date()
        before, self.plan = self.plan, decider.evolve(self.plan, event)
        match event:
            case PlanSubmitted() if self.subject is Subject.PLAN:
                self.begins("", today)
            case RunStarted(run=run, subject=self.subject):
                self.begins(run, today)
            case StepAgreed() | StepApproved() | StepSigned() | StepAcknowledged():
                self.was_said(event, before, today)
            case PlanApproved():
                self.ends("", today)
            case PlanAmended(amendment=run) | DuePostponed(request=run):
                self.ends(run, today)
            case _:
                pass
        for run in self.cases:
            waiting = {step.key for step in self.plan.run_of(run).open_steps}
            for key in waiting:
                self.opened.setdefault((run, key), today)
            for gone in [k for k in self.opened if k[0] == run and k[1] not in waiting]:
                del self.opened[gone]

    def begins(self, run: str, today: date) -> None:
        """A submission anew is a case of its own."""
        if again := self.cases.pop(run, None):
            self.ended.append(again)
        number = sum(case.id.startswith(self.name(run)) for case in self.ended) + 1
        at = self.plan.run_of(run)
        self.cases[run] = Case(
            id=self.name(run) + (f"#{number}" if number > 1 else ""),
            submitted=today,
            of=concerns(self.plan, at),
            authors=authors_of(self.plan, at),
        )

    def was_said(
        self, event: StepAgreed | StepApproved | StepSigned | StepAcknowledged, before: Plan, today: date
    ) -> None:
        case, step = self.cases.get(event.run), before.run_of(event.run).step(event.step)
        since = self.opened.get((event.run, event.step))
        if case and step and since:
            waited = self.days.working_days_between(since, today)
            took = Took(event.voice or step.who[0], event.person, step.act, waited)
            self.cases[event.run] = replace(case, took=(*case.took, took))

    def ends(self, run: str, today: date) -> None:
        if case := self.cases.pop(run, None):
            really = self.days.working_days_between(case.submitted, today)
            self.ended.append(replace(case, really=really))

    def name(self, run: str) -> str:
        return f"{self.id}/{run}" if run else self.id
