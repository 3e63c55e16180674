"""The Plan aggregate: its state, and the table that `domain.plan.decisions` fills."""

from __future__ import annotations

from domain.messages import Command, Decider, Id, Refused
from domain.plan.document import Measure
from domain.plan.state import CARRIED_OUT, Plan, Status, evolve


def position_of(plan: Plan, command: Command) -> str | None:
    """A step is decided in the position that the route names."""
    step = plan.run_of(getattr(command, "run", "")).step(getattr(command, "step", None))
    return step.position if step else None


plan = Decider(category="plan", initial=Plan(), evolve=evolve, position_of=position_of)


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
