"""The Plan aggregate: its state, and the table that `domain.plan.decisions` fills."""

from __future__ import annotations

from collections.abc import Sequence

from domain.messages import Command, Decider, Event, Id, Moment, Refused
from domain.people.standing import Capacity
from domain.plan.document import Measure
from domain.plan.state import CARRIED_OUT, Plan, Status, evolve
from domain.run.turns import spoken_as


def acts_as(plan: Plan, command: Command, moment: Moment, events: Sequence[Event]) -> Capacity | None:
    """A step is decided as whom its voice was given."""
    step = getattr(command, "step", None)
    run = plan.run_of(getattr(command, "run", ""))
    return spoken_as(run, step, type(command).__name__, moment, events) if step else None


plan = Decider(category="plan", initial=Plan(), evolve=evolve, acts_as=acts_as)


class PlanCommand(Command, abstract=True):
    plan: Id

    @property
    def stream(self) -> str:
        return f"plan-{self.plan}"


def refuse_unless_drafted(plan: Plan) -> None:
    if plan.status is Status.ABSENT:
        raise Refused("not-found")


def refuse_unless_carried_out(plan: Plan) -> None:
    refuse_unless_drafted(plan)
    if plan.status not in CARRIED_OUT:
        raise Refused("not-in-force", status=plan.status)


def measure_of(plan: Plan, measure: str) -> Measure:
    if found := plan.measures.get(measure):
        return found
    raise Refused("unknown-measure", measure=measure)
