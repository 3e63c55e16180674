"""The plan as a Word document on landscape A4, such as an office signs: XML written as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from application.exports.page import Band, Box, Entry, Line, Page, Row, Signature, Style
from application.exports.words import WORDS
from infrastructure.exports.widths import widths_of
from infrastructure.reports.docx_frame import R, W, core, footer, office_package, section, twips
from infrastructure.reports.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELS,
    FONT_TABLE,
    RELS,
    SETTINGS,
    SMALL,
    style,
    style_sheet,
)
from infrastructure.reports.page import is_tall, xml_text

_SIGNED = (110, 50, 97)
_BOXED = (110, 147)
_CENTRED = '<w:jc w:val="center"/>'
_STYLES = (
    style(Style.OFFICE, f'<w:keepNext/><w:spacing w:after="40"/>{_CENTRED}', "<w:b/>"),
    style(Style.ACT, f'<w:keepNext/><w:spacing w:after="120"/>{_CENTRED}', ""),
    style(Style.STAMP, '<w:keepNext/><w:ind w:left="9600"/>', ""),
    style(Style.TITLE, f'<w:keepNext/><w:spacing w:before="160" w:after="160"/>{_CENTRED}', "<w:b/>"),
    style(Style.SECTION, '<w:keepNext/><w:spacing w:before="200" w:after="80"/>', "<w:b/>"),
    style(Style.TASK, '<w:keepNext/><w:spacing w:before="120" w:after="60"/>', "<w:b/><w:i/>"),
    style(Style.MEASURE, '<w:keepNext/><w:spacing w:before="80"/><w:jc w:val="both"/>', ""),
    style(Style.LABELLED, '<w:ind w:left="400"/>', ""),
    style(Style.TEXT, '<w:spacing w:before="60"/><w:ind w:firstLine="700"/><w:jc w:val="both"/>', ""),
    style(Style.NOTE, '<w:spacing w:before="120"/>', ""),
    style("Cell", "", SMALL),
    style("Figure", _CENTRED, SMALL),
    style("Header", f"<w:keepNext/>{_CENTRED}", f"<w:b/>{SMALL}"),
    style("Band", "<w:keepNext/>", f"<w:b/>{SMALL}"),
    style("Signed", '<w:keepNext/><w:spacing w:before="360"/>', ""),
    style("After", "", '<w:sz w:val="12"/>'),
)


def render(page: Page) -> bytes:
    return office_package(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELS,
            "word/document.xml": _document(page),
            "word/_rels/document.xml.rels": DOCUMENT_RELS,
            "word/styles.xml": style_sheet(page.language, _STYLES),
            "word/settings.xml": SETTINGS,
            "word/fontTable.xml": FONT_TABLE,
            "word/footer1.xml": footer("", WORDS[page.language].page),
            "docProps/core.xml": core(page.name, page.office, page.language, page.at),
        }
    )


def _document(page: Page) -> str:
    body = "".join(
        (
            *map(_line, page.before),
            *(_table(page) if page.columns else map(_line, page.lines)),
            *map(_signed, page.signatures),
            *(map(_line, page.after) if page.columns else _boxed(page.after)),
            section(),
        )
    )
    return f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"


def _line(line: Line) -> str:
    return paragraph(line.style, line.text)


def _signed(signature: Signature) -> str:
    """Position, room to sign, name."""
    return _unruled((signature.position, "", signature.name), _SIGNED, "Signed")


def _boxed(notes: Sequence[Line]) -> Iterator[str]:
    """Below prose, the list of who receives the plan stands in a box of its own, apart from the text."""
    return (_unruled((note.text, ""), _BOXED, note.style) for note in notes)


def _unruled(words: Sequence[str], widths: Sequence[int], kind: str) -> str:
    """A row of words beside each other, in a table without lines."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    cells = "".join(_cell(said, width, kind) for said, width in zip(words, widths, strict=True))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
        f"{paragraph('After', '')}"
    )


def _table(page: Page) -> Iterator[str]:
    widths = widths_of(page)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    yield from _headings(page, widths)
    yield from _rows(page.rows, widths)
    yield f"</w:tbl>{paragraph('After', '')}"


def _headings(page: Page, widths: Sequence[int]) -> Iterator[str]:
    """One row, or two where some columns stand under a group; both come again on every page."""
    if page.grouped:
        upper = (
            _cell(
                group or page.columns[at].heading,
                sum(widths[at : at + width]),
                "Header",
                columns=width,
                reach="" if group else "restart",
            )
            for group, at, width in page.runs()
        )
        yield _heading_row(upper)
    lower = (
        _cell(
            "" if page.grouped and not column.group else column.heading,
            width,
            "Header",
            reach="continue" if page.grouped and not column.group else "",
        )
        for column, width in zip(page.columns, widths, strict=True)
    )
    yield _heading_row(lower)


def _heading_row(cells: Iterator[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _rows(rows: Sequence[Row], widths: Sequence[int]) -> Iterator[str]:
    reaching: dict[int, int] = {}
    for row in rows:
        if isinstance(row, Band):
            cell = _cell(row.text, sum(widths), "Band", columns=len(widths))
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
        else:
            yield _entry(row, widths, reaching)


def _entry(row: Entry, widths: Sequence[int], reaching: dict[int, int]) -> str:
    """``reaching`` counts, per column, the rows that a cell from above still covers."""
    boxes = {box.column: box for box in row.boxes}
    cells: list[str] = []
    column = 0
    while column < len(widths):
        box = boxes.get(column)
        if box is None:
            reaching[column] -= 1
            cells.append(_cell("", widths[column], "Cell", reach="continue"))
            column += 1
            continue
        reaching[column] = box.rows - 1
        cells.append(_box(box, widths))
        column += box.columns
    texts = tuple(box.text for box in row.boxes if box.rows == 1 and box.columns == 1)
    own = tuple(widths[box.column] for box in row.boxes if box.rows == 1 and box.columns == 1)
    kept = "" if is_tall(texts, own) else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{kept}{''.join(cells)}</w:tr>"


def _box(box: Box, widths: Sequence[int]) -> str:
    width = sum(widths[box.column : box.column + box.columns])
    kind = "Figure" if box.columns > 1 or not any(c.isalpha() for c in box.text) else "Cell"
    return _cell(box.text, width, kind, columns=box.columns, reach="restart" if box.rows > 1 else "")


def _cell(said: str, width: int, kind: str, *, columns: int = 1, reach: str = "") -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merge = f'<w:vMerge w:val="{reach}"/>' if reach else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}{merge}</w:tcPr>'
        f"{paragraph(kind, said)}</w:tc>"
    )


def paragraph(kind: str, said: str) -> str:
    """Line ends and tabs within the words stay what they are."""
    lines = "<w:br/>".join(
        "<w:tab/>".join(f'<w:t xml:space="preserve">{xml_text(piece)}</w:t>' for piece in line.split("\t"))
        for line in said.replace("\r\n", "\n").split("\n")
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{kind}"/></w:pPr><w:r>{lines}</w:r></w:p>'
