"""``/plans/ID/amend-file``: what does a corrected file change in a plan in force, and is it proposed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.amending import Group, diff_of
from application.evidence import keeping
from application.evidence.keeping import HandedIn, Purpose
from application.imports import truth
from application.imports.directory import Directory
from application.imports.onto_force import FileAmendment, amendment_in
from application.imports.reading import read_plan
from application.offers import PlanSeen
from application.ports import DocumentRefused
from application.requests import tried
from domain.messages import Refused
from domain.plan.events import AmendmentProposed, Evidence
from domain.plan.pairing import NEW
from interfaces.web.amend import amendable
from interfaces.web.forms import Wrong, whole
from interfaces.web.handing_in import OwnUpload, Upload
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
_ASKED = "row-"
_IS_NEW = "new"


@router.get("/plans/{id}/amend-file", response_class=HTMLResponse)
def form(visitor: AVisitor, id: str) -> Response:
    return page(visitor, amendable(visitor, id), None, {})


@router.post("/plans/{id}/amend-file", response_class=HTMLResponse)
def shown_or_proposed(visitor: AVisitor, id: str, upload: OwnUpload) -> Response:
    """A file that came is shown beside the plan; it is proposed once who is who is said, and why."""
    seen, typed = amendable(visitor, id), upload.fields
    try:
        file = file_of(visitor, upload)
        found = read_beside(visitor, seen, file, typed)
    except DocumentRefused as refused:
        return refused_page(visitor, seen, visitor.sentences_about(seen).finding(truth.refusal(refused)))
    except Refused as refused:
        words = for_the_web(visitor.sentences_about(seen)).why(refused)
        return refused_page(visitor, seen, words)
    if not typed.get("propose") or found.unclear:
        return page(visitor, seen, found, typed, file=file, asked_again=bool(typed.get("propose")))
    if not typed.get("reason", "").strip():
        wrong = [Wrong("reason", "web.error-missing")]
        return page(visitor, seen, found, typed, file=file, wrong=wrong)
    command = found.command(id, typed["reason"].strip())
    outcome = send(visitor, seen, command, typed, back=f"/plans/{id}/amend", insist=True)
    if isinstance(outcome, Response):
        return outcome
    return page(visitor, visitor.plan(id), found, typed, file=file, outcome=outcome)


def file_of(visitor: Visitor, upload: Upload) -> Evidence:
    """The file that came, or the one that came before and is kept under its hash."""
    if kept := keeping.of_receipt(
        visitor.app, visitor.person, upload.fields.get("file-kept", ""), Purpose.PLAN
    ):
        return kept
    files = upload.handed_in()
    handed = files[0] if files else HandedIn(b"", "")
    name = keeping.called(handed.file_name)
    content = keeping.refuse_unless_harmless(visitor.app, handed.content, name)
    visitor.app.reader.read(content, name)
    return Evidence(sha256=visitor.app.files.put(content), file_name=name)


def read_beside(visitor: Visitor, seen: PlanSeen, file: Evidence, typed: Mapping[str, str]) -> FileAmendment:
    content = visitor.app.files.get(file.sha256)
    directory = Directory(seen.office.names())
    reading = read_plan(
        content, file.file_name, visitor.app.reader, directory=directory, period=seen.plan.text.period
    )
    return amendment_in(seen.plan, reading, said(typed))


def said(typed: Mapping[str, str]) -> dict[int, str]:
    """Which measure stands in a row of the file, as a person chose; a row left open stays a question."""
    answers = {whole(name.removeprefix(_ASKED)): id for name, id in typed.items() if name.startswith(_ASKED)}
    return {row: NEW if id == _IS_NEW else id for row, id in answers.items() if row is not None and id}


def groups_of(visitor: Visitor, seen: PlanSeen, found: FileAmendment) -> list[Group]:
    """Was and becomes, as they would be proposed; nothing is while something is unclear."""
    events = tried(visitor.app, seen, found.command(seen.id, "?"))
    return [group for e in events if isinstance(e, AmendmentProposed) for group in diff_of(seen.plan, e)]


def page(
    visitor: Visitor,
    seen: PlanSeen,
    found: FileAmendment | None,
    typed: Mapping[str, str],
    *,
    file: Evidence | None = None,
    asked_again: bool = False,
    wrong: list[Wrong] | None = None,
    outcome: NotDone | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    sentences = for_the_web(visitor.sentences_about(seen))
    groups: list[Group] = []
    if found and not found.unclear and not found.is_silent:
        try:
            groups = groups_of(visitor, seen, found)
        except Refused as refused:
            found, problem, status = None, sentences.why(refused), 409
    return visitor.page(
        "amend_file.html",
        outcome.status if outcome else 422 if wrong or (asked_again and found) else status,
        seen=seen,
        found=found,
        groups=groups,
        kinds=Counter(group.kind for group in groups),
        typed=typed,
        receipt=keeping.receipt(visitor.app, visitor.person, file, Purpose.PLAN) if file else "",
        file_name=file.file_name if file else "",
        doubts=[(f, sentences.finding(f)) for f in found.findings] if found else [],
        place_of=sentences.place,
        answered=said(typed),
        asked_again=asked_again,
        wrong=wrong or [],
        outcome=outcome,
        problem=problem,
        closed=[sentences.period(p) for p in seen.plan.closed],
    )


def refused_page(visitor: Visitor, seen: PlanSeen, problem: str) -> Response:
    return page(visitor, seen, None, {}, problem=problem, status=422)
