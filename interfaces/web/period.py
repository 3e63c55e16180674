"""``/plans/ID/period/2021Q1``: what is missing before a closing, whom to ask, what came too late?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.closing import late_in
from application.offers import PlanSeen
from application.sentences import Sentences
from domain.calendar import periods
from domain.messages import Refused
from domain.plan.decider import refuse_unless_carried_out
from domain.plan.decisions.closing import ExplainShortfall, Missing, ToAsk, corrections_in
from domain.plan.decisions.correcting import ConfirmCorrection, DeclineCorrection, WithdrawCorrection
from domain.plan.document import Measure
from domain.plan.events import PeriodClosed, ShortfallExplained
from domain.plan.possible import Offer, what_may_i_do_of_period
from domain.report.actual import added
from domain.report.shapes import Row
from interfaces.web.acts import address_of
from interfaces.web.closing import (
    CorrectionShown,
    amounts_words,
    correction_shown,
    last_turn,
    late_goes,
    may_be_closed_from,
    missing_in,
    rows_in,
)
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
SETTLES = (ConfirmCorrection, DeclineCorrection, WithdrawCorrection)


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the period: what is planned and done, what is missing or how it is explained."""

    measure: Measure
    planned: str
    done: str
    words: str
    reason: str = ""
    new_term: str = ""
    links: Sequence[Link] = ()


@dataclass(slots=True)
class Asked:
    """Whom to ask: blank where nobody is known to answer for these measures."""

    person: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that a second person has still to look at, and what this person may do about it."""

    asked: CorrectionShown
    links: Sequence[Link]
    why_not: str


@router.get("/plans/{id}/period/{period}", response_class=HTMLResponse)
def period(visitor: AVisitor, id: str, period: str) -> Response:
    seen = visitor.plan(id)
    refuse_unless_carried_out(seen.plan)
    if period not in periods.quarters(seen.plan.text.period):
        raise Refused("not-found")
    sentences = for_the_web(visitor.sentences_about(seen))
    offers = what_may_i_do_of_period(id, seen.plan, period, seen.moment)
    rows = rows_in(seen, period)
    turn = last_turn(seen, period)
    asked = whom_to_ask(visitor, seen, sentences, period, rows)
    return visitor.page(
        "period.html",
        seen=seen,
        period=period,
        name=sentences.period(period),
        closed=period in seen.plan.closed,
        turn=turn,
        turned=sentences.of(turn) if turn else "",
        turned_at=sentences.when(turn) if turn else None,
        silent=len(turn.event.silent) if turn and isinstance(turn.event, PeriodClosed) else 0,
        open_until=may_be_closed_from(visitor, seen, period),
        late_goes=late_goes(visitor, seen),
        missing=sum(len(one.lines) for one in asked),
        asked=asked,
        explained=list(explained(visitor, seen, period, rows)),
        waiting=list(waiting(visitor, seen, sentences, period, offers)),
        late=[(r.version, sentences.of(r), sentences.when(r)) for r in late_in(seen.history, period)],
        others=[(q, sentences.period(q)) for q in begun(visitor, seen) if q != period],
        acts_of_period=[
            (visitor.say(f"command.{o.command.__name__}"), address_of(o), sentences_why(sentences, o))
            for o in offers
            if o.command not in SETTLES
        ],
    )


def begun(visitor: Visitor, seen: PlanSeen) -> list[str]:
    """The quarters of the plan of which there is something to say by now."""
    return [q for q in periods.quarters(seen.plan.text.period) if periods.starts(q) <= visitor.moment.today]


def sentences_why(sentences: Sentences, offer: Offer) -> str:
    return sentences.why(offer.refused) if offer.refused else ""


def whom_to_ask(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, period: str, rows: Mapping[str, Row]
) -> list[Asked]:
    """The check list by person, in the plan's order; those whom nobody answers for come last."""
    found: dict[str, Asked] = {}
    for missing in missing_in(seen, period):
        whom = missing.whom or ""
        one = found.setdefault(whom, Asked(sentences.person(whom) if whom else ""))
        one.lines.append(line_missing(visitor, seen, period, missing, rows))
    return sorted(found.values(), key=lambda one: not one.person)


def line_missing(
    visitor: Visitor, seen: PlanSeen, period: str, missing: ToAsk, rows: Mapping[str, Row]
) -> Line:
    log = f"/plans/{seen.id}/measures/{missing.measure.id}/log"
    offers = acts_on(seen, missing.measure, period)
    explain = [Link(visitor.say("closing.explain"), address_of(o)) for o in offers]
    record = [Link(visitor.say("web.log"), log)] if missing.missing is Missing.SILENT and explain else []
    words = visitor.say(f"missing.{missing.missing}")
    return line(visitor, missing.measure, rows, words, links=(*record, *explain))


def acts_on(seen: PlanSeen, measure: Measure, period: str) -> list[Offer]:
    """What this person may say about a shortfall of the measure in the period."""
    return [
        o
        for o in seen.offers_with(measure)
        if o.command is ExplainShortfall and not o.refused and o.settled["period"] == period
    ]


def line(
    visitor: Visitor,
    measure: Measure,
    rows: Mapping[str, Row],
    words: str,
    told: ShortfallExplained | None = None,
    links: Sequence[Link] = (),
) -> Line:
    row = rows[measure.id]
    done = added(row.earlier.amounts, row.actual.amounts)
    planned = amounts_words(visitor, row.planned.amounts) or row.planned_words
    return Line(
        measure=measure,
        planned=planned,
        done=amounts_words(visitor, done) or visitor.say("web.nothing-recorded"),
        words=words,
        reason=told.reason if told else "",
        new_term=told.new_term if told else "",
        links=links,
    )


def explained(visitor: Visitor, seen: PlanSeen, period: str, rows: Mapping[str, Row]) -> Iterator[Line]:
    """Rows of which somebody said why less was done, in the plan's order."""
    sentences = visitor.sentences_about(seen)
    for measure in seen.plan.text.measures:
        told = seen.plan.of(measure.id).shortfalls.get(period)
        if told is not None:
            again = [
                Link(visitor.say("closing.explain-anew"), address_of(o))
                for o in acts_on(seen, measure, period)
            ]
            yield line(visitor, measure, rows, sentences.person(told.person), told, again)


def waiting(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, period: str, offers: Sequence[Offer]
) -> Iterator[Waiting]:
    """What waits is shown to all who see the plan; to those who may settle it, how, or why not."""
    for wanted in corrections_in(seen.plan, period):
        mine = [o for o in offers if o.settled.get("request") == wanted.request]
        refused = next((o.refused for o in mine if o.refused), None)
        yield Waiting(
            correction_shown(visitor, seen, wanted),
            [
                Link(visitor.say(f"command.{o.command.__name__}"), address_of(o))
                for o in mine
                if not o.refused
            ],
            sentences.why(refused) if refused else "",
        )
