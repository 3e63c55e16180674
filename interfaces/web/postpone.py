"""``/plans/ID/measures/MID/postpone``: which later day do I ask for, who decides, what holds until then?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.offers import PlanSeen
from application.requests import route_in, routes_for, tried
from domain.calendar.state import OfficeCalendar
from domain.messages import Refused
from domain.plan.decisions.postponing import RequestPostponement, later_day, refuse_unless_may_be_asked
from domain.plan.document import Measure
from domain.plan.events import Due
from domain.run.route import RouteStep
from domain.workflow.definition import Subject
from interfaces.web.forms import Field, Option, Wrong, command_from, fields_of
from interfaces.web.log import measure_in
from interfaces.web.route_shown import awaited
from interfaces.web.run_about import off_words
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import WebSentences, for_the_web

router = APIRouter()
MENDS = {"not-a-later-day": "new_due", "reason-missing": "reason", "requested-already": "key"}


@router.get("/plans/{id}/measures/{measure}/postpone", response_class=HTMLResponse)
def ask(visitor: AVisitor, id: str, measure: str) -> Response:
    seen = visitor.plan(id)
    return form_page(visitor, seen, measure_in(seen, measure), {})


@router.post("/plans/{id}/measures/{measure}/postpone")
def answer(visitor: AVisitor, id: str, measure: str, form: OwnForm) -> Response:
    """The form is answered at once; only the answer, confirmed, is a request on record."""
    seen = visitor.plan(id)
    row = measure_in(seen, measure)
    settled = {"plan": id, "measure": row.id}
    command, wrong = command_from(RequestPostponement, fields_for(visitor, seen, row), settled, form)
    if command is None or form.get("change"):
        return form_page(visitor, seen, row, form, wrong=wrong, status=422 if wrong else 200)
    assert isinstance(command, RequestPostponement)
    if form.get("checked"):
        outcome = send(visitor, seen, command, form, back=f"/plans/{id}/measures/{row.id}/postponed")
        if isinstance(outcome, Response):
            return outcome
        return form_page(visitor, seen, row, form, outcome=outcome, status=outcome.status)
    try:
        route = route_in(tried(visitor.app, seen, command))
    except Refused as refused:
        words = sentences_of(visitor, seen).why(refused)
        outcome = NotDone("refused", words, refused.code, MENDS.get(refused.code, ""))
        return form_page(visitor, seen, row, form, outcome=outcome, status=outcome.status)
    return answered(visitor, seen, row, command, route, form)


@router.get("/plans/{id}/measures/{measure}/postponed", response_class=HTMLResponse)
def done(visitor: AVisitor, id: str, measure: str, recorded: int = 0, again: bool = False) -> Response:
    """To the page of the request that this fact began."""
    seen = visitor.plan(id)
    fact = seen.history[recorded - 1].event if 0 < recorded <= seen.version else None
    run = getattr(fact, "run", "")
    if run not in seen.plan.requests:
        raise Refused("not-found")
    return RedirectResponse(
        f"/plans/{id}/runs/{run}?recorded={recorded - 1}{'&again=1' if again else ''}", 303
    )


def sentences_of(visitor: Visitor, seen: PlanSeen) -> WebSentences:
    return for_the_web(visitor.sentences_about(seen))


def open_dates(seen: PlanSeen, measure: Measure) -> list[Due]:
    """The dates of a measure for which a later one may be asked now."""
    return [d for d in seen.plan.schedule if d.measure == measure.id and may_ask(seen, d)]


def may_ask(seen: PlanSeen, due: Due) -> bool:
    try:
        refuse_unless_may_be_asked(seen.plan, due.measure, due.key, seen.moment)
    except Refused:
        return False
    return True


def fields_for(visitor: Visitor, seen: PlanSeen, measure: Measure) -> list[Field]:
    choices: dict[str, Sequence[Option]] = {
        "key": date_options(visitor, seen, measure),
        "workflow": routes_for(visitor.app, visitor.organisation, Subject.POSTPONEMENT),
    }
    return fields_of(RequestPostponement, {"plan": seen.id, "measure": measure.id}, choices)


def date_options(visitor: Visitor, seen: PlanSeen, measure: Measure) -> list[Option]:
    sentences = sentences_of(visitor, seen)
    return [
        (
            d.key,
            visitor.say("web.date-of", due=d.due, period=sentences.period(d.key) if d.key else ""),
        )
        for d in open_dates(seen, measure)
    ]


def form_page(
    visitor: Visitor,
    seen: PlanSeen,
    measure: Measure,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    dates, routes = (
        date_options(visitor, seen, measure),
        routes_for(visitor.app, visitor.organisation, Subject.POSTPONEMENT),
    )
    return visitor.page(
        "postpone.html",
        status,
        seen=seen,
        measure=measure,
        dates=dates,
        routes=routes,
        fields=[f for f in fields_for(visitor, seen, measure) if f.name in asked_here(dates, routes)],
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        cannot="" if dates and routes else why_not(visitor, seen, measure, bool(routes)),
    )


def asked_here(dates: Sequence[Option], routes: Sequence[Option]) -> set[str]:
    """Where there is one date, or one route, nobody chooses."""
    several = {"key": len(dates) > 1, "workflow": len(routes) > 1}
    return {"new_due", "reason", *(name for name, choose in several.items() if choose)}


def why_not(visitor: Visitor, seen: PlanSeen, measure: Measure, has_route: bool) -> str:
    if not has_route:
        return visitor.say("web.no-route-for-it")
    keys = [d.key for d in seen.plan.schedule if d.measure == measure.id]
    try:
        refuse_unless_may_be_asked(seen.plan, measure.id, keys[0] if keys else "", seen.moment)
    except Refused as refused:
        return sentences_of(visitor, seen).why(refused)
    return visitor.say("web.not-now")


def answered(
    visitor: Visitor,
    seen: PlanSeen,
    measure: Measure,
    command: RequestPostponement,
    route: tuple[RouteStep, ...],
    typed: Mapping[str, str],
) -> Response:
    """Is it a working day, which day would count, who decides until when, and what holds until then?"""
    calendar = seen.moment.seen(OfficeCalendar)
    old = next(d for d in seen.plan.schedule if (d.measure, d.key) == (command.measure, command.key))
    counts = later_day(command.new_due, calendar)
    return visitor.page(
        "postpone_check.html",
        seen=seen,
        measure=measure,
        asked=command,
        typed=typed,
        old=old.due,
        reading=reading(
            visitor, command.new_due, counts, off_words(visitor, calendar.days.why_off(command.new_due))
        ),
        deciders=[(step.title, awaited(visitor, seen, step), step.due) for step in route],
        ends_within=counts <= visitor.moment.today,
    )


def reading(visitor: Visitor, asked: date, counts: date, why_off: str) -> str:
    if not why_off:
        return visitor.say("web.working-day", day=asked)
    return visitor.say("web.day-off-counts", day=asked, why=why_off, counts=counts)
