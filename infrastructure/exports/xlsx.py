"""The plan as a workbook that prints on landscape A4: one sheet, whole numbers of targets as numbers."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

import xlsxwriter

from application.exports.cells import VALUES
from application.exports.page import Band, Box, Entry, Page, Style
from application.exports.words import WORDS
from application.imports.headings import Role
from infrastructure.exports.widths import widths_of
from infrastructure.reports.package import repacked
from infrastructure.reports.page import BOTTOM, LEFT, OFFICE_FONT, RIGHT, TOP, xml_safe
from infrastructure.reports.xlsx import A4, FONT, INCH, MM_PER_UNIT, POINTS_PER_LINE, lines_of

_SHEET = {"uk": "План", "vi": "Kế hoạch", "en": "Plan"}
_TRAITS: dict[Style, dict[str, object]] = {
    Style.OFFICE: {"bold": True, "align": "center", "font_size": 11},
    Style.ACT: {"align": "center", "font_size": 11},
    Style.STAMP: {"font_size": 11},
    Style.TITLE: {"bold": True, "align": "center", "font_size": 12},
    Style.SECTION: {"bold": True, "font_size": 11},
    Style.TEXT: {"font_size": 11},
    Style.NOTE: {"font_size": 11},
}
_TALLEST = 409
"""No row of a sheet may be higher, in points."""
_EXACT = 15
"""A spreadsheet keeps so many digits of a number."""


def render(page: Page) -> bytes:
    out = io.BytesIO()
    plain = {"font_name": OFFICE_FONT, "font_size": 11}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": plain})
    made = page.at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": xml_safe(page.name), "author": xml_safe(page.office), "created": made})
    _Sheet(book, page).write()
    book.close()
    return repacked(out.getvalue())


class _Sheet:
    """Written from top to bottom; ``row`` is the next free one."""

    def __init__(self, book: Any, page: Page) -> None:
        self.book, self.page, self.widths = book, page, widths_of(page)
        self.sheet = book.add_worksheet(_SHEET[page.language])
        self.row = 0
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width / MM_PER_UNIT)

    def write(self) -> None:
        self._set_up_page()
        for line in self.page.before:
            first = self._stamp_column() if line.style is Style.STAMP else 0
            self._wide(line.text, first, **_TRAITS[line.style])
        self.row += 1
        self._headings()
        for row in self.page.rows:
            self._band(row) if isinstance(row, Band) else self._entry(row)
        self.row += 1
        for signature in self.page.signatures:
            last = len(self.widths) - 1
            self._words(self.row, 0, signature.position, self._format(text_wrap=False))
            self._words(self.row, max(1, last), signature.name, self._format(text_wrap=False))
            self.row += 1
        for line in self.page.after:
            self._wide(line.text, 0, **_TRAITS[line.style])

    def _set_up_page(self) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(LEFT / INCH, RIGHT / INCH, TOP / INCH, BOTTOM / INCH)
        self.sheet.set_footer(f"&R{WORDS[self.page.language].page.format(page='&P', pages='&N')}")

    def _stamp_column(self) -> int:
        """The stamp stands to the right, over about a third of the width."""
        total, taken = sum(self.widths), 0
        for column in range(len(self.widths) - 1, 0, -1):
            taken += self.widths[column]
            if 3 * taken >= total:
                return column
        return 0

    def _headings(self) -> None:
        style = self._format(bold=True, border=1, align="center", valign="vcenter")
        first, own = self.row, self.row + self.page.grouped
        for group, at, width in self.page.runs() if self.page.grouped else ():
            words, bottom = (group, first) if group else (self.page.columns[at].heading, own)
            self._over(first, at, bottom, at + width - 1, words, style)
        for at, column in enumerate(self.page.columns):
            if column.group or not self.page.grouped:
                self._words(own, at, column.heading, style)
        self._height(own, *((c.heading, w) for c, w in zip(self.page.columns, self.widths, strict=True)))
        self.sheet.repeat_rows(first, own)
        self.row = own + 1
        self.sheet.freeze_panes(self.row, 0)

    def _band(self, band: Band) -> None:
        self._wide(band.text, 0, bold=True, border=1)

    def _entry(self, entry: Entry) -> None:
        for box in entry.boxes:
            style = self._style_of(box)
            if box.rows > 1 or box.columns > 1:
                last, right = self.row + box.rows - 1, box.column + box.columns - 1
                self._over(self.row, box.column, last, right, box.text, style)
            elif self._is_number(box):
                self.sheet.write_number(self.row, box.column, int(box.text), style)
            elif box.text:
                self._words(self.row, box.column, box.text, style)
            else:
                self.sheet.write_blank(self.row, box.column, None, style)
        single = (box for box in entry.boxes if box.rows == 1 and box.columns == 1)
        self._height(self.row, *((box.text, self.widths[box.column]) for box in single))
        self.row += 1

    def _style_of(self, box: Box) -> Any:
        words = any(c.isalpha() for c in box.text) and box.columns == 1
        return self._format(border=1, align="left" if words else "center")

    def _is_number(self, box: Box) -> bool:
        role = self.page.columns[box.column].role
        figures = role in (Role.TARGET, *VALUES) and box.text.isascii() and box.text.isdigit()
        return figures and len(box.text) <= _EXACT and str(int(box.text)) == box.text

    def _wide(self, said: str, first: int, **traits: object) -> None:
        last = len(self.widths) - 1
        self._over(self.row, first, self.row, last, said, self._format(**traits))
        larger = float(str(traits.get("font_size", FONT["font_size"]))) / float(str(FONT["font_size"]))
        self._height(self.row, (said, round(sum(self.widths[first:]) / larger)), larger=larger)
        self.row += 1

    def _over(self, top: int, left: int, bottom: int, right: int, said: str, style: Any) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", style)
        self._words(top, left, said, style)

    def _words(self, row: int, column: int, said: str, style: Any) -> None:
        """Words of any beginning are words: nothing is ever written as a formula or a link."""
        self.sheet.write_string(row, column, xml_safe(said), style)

    def _height(self, row: int, *words: tuple[str, int], larger: float = 1.0) -> None:
        """The height is told: not every program that opens the file fits rows to their words."""
        lines = max(
            (sum(lines_of(line, width) for line in said.split("\n")) for said, width in words), default=1
        )
        self.sheet.set_row(row, min(_TALLEST, POINTS_PER_LINE * larger * lines + 4))

    def _format(self, **traits: object) -> Any:
        key = tuple(sorted(traits.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(FONT | traits)
        return self.formats[key]
