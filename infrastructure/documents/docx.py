"""What tables and lines does a Word document hold? Deleted text is left out, inserted text is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from application.imports.grid import Cell, Grid, Line, Papers, Remark
from application.ports import DocumentRefused
from infrastructure.documents.docx_lists import W
from infrastructure.documents.docx_marks import is_frame, mark_changes, number, remarks_on, take_out_unseen
from infrastructure.documents.docx_numbers import print_numbers
from infrastructure.documents.limits import Archive, refuse_too_many_cells

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART = "word/document.xml"
_COMMENTS = "word/comments.xml"
_P, _TBL, _TR, _TC, _BOX = (W + name for name in ("p", "tbl", "tr", "tc", "txbxContent"))
_SPAN, _DOWN, _BEFORE, _HIDDEN = (W + name for name in ("gridSpan", "vMerge", "gridBefore", "hidden"))
_TEXT, _VALUE = W + "t", W + "val"
_MARKS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_LEFT_OUT = tuple(W + name for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "sdtPr"))
_WAYS, _CHOICE, _FALLBACK = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}" + name
    for name in ("AlternateContent", "Choice", "Fallback")
)
_TRANSPARENT = (
    *(W + name for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag")),
    *(_WAYS, _CHOICE, _FALLBACK),
)


def read_docx(archive: Archive) -> Papers:
    document = archive.xml(PART)
    body = document.find(W + "body")
    if body is None:
        raise DocumentRefused("file-damaged", PART, what="the document has no body")
    _keep_one_way(body)
    changes = mark_changes(body)
    _remove_deleted_rows(body)
    take_out_unseen(archive, body)
    remarks = print_numbers(archive, body)
    etree.strip_elements(body, *_LEFT_OUT, with_tail=False)
    etree.strip_tags(body, *_TRANSPARENT)
    _open_boxes(body)
    remarks += (*remarks_on(body, changes), *_comments(archive))
    return Papers(MEDIA_TYPE, tuple(_blocks(body)), remarks)


def _comments(archive: Archive) -> Iterator[Remark]:
    comments = archive.xml(_COMMENTS).findall(W + "comment") if _COMMENTS in archive.names else ()
    if comments:
        yield Remark("comments-not-read", "file", {"count": len(comments)})


def _keep_one_way(body: etree._Element) -> None:
    """What is drawn in several ways, for newer and older programs, is read in the first one."""
    for ways in list(body.iter(_WAYS)):
        for other in list(ways)[1:]:
            ways.remove(other)


def _remove_deleted_rows(body: etree._Element) -> None:
    for mark in list(body.iterfind(f".//{_TR}/{W}trPr/{W}del")):
        _remove(next(mark.iterancestors(_TR)))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _open_boxes(body: etree._Element) -> None:
    """The paragraphs of a text box go before the paragraph that holds the box."""
    for box in reversed(list(body.iter(_BOX))):
        holder = next(box.iterancestors(_P), None)
        if holder is not None:
            for block in list(box):
                holder.addprevious(block)


def _blocks(body: etree._Element) -> Iterator[Grid | Line]:
    tables = lines = area = 0
    for element in body:
        if element.tag == _TBL:
            tables += 1
            name = f"table {tables}"
            area += _area(element)
            refuse_too_many_cells(area, name)
            yield from _framed(element, name) if is_frame(element) else (_grid(element, name),)
        elif element.tag == _P:
            lines += 1
            text = _text_of(element)
            if text.strip():
                yield Line(text, f"line {lines}")


def _area(table: etree._Element) -> int:
    wider = sum(number(span, least=1) - 1 for span in table.iter(_SPAN))
    return wider + sum(1 for _ in table.iter(_TC))


def _framed(table: etree._Element, name: str) -> Iterator[Grid | Line]:
    """Tables of the frame are named ``table 1.1``, lines are counted within it."""
    tables = lines = 0
    for element in (block for cell in table.iterfind(f"{_TR}/{_TC}") for block in cell):
        if element.tag == _TBL:
            tables += 1
            inner = f"{name}.{tables}"
            yield from _framed(element, inner) if is_frame(element) else (_grid(element, inner),)
        elif element.tag == _P:
            lines += 1
            text = _text_of(element)
            if text.strip():
                yield Line(text, f"{name} line {lines}")


def _grid(table: etree._Element, name: str) -> Grid:
    _write_out_tables_within(table)
    cells: list[Cell] = []
    hidden: set[int] = set()
    open_below: dict[int, int] = {}
    for row, written in enumerate(_rows(table)):
        if written.hidden:
            hidden.add(row)
        column = written.before
        for cell in written.cells:
            columns, text = cell.columns, cell.text
            above = open_below.get(column) if cell.merge == "continue" else None
            if above is not None and cells[above].columns == columns:
                cells[above] = _longer(cells[above], text)
            else:
                place = f"{name} row {row + 1} col {column + 1}"
                cells.append(Cell(text, row, column, place, 1, columns))
                above = len(cells) - 1 if cell.merge else None
            for covered in range(column, column + columns):
                open_below.pop(covered, None)
            if above is not None:
                open_below[column] = above
            column += columns
    return Grid(name, tuple(cells), frozenset(hidden))


@dataclass(slots=True)
class _Row:
    before: int = 0
    hidden: bool = False
    cells: list[_Written] = field(default_factory=list)


@dataclass(slots=True)
class _Written:
    """``merge`` says whether the cell is merged downwards: ``restart``, ``continue``."""

    words: list[str] = field(default_factory=list)
    columns: int = 1
    merge: str = ""

    @property
    def text(self) -> str:
        return "".join(self.words).removeprefix("\n").rstrip("\n")


def _rows(table: etree._Element) -> list[_Row]:
    """One walk over the table: what is met belongs to the row and the cell met last."""
    row, cell, rows = _Row(), _Written(), list[_Row]()
    for element in table.iter(_TR, _TC, _P, _TEXT, _SPAN, _DOWN, _BEFORE, _HIDDEN, *_MARKS):
        tag = element.tag
        if tag == _TEXT:
            cell.words.append(element.text or "")
        elif tag == _P:
            cell.words.append("\n")
        elif tag == _TC:
            cell = _Written()
            row.cells.append(cell)
        elif tag == _TR:
            row = _Row()
            rows.append(row)
        elif tag in _MARKS:
            cell.words.append(_MARKS[tag])
        elif tag == _SPAN:
            cell.columns = number(element, least=1)
        elif tag == _DOWN:
            cell.merge = element.get(_VALUE, "continue")
        elif tag == _BEFORE:
            row.before = number(element, least=0)
        else:
            row.hidden = element.get(_VALUE, "true") in ("true", "1", "on")
    return rows


def _write_out_tables_within(table: etree._Element) -> None:
    """A row of a table within a cell becomes a paragraph, its cells parted as tabs part words."""
    for inner in reversed(list(table.iterdescendants(_TBL))):
        for row in _rows(inner):
            paragraph = etree.Element(_P)
            etree.SubElement(paragraph, _TEXT).text = "\t".join(cell.text for cell in row.cells)
            inner.addprevious(paragraph)
        _remove(inner)


def _longer(cell: Cell, text: str) -> Cell:
    """A cell merged downwards; what stands in its lower part belongs to it."""
    return cell._replace(text=f"{cell.text}\n{text}" if text.strip() else cell.text, rows=cell.rows + 1)


def _text_of(paragraph: etree._Element) -> str:
    return "".join(
        element.text or "" if element.tag == _TEXT else _MARKS[element.tag]
        for element in paragraph.iter(_TEXT, *_MARKS)
    )
