"""When a plan or anything else is submitted, or its run is moved, ask those who decide its open step."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import ask
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.plan.events import PlanSubmitted
from domain.run.events import RunMoved, RunStarted


@reaction(PlanSubmitted, RunStarted, RunMoved)
def when_plan_submitted_ask_deciders(recorded: Recorded, look: Look) -> Iterator[Command]:
    run = look.plan(recorded.stream).run_of(getattr(recorded.event, "run", ""))
    yield from ask(run.open_steps, recorded, look, run)
