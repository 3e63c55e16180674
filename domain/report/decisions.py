"""When a compiled report goes on the record."""

from __future__ import annotations

from collections.abc import Iterator

from domain.calendar.periods import Period
from domain.messages import Command, Decider, Event, Hash, Id, Moment, Refused, Word
from domain.report.events import ReportCompiled
from domain.report.state import Report, evolve

decider = Decider(category="report", initial=Report(), evolve=evolve)


class RecordReport(Command):
    """Put the hash of a compiled report on the record, before it is delivered."""

    commutes = True

    plan: Id
    period: Period
    position: int
    language: Word
    format: Word
    template_version: Word
    code_version: Word
    sha256: Hash
    fingerprint: Word = ""
    closing: Word = ""
    corrective: int = 0

    @property
    def stream(self) -> str:
        return f"report-{self.plan}.{self.period.lower()}"


@decider.decides(RecordReport)
def record_report(report: Report, asked: RecordReport, moment: Moment) -> Iterator[Event]:
    compiled = ReportCompiled(**dict(asked))
    if compiled in report.compiled:
        return
    if any(inputs(c) == inputs(compiled) and c.sha256 != compiled.sha256 for c in report.compiled):
        raise Refused("report-differs", plan=asked.plan, period=asked.period, position=asked.position)
    yield compiled


def inputs(compiled: ReportCompiled) -> ReportCompiled:
    """All that decides the bytes."""
    return compiled.model_copy(update={"sha256": "", "fingerprint": "", "closing": ""})
