"""What tables and lines does a PDF hold? A picture of words holds none, and is refused with that answer."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from application.imports.grid import Grid, Line, Papers, Remark
from application.ports import DocumentRefused
from infrastructure.documents.limits import refuse_too_many_cells
from infrastructure.documents.pdf_checks import extras, notes, pages_promised, refuse_swelling, refuse_torn
from infrastructure.documents.pdf_fonts import Fonts
from infrastructure.documents.pdf_grids import Draft, Table, goes_on, grid_of, learn, put_together, table_of
from infrastructure.documents.pdf_ink import Ink
from infrastructure.documents.pdf_lines import lie_over, lines_of
from infrastructure.documents.pdf_pen import Drawing, Pen
from infrastructure.documents.pdf_prose import (
    Placed,
    Sheet,
    columned,
    drop_running,
    frames,
    paragraphs,
    pieces,
)
from infrastructure.documents.pdf_tables import lattices
from infrastructure.documents.pdf_words import Frame, Vocabulary, draws_soft_hyphens, spelled

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 300
_LEAST_LETTERS = 20
_UNREADABLE = (
    PSException,
    PDFException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    EOFError,
    struct.error,
    zlib.error,
)
_TABULAR = 3
_LEAST_TABULAR = 4

# What the parser says about files that it mends goes to nobody; what matters of it is a finding.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class _Read:
    """The pages as they were read, each with its tables, and what there is to say about the file."""

    sheets: list[Sheet] = field(default_factory=list)
    tables: list[list[Table]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    letters: int = 0
    unwritten: int = 0
    area: int = 0


def read_pdf(content: bytes) -> Papers:
    """Raises DocumentRefused for a scan, a locked or damaged file, and columns that no line parts."""
    refuse_swelling(content)
    try:
        read = _pages(content)
    except (PDFPasswordIncorrect, PDFEncryptionError) as why:
        raise DocumentRefused("file-encrypted") from why
    except _UNREADABLE as why:
        raise DocumentRefused("file-damaged", what="its pages cannot be read") from why
    if read.letters < _LEAST_LETTERS or read.unwritten > read.letters / 5:
        raise DocumentRefused("pdf-without-text")
    _spell(read)
    drop_running(read.sheets)
    _refuse_unruled(read.sheets)
    return _papers(read)


def _pages(content: bytes) -> _Read:
    document = PDFDocument(PDFParser(io.BytesIO(content)))
    read = _Read(remarks=list(extras(document)))
    resources = Fonts()
    pen = Pen(resources)
    drawing = Drawing(resources, pen)
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > MOST_PAGES:
            raise DocumentRefused("pages-too-many", limit=MOST_PAGES)
        refuse_torn(page, f"page {number}")
        drawing.process_page(page)
        _take(read, pen.page.upright(), number)
        read.remarks += notes(page, f"page {number}")
    if not read.sheets or pages_promised(document) > len(read.sheets):
        raise DocumentRefused("file-damaged", what="pages are missing")
    return read


def _take(read: _Read, ink: Ink, number: int) -> None:
    place = f"page {number}"
    rest, tables, hidden = ink.letters, list[Table](), set(ink.hidden)
    for lattice in lattices(ink.rules, place):
        rest = lattice.take(rest)
        if any(lattice.letters):
            table = table_of(lattice, number, len(tables) + 1)
            tables.append(table)
            within = {point: box for point in hidden if (box := lattice.holds(point)) is not None}
            read.remarks += [
                Remark("text-cut-off", table.drafts[box].place) for box in sorted(set(within.values()))
            ]
            hidden -= within.keys()
            read.remarks += [
                Remark("words-overlap", draft.place) for draft in table.drafts if lie_over(draft.lines)
            ]
            read.area += (len(lattice.across) - 1) * (len(lattice.down) - 1)
            refuse_too_many_cells(read.area, place)
    sides = [table.sides for table in tables]
    read.sheets.append(Sheet(number, ink.width, ink.height, lines_of(rest), sides))
    read.tables.append(tables)
    read.letters += len(ink.letters)
    read.unwritten += ink.unwritten
    read.remarks += _about(ink, place)
    if hidden:
        read.remarks.append(Remark("text-cut-off", place))
    if lie_over(read.sheets[-1].lines):
        read.remarks.append(Remark("words-overlap", place))


def _about(ink: Ink, place: str) -> Iterator[Remark]:
    if ink.pictures and not ink.letters:
        yield Remark("page-without-text", place)
    if ink.unwritten:
        yield Remark("letters-unwritten", place, {"count": ink.unwritten})
    if ink.slanted:
        yield Remark("slanted-text-ignored", place)
    if ink.invisible > len(ink.letters) / 2:
        yield Remark("text-recognised", place)


def _spell(read: _Read) -> None:
    """Some fonts draw the hyphen under the sign of the soft one."""
    drafts = [draft for tables in read.tables for table in tables for draft in table.drafts]
    holders: list[Sheet | Draft] = [*read.sheets, *drafts]
    if draws_soft_hyphens(line for holder in holders for line in holder.lines):
        for holder in holders:
            holder.lines = spelled(holder.lines)


def _refuse_unruled(sheets: Sequence[Sheet]) -> None:
    """Rows of three and more columns without lines: which words belong together would be a guess."""
    for sheet in sheets:
        tabular = lie_over(sheet.lines) + sum(len(pieces(line)) >= _TABULAR for line in sheet.lines)
        if tabular >= _LEAST_TABULAR and tabular > 0.25 * len(sheet.lines):
            raise DocumentRefused("columns-unsure", f"page {sheet.number}")


def _papers(read: _Read) -> Papers:
    edges = frames(read.sheets)
    known = Vocabulary()
    learn((table for tables in read.tables for table in tables), known)
    for sheet in read.sheets:
        if sheet.lines:
            known.learn(sheet.lines, edges[sheet.number])
    blocks: list[Grid | Line] = []
    remarks = list(read.remarks)
    count = 0
    for run in _runs(_flow(read, edges)):
        if isinstance(run, Table):
            grid, about = grid_of(run, known)
            blocks.append(grid)
            remarks += about
            continue
        for paragraph in paragraphs(run, known):
            count += 1
            place = f"page {paragraph.page} line {count}"
            blocks.append(Line(paragraph.text, place))
            remarks += [
                Remark("word-at-line-end", place, {"parts": u.parts, "read": u.read})
                for u in paragraph.unsure
            ]
    return Papers(MEDIA_TYPE, tuple(blocks), tuple(remarks))


def _flow(read: _Read, edges: dict[int, Frame]) -> Iterator[Placed | Table]:
    """Lines and tables of all pages, from above."""
    for sheet, tables in zip(read.sheets, read.tables, strict=True):
        lines = sheet.lines
        for table in tables:
            above = [line for line in lines if line.y < table.top]
            yield from columned(above, sheet.number, edges[sheet.number])
            lines = lines[len(above) :]
            yield table
        if lines:
            yield from columned(lines, sheet.number, edges[sheet.number])


def _runs(flow: Iterator[Placed | Table]) -> Iterator[list[Placed] | Table]:
    """Tables, those that go on over pages put together, and the lines between them."""
    open_table: Table | None = None
    lines: list[Placed] = []
    for item in flow:
        if isinstance(item, Placed):
            if open_table:
                yield open_table
                open_table = None
            lines.append(item)
        elif open_table and goes_on(open_table, item):
            put_together(open_table, item)
        else:
            if lines:
                yield lines
                lines = []
            if open_table:
                yield open_table
            open_table = item
    if open_table:
        yield open_table
    if lines:
        yield lines
