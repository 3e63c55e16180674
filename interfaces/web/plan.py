"""``/plans/ID``: the plan as its official form, whose turn it is, and what I may do with it now."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from application.offers import PlanSeen
from application.readers import readers_of
from application.sentences import Sentences
from application.workflows.picture import of_run
from domain.people.may import MAY
from domain.plan.decisions.approval import Acknowledge, ReturnPlan, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.document import Finding, Severity
from domain.plan.events import PlanDrafted
from domain.plan.owners import orphans
from domain.plan.possible import Offer
from domain.plan.state import CARRIED_OUT, EDITABLE, Status
from interfaces.pictures.route import drawn
from interfaces.web.acts import address_of, route_title, submission
from interfaces.web.amend import may_amend
from interfaces.web.consent import has_bodies, lapsed
from interfaces.web.copy_plan import may_copy
from interfaces.web.official_form import headings_of, rows_of
from interfaces.web.period import begun
from interfaces.web.reports import reports_of
from interfaces.web.route_shown import step_shown
from interfaces.web.run_about import runs_of
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


@router.get("/plans/{id}", response_class=HTMLResponse)
def plan(visitor: AVisitor, id: str, only: str = "", unchanged: bool = False) -> Response:
    seen = visitor.plan(id)
    sentences = for_the_web(visitor.sentences_about(seen))
    plan = seen.plan
    elsewhere = {*plan.requests, *plan.amendments}
    own = [offer for offer in seen.offers if offer.settled.get("run", "") not in elsewhere]
    offers = sorted(own, key=lambda offer: was_read_to_decide(visitor, seen, offer))
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
        route=[step_shown(visitor, seen, sentences, plan.run, step) for step in plan.route],
        picture=picture_of(visitor, seen, sentences),
        possible=[act for act in acts if not act.why_not],
        impossible=[act for act in acts if act.why_not],
        to_settle=[act_of(visitor, sentences, o, about(seen, sentences, o)) for o in seen.to_settle],
        questions=questions(seen),
        ownerless=ownerless(seen),
        said=sentences.finding,
        place_of=sentences.place,
        remarks=[sentences.remark(remark) for remark in plan.remarks],
        columns=headings_of(visitor, seen),
        rows=rows_of(visitor, seen, sentences, only),
        mine=sum(seen.is_mine(measure) for measure in plan.text.measures),
        only=only,
        unchanged=unchanged,
        requests=runs_of(visitor, seen, sentences),
        readers=readers_of(seen) if plan.status in CARRIED_OUT else None,
        person_of=sentences.person,
        local=sentences.local,
        may_edit=plan.status in EDITABLE and bool(seen.moment.standing.roles & MAY["ReviseMeasure"]),
        by_consent=has_bodies(seen),
        lapsed=lapsed(seen),
        may_copy=plan.status in CARRIED_OUT and may_copy(seen),
        copied_from=first.copied_from if isinstance(first := seen.history[0].event, PlanDrafted) else None,
        may_amend=plan.status is Status.IN_FORCE and may_amend(seen),
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


def ownerless(seen: PlanSeen) -> list[str]:
    """The measures at which an approval will stop, by number; none once the plan is in force."""
    if seen.plan.status in CARRIED_OUT:
        return []
    found = orphans(seen.plan, seen.plan.measures.values(), seen.office, seen.moment.today)
    return [measure.number or measure.id for measure in found]


def questions(seen: PlanSeen) -> list[Finding]:
    """What the source leaves open, the blocking first; what is only told is left out."""
    order = [Severity.ERROR, Severity.QUESTION, Severity.WARNING]
    still_open = [
        finding
        for number, finding in enumerate(seen.plan.findings)
        if number not in seen.plan.resolved and finding.severity in order
    ]
    return sorted(still_open, key=lambda finding: order.index(finding.severity))
