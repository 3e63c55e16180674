"""How does an address become an explanation in a person's language, as of a place in the record?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from zoneinfo import ZoneInfo

from application.app import App
from application.explain import plan_figures, report_figures, rollup_figures
from application.explain.addresses import Address
from application.explain.case import Case, case_of
from application.explain.plan_figures import PlanCase
from application.explain.rollup_figures import NodeCase
from application.explain.telling import Telling, Told
from application.ports import Recorded
from application.sentences import Sentences, speaking
from domain.messages import Refused
from domain.people.state import Organisation, evolve
from domain.plan.state import Plan


def explain(
    app: App,
    address: Address,
    language: str,
    *,
    position: int | None = None,
    at: datetime | None = None,
) -> Told:
    """One figure. ``at`` is what was known then; a roll-up is told as it stands today. Refuses
    ``no-such-figure``, and whatever the report or the plan would."""
    if address.node:
        return of_node(app, address, language)
    if not address.period:
        return of_plan(
            plan_case(app, address.plan, position=position, at=at), app, address, language, position
        )
    case = case_of(app, address.plan, address.period, position=position, known_at=at, language=language)
    return next(of_report(case, app, language, [address.figure]))


def of_report(case: Case, app: App, language: str, figures: Sequence[tuple[str, ...]]) -> Iterator[Told]:
    """Figures of one report; as of its place, the check names it."""
    organisation, position = case.report.organisation, case.report.as_of.position
    sentences = spoken(app, language, organisation, case.plan, case.history, position)
    telling = Telling(sentences, case.history, position, ("--position", str(position)), case.report.closed_by)
    return (telling.told(report_figures.report_figure(case, figure)) for figure in figures)


def of_plan(case: PlanCase, app: App, address: Address, language: str, position: int | None) -> Told:
    head = case.history[-1].position
    sentences = spoken(app, language, case.office.id, case.plan, case.history, head)
    at = ("--position", str(position)) if position else ()
    return Telling(sentences, case.history, head, at).told(plan_figures.plan_figure(case, address.figure))


def of_node(app: App, address: Address, language: str) -> Told:
    office: Organisation = app.state(f"people-{address.node.partition('/')[0]}")
    if not office.id:
        raise Refused("not-found")
    today = app.clock.now().astimezone(ZoneInfo(office.zone)).date()
    sentences = speaking(app.phrases, language, office, None)
    return Telling(sentences).told(rollup_figures.rollup_figure(NodeCase(app, address, office, today)))


def plan_case(app: App, id: str, *, position: int | None = None, at: datetime | None = None) -> PlanCase:
    """The plan as it stood. Refuses ``not-found``, also before its first fact."""
    history = app.history(f"plan-{id}", position=position, at=at)
    if not history:
        raise Refused("not-found")
    office: Organisation = app.state(f"people-{history[0].envelope.organisation}", position=position, at=at)
    asked = at or (history[-1].envelope.recorded_at if position else app.clock.now())
    return PlanCase(id, history, office, asked)


def spoken(
    app: App, language: str, organisation: str, plan: Plan, history: Sequence[Recorded], position: int
) -> Sentences:
    """Sentences about a plan's facts with the people of the house as of that place."""
    office = _office(app, organisation, position)
    above = _office(app, office.above, position) if office.above else None
    return speaking(app.phrases, language, office, plan, history, above=above)


def _office(app: App, organisation: str, position: int) -> Organisation:
    facts = app.store.stream(f"people-{organisation}")
    return reduce(evolve, (r.event for r in facts if r.position <= position), Organisation())
