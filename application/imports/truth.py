"""How is a reading told to a machine: one JSON object of the schema ``plan-truth/1``?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from application.imports.heading_words import REPORTED as REPORTED_ROLES
from application.imports.reading import PeriodNotFound, Reading
from application.imports.undated import undated
from application.ports import DocumentRefused
from domain.calendar.periods import ends, starts
from domain.plan.document import (
    CellState,
    Confidence,
    Deadline,
    Finding,
    Measure,
    PlanDocument,
    Signature,
    Target,
)
from domain.plan.findings import Doubt

Json = dict[str, object]
REPORTED = frozenset(role.value for role in REPORTED_ROLES)
Say = Callable[[Finding], str]


def recorded(finding: Finding) -> str:
    return finding.message


def as_truth(reading: Reading, say: Say = recorded) -> Json:
    """The reading of an accepted or doubtful file, findings included; ``say`` words each of them."""
    plan = reading.document
    return {
        "schema": "plan-truth/1",
        "language": plan.language,
        "source_file": plan.source.file_name if plan.source else None,
        "source_sha256": plan.source.sha256 if plan.source else None,
        "header": _header(plan),
        "columns": [{"index": c.index, "header_raw": c.heading, "role": c.role} for c in plan.columns],
        "sections": [{"raw": section} for section in plan.sections],
        "tasks": [
            {"number": t.number, "title": t.title, "raw": t.raw, "section": t.section} for t in plan.tasks
        ],
        "measures": [_measure(m) for m in plan.measures],
        "findings": [as_json(f, say) for f in reading.findings],
        "accepted": True,
    }


def refused(why: DocumentRefused, say: Say = recorded) -> Json:
    """The answer for a file of which nothing is stored; only the period missing, with the rest."""
    told = as_json(refusal(why), say)
    if not isinstance(why, PeriodNotFound):
        return {"accepted": False, "findings": [told]}
    read = as_truth(undated(why.reading), say)
    header = {**_header(why.reading.document), "period": None}
    found = [told, *(as_json(finding, say) for finding in undated(why.reading).findings)]
    return {**read, "header": header, "findings": found, "accepted": False}


def refusal(why: DocumentRefused) -> Finding:
    return Doubt(why.code, why.facts).at(why.place or "file")


def as_json(finding: Finding, say: Say = recorded) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "message": say(finding),
        "proposal": finding.proposal,
        "measure": finding.measure,
    }


def _header(plan: PlanDocument) -> Json:
    header, period = plan.header, plan.period
    return {
        "organisation": header.organisation,
        "title": header.title,
        "period": {
            "type": "quarter" if "Q" in period else "year",
            "year": int(period[:4]),
            "quarter": int(period[5:]) if "Q" in period else None,
            "from": starts(period).isoformat(),
            "to": ends(period).isoformat(),
        },
        "approved_by": [
            {
                "stamp_raw": a.stamp_raw,
                "position": a.position,
                "name": a.name,
                "date_raw": a.on_raw,
                "date": _day(a.on),
            }
            for a in header.approved_by
        ],
        "order_number": header.order_number,
        "order_date": _day(header.order_date),
        "parent_plan": header.parent_plan,
        "signatories": list(header.signatories),
        "notes": list(header.notes),
        "legal_basis": list(header.legal_basis),
        "clauses": [
            {
                "number": c.number,
                "text": c.text,
                "modality": c.modality.value if c.modality else None,
                "who": c.who,
                "to": c.to,
                "due_raw": c.due.raw if c.due else None,
                "due": _due(c.due) if c.due else None,
            }
            for c in header.clauses
        ],
        "purpose": header.purpose,
        "funding": header.funding,
        "responsibilities": list(header.responsibilities),
        "distribution": list(header.distribution),
        "signatures": [_signature(s) for s in header.signatures],
        "acknowledged": [_signature(s) for s in header.acknowledged],
    }


def _signature(s: Signature) -> Json:
    return {"raw": s.raw, "position": s.position, "name": s.name, "date_raw": s.on_raw, "date": _day(s.on)}


def _measure(m: Measure) -> Json:
    return {
        "id": m.id,
        "ordinal": m.ordinal,
        "number": m.number,
        "number_raw": m.number_raw,
        "section": m.section,
        "task_number": m.task_number,
        "task": m.task,
        "subtask": m.subtask,
        "purpose": m.purpose,
        "title": m.title,
        "executors_raw": m.executors_raw,
        "executors": [e.raw for e in m.executors],
        "executors_detail": [{"raw": e.raw, "to": e.to, "by_consent": e.by_consent} for e in m.executors],
        "co_executors": list(m.co_executors),
        "due_raw": None if m.due.state is CellState.MISSING else m.due.raw,
        "due": _due(m.due),
        "indicator_name": m.indicator,
        "target_raw": _raw_target(m.target),
        "target": _target(m.target),
        "additivity": m.additivity.value,
        "sub_items": [
            {"title": s.title, "unit": s.unit, "quantity": _number(s.quantity)} for s in m.sub_items
        ],
        "parent": m.parent,
        "relation": m.relation,
        "place": m.place,
        "places": dict(m.places),
        "confidence": _confidence(m).value,
        "expected_result": m.expected_result,
        "baseline": m.baseline,
        "weight": m.weight,
        "note": m.note,
        "funding": [
            {
                "source": f.source,
                "raw": f.raw,
                "amount": _number(f.amount),
                "unit": f.unit,
                "period": f.period,
            }
            for f in m.funding
        ],
        "reported": {p.role: p.raw for p in m.printed if p.role in REPORTED},
        "printed": [
            {"heading": p.heading, "raw": p.raw, "role": p.role} for p in m.printed if p.role not in REPORTED
        ],
        "executor_due": [{"raw": e.due.raw, **_due(e.due)} for e in m.executors if e.due],
    }


def _confidence(m: Measure) -> Confidence:
    """The least certain of its readings."""
    held = {m.due.confidence, m.target.confidence}
    order = (Confidence.AMBIGUOUS, Confidence.READ, Confidence.LITERAL)
    return next(confidence for confidence in order if confidence in held)


def _due(due: Deadline) -> Json:
    return {
        "kind": due.kind.value,
        "state": due.state.value,
        "from": _day(due.start),
        "to": _day(due.end),
        "monthly": {month: _number(value) for month, value in due.monthly.items()},
        "every": due.every.value if due.every else None,
        "day": due.day,
        "hour": due.hour,
        "confidence": due.confidence.value,
    }


def _target(target: Target) -> Json:
    return {
        "kind": target.kind.value,
        "state": target.state.value,
        "value": _number(target.value),
        "parts": [_number(part) for part in target.parts],
        "per_period": {period: _number(value) for period, value in target.per_period.items()},
        "unit": target.unit,
        "limit": _number(target.limit),
        "confidence": target.confidence.value,
    }


def _raw_target(target: Target) -> object:
    if target.state is CellState.MISSING:
        return None
    return target.raw if isinstance(target.raw, str) else list(target.raw)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
