"""How does a plan's run go on under another version of its route?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.calendar.state import OfficeCalendar
from domain.messages import Event, Id, Moment, Refused, Text, Word
from domain.plan.decider import PlanCommand, plan
from domain.plan.decisions.amending import concerned, proposal
from domain.plan.decisions.approval import run_asked
from domain.plan.decisions.postponing import circumstances_of_request
from domain.plan.decisions.signing import circumstances_of_report
from domain.plan.state import Plan
from domain.plan.wording import circumstances_of
from domain.run.events import RunMoved
from domain.run.moving import moved_route, refuse_unless_movable
from domain.run.route import Circumstances
from domain.run.state import Run
from domain.workflow.definition import Subject
from domain.workflow.state import Definition


class MoveRun(PlanCommand):
    """Let a run go on under another published version of its route; what was decided stays decided.

    ``number`` is the version; ``run`` is blank for the approval of the plan itself.
    """

    workflow: Id
    number: int
    reason: Text
    run: Word = ""

    def reads(self, organisation: str) -> tuple[str, ...]:
        return (f"workflow-{organisation}.{self.workflow}", f"calendar-{organisation}")


@plan.decides(MoveRun)
def move_run(plan: Plan, asked: MoveRun, moment: Moment) -> Iterator[Event]:
    run = run_asked(plan, asked.run)
    if asked.workflow != run.workflow:
        raise Refused("move-other-workflow", workflow=run.workflow)
    if not asked.reason.strip():
        raise Refused("reason-missing")
    if asked.number == run.workflow_version:
        return
    versions = moment.seen(Definition).versions
    if asked.number not in versions:
        known = ", ".join(map(str, versions))
        raise Refused("unknown-version", workflow=asked.workflow, number=asked.number, known=known)
    days = moment.seen(OfficeCalendar).days
    route = moved_route(run, versions[asked.number].steps, concerns(plan, run), days, moment.today)
    refuse_unless_movable(run, route, asked.number)
    yield RunMoved(
        run=run.id,
        workflow_version=asked.number,
        route=route,
        person=moment.by,
        reason=asked.reason,
    )


def concerns(plan: Plan, run: Run) -> Circumstances:
    """What the conditions of a definition see of the text of a run."""
    match run.subject:
        case Subject.AMENDMENT:
            return concerned(plan, proposal(plan, run.id))
        case Subject.POSTPONEMENT:
            return circumstances_of_request(plan, plan.requests[run.id].measure)
        case Subject.REPORT:
            return circumstances_of_report(plan, plan.reports[run.id].period)
        case _:
            return circumstances_of(plan.text)
