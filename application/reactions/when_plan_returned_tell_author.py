"""When a plan is returned, tell its author."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import plan_of
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.notice.decisions import RaiseNotice
from domain.plan.events import PlanReturned

PLAN_RETURNED = "plan-returned"


@reaction(PlanReturned)
def when_plan_returned_tell_author(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact = recorded.event
    assert isinstance(fact, PlanReturned)
    yield RaiseNotice(
        organisation=recorded.envelope.organisation,
        recipient=fact.author,
        kind=PLAN_RETURNED,
        subject=f"{plan_of(recorded)}/{fact.step}",
        due_version=f"{fact.fix_by or ''}@{recorded.version}",
        plan=plan_of(recorded),
        step=fact.step,
        due=fact.fix_by,
    )
