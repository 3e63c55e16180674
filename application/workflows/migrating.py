"""Which running plans can go on under another version of their route, and why not the others?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from application.app import App
from application.offers import moment_of
from application.ports import Conflict, SignedIn
from application.projections.waiting import open_steps
from domain.messages import SYSTEM, Moment, Refused
from domain.plan.decider import plan as decider
from domain.plan.decisions.moving import MoveRun
from domain.plan.state import Plan
from domain.workflow.state import Definition


@dataclass(frozen=True, slots=True)
class Move:
    """One run and the version it goes by; ``refused`` says why it stays there, None where it moves."""

    plan: str
    run: str
    number: int
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Migration:
    """All running plans of an office that go by another version of this route than ``number``."""

    organisation: str
    workflow: str
    number: int
    reason: str
    by: str

    def of(self, plan: str, run: str) -> MoveRun:
        return MoveRun(plan=plan, run=run, workflow=self.workflow, number=self.number, reason=self.reason)


def newest(app: App, organisation: str, workflow: str) -> int:
    """The number of the newest version; Refused where the route was never published."""
    definition: Definition = app.state(f"workflow-{organisation}.{workflow}")
    if definition.published is None:
        raise Refused("unknown-workflow", workflow=workflow)
    return definition.number


def tried(app: App, asked: Migration) -> list[Move]:
    """What would move and what not; nothing is recorded, so nobody need be named."""
    by = SignedIn(asked.organisation, asked.by or SYSTEM)
    moment = structs.replace(moment_of(app, by), command_id="trial")
    moment = structs.replace(moment, around={**moment.around, Definition: definition_of(app, asked)})
    return [_tried(state, asked, move, moment) for move, state in running(app, asked)]


def migrated(app: App, asked: Migration) -> list[Move]:
    """Every run that can is moved, each by an act of its own; who is refused stays and is named."""
    return [_moved(app, asked, move) for move, _ in running(app, asked)]


def running(app: App, asked: Migration) -> Iterator[tuple[Move, Plan]]:
    """Runs on this route that go by another version, with their plans."""
    waiting = app.ask(open_steps, asked.organisation)
    for plan, run in sorted({(row["plan"], row["run"]) for row in waiting}):
        state: Plan = app.state(f"plan-{plan}")
        at = state.run_of(run)
        if at.workflow == asked.workflow and at.workflow_version != asked.number:
            yield Move(plan, run, at.workflow_version), state


def definition_of(app: App, asked: Migration) -> Any:
    return app.state(f"workflow-{asked.organisation}.{asked.workflow}")


def _tried(state: Plan, asked: Migration, move: Move, moment: Moment) -> Move:
    try:
        decider.decide(state, asked.of(move.plan, move.run), moment)
    except Refused as refused:
        return replace(move, refused=refused)
    return move


def _moved(app: App, asked: Migration, move: Move) -> Move:
    """Somebody who decides meanwhile comes first: the run is looked at again."""
    for _ in range(3):
        try:
            app.do(asked.of(move.plan, move.run), by=asked.by, organisation=asked.organisation)
        except Conflict:
            continue
        except Refused as refused:
            return replace(move, refused=refused)
        return move
    return replace(move, refused=Refused("move-overtaken"))
