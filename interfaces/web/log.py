"""``/plans/ID/measures/MID/log``: what was done, how much, when: ten seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.evidence.keeping import Kept
from application.offers import PlanSeen
from domain.messages import Refused
from domain.plan.asking import TOLD_BY_PERIOD, YES_OR_NO, Asking, asking_of
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.nil_and_levels import ReportIndicator
from domain.plan.document import Measure
from interfaces.web.acts import address_of
from interfaces.web.forms import Field, Wrong, command_from, fields_of
from interfaces.web.handing_in import ACCEPTED, OwnUpload, kept_of, receipts, told_of, why_without
from interfaces.web.late import said_of_the_closed
from interfaces.web.not_done import instead_of_no, is_said_here, nil_later, nils_known, nils_of
from interfaces.web.official_form import done_words
from interfaces.web.parts_asked import (
    UNIT,
    is_of_several_units,
    level_units,
    of_which_in,
    own_unit,
    part_choices,
    part_words,
    without_needless,
)
from interfaces.web.period_owed import PeriodOwed, period_named, remaining
from interfaces.web.question import NO, YES, Question, left_of_parts, period_asked, unanswered
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import due_reading, for_the_web, spread_words

router = APIRouter()
TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
MORE = frozenset({"place", "people_reached", "note"})


@router.get("/plans/{id}/measures/{measure}/log", response_class=HTMLResponse)
def form(
    visitor: AVisitor,
    request: Request,
    id: str,
    measure: str,
    period: Annotated[str, Query(alias="for")] = "",
    recorded: int = 0,
    again: bool = False,
    said: str = "",
) -> Response:
    seen = visitor.plan(id)
    row = measure_in(seen, measure)
    named = named_in(visitor, seen, row, period)
    asked = dict(request.query_params)
    denied = said == NO
    return page(
        visitor, seen, row, {}, named=named, recorded=recorded, again=again, asked=asked, denied=denied
    )


@router.post("/plans/{id}/measures/{measure}/log")
def log(visitor: AVisitor, id: str, measure: str, upload: OwnUpload) -> Response:
    form = upload.fields
    seen = visitor.plan(id)
    row = measure_in(seen, measure)
    named = named_in(visitor, seen, row, form.get("for", ""))
    about = f"for={named.key}" if named else ""
    if asking_of(row) in YES_OR_NO and form.get("answer") == NO:
        return RedirectResponse(f"/plans/{id}/measures/{row.id}/log?{about}&said={NO}", 303)
    kind, fields = asked_of(visitor, seen, row)
    settled = {"plan": id, "measure": row.id}
    typed = {**form, dated(fields): day_of(visitor, form)}
    also: dict[str, object] = {"again": True} if form.get("again") and kind is LogExecution else {}
    if kind is ReportIndicator:
        also["of_which"] = of_which_in(form)
    command, wrong = command_from(kind, fields, settled, typed, **also)
    wrong += unanswered(row, form)
    kept = kept_of(visitor.app, seen.office, visitor.person, upload)
    if command is None or wrong:
        return page(visitor, seen, row, form, named=named, wrong=wrong, kept=kept, status=422)
    command = command.model_copy(update={"evidence": tuple(kept.evidence)})
    if named and (day := is_elsewhere(named, command.happened_on, visitor.moment.today, form)):
        return page(visitor, seen, row, form, named=named, elsewhere=day, kept=kept, status=409)
    told = "&".join(filter(None, (about, told_of(kept.refused))))
    back = f"/plans/{id}/measures/{row.id}/log" + (f"?{told}" if told else "")
    outcome = send(visitor, seen, command, form, back=back)
    if isinstance(outcome, Response):
        return outcome
    return page(visitor, seen, row, form, named=named, outcome=outcome, kept=kept, status=outcome.status)


def named_in(visitor: Visitor, seen: PlanSeen, measure: Measure, key: str) -> PeriodOwed | None:
    """The month or quarter that is owed and named; of what is told by such, the one that is asked about."""
    if asking_of(measure) not in TOLD_BY_PERIOD:
        return period_named(visitor, seen, measure, key)
    asked = period_asked(measure, seen.plan.text.period, visitor.moment.today, key)
    return PeriodOwed(asked, None, Decimal()) if asked else None


def opened_on_demand(question: Question) -> frozenset[str]:
    """Details that nobody is asked for unless they open them; how much, where the question is yes or no."""
    amount = {"quantity"} if question.answers else set()
    unit = set() if is_of_several_units(question.measure) else {UNIT}
    return MORE | amount | unit


def measure_in(seen: PlanSeen, id: str) -> Measure:
    if id not in seen.plan.measures:
        raise Refused("not-found")
    return seen.plan.measures[id]


def asked_of(
    visitor: Visitor, seen: PlanSeen, measure: Measure
) -> tuple[type[LogExecution] | type[ReportIndicator], list[Field]]:
    """Which of the two records the rules take for this measure, and its fields."""
    offers = seen.offers_with(measure)
    stock = any(o.command is ReportIndicator for o in offers)
    kind: type[LogExecution] | type[ReportIndicator] = ReportIndicator if stock else LogExecution
    settled = {"plan": seen.id, "measure": measure.id}
    choices = part_choices(visitor.say, seen.office, measure)
    fields = fields_of(kind, settled, choices, len(measure.target.parts))
    return kind, without_needless(fields, seen.office, measure)


def dated(fields: Sequence[Field]) -> str:
    return next(field.name for field in fields if field.kind == "date")


def day_of(visitor: Visitor, form: Mapping[str, str]) -> str:
    today = visitor.moment.today
    match form.get("when", TODAY):
        case "today":
            return today.isoformat()
        case "yesterday":
            return (today - timedelta(days=1)).isoformat()
        case _:
            return form.get("other", "")


def is_elsewhere(named: PeriodOwed, day: date | None, today: date, form: Mapping[str, str]) -> date | None:
    """The day, where it counts towards another period than the one named and nobody was asked about it."""
    asked_before = day is not None and form.get("elsewhere") == day.isoformat()
    return None if day is None or day > today or named.holds(day) or asked_before else day


def page(
    visitor: Visitor,
    seen: PlanSeen,
    measure: Measure,
    typed: Mapping[str, str],
    *,
    named: PeriodOwed | None,
    elsewhere: date | None = None,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
    recorded: int = 0,
    again: bool = False,
    kept: Kept | None = None,
    asked: Mapping[str, str] | None = None,
    denied: bool = False,
) -> Response:
    sentences = for_the_web(visitor.sentences_about(seen))
    kind, fields = asked_of(visitor, seen, measure)
    offers = seen.offers_with(measure)
    own = next((o for o in offers if o.command is kind), None)
    question = question_about(visitor, seen, measure, named)
    nils = nils_of(question, offers)
    others = [
        o for o in offers if o.command is not kind and not o.refused and not is_said_here(o, question, nils)
    ]
    later = opened_on_demand(question)
    told = seen.history[recorded - 1] if 0 < recorded <= seen.version else None
    return visitor.page(
        "log.html",
        status,
        seen=seen,
        measure=measure,
        level=kind is ReportIndicator,
        question=question,
        nils=nils,
        nil_later=nil_later(question, nils_known(question, offers)),
        level_units=level_units(seen.office, measure) if kind is ReportIndicator else [],
        instead=instead_of_no(offers, question) if denied else None,
        first=[f for f in fields if f.name not in (*later, dated(fields))],
        more=[f for f in fields if f.name in later],
        day_field=dated(fields),
        today=visitor.moment.today,
        typed={**prefilled(visitor, seen, measure, named), **typed},
        late=said_of_the_closed(visitor, seen),
        named=named,
        elsewhere=elsewhere,
        wrong=wrong,
        outcome=outcome,
        cannot=sentences.why(own.refused)
        if own and own.refused
        else ""
        if own
        else visitor.say("web.not-now"),
        others=[(visitor.say(f"command.{o.command.__name__}"), address_of(o), o.settled) for o in others],
        records=records(visitor, seen, measure),
        target=spread_words(visitor.sentences, measure.target, seen.plan.text.columns),
        contested=said_not_theirs(visitor, seen, measure),
        due=measure.due.raw,
        due_reading=due_reading(sentences, measure.due),
        done=done_words(visitor, seen.rows.get(measure.id)),
        kept=receipts(visitor.app, visitor.person, kept.evidence) if kept else [],
        not_kept=[sentences.why(refused) for refused in kept.refused] if kept else [],
        without=why_without(sentences, asked or {}) if told else "",
        record=getattr(told.event, "execution", "") if told else "",
        some_kept=bool(told and getattr(told.event, "evidence", ())),
        accepted=ACCEPTED,
        strips=seen.office.strip_metadata,
        recorded=sentences.of(told) if told else "",
        recorded_at=sentences.when(told) if told else None,
        again=again,
    )


def said_not_theirs(visitor: Visitor, seen: PlanSeen, measure: Measure) -> str:
    said = seen.plan.contested.get(measure.id)
    if said is None:
        return ""
    return visitor.say("web.contested", person=visitor.sentences.person(said.person), reason=said.reason)


def prefilled(visitor: Visitor, seen: PlanSeen, measure: Measure, named: PeriodOwed | None) -> dict[str, str]:
    today = visitor.moment.today
    day = named.day_to_log(today) if named else today
    when = {"when": TODAY} if day == today else {"when": OTHER, "other": day.isoformat()}
    chosen = {**when, **own_unit(measure, visitor.moment.standing)}
    match asking_of(measure):
        case Asking.STANDING | Asking.DONE:
            return {"answer": YES} | chosen
        case Asking.PARTS:
            return {**left_of_parts(seen.plan, measure)} | chosen
        case Asking.LEVEL:
            return chosen
        case Asking.NEEDED | Asking.SCHEDULE | Asking.UNPLANNED:
            return {"quantity": "1"} | chosen
        case _:
            return {"quantity": remaining(visitor, seen, measure, named)} | chosen


def question_about(visitor: Visitor, seen: PlanSeen, measure: Measure, named: PeriodOwed | None) -> Question:
    key = named.key if named else ""
    return Question(visitor.say, visitor.sentences, seen.plan, measure, visitor.moment.today, key)


def records(visitor: Visitor, seen: PlanSeen, measure: Measure) -> list[dict[str, object]]:
    """What is on record for the measure, newest first, each with what may be done about it."""
    offers = seen.offers_with(measure)
    shown = []
    for key, execution in reversed(list(seen.plan.of(measure.id).executions.items())):
        counts = execution.counts
        acts = [o for o in offers if o.settled.get("execution") == key and not o.refused]
        shown.append(
            {
                "day": (counts or execution.logged).done_on,
                "amount": amount_words(visitor, (counts or execution.logged)),
                "part": part_words(seen.office, counts or execution.logged),
                "person": visitor.sentences.person(execution.logged.person),
                "retracted": execution.retracted is not None,
                "corrected": execution.corrected is not None,
                "files": execution.evidence,
                "acts": [(visitor.say(f"command.{o.command.__name__}"), address_of(o)) for o in acts],
            }
        )
    return shown


def amount_words(visitor: Visitor, counts: object) -> str:
    parts = getattr(counts, "parts", ()) or ()
    quantity = getattr(counts, "quantity", None)
    amounts = parts or (() if quantity is None else (quantity,))
    return " / ".join(visitor.say("web.amount", amount=a) for a in amounts)
