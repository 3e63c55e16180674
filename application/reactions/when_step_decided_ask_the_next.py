"""When a step is decided, ask those who decide the next; when it sent the text back, the step it names."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import ask
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.plan.events import PlanReturned
from domain.run.events import (
    RunReturned,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepSigned,
    StepSkipped,
)

Decided = StepAgreed | StepApproved | StepSigned | StepAcknowledged | StepSkipped | RunReturned | PlanReturned


@reaction(StepAgreed, StepApproved, StepSigned, StepAcknowledged, StepSkipped, RunReturned, PlanReturned)
def when_step_decided_ask_the_next(recorded: Recorded, look: Look) -> Iterator[Command]:
    fact = recorded.event
    assert isinstance(fact, Decided)
    run = look.plan(recorded.stream).run_of(getattr(fact, "run", ""))
    decided = run.step(fact.step)
    opened = [s for s in run.open_steps if decided and s.stage != decided.stage]
    yield from ask(opened, recorded, look, run)
