"""How are the people asked whom a step of an approval waits for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from application.ports import Recorded
from domain.notice.decisions import RaiseNotice
from domain.notice.policy import deciders
from domain.people.state import Organisation
from domain.run.route import RouteStep
from domain.run.state import Run
from domain.workflow.definition import Subject

APPROVAL_ASKED = "approval-asked"
REPORT_ASKED = "report-asked"


def ask(
    steps: Iterable[RouteStep], recorded: Recorded, office: Organisation, run: Run
) -> Iterator[RaiseNotice]:
    """One notice per step and decider; the fact's version tells this asking from an earlier one."""
    for step in steps:
        for person in asked_at(step, office, day_of(recorded, office)):
            yield RaiseNotice(
                organisation=recorded.envelope.organisation,
                recipient=person,
                kind=REPORT_ASKED if run.subject == Subject.REPORT else APPROVAL_ASKED,
                subject="/".join(filter(None, (plan_of(recorded), run.id, step.key))),
                due_version=f"{step.due}@{recorded.version}",
                plan=plan_of(recorded),
                step=step.key,
                due=step.due,
            )


def asked_at(step: RouteStep, office: Organisation, day: date) -> list[str]:
    """Everybody whom a step waits for on a day, once."""
    return list(dict.fromkeys(p for who in step.who for p in deciders(office, who, day)))


def plan_of(recorded: Recorded) -> str:
    return recorded.stream.removeprefix("plan-")


def day_of(recorded: Recorded, office: Organisation) -> date:
    """The day of the fact where the office stands."""
    return recorded.envelope.recorded_at.astimezone(ZoneInfo(office.zone)).date()
