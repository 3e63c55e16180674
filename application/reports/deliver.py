"""How does a report reach people? Rendered, its hash put on the record, then handed over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Protocol

from application.ports import ReportRenderer
from application.reports.versions import CODE_VERSION, REPORT_TEMPLATE_VERSION
from domain.messages import Refused
from domain.report.decisions import RecordReport
from domain.report.shapes import QuarterlyReport


class Renders(Protocol):
    @property
    def renderers(self) -> Mapping[str, ReportRenderer]: ...


def render(app: Renders, report: QuarterlyReport, format: str) -> bytes:
    """The bytes in docx, xlsx, pdf, json or csv: the same for the same report and versions.

    Refuses ``unknown-format``.
    """
    renderer = app.renderers.get(format)
    if renderer is None:
        raise Refused("unknown-format", format=format, known=", ".join(sorted(app.renderers)))
    return renderer(report)


def record_of(report: QuarterlyReport, format: str, content: bytes) -> RecordReport:
    """The command that puts a rendered report on the record; do it before anybody receives the bytes.

    Erased words are one of its inputs: a report from which a name was taken is another report.
    """
    template = REPORT_TEMPLATE_VERSION + (f"-erased-{report.erased}" if report.erased else "")
    return RecordReport(
        plan=report.plan,
        period=report.period,
        position=report.as_of.position,
        language=report.language,
        format=format,
        template_version=template,
        code_version=CODE_VERSION,
        sha256=hashlib.sha256(content).hexdigest(),
        fingerprint=report.fingerprint,
        closing=report.closed_by or "",
        corrective=report.corrective.number if report.corrective else 0,
    )
