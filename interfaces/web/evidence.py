"""``/plans/ID/evidence/HASH``, ``…/records/ID/evidence``: which files show a deed, how do more come to it?

A file goes out as a thing to be saved, under the type that its bytes name; no browser opens one here.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.evidence import keeping
from application.evidence.kinds import media_type
from application.offers import PlanSeen
from domain.messages import Refused
from domain.plan.decisions.evidence import AddEvidence
from domain.plan.document import Measure
from domain.plan.events import Evidence
from domain.plan.state import Execution
from interfaces.web.handing_in import ACCEPTED, OwnUpload, kept_of, receipts, told_of, why_without
from interfaces.web.log import amount_words, measure_in
from interfaces.web.sending import NotDone, send
from interfaces.web.visitor import AVisitor, Visitor
from interfaces.web.words import for_the_web

router = APIRouter()
APART = "default-src 'none'; sandbox"


@router.get("/plans/{id}/evidence/{sha256}")
def download(visitor: AVisitor, id: str, sha256: str) -> Response:
    """To whoever may read the plan. Refused ``not-found`` for a file that none of its records shows."""
    seen = visitor.plan(id)
    file = keeping.evidence_of(seen.plan).get(sha256)
    if file is None:
        raise Refused("not-found")
    try:
        content = visitor.app.files.get(sha256)
    except FileNotFoundError as lost:
        raise Refused("evidence-lost", sha256=sha256) from lost
    except ValueError as altered:
        raise Refused("evidence-altered", sha256=sha256) from altered
    headers = {"Content-Disposition": saved_as(file.file_name), "Content-Security-Policy": APART}
    return Response(content, media_type=media_type(content), headers=headers)


def saved_as(name: str) -> str:
    plain = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "._-" else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@router.get("/plans/{id}/measures/{measure}/records/{execution}/evidence", response_class=HTMLResponse)
def form(visitor: AVisitor, request: Request, id: str, measure: str, execution: str) -> Response:
    seen = visitor.plan(id)
    row = measure_in(seen, measure)
    return page(visitor, seen, row, record_in(seen, row, execution), asked=dict(request.query_params))


@router.post("/plans/{id}/measures/{measure}/records/{execution}/evidence")
def add(visitor: AVisitor, id: str, measure: str, execution: str, upload: OwnUpload) -> Response:
    seen = visitor.plan(id)
    row = measure_in(seen, measure)
    record = record_in(seen, row, execution)
    kept = kept_of(visitor.app, seen.office, visitor.person, upload)
    if not kept.evidence:
        why = kept.refused[0] if kept.refused else Refused("evidence-missing")
        words = for_the_web(visitor.sentences_about(seen)).why(why)
        return page(visitor, seen, row, record, outcome=NotDone("refused", words, why.code, "evidence", 422))
    command = AddEvidence(plan=id, measure=row.id, execution=execution, evidence=tuple(kept.evidence))
    here = f"/plans/{id}/measures/{row.id}/records/{execution}/evidence"
    told = told_of(kept.refused)
    outcome = send(visitor, seen, command, upload.fields, back=f"{here}?{told}" if told else here)
    if isinstance(outcome, NotDone):
        return page(visitor, seen, row, record, outcome=outcome, kept=kept.evidence)
    unchanged = "?unchanged" in outcome.headers.get("location", "")
    return RedirectResponse(f"{here}?again=1", 303) if unchanged else outcome


def record_in(seen: PlanSeen, measure: Measure, execution: str) -> Execution:
    record = seen.plan.of(measure.id).executions.get(execution)
    if record is None:
        raise Refused("not-found")
    return record


def page(
    visitor: Visitor,
    seen: PlanSeen,
    measure: Measure,
    record: Execution,
    *,
    asked: dict[str, str] | None = None,
    outcome: NotDone | None = None,
    kept: Sequence[Evidence] = (),
) -> Response:
    asked = asked or {}
    sentences = for_the_web(visitor.sentences_about(seen))
    key = record.logged.execution
    offers = seen.offers_with(measure)
    may = next((o for o in offers if o.command is AddEvidence and o.settled.get("execution") == key), None)
    counts = record.counts or record.logged
    return visitor.page(
        "evidence.html",
        outcome.status if outcome else 200,
        seen=seen,
        measure=measure,
        record=record,
        done_on=counts.done_on,
        amount=amount_words(visitor, counts),
        person=visitor.sentences.person(record.logged.person),
        may=may is not None and may.refused is None,
        cannot=sentences.why(may.refused) if may and may.refused else "",
        outcome=outcome,
        kept=receipts(visitor.app, visitor.person, kept),
        added="recorded" in asked,
        again="again" in asked,
        without=why_without(sentences, asked),
        accepted=ACCEPTED,
        strips=seen.office.strip_metadata,
    )
