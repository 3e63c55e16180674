"""How are the people asked whom a step of an approval waits for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from application.ports import Recorded
from application.reactions.look import Look
from domain.notice.decisions import RaiseNotice
from domain.notice.policy import deciders
from domain.people.state import Organisation
from domain.run.route import RouteStep
from domain.run.state import Run
from domain.workflow.definition import Subject

APPROVAL_ASKED = "approval-asked"
REPORT_ASKED = "report-asked"
STEP_OVERDUE = "step-overdue"
STEP_ESCALATION = "step-escalation"
"""The clock's own, see `application.step_clock`."""


def ask(steps: Iterable[RouteStep], recorded: Recorded, look: Look, run: Run) -> Iterator[RaiseNotice]:
    """One notice per step and decider, here or in the office above; the fact's version tells this asking from
    an earlier one."""
    for step in steps:
        for organisation, person in asked_at(step, recorded, look):
            yield RaiseNotice(
                organisation=organisation,
                recipient=person,
                kind=REPORT_ASKED if run.subject == Subject.REPORT else APPROVAL_ASKED,
                subject="/".join(filter(None, (plan_of(recorded), run.id, step.key))),
                due_version=f"{step.due}@{recorded.version}",
                plan=plan_of(recorded),
                step=step.key,
                due=step.due,
            )


def asked_at(step: RouteStep, recorded: Recorded, look: Look) -> list[tuple[str, str]]:
    """Everybody whom a step waits for on the day of the fact, once, with the office they are known in."""
    own = look.office(recorded.envelope.organisation)
    day, asked = day_of(recorded, own), list[tuple[str, str]]()
    for who in step.who:
        kind, _, position = who.partition(":")
        if kind != "above":
            asked += [(recorded.envelope.organisation, person) for person in deciders(own, who, day)]
        elif own.above:
            above = look.office(own.above)
            asked += [(own.above, person) for person in deciders(above, f"position:{position}", day)]
    return list(dict.fromkeys(asked))


def plan_of(recorded: Recorded) -> str:
    return recorded.stream.removeprefix("plan-")


def day_of(recorded: Recorded, office: Organisation) -> date:
    """The day of the fact where the office stands."""
    return recorded.envelope.recorded_at.astimezone(ZoneInfo(office.zone)).date()
