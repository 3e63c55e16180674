"""How is a workbook written? As XML text into a package of our own: fast, and the same bytes everywhere.

Rows and columns count from 0. Text of any beginning is text: nothing is ever written as a formula or a link,
and what begins like a formula stays text where a person edits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from infrastructure.reports.docx_frame import HEAD, core
from infrastructure.reports.drawings import DRAWING, Drawn, drawings
from infrastructure.reports.formulas import like_a_formula
from infrastructure.reports.inline_words import in_runs, inlined
from infrastructure.reports.package import packed
from infrastructure.reports.page import BOTTOM, LEFT, OFFICE_FONT, RIGHT, TOP, xml_text
from infrastructure.reports.workbook_parts import MAIN, RELS, R, book_rels, content_types

MM_PER_UNIT = 2.0
"""A column's width is told in digits of the workbook's own font."""
INCH = 25.4
_TEXT = 49
"""The format "@", which every workbook has."""
Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks; ``fill`` is six hexadecimal digits, ``number`` a number format. ``quoted`` cells keep
    what is typed in them as text, whatever it begins with."""

    bold: bool = False
    italic: bool = False
    size: int = 9
    align: str = ""
    valign: str = "top"
    wrap: bool = True
    border: bool = False
    fill: str = ""
    number: str = ""
    quoted: bool = False
    indent: int = 0

    def of(self, value: object) -> Look:
        """This look, for a cell that holds this."""
        return replace(self, quoted=True) if like_a_formula(value) else self


class Book:
    """A workbook of sheets that print on landscape A4; ``made`` is aware."""

    def __init__(self, title: str, office: str, language: str, made: datetime) -> None:
        self.core = core(title, office, language, made.astimezone(UTC))
        self.sheets: list[Sheet] = []
        self.looks: dict[Look, int] = {}

    def sheet(self, name: str, widths: Sequence[int], footer: str) -> Sheet:
        """``widths`` are millimetres."""
        new = Sheet(self, name, widths, footer)
        self.sheets.append(new)
        return new

    def style(self, look: Look) -> int:
        return self.looks.setdefault(look, len(self.looks) + 1)

    def packed(self) -> bytes:
        numbered = list(enumerate(self.sheets, 1))
        drawn = [(n, sheet.charts) for n, sheet in numbered if sheet.charts]
        charts = dict(drawings(drawn))
        parts = {
            "[Content_Types].xml": content_types(len(self.sheets), charts),
            "_rels/.rels": RELS,
            "docProps/core.xml": self.core,
            "xl/workbook.xml": _workbook(self.sheets),
            "xl/_rels/workbook.xml.rels": book_rels(len(self.sheets)),
            "xl/styles.xml": _styles(self.looks),
        }
        sheets = {f"xl/worksheets/sheet{n}.xml": sheet.xml(first=n == 1) for n, sheet in numbered}
        written = {name: xml.encode() for name, xml in parts.items()} | sheets
        written |= {name: xml.encode() for name, xml in charts.items()}
        return packed((name, HEAD.encode() + xml) for name, xml in written.items())


@dataclass
class Sheet:
    book: Book
    name: str
    widths: Sequence[int]
    footer: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    ready: dict[int, bytes] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    repeated: tuple[int, int] | None = None
    kept: tuple[int, int] = (0, 0)
    """Rows above and columns left of the first cell that moves."""
    charts: list[Drawn] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    """Rows that begin a page."""

    def put(self, row: int, column: int, value: Value, look: Look) -> None:
        self.rows.setdefault(row, {})[column] = piece(value, self.book.style(look.of(value)))

    def put_row(self, row: int, pieces: Sequence[bytes], height: float) -> None:
        """A whole row at once, of pieces each with its :func:`next_cell`: the fastest way by far."""
        begun = (b'<row r="', b'" ht="%b" customHeight="1"><c r="A' % _told(height), *pieces)
        self.ready[row] = (b"%d" % (row + 1)).join(begun) + b"</row>"

    def runs(self, row: int, column: int, runs: Iterable[tuple[str, bool]], look: Look) -> None:
        """Words of which some are bold."""
        words = in_runs(runs, look.size).decode()
        self.rows[row][column] = f'" s="{self.book.style(look)}" t="inlineStr">{words}</c>'

    def over(self, top: int, left: int, bottom: int, right: int, said: str, look: Look) -> None:
        """One text over many cells."""
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.put(row, column, None, look)
        self.put(top, left, said, look)
        if (top, left) != (bottom, right):
            self.merged.append(f"{address(top, left)}:{address(bottom, right)}")

    def xml(self, first: bool) -> bytes:
        rows = {row: self._row(row).encode() for row in self.rows} | self.ready
        before, after = self._around(first)
        return b"".join((before.encode(), *(rows[row] for row in sorted(rows)), after.encode()))

    def _around(self, first: bool) -> tuple[str, str]:
        """What stands before the rows, and behind them."""
        cols = "".join(
            f'<col min="{n}" max="{n}" width="{width / MM_PER_UNIT:g}" customWidth="1"/>'
            for n, width in enumerate(self.widths, 1)
        )
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self.merged)
        merges = f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else ""
        return (
            f'<worksheet {MAIN} {R}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView tabSelected="{int(first)}" workbookViewId="0">{self._pane()}'
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData>',
            f"</sheetData>{merges}{_margins()}"
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{xml_text(self.footer)}</oddFooter></headerFooter>"
            f"{self._breaks()}{DRAWING if self.charts else ''}</worksheet>",
        )

    def _row(self, row: int) -> str:
        cells = self.rows[row]
        height = self.heights.get(row)
        told = "" if height is None else f' ht="{height:g}" customHeight="1"'
        shown = "".join(f'<c r="{address(row, column)}{cells[column]}' for column in sorted(cells))
        return f'<row r="{row + 1}"{told}>{shown}</row>'

    def _breaks(self) -> str:
        told = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self.breaks)
        count = len(self.breaks)
        return f'<rowBreaks count="{count}" manualBreakCount="{count}">{told}</rowBreaks>' if told else ""

    def _pane(self) -> str:
        rows, columns = self.kept
        if not rows and not columns:
            return ""
        split = f' xSplit="{columns}"' * bool(columns) + f' ySplit="{rows}"' * bool(rows)
        pane = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
        corner = address(rows, columns)
        return f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'


def letters(column: int) -> str:
    said = ""
    while column >= 0:
        said = chr(65 + column % 26) + said
        column = column // 26 - 1
    return said


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


def piece(value: Value, style: int) -> str:
    """A cell from behind the letters and number of its address on."""
    if isinstance(value, str):
        return f'" s="{style}" t="inlineStr">{inlined(value).decode()}</c>'
    return f'" s="{style}"/>' if value is None else f'" s="{style}"><v>{value:f}</v></c>'


def next_cell(column: int, columns: int) -> str:
    """What stands behind a piece of `Sheet.put_row`: the next cell's beginning, up to the row's number."""
    return f'<c r="{letters(column + 1)}' if column + 1 < columns else ""


@cache
def _told(height: float) -> bytes:
    return f"{height:g}".encode()


def _margins() -> str:
    sides = {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM, "header": 10, "footer": 10}
    told = " ".join(f'{side}="{mm / INCH:.4f}"' for side, mm in sides.items())
    return f"<pageMargins {told}/>"


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{xml_text(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">'
        f"'{xml_text(sheet.name)}'!${sheet.repeated[0] + 1}:${sheet.repeated[1] + 1}</definedName>"
        for n, sheet in enumerate(sheets)
        if sheet.repeated
    )
    named = f"<definedNames>{titles}</definedNames>" if titles else ""
    return f"<workbook {MAIN} {R}><sheets>{listed}</sheets>{named}</workbook>"


def _styles(looks: Mapping[Look, int]) -> str:
    """Fonts, fills and number formats, each once; the first of all is the plain one."""
    fonts = _Listed(_font(Look(size=11)))
    fills = _Listed('<fill><patternFill patternType="none"/></fill>')
    fills.number('<fill><patternFill patternType="gray125"/></fill>')
    formats = _Listed("General")
    cells = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
    for look in looks:
        form = formats.number(look.number or "General")
        shown = _TEXT if look.quoted else 163 + form if form else 0
        kept = ' quotePrefix="1"' if look.quoted else ""
        cells.append(
            f'<xf numFmtId="{shown}"{kept} fontId="{fonts.number(_font(look))}" '
            f'fillId="{fills.number(_fill(look.fill))}" borderId="{int(look.border)}" xfId="0" '
            f'applyFont="1" applyFill="1" applyBorder="1" applyNumberFormat="1" applyAlignment="1">'
            f"{_alignment(look)}</xf>"
        )
    numbered = "".join(
        f'<numFmt numFmtId="{163 + n}" formatCode="{xml_text(code)}"/>'
        for n, code in enumerate(formats.known)
        if n
    )
    own = f'<numFmts count="{len(formats.known) - 1}">{numbered}</numFmts>' if numbered else ""
    side = "".join(f'<{s} style="thin"><color auto="1"/></{s}>' for s in ("left", "right", "top", "bottom"))
    borders = f'<borders count="2"><border/><border>{side}</border></borders>'
    base = '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    return (
        f"<styleSheet {MAIN}>{own}{fonts.xml('fonts')}{fills.xml('fills')}{borders}{base}"
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


class _Listed:
    """Things by their number, each once."""

    def __init__(self, first: str) -> None:
        self.known = {first: 0}

    def number(self, thing: str) -> int:
        return self.known.setdefault(thing, len(self.known))

    def xml(self, tag: str) -> str:
        return f'<{tag} count="{len(self.known)}">{"".join(self.known)}</{tag}>'


def _font(look: Look) -> str:
    traits = "<b/>" * look.bold + "<i/>" * look.italic
    return f'<font>{traits}<sz val="{look.size}"/><name val="{OFFICE_FONT}"/><family val="1"/></font>'


def _fill(colour: str) -> str:
    if not colour:
        return '<fill><patternFill patternType="none"/></fill>'
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'


def _alignment(look: Look) -> str:
    across = f' horizontal="{look.align}"' if look.align else ""
    across += f' indent="{look.indent}"' if look.indent else ""
    return f'<alignment{across} vertical="{look.valign}" wrapText="{int(look.wrap)}"/>'
