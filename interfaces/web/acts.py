"""``/plans/ID/approve``, ``…/do/COMMAND``: what exactly is done, as whom, with which consequence?

Every act has a check page first; it is offered only where the rules, asked on trial, would take it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.offers import PlanSeen
from application.projections import workflows
from application.requests import tried
from domain.messages import Command, Refused
from domain.people.may import MAY
from domain.plan.decisions.approval import SubmitPlan
from domain.plan.decisions.carrying_out import span
from domain.plan.decisions.evidence import AddEvidence
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.decisions.postponing import RequestPostponement
from domain.plan.document import Finding, Measure
from domain.plan.events import PlanSubmitted
from domain.plan.possible import SETTLED, Offer, as_whom
from domain.plan.state import Execution
from domain.run.turns import spoken_as
from interfaces.web.closing import CorrectionShown, before_closing, correction_shown
from interfaces.web.forms import REMARKS, Field, Option, Wrong, command_from, fields_of, whole
from interfaces.web.late import said_of_days, said_of_the_closed
from interfaces.web.parts_asked import part_choices, part_words, without_needless
from interfaces.web.route_shown import awaited
from interfaces.web.run_about import RunAbout, run_about
from interfaces.web.sending import NotDone, send
from interfaces.web.signed_report import address_of_signing
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
SHORT = {"approve": "ApproveStep", "agree": "AgreeStep", "return": "ReturnPlan"}
LONG = {name: address for address, name in SHORT.items()}
CELLS = ("due", "target", "executors", "measure", "indicator")


@dataclass(frozen=True)
class Check:
    """An act about to be done: the offer behind it, and the fields that are left to fill in."""

    seen: PlanSeen
    offer: Offer
    fields: list[Field]

    @property
    def name(self) -> str:
        return self.offer.command.__name__

    @property
    def asked_for(self) -> list[Field]:
        return [field for field in self.fields if field not in self.left_open]

    @property
    def left_open(self) -> list[Field]:
        """Remarks that bar nothing, and the day by which they are closed: most acts leave none."""
        optional = any(f.kind == "remarks" and not f.required for f in self.fields)
        return [f for f in self.fields if optional and (f.kind == "remarks" or f.name == "close_by")]

    def begun(self, typed: Mapping[str, str]) -> bool:
        """Has somebody begun to leave such remarks?"""
        return any(typed.get(name) for name in ("close_by", *(f"remarks-{n}-text" for n in range(REMARKS))))

    @property
    def settled(self) -> Mapping[str, str]:
        return self.offer.settled

    @property
    def measure(self) -> Measure | None:
        return self.seen.plan.measures.get(self.settled.get("measure", ""))


@router.get("/plans/{id}/approve", response_class=HTMLResponse)
@router.get("/plans/{id}/agree", response_class=HTMLResponse)
@router.get("/plans/{id}/return", response_class=HTMLResponse)
def check_decision(visitor: AVisitor, request: Request, id: str) -> Response:
    return show(visitor, id, SHORT[request.url.path.rpartition("/")[2]], request.query_params)


@router.post("/plans/{id}/approve")
@router.post("/plans/{id}/agree")
@router.post("/plans/{id}/return")
def decide(visitor: AVisitor, request: Request, id: str, form: OwnForm) -> Response:
    return do(visitor, id, SHORT[request.url.path.rpartition("/")[2]], form)


@router.get("/plans/{id}/do/{command}", response_class=HTMLResponse)
def check(visitor: AVisitor, request: Request, id: str, command: str) -> Response:
    return show(visitor, id, command, request.query_params)


@router.post("/plans/{id}/do/{command}")
def act(visitor: AVisitor, id: str, command: str, form: OwnForm) -> Response:
    return do(visitor, id, command, form)


def address_of(offer: Offer) -> str:
    """Where the check page of an offer is; a measure's daily record has a page of its own."""
    plan = offer.settled["plan"]
    if offer.command in (LogExecution, ReportIndicator):
        return f"/plans/{plan}/measures/{offer.settled['measure']}/log"
    if offer.command is AddEvidence:
        record = f"measures/{offer.settled['measure']}/records/{offer.settled['execution']}"
        return f"/plans/{plan}/{record}/evidence"
    name = offer.command.__name__
    if offer.command is RequestPostponement:
        return f"/plans/{plan}/measures/{offer.settled['measure']}/postpone"
    keys = {k: v for k, v in offer.settled.items() if k not in ("plan", "text_hash")}
    asked = urlencode(keys)
    path = f"/plans/{plan}/{LONG[name]}" if name in LONG else f"/plans/{plan}/do/{name}"
    return f"{path}?{asked}" if asked else path


def show(visitor: Visitor, id: str, command: str, asked: Mapping[str, str]) -> Response:
    seen = visitor.plan(id)
    offer = offered(seen, command, asked)
    if offer and (sent := seen.plan.reports.get(offer.settled.get("run", ""))):
        keys = {k: offer.settled[k] for k in ("step", "run") if k in offer.settled}
        address = f"{address_of_signing(id, sent.period)}/{command}?{urlencode(keys)}"
        return RedirectResponse(address, 303)
    if offer is None or offer.refused:
        return not_offered(visitor, seen, command, offer.refused if offer else None)
    return page(visitor, checked(visitor, seen, offer), {})


def do(visitor: Visitor, id: str, name: str, form: Mapping[str, str]) -> Response:
    """The offer may be gone by now: then the command itself is asked, and its refusal or conflict told."""
    seen = visitor.plan(id)
    kind = Command.registry.get(name)
    if kind is None or "plan" not in kind.model_fields:
        raise Refused("not-found")
    offer = offered(seen, name, form)
    settled = {k: form[k] for k in settled_keys(kind, form)} | {"plan": id}
    asked = checked(visitor, seen, offer or Offer(kind, settled))
    command, wrong = command_from(kind, asked.fields, settled, form)
    wrong += unchosen(visitor, asked, form)
    if command is None or wrong:
        return page(visitor, asked, form, wrong=wrong, status=422)
    outcome = send(visitor, seen, command, form)
    if isinstance(outcome, Response):
        return outcome
    return come_back(visitor, asked, form, outcome)


def come_back(visitor: Visitor, asked: Check, form: Mapping[str, str], outcome: NotDone) -> Response:
    """The form again, on what is true now, with what was typed; or only the sentence why there is none."""
    now = visitor.plan(asked.seen.id)
    offer = offered(now, asked.name, asked.settled)
    if offer is None or offer.refused:
        return not_offered(visitor, now, asked.name, None, outcome)
    return page(visitor, checked(visitor, now, offer), form, outcome=outcome, status=outcome.status)


def offered(seen: PlanSeen, command: str, asked: Mapping[str, str]) -> Offer | None:
    """The offer that is meant: its settled fields equal those asked for, where they are named."""
    measure = seen.plan.measures.get(asked.get("measure", ""))
    offers = [*seen.offers, *seen.to_settle, *(seen.offers_with(measure) if measure else [])]
    return next((o for o in offers if o.command.__name__ == command and fits(o, asked)), None)


def fits(offer: Offer, asked: Mapping[str, str]) -> bool:
    keys = set(offer.settled) - {"plan", "text_hash"}
    if asked.get("run", "") != offer.settled.get("run", "") and "run" in asked:
        return False
    return all(asked.get(key, offer.settled[key]) == offer.settled[key] for key in keys)


def settled_keys(kind: type[Command], form: Mapping[str, str]) -> list[str]:
    return [key for key in SETTLED if key != "plan" and key in kind.model_fields and form.get(key)]


def checked(visitor: Visitor, seen: PlanSeen, offer: Offer) -> Check:
    measure = seen.plan.measures.get(offer.settled.get("measure", ""))
    parts = len(measure.target.parts) if measure else 0
    chosen = choices(visitor, seen, offer)
    if measure:
        chosen |= part_choices(visitor.say, seen.office, measure)
    fields = fields_of(offer.command, offer.settled, chosen, parts)
    if measure:
        fields = without_needless(fields, seen.office, measure)
    return Check(seen, offer, [f for f in fields if f.name not in unused(seen, offer)])


def unused(seen: PlanSeen, offer: Offer) -> frozenset[str]:
    """Fields that say nothing where a run beside the plan's own approval is decided."""
    run = offer.settled.get("run", "")
    if run in seen.plan.requests:
        return frozenset({"act", "effective_from", "fix_by"})
    return frozenset({"fix_by"}) if run else frozenset()


def choices(visitor: Visitor, seen: PlanSeen, offer: Offer) -> dict[str, Sequence[Option]]:
    """Fields that are chosen from a list: whom words mean, and to which step a plan goes back."""
    office, sentences = seen.office, visitor.sentences
    posts = [(f"position:{p.position}", p.title) for p in office.positions.values()]
    units = [(f"unit:{u.unit}", u.title) for u in office.units.values()]
    persons = [(f"person:{id}", sentences.person(id)) for id in office.persons]
    run = seen.plan.run_of(offer.settled.get("run", ""))
    author = sentences.person(run.submitted_by if run.id else seen.plan.author)
    steps = [("", visitor.say("web.to-author", person=author)), *earlier_steps(seen, offer)]
    return {"to": [*units, *posts, *persons], "to_step": steps}


def route_title(visitor: Visitor, key: str) -> str:
    routes = visitor.app.ask(workflows.routes_of, visitor.organisation)
    return next((row["title"] for row in routes if row["workflow"] == key), key)


def earlier_steps(seen: PlanSeen, offer: Offer) -> list[Option]:
    route = seen.plan.run_of(offer.settled.get("run", "")).route
    mine = next((s.stage for s in route if s.key == offer.settled.get("step")), 0)
    return [(s.key, s.title) for s in route if s.stage < mine]


def page(
    visitor: Visitor,
    asked: Check,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    seen = asked.seen
    about, record = about_run(visitor, asked), old_record(asked)
    return visitor.page(
        "act.html",
        status,
        asked=asked,
        seen=seen,
        plan=seen.plan,
        typed={**prefilled(asked), **typed},
        wrong=wrong,
        outcome=outcome,
        address=address_of(asked.offer).partition("?")[0],
        capacity=capacity(visitor, asked),
        ways=ways(visitor, asked),
        record=record,
        part=part_words(seen.office, record.counts) if record and record.counts else "",
        late=late_words(visitor, asked),
        correction=correction_asked(visitor, asked),
        closing=list(before_closing(visitor, seen, asked.offer.command, asked.settled)),
        finding=finding_of(asked),
        said=visitor.sentences.finding,
        place_of=visitor.sentences.place,
        submitted=submission(visitor, seen),
        cells=CELLS,
        force=None if about else seen.force(asked.offer),
        about=about,
        happens=happens(visitor, asked, about),
        steps=foretold(visitor, asked),
        text_hash=seen.plan.run_of(asked.settled.get("run", "")).text_hash,
        route=route_title(visitor, asked.settled.get("workflow", "")),
        period=visitor.sentences.period(asked.settled.get("period", "")),
    )


def about_run(visitor: Visitor, asked: Check) -> RunAbout | None:
    """What is decided, where it is not the plan as a whole."""
    run = asked.seen.plan.runs.get(asked.settled.get("run", ""))
    sentences = for_the_web(visitor.sentences_about(asked.seen))
    return run_about(visitor, asked.seen, sentences, run) if run else None


HAPPENS = {"ReturnPlan": "return", "WithdrawSubmission": "withdraw", "RejectSubmission": "reject"}


def foretold(visitor: Visitor, asked: Check) -> list[tuple[str, str, date]]:
    """The route that a submission would go: each step, who decides it today, until when."""
    if asked.offer.command is not SubmitPlan or asked.offer.refused:
        return []
    command = SubmitPlan(plan=asked.seen.id, workflow=asked.settled["workflow"])
    submitted = (e for e in tried(visitor.app, asked.seen, command) if isinstance(e, PlanSubmitted))
    return [(step.title, awaited(visitor, asked.seen, step), step.due) for e in submitted for step in e.route]


def happens(visitor: Visitor, asked: Check, about: RunAbout | None) -> str:
    """The consequence in a sentence."""
    if about and asked.name in HAPPENS:
        return visitor.say(f"web.happens-run-{HAPPENS[asked.name]}")
    if about and asked.name in ("ApproveStep", "SignStep"):
        return visitor.say(f"web.happens-grant-{about.run.subject}")
    return visitor.say(f"web.happens-{asked.name}")


def prefilled(asked: Check) -> dict[str, str]:
    """What a correction starts from: the figures as they count now."""
    record = old_record(asked)
    if record is None or record.counts is None:
        return {}
    now = record.counts
    filled = {
        "done_on": now.done_on.isoformat(),
        "quantity": "" if now.quantity is None else f"{now.quantity:f}",
        "unit": now.unit or "",
        "item": now.item,
    }
    return filled | {f"parts-{n}": f"{part:f}" for n, part in enumerate(now.parts)}


def late_words(visitor: Visitor, asked: Check) -> list[str]:
    """That it goes to the late list, where the period of its day is closed, or of a day yet to be chosen."""
    seen, record = asked.seen, old_record(asked)
    if record is not None and record.counts is not None:
        told = said_of_days(visitor, seen, [record.counts.done_on])
        may_move = any(field.kind == "date" for field in asked.fields)
        return told or (said_of_the_closed(visitor, seen) if may_move else [])
    if asked.offer.command is DeclareNil and (period := asked.settled.get("period")):
        return said_of_days(visitor, seen, [span(period)[1]])
    return []


def correction_asked(visitor: Visitor, asked: Check) -> CorrectionShown | None:
    """What somebody asks to mend in a closed period, where the act settles that."""
    wanted = asked.seen.plan.corrections.get(asked.settled.get("request", ""))
    return correction_shown(visitor, asked.seen, wanted) if wanted else None


def old_record(asked: Check) -> Execution | None:
    carried = asked.seen.plan.of(asked.settled.get("measure", ""))
    return carried.executions.get(asked.settled.get("execution", ""))


def finding_of(asked: Check) -> Finding | None:
    number = asked.settled.get("finding", "")
    known = asked.seen.plan.findings
    index = whole(number)
    return known[index] if index is not None and index < len(known) else None


def submission(visitor: Visitor, seen: PlanSeen) -> str:
    last = next((r for r in reversed(seen.history) if isinstance(r.event, PlanSubmitted)), None)
    if last is None:
        return ""
    sentences = visitor.sentences_about(seen)
    who = sentences.name(last)
    return visitor.say("web.submitted", version=seen.plan.text_version, time=sentences.when(last), author=who)


def capacity(visitor: Visitor, asked: Check) -> str:
    """As what the person will act: as whom a voice of the step is theirs, else the post that may ask this."""
    moment, run = visitor.moment, asked.seen.plan.run_of(asked.settled.get("run", ""))
    fitting = [c for c in moment.standing.capacities if c.role in MAY[asked.name] and c.covers(asked.name)]
    spoken = spoken_as(run, asked.settled.get("step", ""), asked.name, moment)
    named = spoken or next(iter(fitting), None)
    return named.words(visitor.office.language) if named else ""


def ways(visitor: Visitor, asked: Check) -> list[Option]:
    """As whom the person may choose to act, by the key of the post; nothing where there is no choice."""
    found = as_whom(asked.offer, asked.seen.plan, asked.seen.moment)
    return [(c.position, c.words(visitor.office.language)) for c in found] if len(found) > 1 else []


def unchosen(visitor: Visitor, asked: Check, form: Mapping[str, str]) -> list[Wrong]:
    """Whom several capacities would let act says in which one: none is chosen for them."""
    posts = [post for post, _ in ways(visitor, asked)]
    return [Wrong("capacity", "web.error-capacity")] if posts and form.get("capacity") not in posts else []


def not_offered(
    visitor: Visitor, seen: PlanSeen, command: str, refused: Refused | None, outcome: NotDone | None = None
) -> Response:
    """In place of a form that could not work: why, and what happened last."""
    sentences = for_the_web(visitor.sentences_about(seen))
    last = seen.history[-1]
    why = outcome.words if outcome else sentences.why(refused) if refused else visitor.say("web.not-now")
    return visitor.page(
        "not_offered.html",
        409,
        seen=seen,
        act=visitor.say(f"command.{command}") if command in Command.registry else "",
        why=why,
        tone=outcome.tone if outcome else "",
        last=sentences.of(last),
        when=sentences.when(last),
    )
