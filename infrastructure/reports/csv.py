"""The report's table for a spreadsheet that asks nothing: semicolons, UTF-8 with a mark, no live formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from application.reports.printed import NO_SHARE, PERCENTS, Printed, printed
from application.reports.row_words import Cell, plainly
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
            writer.writerow(_shown(page, line.cells, PERCENTS))
    words = page.words
    small = (
        (words.changed_title, page.changed),
        (page.late_title, page.late),
        (words.before_title, page.before),
    )
    for title, rows in small:
        writer.writerows(_shown(page, (title, *cells), NO_SHARE) for cells in rows)
    for table in page.courses:
        writer.writerow([])
        writer.writerow([table.title])
        writer.writerow(table.headings)
        for line in table.lines:
            writer.writerow(_shown(page, line.cells, table.percents))
    return out.getvalue().encode("utf-8-sig")


def _shown(page: Printed, cells: Sequence[Cell], percents: frozenset[int]) -> list[str]:
    """Numbers without spaces between thousands: a program is to read them."""
    return [
        inert(cell if isinstance(cell, str) else plainly(cell, page.words, n in percents))
        for n, cell in enumerate(cells)
    ]


def inert(words: str) -> str:
    """Words that a spreadsheet would take for a formula get an apostrophe in front."""
    return f"'{words}" if like_a_formula(words) and not _PLAIN.fullmatch(words) else words
