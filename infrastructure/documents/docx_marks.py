"""Where in a Word document is text tracked as changed, hidden or struck out, and what does it say?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from application.imports.grid import Remark
from infrastructure.documents.docx_lists import STYLES, W, said
from infrastructure.documents.limits import Archive
from infrastructure.documents.whole_numbers import whole

_P, _R, _T, _TBL, _TR, _TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
_HIDDEN, _STRUCK = (W + "vanish",), (W + "strike", W + "dstrike")
_CHANGES = tuple(W + name for name in ("ins", "del", "moveTo", "moveFrom", "cellIns", "cellDel"))
_GONE = (W + "del", W + "moveFrom")
_MARK = "mark"
_MOST_COLUMNS, _MOST_STYLES_UP, _MOST_WORDS = 63, 20, 200


def mark_changes(body: etree._Element) -> int:
    """Each paragraph that holds a tracked change, or the cell nearest to a row that does, is marked."""
    changes = list(body.iter(*_CHANGES))
    for change in changes:
        _mark(_holder(change), "changes-tracked")
    return len(changes)


def take_out_unseen(archive: Archive, body: etree._Element) -> None:
    """Hidden and struck out text goes; the paragraph that held it is marked with its words."""
    styles = _telling_styles(archive)
    if not styles and next(body.iter(*_HIDDEN, *_STRUCK), None) is None:
        return
    for run in list(body.iter(_R)):
        if any(above.tag in _GONE for above in run.iterancestors(*_GONE)):
            continue
        if _is(_HIDDEN, run, styles):
            _take_out(run, "text-hidden", [run])
        elif _is(_STRUCK, run, styles):
            _take_out(
                run, "text-struck", [child for child in run if child.tag != W + "rPr" and _is_text(child)]
            )


def remarks_on(body: etree._Element, changes: int) -> Iterator[Remark]:
    """Every mark with its place; changes are told once, at the first."""
    said_at: dict[tuple[str, str], list[str]] = {}
    if changes or body.find(f".//{_MARK}") is not None:
        for mark, place in _placed(body):
            said_at.setdefault((mark.get("code", ""), place), []).append(mark.text or "")
    if changes:
        first = next((place for code, place in said_at if code == "changes-tracked"), "file")
        yield Remark("changes-tracked", first, {"count": changes})
    for (code, place), words in said_at.items():
        if code != "changes-tracked":
            yield Remark(code, place, {"words": " ".join("".join(words).split())[:_MOST_WORDS]})


def is_frame(table: etree._Element) -> bool:
    """A table of one column that holds tables was set to lay out the page; what it frames is the text."""
    return table.find(f"{_TR}/{_TC}/{_TBL}") is not None and all(
        len(row.findall(_TC)) == 1 for row in table.iterchildren(_TR)
    )


def number(element: etree._Element | None, *, least: int) -> int:
    written = element.get(W + "val", "") if element is not None else ""
    return max(least, min(whole(written, least), _MOST_COLUMNS))


def is_on(element: etree._Element) -> bool:
    return element.get(W + "val", "true") not in ("0", "false", "off")


def _holder(change: etree._Element) -> etree._Element | None:
    """A deleted row goes, so the row below or above it tells of it."""
    paragraph = next(change.iterancestors(_P), None)
    if paragraph is not None:
        return paragraph
    row = next(change.iterancestors(_TR), None)
    if row is None:
        return next(change.iter(_P), None)
    if change.tag == W + "del":
        stays = (r for r in (*row.itersiblings(_TR), *row.itersiblings(_TR, preceding=True)) if not _goes(r))
        row = next(stays, None)
    return next(row.iter(_P), None) if row is not None else None


def _goes(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _mark(holder: etree._Element | None, code: str, words: str = "") -> None:
    if holder is not None:
        mark = etree.SubElement(holder, _MARK, code=code)
        mark.text = words


def _take_out(run: etree._Element, code: str, elements: Iterable[etree._Element]) -> None:
    words = "".join(text.text or "" for element in elements for text in element.iter(_T))
    paragraph = next(run.iterancestors(_P), None)
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if words.strip() and paragraph is not None:
        _mark(paragraph, code, words)
        properties = paragraph.find(f"{W}pPr")
        if code == "text-hidden" and properties is not None and _marks_hidden(properties):
            _number_no_more(paragraph, properties)


def _is_text(child: etree._Element) -> bool:
    return child.tag == _T or len(child) == 0


def _marks_hidden(properties: etree._Element) -> bool:
    vanish = properties.find(f"{W}rPr/{W}vanish")
    return vanish is not None and is_on(vanish)


def _number_no_more(paragraph: etree._Element, properties: etree._Element) -> None:
    """A paragraph that is hidden to its end is not counted by Word."""
    if not any((text.text or "").strip() for text in paragraph.iter(_T)):
        paragraph.remove(properties)


def _is(tags: tuple[str, ...], run: etree._Element, styles: dict[str, set[str]]) -> bool:
    """What the run itself says goes before its style, and that before the paragraph's."""
    properties = run.find(W + "rPr")
    if properties is not None:
        own = [is_on(child) for child in properties.iterchildren(*tags)]
        if own:
            return any(own)
        if tags[0] in styles.get(said(properties, "rStyle"), ()):
            return True
    paragraph = next(run.iterancestors(_P), None) if styles else None
    return paragraph is not None and tags[0] in styles.get(said(paragraph, "pPr/pStyle"), ())


def _telling_styles(archive: Archive) -> dict[str, set[str]]:
    """Per style that hides or strikes out its text, or is based on one that does, which of the two."""
    if STYLES not in archive.names or not any(
        word in archive.part(STYLES) for word in (b":vanish", b":strike", b":dstrike")
    ):
        return {}
    styles = {style.get(W + "styleId", ""): style for style in archive.xml(STYLES).iterfind(W + "style")}
    found = {
        name: {tags[0] for tags in (_HIDDEN, _STRUCK) if _style_is(tags, name, styles)} for name in styles
    }
    return {name: looks for name, looks in found.items() if looks}


def _style_is(tags: tuple[str, ...], name: str, styles: dict[str, etree._Element]) -> bool:
    for _ in range(_MOST_STYLES_UP):
        style = styles.get(name)
        if style is None:
            return False
        properties = style.find(W + "rPr")
        own = [is_on(child) for child in properties.iterchildren(*tags)] if properties is not None else []
        if own:
            return any(own)
        name = said(style, "basedOn")
    return False


def _placed(
    blocks: Iterable[etree._Element], table: str = "table ", line: str = "line "
) -> Iterator[tuple[etree._Element, str]]:
    tables = lines = 0
    for block in blocks:
        if block.tag == _TBL:
            tables += 1
            name = f"{table}{tables}"
            if is_frame(block):
                framed = (inner for cell in block.iterfind(f"{_TR}/{_TC}") for inner in cell)
                yield from _placed(framed, f"{name}.", f"{name} line ")
            else:
                yield from _placed_in(block, name)
        elif block.tag == _P:
            lines += 1
            for mark in block.iter(_MARK):
                yield mark, f"{line}{lines}"


def _placed_in(table: etree._Element, name: str) -> Iterator[tuple[etree._Element, str]]:
    for row, element in enumerate(table.iterchildren(_TR), 1):
        before = element.find(f"{W}trPr/{W}gridBefore")
        column = 1 + (number(before, least=0) if before is not None else 0)
        for cell in element.iterchildren(_TC):
            for mark in cell.iter(_MARK):
                yield mark, f"{name} row {row} col {column}"
            column += number(cell.find(f"{W}tcPr/{W}gridSpan"), least=1)
