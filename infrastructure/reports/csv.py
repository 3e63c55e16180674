"""The report's table for a spreadsheet that asks nothing: semicolons, UTF-8 with a mark, no live formulas."""

from __future__ import annotations

import csv
import io
import re

from application.reports.printed import printed
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.formulas import like_a_formula

_PLAIN = re.compile(r"-|-[0-9]+([.,][0-9]+)?")
"""A lone dash is a dash, and a negative number is one."""


def render(report: QuarterlyReport) -> bytes:
    page = printed(report)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(page.words.headings)
    for block in page.blocks:
        if block.title:
            writer.writerow([inert(block.title)])
        for line in block.lines:
            writer.writerow([inert(page.number(cell, n)) for n, cell in enumerate(line.cells)])
    words = page.words
    small = (
        (words.changed_title, page.changed),
        (page.late_title, page.late),
        (words.before_title, page.before),
    )
    for title, rows in small:
        writer.writerows([inert(page.number(cell, 0)) for cell in (title, *cells)] for cells in rows)
    return out.getvalue().encode("utf-8-sig")


def inert(words: str) -> str:
    """Words that a spreadsheet would take for a formula get an apostrophe in front."""
    return f"'{words}" if like_a_formula(words) and not _PLAIN.fullmatch(words) else words
