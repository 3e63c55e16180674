"""``/my/bulk``: how does a person write down many deeds at once: in a table here, or in a file filled in?

Good lines are recorded one by one, each an act of its own; the others stay with their reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.bulk.columns import Column, Line, lines_of
from application.bulk.recording import STAYS, Outcome, Table, Told, record
from application.bulk.table import fill_in
from application.bulk.words import line_of, why
from application.evidence import keeping
from application.evidence.keeping import EvidenceRefused, Purpose
from application.imports import truth
from application.imports.grid import Cell
from application.offers import PlanSeen
from application.ports import DocumentRefused
from application.projections import plan_board
from domain.messages import Refused
from domain.plan.decisions.carrying_out import span
from domain.plan.document import TargetKind
from domain.plan.events import Evidence
from domain.plan.state import CARRIED_OUT
from interfaces.web.handing_in import OwnUpload
from interfaces.web.my import Owed, owed_by
from interfaces.web.period_owed import at_least_one
from interfaces.web.sending import SHOWN_WITHIN, command_id
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the table: what is owed, with what it is filled; ``error`` says why it stays."""

    name: str
    owed: Owed
    quantity: str
    day: str
    picked: bool = False
    error: str = ""


@router.get("/my/bulk", response_class=HTMLResponse)
def table(visitor: AVisitor, recorded: int = 0) -> Response:
    return page(visitor, choices(visitor, {}), recorded=recorded)


@router.post("/my/bulk", response_class=HTMLResponse)
def record_picked(visitor: AVisitor, form: OwnForm) -> Response:
    """A form sent twice is one act: the keys come from the id that it was shown with."""
    given = choices(visitor, form)
    told: dict[str, Told] = {}
    elsewhere = {c.name: words for c in given if c.picked and (words := of_another_period(visitor, c))}
    picked = [choice for choice in given if choice.picked and choice.name not in elsewhere]
    for plan in dict.fromkeys(choice.owed.plan for choice in picked):
        lines = [as_line(choice) for choice in picked if choice.owed.plan == plan]
        whole = Table(command_id(visitor, form), lines)
        told |= {one.place: one for one in recorded_and_shown(visitor, visitor.plan(plan), whole)}
    stays = elsewhere | {n: reason(visitor, n, one) for n, one in told.items() if one.outcome in STAYS}
    done = sum(one.outcome in (Outcome.RECORDED, Outcome.REPEATED) for one in told.values())
    if told and not stays:
        return RedirectResponse(f"/my/bulk?recorded={done}", 303)
    return page(visitor, with_reasons(visitor, given, stays), recorded=done, status=409)


@router.get("/my/bulk/{id}.xlsx")
def handed_out(visitor: AVisitor, id: str) -> Response:
    seen = visitor.plan(id)
    if seen.plan.status not in CARRIED_OUT:
        raise Refused("not-found")
    content = visitor.app.write_table(fill_in(seen, visitor.sentences_about(seen), visitor.app.clock.now()))
    name = f"{visitor.say('bulk.sheet')} {seen.plan.text.header.title}"[:100]
    told = f"attachment; filename=\"{id}-log.xlsx\"; filename*=UTF-8''{quote(name, safe='')}.xlsx"
    return Response(content, media_type=XLSX, headers={"Content-Disposition": told})


@router.post("/my/bulk/table", response_class=HTMLResponse)
def taken(visitor: AVisitor, upload: OwnUpload) -> Response:
    """The file is kept, so that lines said to be other cases can be recorded from it afterwards."""
    form = upload.fields
    seen = visitor.plan(form.get("plan", ""))
    kept = keeping.of_receipt(visitor.app, visitor.person, form.get("table", ""), Purpose.TABLE)
    files = upload.handed_in()
    content = visitor.app.files.get(kept.sha256) if kept else files[0].content if files else b""
    name = kept.file_name if kept else keeping.called(files[0].file_name) if files else ""
    try:
        if content and not kept:
            keeping.refuse_unless_harmless(visitor.app, content, name)
        lines = lines_of(visitor.app.reader.read(content, name))
    except EvidenceRefused as refused:
        problem = for_the_web(visitor.sentences_about(seen)).why(refused)
        return page(visitor, choices(visitor, {}), problem=problem, status=422)
    except DocumentRefused as refused:
        words = visitor.sentences_about(seen).finding(truth.refusal(refused))
        return page(visitor, choices(visitor, {}), problem=words, status=422)
    if lines is None:
        problem = for_the_web(visitor.sentences_about(seen)).why(Refused("table-no-headings"))
        return page(visitor, choices(visitor, {}), problem=problem, status=422)
    sha256 = visitor.app.files.put(content)
    another = frozenset(value for field, value in form.items() if field.startswith("another-"))
    told = recorded_and_shown(visitor, seen, Table(sha256, lines, another))
    handed = Evidence(sha256=sha256, file_name=name)
    receipt = keeping.receipt(visitor.app, visitor.person, handed, Purpose.TABLE)
    return page(visitor, choices(visitor, {}), plan=seen.id, told=told, receipt=receipt, file_name=name)


def recorded_and_shown(visitor: Visitor, seen: PlanSeen, table: Table) -> list[Told]:
    told = record(visitor.app, seen, table, "web")
    visitor.app.wait_for(visitor.app.store.head(), SHOWN_WITHIN)
    return told


def choices(visitor: Visitor, form: Mapping[str, str]) -> list[Choice]:
    """What is open and has begun to be owed, filled with what remains, and with today or the last day of its
    own month or quarter."""
    today, found = visitor.moment.today, []
    for owed in owed_by(visitor):
        if owed.state != "open" or (owed.key and span(owed.key)[0] > today):
            continue
        day = min(span(owed.key)[1], today) if owed.key else today
        name = f"{owed.plan}/{owed.measure.id}/{owed.key}"
        quantity = form.get(f"quantity/{name}", remains(owed))
        picked = bool(form.get(f"pick/{name}"))
        found.append(Choice(name, owed, quantity, form.get(f"day/{name}", day.isoformat()), picked))
    return found


def remains(owed: Owed) -> str:
    target = owed.measure.target
    if target.kind is TargetKind.FRACTION:
        return "/".join(f"{part:f}" for part in target.parts)
    return at_least_one((owed.quantity or Decimal(0)) - owed.done) if target.kind is TargetKind.NUMBER else ""


def as_line(choice: Choice) -> Line:
    """A line of the page, as one of a file: from here on there is one path for both. Where nothing is
    counted, picking the line is the answer."""
    texts = {
        Column.ID: choice.owed.measure.id,
        Column.QUANTITY: choice.quantity.strip() or "+",
        Column.DAY: choice.day.strip(),
    }
    cells = {column: Cell(text, 0, 0, choice.name) for column, text in texts.items() if text}
    return Line(choice.name, cells, dict.fromkeys(texts, choice.name))


def of_another_period(visitor: Visitor, choice: Choice) -> str:
    """A day outside the month or quarter of the line would count towards another one, unasked."""
    key, day = choice.owed.key, choice.day
    if not key or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return ""
    first, last = (end.isoformat() for end in span(key))
    period = visitor.sentences.period(key)
    return "" if first <= day <= last else visitor.say("web.bulk-elsewhere", day=day, asked=period)


def reason(visitor: Visitor, name: str, told: Told) -> str:
    plan = visitor.plan(name.partition("/")[0])
    return why(for_the_web(visitor.sentences_about(plan)), told)


def with_reasons(visitor: Visitor, given: Sequence[Choice], stays: Mapping[str, str]) -> list[Choice]:
    """Lines still open; those that stay stand with their reason and with what was typed."""
    now = {choice.name for choice in choices(visitor, {})}
    shown = []
    for choice in given:
        if words := stays.get(choice.name):
            shown.append(Choice(choice.name, choice.owed, choice.quantity, choice.day, True, words))
        elif not choice.picked and choice.name in now:
            shown.append(choice)
    return shown


def page(
    visitor: Visitor,
    shown: Sequence[Choice],
    *,
    recorded: int = 0,
    plan: str = "",
    told: Sequence[Told] = (),
    receipt: str = "",
    file_name: str = "",
    problem: str = "",
    status: int = 200,
) -> Response:
    boards = visitor.app.ask(plan_board.plans, visitor.organisation)
    sentences = for_the_web(visitor.sentences_about(visitor.plan(plan))) if plan else visitor.sentences
    said = [(one, line_of(sentences, one)) for one in told if one.outcome is not Outcome.LEFT]
    return visitor.page(
        "bulk.html",
        status,
        choices=shown,
        recorded=recorded,
        stays=[choice for choice in shown if choice.error],
        plans=[(row["plan"], row["title"]) for row in boards if row["status"] in CARRIED_OUT],
        plan=plan,
        told=said,
        asked=[one.place for one, _ in said if one.outcome is Outcome.ASKED],
        left=sum(one.outcome is Outcome.LEFT for one in told),
        receipt=receipt,
        file_name=file_name,
        problem=problem,
    )
