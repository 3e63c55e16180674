"""``/plans/ID/sign/PERIOD``: which report is signed, whose turn it is, and what exactly is done?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.reports.compile import compile_report
from application.reports.signing import put_on_record
from domain.messages import Command, Refused
from domain.people.may import MAY
from domain.plan.decisions.signing import SubmitReport
from domain.plan.possible import SETTLED, Offer, as_whom
from domain.report.corrective import has_a_next
from domain.run.events import Remark
from domain.run.state import Outcome
from domain.run.turns import spoken_as
from interfaces.web.forms import Field, Option, Wrong, command_from, fields_of
from interfaces.web.reports import OFFERED
from interfaces.web.sending import NotDone, send
from interfaces.web.signed_report import ReportSeen, report_seen
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
CELLS = ("actual", "target", "due", "state", "reason")
"""Cells of a report's row that a remark may be pinned to."""
NOT_OF_A_REPORT = frozenset({"effective_from", "fix_by"})
LOOKS = {
    Outcome.OPEN: "run",
    Outcome.GRANTED: "done",
    Outcome.RETURNED: "due",
    Outcome.REJECTED: "late",
    Outcome.VOIDED: "late",
}


@router.get("/plans/{id}/sign/{period}", response_class=HTMLResponse)
def signing(visitor: AVisitor, id: str, period: str, recorded: int = 0) -> Response:
    about = report_seen(visitor, id, period)
    sentences, run = for_the_web(about.sentences), about.run
    told = about.seen.history[recorded - 1] if 0 < recorded <= about.seen.version else None
    return visitor.page(
        "report_sign.html",
        about=about,
        plan=about.seen.plan,
        title=title_of(visitor, about),
        state=visitor.say(f"signing.{run.outcome if run else Outcome.NONE}"),
        looks=LOOKS.get(run.outcome, "none") if run else "none",
        steps=list(about.steps()),
        remarks=[sentences.remark(r) for r in remarks_of(about)],
        offers=[
            (o, sentences.why(o.refused) if o.refused else "", address_of(about, o)) for o in about.offers
        ],
        formats=formats(about),
        corrective=corrective_formats(about),
        recorded=sentences.of(told) if told else "",
    )


@router.get("/plans/{id}/sign/{period}/{command}", response_class=HTMLResponse)
def check(visitor: AVisitor, id: str, period: str, command: str) -> Response:
    about = report_seen(visitor, id, period)
    offer = about.offer(command)
    if offer is None or offer.refused:
        return not_now(visitor, about, command, offer)
    return page(visitor, about, offer, {})


@router.post("/plans/{id}/sign/{period}/{command}")
def act(visitor: AVisitor, id: str, period: str, command: str, form: OwnForm) -> Response:
    """What was shown is what is asked for: the fingerprint of the form goes into the command, and the rules
    say whether it is still so."""
    about = report_seen(visitor, id, period)
    kind = Command.registry.get(command)
    if kind is None or not (kind is SubmitReport or "run" in kind.model_fields):
        raise Refused("not-found")
    settled = {k: form[k] for k in (*SETTLED, *KEPT) if k in kind.model_fields and form.get(k)} | {"plan": id}
    offer = Offer(kind, settled)
    asked, wrong = command_from(kind, fields(visitor, about, offer), settled, form)
    wrong += unchosen(visitor, about, offer, form)
    if asked is None or wrong:
        return page(visitor, about, offer, form, wrong=wrong, status=422)
    if isinstance(asked, SubmitReport) and visitor.moment.standing.roles & MAY["SubmitReport"]:
        keep_bytes(visitor, asked)
    outcome = send(visitor, about.seen, asked, form, back=about.address)
    if isinstance(outcome, Response):
        return outcome
    now = report_seen(visitor, id, period)
    offer_now = now.offer(command)
    if offer_now is None or offer_now.refused:
        return not_now(visitor, now, command, offer_now, outcome)
    return page(visitor, now, offer_now, form, outcome=outcome, status=outcome.status)


KEPT = ("fingerprint", "position", "corrective")


def keep_bytes(visitor: Visitor, asked: SubmitReport) -> None:
    """The report of that place in the record goes on record before it is submitted; a made-up place is left
    to the rules."""
    if 0 < asked.position <= visitor.app.store.head():
        report = compile_report(visitor.app, asked.plan, asked.period, position=asked.position)
        put_on_record(visitor.app, report, channel="web")


def page(
    visitor: Visitor,
    about: ReportSeen,
    offer: Offer,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    ways = ways_of(visitor, about, offer)
    return visitor.page(
        "report_act.html",
        status,
        about=about,
        plan=about.seen.plan,
        title=title_of(visitor, about),
        name=offer.command.__name__,
        settled=offer.settled,
        address=address_of(about, offer).partition("?")[0],
        fields=fields(visitor, about, offer),
        route=dict(about.routes).get(offer.settled.get("workflow", ""), ""),
        capacity=capacity(visitor, about, offer),
        ways=ways,
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        cells=CELLS,
        formats=formats(about),
    )


def fields(visitor: Visitor, about: ReportSeen, offer: Offer) -> list[Field]:
    author = about.sentences.person(about.sent.person) if about.sent else ""
    to = [("", visitor.say("web.to-author", person=author)), *earlier_steps(about, offer)]
    asked = fields_of(offer.command, offer.settled, {"workflow": about.routes, "to_step": to})
    return [f for f in asked if f.name not in NOT_OF_A_REPORT | set(KEPT)]


def earlier_steps(about: ReportSeen, offer: Offer) -> list[Option]:
    route = about.run.route if about.run else ()
    mine = next((s.stage for s in route if s.key == offer.settled.get("step")), 0)
    return [(s.key, s.title) for s in route if s.stage < mine]


def ways_of(visitor: Visitor, about: ReportSeen, offer: Offer) -> list[Option]:
    """As whom the person may choose to act, where there is a choice."""
    found = as_whom(offer, about.seen.plan, about.seen.moment)
    return [(c.position, c.words(visitor.office.language)) for c in found] if len(found) > 1 else []


def unchosen(visitor: Visitor, about: ReportSeen, offer: Offer, form: Mapping[str, str]) -> list[Wrong]:
    posts = [post for post, _ in ways_of(visitor, about, offer)]
    return [Wrong("capacity", "web.error-capacity")] if posts and form.get("capacity") not in posts else []


def capacity(visitor: Visitor, about: ReportSeen, offer: Offer) -> str:
    name, moment = offer.command.__name__, visitor.moment
    fitting = [c for c in moment.standing.capacities if c.role in MAY[name] and c.covers(name)]
    run = about.seen.plan.run_of(offer.settled.get("run", ""))
    named = spoken_as(run, offer.settled.get("step", ""), name, moment) or next(iter(fitting), None)
    return named.words(visitor.office.language) if named else ""


def address_of(about: ReportSeen, offer: Offer) -> str:
    asked = {k: offer.settled[k] for k in ("step", "run") if k in offer.settled}
    path = f"{about.address}/{offer.command.__name__}"
    return f"{path}?{urlencode(asked)}" if asked else path


def formats(about: ReportSeen) -> dict[str, str]:
    """The documents themselves, as of the place in the record that is asked about."""
    at, path = about.report.as_of.position, f"/plans/{about.seen.id}/reports/{about.period}"
    return {name: f"{path}.{format}?position={at}" for format, name in OFFERED.items()}


def corrective_formats(about: ReportSeen) -> dict[str, str]:
    """The corrective report as a document, where there is something late to tell in one."""
    report, path = about.report, f"/plans/{about.seen.id}/reports/{about.period}"
    told_next = about.seen.office.late == "next" and has_a_next(about.seen.plan, about.period)
    if report.closed_by is None or not report.late or told_next:
        return {}
    return {name: f"{path}.{format}?corrective=1" for format, name in OFFERED.items()}


def title_of(visitor: Visitor, about: ReportSeen) -> str:
    return visitor.say("web.signing-title", period=about.sentences.period(about.period))


def remarks_of(about: ReportSeen) -> Sequence[Remark]:
    return about.run.remarks if about.run else ()


def not_now(
    visitor: Visitor, about: ReportSeen, command: str, offer: Offer | None, outcome: NotDone | None = None
) -> Response:
    """Why there is no such act now, and what happened last."""
    sentences, last = for_the_web(about.sentences), about.seen.history[-1]
    refused = offer.refused if offer else None
    why = outcome.words if outcome else sentences.why(refused) if refused else visitor.say("web.not-now")
    return visitor.page(
        "not_offered.html",
        409,
        seen=about.seen,
        act=visitor.say(f"command.{command}") if command in Command.registry else "",
        why=why,
        tone=outcome.tone if outcome else "",
        last=sentences.of(last),
        when=sentences.when(last),
    )
