"""Which route would a request about a plan in force go, whom would it ask, and what would the rules say?"""

from __future__ import annotations

from msgspec import structs

from application.app import App
from application.offers import PlanSeen
from application.projections import workflows
from domain.messages import Command, Event
from domain.people.may import Scope, refuse_unless_may
from domain.plan.decider import plan as decider
from domain.run.events import RunStarted
from domain.run.route import RouteStep
from domain.workflow.definition import Subject


def routes_for(app: App, organisation: str, subject: Subject) -> list[tuple[str, str]]:
    """Keys and titles of the routes for this subject; where the office has none, those for plans, which carry
    whatever belongs to a plan."""
    own = app.ask(workflows.routes_of, organisation, subject)
    found = own or app.ask(workflows.routes_of, organisation, Subject.PLAN)
    return [(row["workflow"], row["title"]) for row in found]


def tried(app: App, seen: PlanSeen, command: Command) -> list[Event]:
    """What the command would put on record now; nothing is. Raises Refused."""
    standing, by = seen.moment.standing, seen.moment.by
    refuse_unless_may(standing, by, type(command), Scope.REGIONAL if standing.office else Scope.OWN)
    states = [app.state(stream) for stream in command.reads(seen.office.id)]
    around = {**seen.moment.around, **{type(state): state for state in states}}
    return decider.decide(seen.plan, command, structs.replace(seen.moment, around=around))


def route_in(events: list[Event]) -> tuple[RouteStep, ...]:
    """The route that a request would go."""
    return next((e.route for e in events if isinstance(e, RunStarted)), ())
