"""When a report comes back, is refused, is signed or becomes void, tell who sent it; of a void one also those
who had spoken or were asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from application.ports import Recorded
from application.reactions.asking import asked_at, day_of, plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
from domain.people.state import Organisation
from domain.plan.events import ReportSigned
from domain.run.events import RunRejected, RunReturned, RunVoided
from domain.run.state import Outcome, Run
from domain.workflow.definition import Subject

REPORT_RETURNED = "report-returned"
REPORT_REJECTED = "report-rejected"
REPORT_SIGNED = "report-signed"
REPORT_VOIDED = "report-voided"
Settled = RunReturned | RunRejected | RunVoided | ReportSigned


@reaction(RunReturned, RunRejected, RunVoided, ReportSigned)
def when_report_settled_tell_who_sent_it(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact = recorded.event
    assert isinstance(fact, Settled)
    run = look.plan(recorded.stream).run_of(fact.run)
    if run.subject != Subject.REPORT or getattr(fact, "to_step", None) is not None:
        return
    for person in concerned(fact, run, recorded, look.office(recorded.envelope.organisation)):
        yield RaiseNotice(
            organisation=recorded.envelope.organisation,
            recipient=person,
            kind=kind_of(fact),
            subject=f"{plan_of(recorded)}/{run.id}",
            due_version=f"@{recorded.version}",
            plan=plan_of(recorded),
        )


def kind_of(fact: Settled) -> str:
    match fact:
        case RunReturned():
            return REPORT_RETURNED
        case RunRejected():
            return REPORT_REJECTED
        case RunVoided():
            return REPORT_VOIDED
        case ReportSigned():
            return REPORT_SIGNED


def concerned(fact: Settled, run: Run, recorded: Recorded, office: Organisation) -> list[str]:
    """Whoever did it knows already."""
    persons = [run.submitted_by]
    if isinstance(fact, RunVoided):
        asked = replace(run, outcome=Outcome.OPEN).open_steps
        persons += [voice.person for voice in run.voices]
        persons += [p for step in asked for p in asked_at(step, office, day_of(recorded, office))]
    return [person for person in dict.fromkeys(persons) if person != recorded.envelope.by]
