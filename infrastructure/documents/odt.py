"""What tables and lines does an OpenDocument text hold? Deleted text and notes are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from application.imports.grid import Cell, Grid, Line, Papers
from infrastructure.documents.limits import Archive, refuse_too_many_cells
from infrastructure.documents.odf import (
    BOX,
    CELL,
    COVERED,
    PARAGRAPHS,
    TABLE,
    content_of,
    is_hidden,
    rows_of,
    text_of,
    times,
)
from infrastructure.documents.odt_numbers import print_numbers

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_TABLE = TABLE + "table"


def read_odt(archive: Archive) -> Papers:
    content, body = content_of(archive)
    remarks = print_numbers(archive, content, body)
    _open_boxes(body)
    return Papers(MEDIA_TYPE, tuple(_Text().blocks(body)), remarks)


@dataclass(slots=True)
class _Text:
    """Tables and lines are counted from above; ``area`` counts cells as often as they are wide and high."""

    tables: int = 0
    lines: int = 0
    area: int = 0

    def blocks(self, parent: etree._Element) -> Iterator[Grid | Line]:
        for element in _flow(parent):
            if element.tag in PARAGRAPHS:
                self.lines += 1
                text = text_of(element)
                if text.strip():
                    yield Line(text, f"line {self.lines}")
            elif _is_frame(element):
                for row in rows_of(element):
                    for cell in row.iterchildren(CELL):
                        yield from self.blocks(cell)
            else:
                self.tables += 1
                yield self._grid(element, f"table {self.tables}")

    def _grid(self, table: etree._Element, name: str) -> Grid:
        cells: list[Cell] = []
        hidden: set[int] = set()
        rows = _counted(((row, times(row, "number-rows-repeated")) for row in rows_of(table)), name)
        for number, row in enumerate(rows):
            if is_hidden(row):
                hidden.add(number)
            written = _counted(
                ((cell, times(cell, "number-columns-repeated")) for cell in row.iterchildren(CELL, COVERED)),
                name,
            )
            for column, element in enumerate(written):
                if element.tag == CELL:
                    cells.append(self._cell(element, number, column, len(rows), name))
        return Grid(name, tuple(cells), frozenset(hidden))

    def _cell(self, element: etree._Element, row: int, column: int, bottom: int, name: str) -> Cell:
        down = min(times(element, "number-rows-spanned"), bottom - row)
        across = times(element, "number-columns-spanned")
        self.area += down * across
        refuse_too_many_cells(self.area, name)
        place = f"{name} row {row + 1} col {column + 1}"
        return Cell("\n".join(_cell_lines(element)).rstrip("\n"), row, column, place, down, across)


def _counted(repeated: Iterable[tuple[etree._Element, int]], name: str) -> list[etree._Element]:
    """Each as often as it is repeated."""
    found: list[etree._Element] = []
    for element, often in repeated:
        refuse_too_many_cells(len(found) + often, name)
        found += [element] * often
    return found


def _open_boxes(body: etree._Element) -> None:
    """What stands in a text box follows the paragraph that holds the box."""
    for box in reversed(list(body.iter(BOX))):
        holder = next(box.iterancestors(*PARAGRAPHS), None)
        if holder is not None:
            for block in reversed(list(box)):
                holder.addnext(block)


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those of lists, sections and indexes too."""
    for child in parent:
        if child.tag in PARAGRAPHS or child.tag == _TABLE:
            yield child
        else:
            yield from _flow(child)


def _is_frame(table: etree._Element) -> bool:
    """A table of one column that holds tables was set to lay out the page; what it frames is the text."""
    if next(table.iterdescendants(_TABLE), None) is None:
        return False
    return all(len(list(row.iterchildren(CELL, COVERED))) == 1 for row in rows_of(table))


def _cell_lines(cell: etree._Element) -> Iterator[str]:
    """Paragraphs; the rows of a table within the cell are lines, their cells parted as tabs part words."""
    for element in _flow(cell):
        if element.tag == _TABLE:
            for row in rows_of(element):
                yield "\t".join("\n".join(_cell_lines(inner)) for inner in row.iterchildren(CELL))
        else:
            yield text_of(element)
