"""The plan as a workbook that prints on landscape A4: one sheet, whole numbers of targets as numbers."""

from __future__ import annotations

from decimal import Decimal

from application.exports.cells import VALUES
from application.exports.page import Band, Box, Entry, Page, Style
from application.exports.words import WORDS
from application.imports.headings import Role
from infrastructure.exports.widths import widths_of
from infrastructure.reports.sheet_columns import lines_of
from infrastructure.reports.workbook import Book, Look
from infrastructure.reports.xlsx import POINTS_PER_LINE

_SHEET = {"uk": "План", "vi": "Kế hoạch", "en": "Plan"}
_LOOKS: dict[Style, Look] = {
    Style.OFFICE: Look(bold=True, align="center", size=11),
    Style.ACT: Look(align="center", size=11),
    Style.STAMP: Look(size=11),
    Style.TITLE: Look(bold=True, align="center", size=12),
    Style.SECTION: Look(bold=True, size=11),
    Style.TEXT: Look(size=11),
    Style.NOTE: Look(size=11),
}
_TALLEST = 409
"""No row of a sheet may be higher, in points."""
_UNWRAPPED = Look(wrap=False)
_EXACT = 15
"""A spreadsheet keeps so many digits of a number."""


def render(page: Page) -> bytes:
    book = Book(page.name, page.office, page.language, page.at)
    _Sheet(book, page).write()
    return book.packed()


class _Sheet:
    """Written from top to bottom; ``row`` is the next free one."""

    def __init__(self, book: Book, page: Page) -> None:
        self.page, self.widths = page, widths_of(page)
        footer = f"&R{WORDS[page.language].page.format(page='&P', pages='&N')}"
        self.sheet = book.sheet(_SHEET[page.language], self.widths, footer)
        self.row = 0

    def write(self) -> None:
        for line in self.page.before:
            first = self._stamp_column() if line.style is Style.STAMP else 0
            self._wide(line.text, first, _LOOKS[line.style])
        self.row += 1
        self._headings()
        for row in self.page.rows:
            self._band(row) if isinstance(row, Band) else self._entry(row)
        self.row += 1
        for signature in self.page.signatures:
            last = len(self.widths) - 1
            self.sheet.put(self.row, 0, signature.position, _UNWRAPPED)
            self.sheet.put(self.row, max(1, last), signature.name, _UNWRAPPED)
            self.row += 1
        for line in self.page.after:
            self._wide(line.text, 0, _LOOKS[line.style])

    def _stamp_column(self) -> int:
        """The stamp stands to the right, over about a third of the width."""
        total, taken = sum(self.widths), 0
        for column in range(len(self.widths) - 1, 0, -1):
            taken += self.widths[column]
            if 3 * taken >= total:
                return column
        return 0

    def _headings(self) -> None:
        look = Look(bold=True, border=True, align="center", valign="center")
        first, own = self.row, self.row + self.page.grouped
        for group, at, width in self.page.runs() if self.page.grouped else ():
            words, bottom = (group, first) if group else (self.page.columns[at].heading, own)
            self.sheet.over(first, at, bottom, at + width - 1, words, look)
        for at, column in enumerate(self.page.columns):
            if column.group or not self.page.grouped:
                self.sheet.put(own, at, column.heading, look)
        self._height(own, *((c.heading, w) for c, w in zip(self.page.columns, self.widths, strict=True)))
        self.sheet.repeated = (first, own)
        self.row = own + 1
        self.sheet.kept = (self.row, 0)

    def _band(self, band: Band) -> None:
        self._wide(band.text, 0, Look(bold=True, border=True))

    def _entry(self, entry: Entry) -> None:
        for box in entry.boxes:
            look = self._look_of(box)
            last, right = self.row + box.rows - 1, box.column + box.columns - 1
            if (last, right) != (self.row, box.column):
                self.sheet.over(self.row, box.column, last, right, box.text, look)
            else:
                value = Decimal(box.text) if self._is_number(box) else box.text or None
                self.sheet.put(self.row, box.column, value, look)
        single = (box for box in entry.boxes if box.rows == 1 and box.columns == 1)
        self._height(self.row, *((box.text, self.widths[box.column]) for box in single))
        self.row += 1

    def _look_of(self, box: Box) -> Look:
        words = any(c.isalpha() for c in box.text) and box.columns == 1
        return Look(border=True, align="left" if words else "center")

    def _is_number(self, box: Box) -> bool:
        role = self.page.columns[box.column].role
        figures = role in (Role.TARGET, *VALUES) and box.text.isascii() and box.text.isdigit()
        return figures and len(box.text) <= _EXACT and str(int(box.text)) == box.text

    def _wide(self, said: str, first: int, look: Look) -> None:
        last = len(self.widths) - 1
        self.sheet.over(self.row, first, self.row, last, said, look)
        larger = look.size / Look().size
        self._height(self.row, (said, round(sum(self.widths[first:]) / larger)), larger=larger)
        self.row += 1

    def _height(self, row: int, *words: tuple[str, int], larger: float = 1.0) -> None:
        """The height is told: not every program that opens the file fits rows to their words."""
        lines = max(
            (sum(lines_of(line, width) for line in said.split("\n")) for said, width in words), default=1
        )
        self.sheet.heights[row] = min(_TALLEST, POINTS_PER_LINE * larger * lines + 4)
