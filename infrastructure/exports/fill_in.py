"""The table of a person's measures as a workbook: what is known in grey, what is asked for left white."""

from __future__ import annotations

from application.bulk.columns import Column
from application.exports.fill_in import LAYOUT, TOLD, FillIn
from infrastructure.reports.sheet_columns import lines_of
from infrastructure.reports.workbook import Book, Look
from infrastructure.reports.xlsx import POINTS_PER_LINE

_WIDTHS = {Column.NUMBER: 16, "measure": 70, "target": 26, "due": 26, "so-far": 20, Column.ID: 16}
_ASKED = {Column.QUANTITY: 22, Column.DAY: 24, Column.PLACE: 34, Column.PEOPLE: 18}
_ASKED |= {Column.NOTE: 44, Column.NIL: 26, Column.UNIT: 34, Column.ITEM: 34}
_GREY, _PALE = "EDF1F5", "FFF3D6"
_TITLE, _HOW = Look(bold=True, size=12), Look(size=10)
_HEADING = Look(bold=True, size=10, border=True, align="center", valign="center", fill=_GREY)
_WANTED = Look(bold=True, size=10, border=True, align="center", valign="center", fill=_PALE)
_KNOWN, _FREE = Look(size=10, border=True, fill=_GREY), Look(size=11, border=True)
_DAY = Look(size=11, border=True, number="dd.mm.yyyy")


def render(table: FillIn) -> bytes:
    book = Book(table.title, table.office, table.language, table.at)
    widths = [(_WIDTHS | _ASKED)[column] for column in LAYOUT]
    sheet = book.sheet(table.name, widths, "&R&P")
    last = len(LAYOUT) - 1
    for row, (said, look) in enumerate(((table.title, _TITLE), (table.how, _HOW))):
        sheet.over(row, 0, row, last, said, look)
        sheet.heights[row] = POINTS_PER_LINE * 1.2 * lines_of(said, sum(widths)) + 4
    heading = 2
    for column, (name, said) in enumerate(zip(LAYOUT, table.headings, strict=True)):
        sheet.put(heading, column, said, _WANTED if name in _ASKED else _HEADING)
    sheet.heights[heading] = 2 * POINTS_PER_LINE * 1.2 + 4
    sheet.repeated, sheet.kept = (heading, heading), (heading + 1, 1 + TOLD.index("measure") + 1)
    for row, words in enumerate(table.rows, heading + 1):
        for column, name in enumerate(LAYOUT):
            look = _DAY if name == Column.DAY else _FREE if name in _ASKED else _KNOWN
            sheet.put(row, column, words[column] or None, look)
        lines = max(lines_of(word, width) for word, width in zip(words, widths, strict=True))
        sheet.heights[row] = POINTS_PER_LINE * 1.2 * max(lines, 1) + 4
    return book.packed()
