"""How is a reading shown to a person before it is stored, so that it can be judged in a minute?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from application.imports.preview import SeenCell, SeenMeasure, of_the_plan, preview
from domain.plan.document import CellState, Finding, Measure, PlanDocument, Severity, TargetKind

if TYPE_CHECKING:
    from application.imports.reading import Reading
    from interfaces.cli.session import Session

_LONG = 90
_OURS = ("create:", "stock", "indicator")


def review_lines(session: Session, read: Reading) -> Iterator[str]:
    """Header, counts, doubts about the whole, then each measure with its doubts under their cells."""
    plan, findings = read.document, read.findings
    yield from header_lines(session, plan)
    yield counts(session, plan)
    for number in of_the_plan(findings, plan.measures):
        yield from finding_line(session, findings[number], "")
    section: str | None = None
    for seen in preview(plan.measures, findings):
        if seen.measure.section != section:
            section = seen.measure.section
            yield from ("", session.say("review.section", title=section or ""))
        yield from measure_lines(session, seen, findings)
    yield ""
    yield from what_now(session, findings)


def review_value(session: Session, read: Reading) -> list[dict[str, object]]:
    """The same for a script: per measure its cells, each with place, words, and numbers of findings."""
    return [
        {
            "measure": seen.measure.id,
            "number": seen.measure.number,
            "findings": list(seen.findings),
            "cells": [
                {
                    "field": cell.field,
                    "place": cell.place,
                    "raw": cell.raw,
                    "read": read_as(session, seen.measure, cell) if cell.differs else None,
                    "findings": list(cell.findings),
                }
                for cell in seen.cells
            ],
        }
        for seen in preview(read.document.measures, read.findings)
    ]


def header_lines(session: Session, plan: PlanDocument) -> Iterator[str]:
    from application.period_words import period_words

    header = plan.header
    yield " ".join(header.title.split())
    stamps = (
        ", ".join(filter(None, (a.stamp_raw, a.position, a.name, a.on_raw))) for a in header.approved_by
    )
    told: tuple[tuple[str, str | None], ...] = (
        ("organisation", " ".join((header.organisation or "").split())),
        ("period", period_words(session.phrases, session.language, plan.period)),
        *(("approved", stamp) for stamp in stamps),
        ("order", header.order_number and f"№ {header.order_number}, {header.order_date or '?'}"),
        ("signed", "; ".join(header.signatories)),
    )
    for what, words in told:
        if words:
            yield session.say(f"review.{what}", words=words)


def counts(session: Session, plan: PlanDocument) -> str:
    return session.say(
        "review.counts",
        measures=len(plan.measures),
        sections=len(plan.sections),
        tasks=len(plan.tasks),
        due=sum(m.due.state is CellState.VALUE for m in plan.measures),
        target=sum(m.target.state is CellState.VALUE for m in plan.measures),
        owned=sum(bool(m.executors) for m in plan.measures),
    )


def measure_lines(session: Session, seen: SeenMeasure, findings: tuple[Finding, ...]) -> Iterator[str]:
    """The row, then only those of its cells that are read otherwise than they stand, or that are in doubt."""
    measure = seen.measure
    yield session.say("review.measure", number=measure.number or "–", title=shortened(measure.title))
    for cell in seen.cells:
        read = read_as(session, measure, cell) if cell.differs else ""
        if read and read != cell.raw.strip().lower():
            name = session.say(f"field.{cell.field}")
            yield session.say("review.cell", field=name, raw=shortened(cell.raw), read=read)
        for number in cell.findings:
            yield from finding_line(session, findings[number], "      ")
    for number in seen.findings:
        yield from finding_line(session, findings[number], "      ")


def read_as(session: Session, measure: Measure, cell: SeenCell) -> str:
    from interfaces.cli.telling_plan import reading

    if cell.field == "due":
        return reading(session, measure.due)
    if cell.field == "target":
        return target_words(session, measure)
    return " | ".join(executor.raw for executor in measure.executors)


def target_words(session: Session, measure: Measure) -> str:
    target = measure.target
    if target.kind is TargetKind.FRACTION:
        return session.say("target.fraction", parts="; ".join(format(p, "f") for p in target.parts))
    if target.kind is not TargetKind.NUMBER:
        return session.say(f"target.{target.kind}")
    periods = ", ".join(f"{name}: {format(value, 'f')}" for name, value in target.per_period.items())
    total = "" if target.value is None else format(target.value, "f")
    return session.say("target.number", value=total, periods=periods)


def finding_line(session: Session, finding: Finding, indent: str) -> Iterator[str]:
    from application.findings import placed

    yield indent + session.say(
        "review.finding",
        severity=session.say(f"severity.{finding.severity}"),
        place=placed(session.phrases, session.language, finding.place),
        message=session.worded(finding),
        proposal=proposal_of(finding),
    )


def proposal_of(finding: Finding) -> str:
    """What a person can take over; words of the machine are told by the message itself."""
    proposal = finding.proposal or ""
    return "" if proposal.startswith(_OURS) or proposal in finding.message else proposal


def what_now(session: Session, findings: Iterable[Finding]) -> Iterator[str]:
    """What each kind of finding asks of a person."""
    found = Counter(finding.severity for finding in findings)
    for severity in Severity:
        if found[severity]:
            yield session.say(f"review.{severity}", count=found[severity])


def shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
