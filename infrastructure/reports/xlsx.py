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
from infrastructure.reports.page import BOTTOM, LEFT, OFFICE_FONT, RIGHT, TOP
from infrastructure.reports.page import WHOLE_WORD_WIDTHS as WIDTHS

FONT = {"font_name": OFFICE_FONT, "font_size": 9, "valign": "top"}
MM_PER_UNIT = 2.0
"""A column's width is told in digits of the workbook's own font."""
POINTS_PER_LINE = 12
INCH = 25.4
NARROW = 30
LAST = len(WIDTHS) - 1


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
    _Sheet(book, page).write()
    book.close()
    return repacked(out.getvalue())


class _Sheet:
    """Writes one sheet from top to bottom; ``row`` is the next free one."""

    def __init__(self, book: Any, page: Printed) -> None:
        self.book, self.page = book, page
        self.sheet = book.add_worksheet(page.words.report.capitalize())
        self.row = 0
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def write(self) -> None:
        self._set_up()
        self._head()
        self._table()
        self._below()

    def style(self, **traits: object) -> Any:
        key = tuple(sorted(traits.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(FONT | traits)
        return self.formats[key]

    def _set_up(self) -> None:
        sheet = self.sheet
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width / MM_PER_UNIT)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(LEFT / INCH, RIGHT / INCH, TOP / INCH, BOTTOM / INCH)
        words, mark = self.page.words, self.page.fingerprint
        sheet.set_footer(f"&L{words.fingerprint} {mark}&R{words.page.format(page='&P', pages='&N')}")

    def _head(self) -> None:
        page, words = self.page, self.page.words
        stamp = (
            words.approve,
            page.director.position,
            f"____________ {page.name_of(page.director)}",
            words.date_line,
        )
        title = (page.office, *page.title)
        for said, left in zip(stamp, title, strict=True):
            bold = left is page.title[0]
            self.sheet.merge_range(self.row, 0, self.row, 7, "", self.style(bold=bold, text_wrap=True))
            self.sheet.write_string(self.row, 0, left, self.style(bold=bold, text_wrap=True))
            self.sheet.merge_range(self.row, 8, self.row, LAST, "", self.style(text_wrap=True))
            self.sheet.write_string(self.row, 8, said, self.style(text_wrap=True))
            self._height((left, sum(WIDTHS[:8])), (said, sum(WIDTHS[8:])))
            self.row += 1
        self._wide(page.state_line, italic=True)

    def _table(self) -> None:
        header = self.style(bold=True, text_wrap=True, border=1, align="center", valign="vcenter")
        for column, heading in enumerate(self.page.words.headings):
            self.sheet.write_string(self.row, column, heading, header)
        self.sheet.set_row(self.row, 66)
        self.sheet.repeat_rows(self.row)
        self.row += 1
        self.sheet.freeze_panes(self.row, 2)
        for block in self.page.blocks:
            if block.title:
                self._wide(block.title, bold=True, border=1, bg_color="#EDEDED")
            for line in block.lines:
                self._line(line.cells, line.included, NUMBERS)

    def _line(self, cells: tuple[Cell, ...], italic: bool, right: frozenset[int]) -> None:
        for column, cell in enumerate(cells):
            align = "right" if column in right and self.page.is_figure(cell) else "left"
            style: dict[str, object] = {"border": 1, "text_wrap": True, "italic": italic, "align": align}
            if isinstance(cell, Decimal):
                places = "0.0" if column == PERCENT and right is NUMBERS else "0.###" if cell % 1 else "0"
                self.sheet.write_number(self.row, column, float(cell), self.style(**style, num_format=places))
            else:
                self.sheet.write_string(self.row, column, cell, self.style(**style))
        words = ((cell, width) for cell, width in zip(cells, WIDTHS, strict=False) if isinstance(cell, str))
        self._height(*words)
        self.row += 1

    def _below(self) -> None:
        page, words = self.page, self.page.words
        self.row += 1
        for said in page.counts:
            self._wide(said)
        if page.late:
            self.row += 1
            self._wide(words.late_title, bold=True)
            self._line(words.late_headings, False, frozenset())
            for late in page.late:
                self._line(late, False, LATE_NUMBERS)
        self.row += 1
        signer = page.compiler
        self._wide(f"{words.compiled_by} {signer.position} ____________ {page.name_of(signer)}")

    def _wide(self, said: str, **traits: object) -> None:
        style = self.style(text_wrap=True, **traits)
        self.sheet.merge_range(self.row, 0, self.row, LAST, "", style)
        self.sheet.write_string(self.row, 0, said, style)
        self._height((said, sum(WIDTHS)))
        self.row += 1

    def _height(self, *words: tuple[str, int]) -> None:
        """Told, not left to the program that opens the file: not every one fits rows to their words."""
        lines = max(lines_of(said, width) for said, width in words)
        self.sheet.set_row(self.row, POINTS_PER_LINE * lines + 2)


def lines_of(words: str, width: int) -> int:
    """About how many lines words take in a width (mm); narrow columns lose more at the ends of lines."""
    per_line = (width - 2) / (1.7 if width < NARROW else 1.5)
    return max(1, math.ceil(len(words) / per_line))
