"""The report as a workbook that prints on A4: the header repeats, numbers are numbers, words are words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from application.reports.course_tables import CourseTable
from application.reports.plots import PLOT_NUMBERS, PLOT_SHARE, Plot, numbers_of
from application.reports.printed import LATE_NUMBERS, NO_SHARE, NUMBERS, PERCENTS, Printed, printed
from application.reports.row_words import Cell, Line
from application.reports.summary import said
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.chart import chart, described, size
from infrastructure.reports.drawings import Drawn
from infrastructure.reports.page import (
    CHANGED_WIDTHS,
    LATE_WIDTHS,
    PLOT_WIDTHS,
    SUMMARY_WIDTHS,
    WHOLE_WORD_WIDTHS,
)
from infrastructure.reports.sheet_columns import Column, Kind, lines_of
from infrastructure.reports.workbook import Book, Look

AT_ONCE = 32
"""So many rows are written together."""
POINTS_PER_LINE = 12
POINTS_PER_MM = 72 / 25.4
STAMP = 8
"""The column at which the stamp begins."""
SHADE = "EDEDED"


def render(report: QuarterlyReport) -> bytes:
    page = printed(report)
    book = Book(" ".join(page.title), page.office, page.language, page.at)
    _report(_Sheet(book, page, page.words.report.capitalize(), WHOLE_WORD_WIDTHS))
    words = page.words
    _summary(_Sheet(book, page, words.summary_sheet, SUMMARY_WIDTHS))
    if page.changed:
        sheet = _Sheet(book, page, words.changed_sheet, CHANGED_WIDTHS)
        _small(sheet, words.changed_title, words.changed_headings, page.changed, frozenset())
    if page.late:
        sheet = _Sheet(book, page, words.late_sheet, LATE_WIDTHS)
        _small(sheet, page.late_title, words.late_headings, page.late, LATE_NUMBERS)
    if page.before:
        sheet = _Sheet(book, page, words.before_sheet, LATE_WIDTHS)
        _small(sheet, words.before_title, words.late_headings, page.before, LATE_NUMBERS)
    for table in page.courses:
        _course(_Sheet(book, page, table.sheet, table.widths), table)
    if page.plots:
        _plots(_Sheet(book, page, page.plots[0].sheet, PLOT_WIDTHS))
    return book.packed()


def _report(sheet: _Sheet) -> None:
    page, words = sheet.page, sheet.page.words
    for left, right in zip((page.office, *page.title), page.stamp, strict=True):
        sheet.beside(left, right, Look(bold=left is page.title[0]))
    sheet.wide(page.state_line, Look(italic=True))
    sheet.header(words.headings, height=58, kept=2)
    sheet.holds(NUMBERS, PERCENTS)
    for block in page.blocks:
        if block.title:
            sheet.wide(block.title, Look(bold=True, border=True, fill=SHADE))
        sheet.lines(block.lines)
    sheet.row += 1
    for told in (*page.corrects, *page.closing):
        sheet.wide(told)
    sheet.row += 1
    for told in page.signed:
        sheet.wide(told)


def _summary(sheet: _Sheet) -> None:
    """On a sheet of its own: all that stands above the table is kept in sight with its header, and would take
    half of a small screen."""
    page = sheet.page
    sheet.wide(page.office)
    for told in page.title:
        sheet.wide(told, Look(bold=told is page.title[0]))
    sheet.wide(page.state_line, Look(italic=True))
    sheet.row += 1
    for runs in page.summary:
        sheet.wide(said(runs), Look(fill=SHADE))
        sheet.sheet.runs(sheet.row - 1, 0, runs, Look(fill=SHADE))


def _small(
    sheet: _Sheet,
    title: str,
    headings: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    figures: frozenset[int],
) -> None:
    """A sheet of its own: its columns are not those of the report."""
    sheet.wide(title, Look(bold=True))
    sheet.header(headings, height=30, kept=1)
    sheet.holds(figures)
    sheet.lines([Line(cells, False) for cells in rows])


def _course(sheet: _Sheet, table: CourseTable) -> None:
    sheet.wide(table.title, Look(bold=True))
    sheet.header(table.headings, height=52, kept=2)
    sheet.holds(table.figures, table.percents)
    sheet.lines(table.lines)
    for note in table.notes:
        sheet.wide(note)


def _plots(sheet: _Sheet) -> None:
    """Each plot above the table of its numbers."""
    sheet.holds(PLOT_NUMBERS, PLOT_SHARE)
    for n, plot in enumerate(sheet.page.plots):
        if n:
            sheet.sheet.breaks.append(sheet.row)
        sheet.wide(plot.about, Look(italic=True))
        sheet.drawing(plot)
        sheet.headings((plot.heading, plot.planned, plot.actual, plot.percent), 16)
        sheet.lines([Line(numbers_of(bar), False) for bar in plot.bars])
        sheet.row += 1


class _Sheet:
    """One sheet, written from top to bottom; ``row`` is the next free one, ``widths`` are millimetres."""

    def __init__(self, book: Book, page: Printed, name: str, widths: tuple[int, ...]) -> None:
        self.book, self.page, self.widths = book, page, widths
        words = page.words
        numbered = words.page.format(page="&P", pages="&N")
        self.sheet = book.sheet(name, widths, f"&L&9{words.fingerprint} {page.fingerprint}&R&9{numbered}")
        self.row = 0
        self.columns: tuple[list[Column], list[Column]] = ([], [])

    def header(self, headings: tuple[str, ...], height: int, kept: int) -> None:
        """Repeated on every printed page, and with the first ``kept`` columns kept in sight on the screen."""
        self.sheet.repeated = (self.row, self.row)
        self.headings(headings, height)
        self.sheet.kept = (self.row, kept)

    def headings(self, headings: tuple[str, ...], height: int) -> None:
        look = Look(bold=True, border=True, align="center", valign="center")
        for column, heading in enumerate(headings):
            self.sheet.put(self.row, column, heading, look)
        self.sheet.heights[self.row] = height
        self.row += 1

    def drawing(self, plot: Plot) -> None:
        """A chart over a row of its height."""
        width, height = size(plot)
        drawing = chart(plot, self.page.language)
        self.sheet.charts.append(Drawn(self.row, width, height, drawing, plot.key, described(plot)))
        self.sheet.heights[self.row] = (height + 4) * POINTS_PER_MM
        self.sheet.put(self.row, 0, None, Look())
        self.row += 1

    def holds(self, figures: frozenset[int], percents: frozenset[int] = NO_SHARE) -> None:
        """Which columns of the lines to come are numbers, and which of those are shares."""
        upright, italic = (
            [
                Column(
                    self.book,
                    Kind(n, len(self.widths), width, n in figures, n in percents, slanted),
                    self.page.is_figure,
                )
                for n, width in enumerate(self.widths)
            ]
            for slanted in (False, True)
        )
        self.columns = (upright, italic)

    def lines(self, lines: Iterable[Line]) -> None:
        for italic, some in groupby(lines, key=attrgetter("included")):
            rows = [line.cells for line in some]
            for begin in range(0, len(rows), AT_ONCE):
                self._write(rows[begin : begin + AT_ONCE], italic)

    def _write(self, rows: Sequence[tuple[Cell, ...]], italic: bool) -> None:
        """Column by column, then row by row."""
        columns = zip(self.columns[italic], zip(*rows, strict=True), strict=True)
        written = [column.written(cells) for column, cells in columns]
        for row in zip(*written, strict=True):
            pieces, lines = zip(*row, strict=True)
            self.sheet.put_row(self.row, pieces, POINTS_PER_LINE * max(lines) + 2)
            self.row += 1

    def wide(self, said: str, look: Look = Look()) -> None:
        """Words over all columns."""
        self.sheet.over(self.row, 0, self.row, len(self.widths) - 1, said, look)
        self._end_row((said, sum(self.widths)))

    def beside(self, left: str, right: str, look: Look) -> None:
        """Words on the left, and a line of the stamp on the right."""
        self.sheet.over(self.row, 0, self.row, STAMP - 1, left, look)
        self.sheet.over(self.row, STAMP, self.row, len(self.widths) - 1, right, Look())
        self._end_row((left, sum(self.widths[:STAMP])), (right, sum(self.widths[STAMP:])))

    def _end_row(self, *words: tuple[str, int]) -> None:
        """The height is told: not every program that opens the file fits rows to their words."""
        lines = max(lines_of(said, width) for said, width in words)
        self.sheet.heights[self.row] = POINTS_PER_LINE * lines + 2
        self.row += 1
