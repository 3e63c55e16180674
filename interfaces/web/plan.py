"""``/plans/ID``: the plan as its official form, whose turn it is, and what I may do with it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from application.offers import PlanSeen
from application.sentences import Sentences
from application.workflows.picture import of_run
from domain.messages import Event
from domain.plan.decisions.approval import Acknowledge, ReturnPlan, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.document import Finding, Severity
from domain.plan.possible import Offer
from domain.plan.state import CARRIED_OUT
from domain.run.decisions import COMMAND
from domain.run.events import Said, StepSkipped
from domain.run.route import RouteStep
from domain.run.turns import turns_at
from interfaces.pictures.route import drawn
from interfaces.web.acts import address_of, route_title, submission
from interfaces.web.official_form import headings_of, rows_of
from interfaces.web.period import begun
from interfaces.web.plans import decider
from interfaces.web.reports import reports_of
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import STATUS_LOOKS, for_the_web

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Act:
    """A button, or the sentence why there is none; ``leads`` where it may be the page's filled one."""

    name: str
    short: str
    address: str
    why_not: str
    about: str = ""
    leads: bool = True


@dataclass(frozen=True, slots=True)
class StepShown:
    title: str
    act: str
    state: str
    who: str
    mine: bool
    words: str


@router.get("/plans/{id}", response_class=HTMLResponse)
def plan(visitor: AVisitor, id: str, only: str = "", unchanged: bool = False) -> Response:
    seen = visitor.plan(id)
    sentences = for_the_web(visitor.sentences_about(seen))
    plan = seen.plan
    offers = sorted(seen.offers, key=lambda offer: was_read_to_decide(visitor, seen, offer))
    acts = [
        act_of(visitor, sentences, offer, leads=not was_read_to_decide(visitor, seen, offer))
        for offer in offers
    ]
    return visitor.page(
        "plan.html",
        seen=seen,
        plan=plan,
        document=plan.text,
        status_words=visitor.say(f"status.{plan.status}"),
        looks=STATUS_LOOKS[plan.status],
        submitted=submission(visitor, seen),
        author=sentences.person(plan.author),
        period=sentences.period(plan.text.period),
        route=[step_shown(visitor, seen, sentences, step) for step in plan.route],
        picture=picture_of(visitor, seen, sentences),
        possible=[act for act in acts if not act.why_not],
        impossible=[act for act in acts if act.why_not],
        to_settle=[act_of(visitor, sentences, o, about(seen, sentences, o)) for o in seen.to_settle],
        questions=questions(seen),
        said=sentences.finding,
        place_of=sentences.place,
        remarks=[sentences.remark(remark) for remark in plan.remarks],
        columns=headings_of(visitor, seen),
        rows=rows_of(visitor, seen, sentences, only),
        mine=sum(seen.is_mine(measure) for measure in plan.text.measures),
        only=only,
        unchanged=unchanged,
        reports=reports_of(visitor, seen, sentences),
        periods=period_links(visitor, seen, sentences),
    )


def period_links(visitor: Visitor, seen: PlanSeen, sentences: Sentences) -> list[tuple[str, str, bool]]:
    """The page of every quarter that has begun; its name, and whether it is closed."""
    if seen.plan.status not in CARRIED_OUT:
        return []
    return [
        (f"/plans/{seen.id}/period/{q}", sentences.period(q), q in seen.plan.closed)
        for q in begun(visitor, seen)
    ]


def picture_of(visitor: Visitor, seen: PlanSeen, sentences: Sentences) -> Markup:
    """The route as a picture; its words are escaped where it is drawn."""
    if not seen.plan.route:
        return Markup("")
    title = visitor.say("web.route-picture")
    return Markup(drawn(of_run(title, seen.plan.run, sentences, seen.history)))


def was_read_to_decide(visitor: Visitor, seen: PlanSeen, offer: Offer) -> bool:
    """Who decided a step has read the plan: they may sign that, and are never asked it first of all."""
    return offer.command is Acknowledge and visitor.person in seen.plan.decided.values()


def act_of(
    visitor: Visitor, sentences: Sentences, offer: Offer, about: str = "", *, leads: bool = True
) -> Act:
    name = visitor.say(f"command.{offer.command.__name__}")
    short = visitor.say("web.short-return") if offer.command is ReturnPlan else name
    if offer.command is SubmitPlan:
        about = route_title(visitor, offer.settled["workflow"])
    address = address_of(offer)
    if offer.command is ClosePeriod:
        about = sentences.period(offer.settled["period"])
        address = f"/plans/{offer.settled['plan']}/period/{offer.settled['period']}"
    why_not = sentences.why(offer.refused) if offer.refused else ""
    return Act(name, short, address, why_not, about, leads)


def about(seen: PlanSeen, sentences: Sentences, offer: Offer) -> str:
    """What an open matter is about: the finding's words, or the measure and the words of its cell."""
    if number := offer.settled.get("finding"):
        finding = seen.plan.findings[int(number)]
        return f"{sentences.place(finding.place)}: {sentences.finding(finding)}"
    if words := offer.settled.get("words"):
        return f"«{words}»"
    measure = seen.plan.measures[offer.settled["measure"]]
    return f"{measure.number or measure.id} {measure.title}"


def questions(seen: PlanSeen) -> list[Finding]:
    """What the source leaves open, the blocking first; what is only told is left out."""
    order = [Severity.ERROR, Severity.QUESTION, Severity.WARNING]
    still_open = [
        finding
        for number, finding in enumerate(seen.plan.findings)
        if number not in seen.plan.resolved and finding.severity in order
    ]
    return sorted(still_open, key=lambda finding: order.index(finding.severity))


def step_shown(visitor: Visitor, seen: PlanSeen, sentences: Sentences, step: RouteStep) -> StepShown:
    decided, is_open = seen.plan.decided.get(step.key), step in seen.plan.open_steps
    state = "decided" if decided else "open" if is_open else "later"
    return StepShown(
        title=step.title,
        act=visitor.say(f"act.{step.act}"),
        state=state,
        who=sentences.person(decided)
        if decided
        else ", ".join(decider(visitor, who, seen.office) for who in step.who),
        mine=is_open and any(turns_at(step, seen.moment, COMMAND[step.act])),
        words="; ".join(step_words(visitor, seen, sentences, step, state)),
    )


def decides(event: Event, step: RouteStep) -> bool:
    """Is it a word at this step of the plan's own approval?"""
    words: Event | Said = event
    return isinstance(words, Said | StepSkipped) and (words.run, words.step) == ("", step.key)


def awaited(visitor: Visitor, seen: PlanSeen, step: RouteStep) -> str:
    return ", ".join(decider(visitor, reference, seen.office) for reference in step.who)


def step_words(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, step: RouteStep, state: str
) -> Iterator[str]:
    if state == "decided":
        fact = next(r for r in reversed(seen.history) if decides(r.event, step))
        how = "skip" if isinstance(fact.event, StepSkipped) else step.act
        yield visitor.say(f"web.decided-{how}", time=sentences.when(fact))
    elif state == "open":
        yield visitor.say("web.decide-until", day=step.due)
        if step.due < visitor.moment.today:
            yield visitor.say("web.step-overdue")
    else:
        yield visitor.say("step.later")
