"""The Plan aggregate: its state, and the table that `domain.plan.decisions` fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.calendar.state import OfficeCalendar
from domain.messages import Command, Decider, Event, Id, Moment, Refused
from domain.people.standing import Capacity
from domain.plan.document import Measure
from domain.plan.schedule import dates_by, owed
from domain.plan.state import CARRIED_OUT, EDITABLE, Plan, Status, evolve
from domain.plan.wording import answerers, circumstances_of, hash_of
from domain.run.turns import spoken_as


def acts_as(plan: Plan, command: Command, moment: Moment, events: Sequence[Event]) -> Capacity | None:
    """A step is decided as whom its voice was given."""
    asked = command.__dict__  # what a model does not have, it looks for long
    if not (step := asked.get("step")):
        return None
    return spoken_as(plan.run_of(asked.get("run", "")), step, type(command).__name__, moment, events)


def foresee(plan: Plan, around: Mapping[type, Any]) -> None:
    """A draft will be submitted, a step decided: nobody waits then for what is known now."""
    if plan.status is Status.IN_REVIEW:
        _ = plan.run.open_steps
        if calendar := around.get(OfficeCalendar):
            dates_by(plan.text, calendar.days)
    elif plan.status in EDITABLE and plan.document:
        for ask in (hash_of, circumstances_of, owed, answerers):
            ask(plan.document)


plan = Decider(category="plan", initial=Plan(), evolve=evolve, acts_as=acts_as, foresee=foresee)


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
