"""``/plans/ID/reports/PERIOD.FORMAT``: the report of a period as a document, its hash on record first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from application.offers import PlanSeen
from application.reports.compile import compile_report
from application.reports.deliver import record_of, render
from application.sentences import Sentences
from domain.calendar import periods
from domain.canonical import fingerprint
from domain.messages import SYSTEM
from domain.plan.state import CARRIED_OUT
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
OFFERED = {"docx": "docx", "xlsx": "xlsx", "pdf": "PDF"}
"""The formats that people ask for, as a page names them."""


@dataclass(frozen=True, slots=True)
class ReportOffered:
    """One period's report: its page, the address of each format, and of its signing once it is closed."""

    title: str
    page: str
    formats: Mapping[str, str]
    signing: str = ""


@router.get("/plans/{id}/reports/{period}.{format}")
def report(
    visitor: AVisitor,
    id: str,
    period: str,
    format: str,
    position: int | None = None,
    corrective: bool = False,
) -> Response:
    """The house puts the hash on record, once for the same report: reading is no act of the reader's."""
    seen = visitor.plan(id)
    compiled = compile_report(visitor.app, id, period, position=position, corrective=corrective)
    content = render(visitor.app, compiled, format)
    record = record_of(compiled, format, content)
    told_once = f"report-{fingerprint(record.model_dump(mode='json'))[:32]}"
    visitor.app.do(record, by=SYSTEM, organisation=visitor.organisation, command_id=told_once, channel="web")
    number = f"-{compiled.corrective.number}" if compiled.corrective else ""
    name = f"{title_of(visitor, visitor.sentences_about(seen), period)}{number}.{format}"
    handed = {"Content-Disposition": attachment(f"report-{id}-{period}.{format}", name)}
    return Response(content, media_type=MEDIA[format], headers=handed)


def attachment(plain: str, name: str) -> str:
    """RFC 6266: a name of plain signs for old programs, and the full one in UTF-8."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def title_of(visitor: Visitor, sentences: Sentences, period: str) -> str:
    return visitor.say("web.report", period=sentences.period(period))


def reports_of(visitor: Visitor, seen: PlanSeen, sentences: Sentences) -> list[ReportOffered]:
    """The reports that can be had now: of quarters that have begun, and of the whole year."""
    if seen.plan.status not in CARRIED_OUT:
        return []
    whole = seen.plan.text.period
    begun = [q for q in periods.quarters(whole) if periods.starts(q) <= visitor.moment.today]
    asked = dict.fromkeys([*begun, whole])
    return [
        ReportOffered(
            title_of(visitor, sentences, period),
            f"/plans/{seen.id}/reports/{period}",
            {name: f"/plans/{seen.id}/reports/{period}.{format}" for format, name in OFFERED.items()},
            f"/plans/{seen.id}/sign/{period}" if is_closed(seen, period) else "",
        )
        for period in asked
    ]


def is_closed(seen: PlanSeen, period: str) -> bool:
    return set(periods.quarters(period)) <= set(seen.plan.closed)
