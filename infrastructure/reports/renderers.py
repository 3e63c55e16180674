"""Which formats can a report be had in? Each is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping

from application.ports import ReportRenderer
from domain.report.shapes import QuarterlyReport


def _docx(report: QuarterlyReport) -> bytes:
    from infrastructure.reports.docx import render

    return render(report)


def _xlsx(report: QuarterlyReport) -> bytes:
    from infrastructure.reports.xlsx import render

    return render(report)


def _pdf(report: QuarterlyReport) -> bytes:
    from infrastructure.reports.pdf import render

    return render(report)


def _json(report: QuarterlyReport) -> bytes:
    from infrastructure.reports.json import render

    return render(report)


def _csv(report: QuarterlyReport) -> bytes:
    from infrastructure.reports.csv import render

    return render(report)


RENDERERS: Mapping[str, ReportRenderer] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "json": _json,
    "csv": _csv,
}
