"""When a step is decided, ask those who decide the next; when it sent the plan back, the step it names."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import ask
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.plan.events import (
    PlanReturned,
)
from domain.run.events import StepAgreed, StepApproved


@reaction(StepAgreed, StepApproved, PlanReturned)
def when_step_decided_ask_the_next(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact, plan = recorded.event, look.plan(recorded.stream)
    assert isinstance(fact, StepAgreed | StepApproved | PlanReturned)
    decided = next((s for s in plan.route if s.key == fact.step), None)
    opened = [s for s in plan.open_steps if decided and s.stage != decided.stage]
    yield from ask(opened, recorded, look.office(recorded.envelope.organisation))
