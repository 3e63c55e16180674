"""On what grounds was a decision allowed then: which table, which role, which capacity, for whom?

Nothing of today is looked at: people, posts and delegations are read as they stood when the fact was
recorded, and the table is the version that the fact names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from application.folding import decider_of
from application.ports import EventStore, Recorded
from domain.calendar.state import OfficeCalendar
from domain.messages import Event, Moment
from domain.people.may import Scope
from domain.people.policies import POLICIES
from domain.people.state import Organisation
from domain.plan.events import PlanReturned
from domain.plan.state import Plan
from domain.run.events import (
    RunRejected,
    RunReturned,
    Said,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.run.state import Run
from domain.run.turns import spoken_as

ASKED_BY: Mapping[type[Event], str] = {
    StepAgreed: "AgreeStep",
    StepApproved: "ApproveStep",
    StepSigned: "SignStep",
    StepAcknowledged: "ReadStep",
    StepObjected: "ReturnPlan",
    PlanReturned: "ReturnPlan",
    RunReturned: "ReturnPlan",
    RunRejected: "RejectSubmission",
    StepSkipped: "SkipStep",
}
"""The facts that are decisions of a step, and the command that asked for each."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """``policy`` is the version of the table, ``named`` whether the fact says so itself; ``roles`` are those
    held then that the table allows; ``position`` and ``capacity`` as whom it was decided, ``for_whom`` where
    the duty was another's."""

    command: str
    policy: int
    named: bool
    scope: Scope
    roles: tuple[str, ...]
    position: str
    capacity: str
    for_whom: str

    @property
    def allowed(self) -> bool:
        return bool(self.roles)


def grounds_of(store: EventStore, recorded: Recorded, history: Sequence[Recorded]) -> Grounds | None:
    """None for a fact that is no decision of a step. ``history`` is the fact's stream."""
    command = ASKED_BY.get(type(recorded.event))
    if command is None:
        return None
    event: Any = recorded.event
    before: Plan = decider_of(recorded.stream).fold(r.event for r in history if r.version < recorded.version)
    run = before.run_of(getattr(event, "run", ""))
    moment, scope = moment_of(store, recorded, from_above=is_from_above(event, run))
    capacity = spoken_as(run, event.step, command, moment, [recorded.event])
    policy, named = policy_of(recorded, history, command)
    roles = moment.standing.roles_for(command) & POLICIES[policy].allows(command, scope)
    return Grounds(
        command=command,
        policy=policy,
        named=named,
        scope=scope,
        roles=tuple(sorted(roles)),
        position=capacity.position if capacity else "",
        capacity=recorded.envelope.capacity,
        for_whom=(capacity.for_whom or "") if capacity else "",
    )


def policy_of(recorded: Recorded, history: Sequence[Recorded], command: str) -> tuple[int, bool]:
    """The version that the fact names; else the newest that its stream had named by then, and no older than
    the first that knew the command."""
    if isinstance(recorded.event, Said):
        return recorded.event.policy, True
    voices: list[Event | Said] = [r.event for r in history if r.version < recorded.version]
    known = [e.policy for e in voices if isinstance(e, Said)]
    first = min(number for number, policy in POLICIES.items() if command in policy.own)
    return max([first, *known]), False


def is_from_above(event: Any, run: Run) -> bool:
    """Must it have been decided in the office above? Two offices may know somebody by the same id."""
    step = run.step(event.step)
    asked = (event.voice,) if getattr(event, "voice", "") else step.who if step else ()
    return not isinstance(event, StepSkipped) and {who.partition(":")[0] for who in asked} == {"above"}


def moment_of(store: EventStore, recorded: Recorded, *, from_above: bool) -> tuple[Moment, Scope]:
    """The person as they stood when the fact was recorded, and from which office they spoke."""
    envelope = recorded.envelope
    office = people_then(store, envelope.organisation, recorded.position)
    today = envelope.recorded_at.astimezone(ZoneInfo(office.zone)).date()
    own = not envelope.office and envelope.by in office.persons and not from_above
    home = office if own else people_then(store, envelope.office or office.above, recorded.position)
    moment = Moment(
        by=envelope.by,
        at=envelope.recorded_at,
        today=today,
        command_id=envelope.command_id,
        organisation=envelope.organisation,
        standing=replace(home.standing(envelope.by, today), office="" if own else home.id),
        around={Organisation: office, OfficeCalendar: OfficeCalendar()},
    )
    return moment, Scope.OWN if own else Scope.REGIONAL


def people_then(store: EventStore, organisation: str, position: int) -> Organisation:
    facts = store.stream(f"people-{organisation}") if organisation else ()
    state: Organisation = decider_of("people-").fold(r.event for r in facts if r.position <= position)
    return state
