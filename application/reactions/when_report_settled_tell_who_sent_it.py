"""When a report comes back, is refused, is signed or becomes void, tell who sent it; of a void one also those
who had spoken or were asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from application.ports import Recorded
from application.reactions.asking import asked_at, plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
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
    for organisation, person in concerned(fact, run, recorded, look):
        yield RaiseNotice(
            organisation=organisation,
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


def concerned(fact: Settled, run: Run, recorded: Recorded, look: Look) -> list[tuple[str, str]]:
    """With the office each is known in; whoever did it knows already."""
    own = recorded.envelope.organisation
    persons = [(own, run.submitted_by)]
    if isinstance(fact, RunVoided):
        asked = replace(run, outcome=Outcome.OPEN).open_steps
        persons += [(home_of(voice.person, own, look), voice.person) for voice in run.voices]
        persons += [known for step in asked for known in asked_at(step, recorded, look)]
    return [known for known in dict.fromkeys(persons) if known[1] != recorded.envelope.by]


def home_of(person: str, own: str, look: Look) -> str:
    """The office itself, or the one above it where the person is unknown here."""
    office = look.office(own)
    return own if person in office.persons else office.above or own
