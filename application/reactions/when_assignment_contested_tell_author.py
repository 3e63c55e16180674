"""When somebody says that a measure is not theirs, tell the author of the plan, who may hand it over."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
from domain.plan.events import AssignmentContested

ASSIGNMENT_CONTESTED = "assignment-contested"


@reaction(AssignmentContested)
def when_assignment_contested_tell_author(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact = recorded.event
    assert isinstance(fact, AssignmentContested)
    author = look.plan(recorded.stream).author
    if author != fact.person:
        yield RaiseNotice(
            organisation=recorded.envelope.organisation,
            recipient=author,
            kind=ASSIGNMENT_CONTESTED,
            subject=f"{plan_of(recorded)}/{fact.measure}/contested",
            due_version=f"@{recorded.version}",
            plan=plan_of(recorded),
            measure=fact.measure,
        )
