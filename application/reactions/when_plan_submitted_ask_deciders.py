"""When a plan is submitted, ask those who decide its first step."""

from __future__ import annotations

from collections.abc import Iterator

from application.ports import Recorded
from application.reactions.asking import ask
from application.reactions.base import reaction
from application.reactions.look import Look
from domain.messages import Command
from domain.plan.events import PlanSubmitted


@reaction(PlanSubmitted)
def when_plan_submitted_ask_deciders(recorded: Recorded, look: Look) -> Iterator[Command]:
    office = look.office(recorded.envelope.organisation)
    yield from ask(look.plan(recorded.stream).open_steps, recorded, office)
