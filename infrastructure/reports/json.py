"""The report for machines: every figure with the rule that made it and the facts behind it."""

from __future__ import annotations

import json

from application.reports.summary import counts
from application.reports.versions import CODE_VERSION, REPORT_TEMPLATE_VERSION
from application.reports.words import WORDS
from domain.report.plain import plain
from domain.report.shapes import QuarterlyReport


def render(report: QuarterlyReport) -> bytes:
    """UTF-8; ``schema`` names the shape, ``counts`` are the closing lines as printed."""
    value = {
        "schema": "onrecord-report/1",
        "template_version": REPORT_TEMPLATE_VERSION,
        "code_version": CODE_VERSION,
        **plain(report),
        "counts": list(counts(report, WORDS[report.language])),
    }
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
