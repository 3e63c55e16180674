"""The report as a workbook that prints on A4: the header repeats, numbers are numbers, words are words."""

from __future__ import annotations

import io
import math
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter

from application.reports.printed import LATE_NUMBERS, NUMBERS, PERCENT, Cell, Printed, printed
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.package import repacked
from infrastructure.reports.page import (
    BOTTOM,
    LATE_WIDTHS,
    LEFT,
    OFFICE_FONT,
    RIGHT,
    TOP,
    WHOLE_WORD_WIDTHS,
)

FONT = {"font_name": OFFICE_FONT, "font_size": 9, "valign": "top", "text_wrap": True}
MM_PER_UNIT = 2.0
"""A column's width is told in digits of the workbook's own font."""
POINTS_PER_LINE = 12
INCH = 25.4
NARROW = 30
A4 = 9
STAMP = 8
"""The column at which the stamp begins."""


def render(report: QuarterlyReport) -> bytes:
    page = printed(report)
    out = io.BytesIO()
    plain = {"font_name": OFFICE_FONT, "font_size": 11}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": plain})
    book.set_properties(
        {
            "title": " ".join(page.title),
            "author": page.office,
            "created": page.at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    _report(_Sheet(book, page, page.words.report.capitalize(), WHOLE_WORD_WIDTHS))
    if page.late:
        _late(_Sheet(book, page, page.words.late_sheet, LATE_WIDTHS))
    book.close()
    return repacked(out.getvalue())


def _report(sheet: _Sheet) -> None:
    page, words = sheet.page, sheet.page.words
    director = page.director
    name = f"____________ {page.name_of(director)}"
    stamp = (words.approve, director.position, name, words.date_line)
    for left, right in zip((page.office, *page.title), stamp, strict=True):
        sheet.beside(left, right, bold=left is page.title[0])
    sheet.wide(page.state_line, italic=True)
    sheet.header(words.headings, height=66, kept=2)
    for block in page.blocks:
        if block.title:
            sheet.wide(block.title, bold=True, border=1, bg_color="#EDEDED")
        for line in block.lines:
            sheet.line(line.cells, NUMBERS, line.included)
    sheet.row += 1
    for said in page.counts:
        sheet.wide(said)
    sheet.row += 1
    signer = page.compiler
    sheet.wide(f"{words.compiled_by} {signer.position} ____________ {page.name_of(signer)}")


def _late(sheet: _Sheet) -> None:
    """A sheet of its own: its columns are not those of the report."""
    words = sheet.page.words
    sheet.wide(words.late_title, bold=True)
    sheet.header(words.late_headings, height=30, kept=1)
    for late in sheet.page.late:
        sheet.line(late, LATE_NUMBERS, False)


class _Sheet:
    """One sheet, written from top to bottom; ``row`` is the next free one, ``widths`` are millimetres."""

    def __init__(self, book: Any, page: Printed, name: str, widths: tuple[int, ...]) -> None:
        self.book, self.page, self.widths = book, page, widths
        self.sheet = book.add_worksheet(name)
        self.row = 0
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width / MM_PER_UNIT)
        self._set_up_page()

    def _set_up_page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(LEFT / INCH, RIGHT / INCH, TOP / INCH, BOTTOM / INCH)
        words, mark = self.page.words, self.page.fingerprint
        self.sheet.set_footer(f"&L{words.fingerprint} {mark}&R{words.page.format(page='&P', pages='&N')}")

    def style(self, **traits: object) -> Any:
        key = tuple(sorted(traits.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(FONT | traits)
        return self.formats[key]

    def header(self, headings: tuple[str, ...], height: int, kept: int) -> None:
        """Repeated on every printed page, and with the first ``kept`` columns kept in sight on the screen."""
        style = self.style(bold=True, border=1, align="center", valign="vcenter")
        for column, heading in enumerate(headings):
            self.sheet.write_string(self.row, column, heading, style)
        self.sheet.set_row(self.row, height)
        self.sheet.repeat_rows(self.row)
        self.row += 1
        self.sheet.freeze_panes(self.row, kept)

    def line(self, cells: tuple[Cell, ...], figures: frozenset[int], italic: bool) -> None:
        for column, cell in enumerate(cells):
            align = "right" if column in figures and self.page.is_figure(cell) else "left"
            if isinstance(cell, Decimal):
                percent = column == PERCENT and figures is NUMBERS
                places = "0.0" if percent else "0.###" if cell % 1 else "0"
                style = self.style(border=1, italic=italic, align=align, num_format=places)
                self.sheet.write_number(self.row, column, float(cell), style)
            else:
                style = self.style(border=1, italic=italic, align=align)
                self.sheet.write_string(self.row, column, cell, style)
        self._end_row(*((str(cell), width) for cell, width in zip(cells, self.widths, strict=True)))

    def wide(self, said: str, **traits: object) -> None:
        """Words over all columns."""
        self._merged(0, len(self.widths) - 1, said, **traits)
        self._end_row((said, sum(self.widths)))

    def beside(self, left: str, right: str, **traits: object) -> None:
        """Words on the left, and a line of the stamp on the right."""
        self._merged(0, STAMP - 1, left, **traits)
        self._merged(STAMP, len(self.widths) - 1, right)
        self._end_row((left, sum(self.widths[:STAMP])), (right, sum(self.widths[STAMP:])))

    def _merged(self, first: int, last: int, said: str, **traits: object) -> None:
        style = self.style(**traits)
        self.sheet.merge_range(self.row, first, self.row, last, "", style)
        self.sheet.write_string(self.row, first, said, style)

    def _end_row(self, *words: tuple[str, int]) -> None:
        """The height is told: not every program that opens the file fits rows to their words."""
        lines = max(lines_of(said, width) for said, width in words)
        self.sheet.set_row(self.row, POINTS_PER_LINE * lines + 2)
        self.row += 1


def lines_of(words: str, width: int) -> int:
    """About how many lines words take in a width (mm); narrow columns lose more at the ends of lines."""
    per_line = (width - 2) / (1.7 if width < NARROW else 1.5)
    return max(1, math.ceil(len(words) / per_line))
