"""What tables and lines does a plain text hold: csv, tsv, pasted or extracted?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from application.imports.grid import Cell, Grid, Line, Papers, Remark
from application.imports.headings import find_heading
from application.imports.numbers import measure_title, number_cell, section_title
from application.ports import DocumentRefused
from infrastructure.documents.encoding import decode
from infrastructure.documents.limits import MOST_CELLS, refuse_too_many_cells
from infrastructure.documents.records import Record, newlines, records_of

MEDIA_TYPE = "text/plain"
SEPARATED = "text/csv"
MOST_LINES = 200_000
_SEPARATORS = ("\t", ";", ",")
_LEAST_ALIKE = 0.6
_LEAST_COLUMNS = 3
_SAMPLE = 200_000
_MOST_PIECES = 12
_MOST_LINES_BETWEEN = 2
_TAGS = "i|b|u|p|s|em|strong|br|span|sub|sup|font|div|small"
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?\s?/?>", re.IGNORECASE)
_GOES_ON = re.compile(r"[(,;)»]|(?:19|20)\d\d\b|[-–]\s")
_HEADINGS = 3


def read_text(content: bytes) -> Papers:
    """Rows that a tab, semicolon or comma divides become grids, the other lines stay lines."""
    decoded = decode(content)
    text = newlines(decoded.text)
    if text.count("\n") > MOST_LINES:
        raise DocumentRefused("cells-too-many", limit=MOST_CELLS)
    separator = _separator(text[:_SAMPLE])
    reading = _Reading(separator or "\t", list(records_of(text, separator or "\t")))
    blocks = tuple(reading.blocks())
    media_type = SEPARATED if separator in (";", ",") else MEDIA_TYPE
    return Papers(media_type, blocks, (*decoded.remarks, *reading.remarks))


def _separator(sample: str) -> str | None:
    """A tab wherever rows hold one; a semicolon or comma only where most rows are equally wide."""
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS:
        rows = [record for record in records_of(sample, separator) if record.written >= 2]
        if len(rows) < 2:
            continue
        if separator == "\t":
            return separator
        width, alike = Counter(record.width for record in rows).most_common(1)[0]
        share = alike / len(rows)
        even = width >= _LEAST_COLUMNS and share >= _LEAST_ALIKE and not _punctuates(rows)
        if even and (best is None or share > best[0]):
            best = (share, separator)
    return best[1] if best else None


def _punctuates(rows: Sequence[Record]) -> bool:
    """In prose a blank follows a comma."""
    fields = [field for record in rows for field in record.fields[1:] if field]
    return sum(field[0] == " " for field in fields) > len(fields) / 2


@dataclass(slots=True)
class _Reading:
    """The records of a text while they are parted into grids and lines; remarks gather on the way."""

    separator: str
    records: list[Record]
    remarks: list[Remark]
    tables: int = 0
    cells: int = 0

    def __init__(self, separator: str, records: list[Record]) -> None:
        self.separator, self.records = separator, records
        self.remarks, self.tables, self.cells = [], 0, 0

    def blocks(self) -> Iterator[Grid | Line]:
        at = 0
        while at < len(self.records):
            end = self._table_end(at)
            if end > at:
                yield self._grid(self.records[at:end])
                at = end
                continue
            record = self.records[at]
            at += 1
            if record.written:
                yield Line(self._unmarked(self._whole(record), record.line), f"line {record.line}")

    def _table_end(self, start: int) -> int:
        """Where the table that begins here ends; ``start`` where none does."""
        if self.records[start].written < 2:
            return start
        end = at = start + 1
        rows = 1
        while at < len(self.records):
            record = self.records[at]
            if record.width > 1 and record.written:
                rows += record.written > 1
                at = end = at + 1
            elif record.written and not self._lies_between(at):
                break
            else:
                at += 1
        while end > start and self.records[end - 1].stands_left:
            end -= 1
        return end if rows > 1 else start

    def _lies_between(self, at: int) -> bool:
        """A line or two without a separator, below which the same table goes on."""
        between = 0
        for record in self.records[at : at + 6]:
            if record.width > 1 and record.written:
                return not _is_heading(record)
            between += record.written > 0
            if between > _MOST_LINES_BETWEEN:
                break
        return False

    def _grid(self, records: Sequence[Record]) -> Grid:
        self.tables += 1
        records = self._joined([record for record in records if record.written])
        width = max(len(record.fields) for record in records)
        cells: list[Cell] = []
        for record in records:
            taken = min(record.width, width)
            self.cells += taken
            refuse_too_many_cells(self.cells, f"line {record.line}")
            place = f"line {record.line}"
            for column in range(taken):
                text = record.fields[column] if column < len(record.fields) else ""
                cells.append(Cell(self._unmarked(text, record.line), record.line - 1, column, place))
        return Grid(f"table {self.tables}", tuple(cells), is_text=True)

    def _joined(self, records: list[Record]) -> list[Record]:
        """Rows that were cut over several lines, put together where their cells then number right."""
        wide = Counter(record.width for record in records if record.written > 1)
        width = wide.most_common(1)[0][0]
        whole: list[Record] = []
        at = 0
        while at < len(records):
            record = records[at]
            pieces = _pieces(records, at, width)
            if len(pieces) > 1:
                record = _together(pieces)
                self.remarks.append(Remark("lines-joined", f"line {record.line}", {"count": len(pieces)}))
            elif record.width == 1 and whole and not section_title(record.fields[0]).number:
                self.remarks.append(Remark("line-among-rows", f"line {record.line}"))
            whole.append(record)
            at += len(pieces)
        return whole

    def _whole(self, record: Record) -> str:
        return self.separator.join(record.fields).strip()

    def _unmarked(self, text: str, line: int) -> str:
        """A text without the marks of a web page that some programs leave in it."""
        if "<" not in text:
            return text
        bare = _MARKUP.sub("", text)
        if bare != text:
            remark = Remark("markup-left-out", f"line {line}")
            if not self.remarks or self.remarks[-1] != remark:
                self.remarks.append(remark)
        return bare


def _pieces(records: Sequence[Record], at: int, width: int) -> Sequence[Record]:
    """The lines that make up one row: the one here, and those below that complete it."""
    first = records[at]
    if first.written < 2:
        return records[at : at + 1]
    if first.width == width:
        return records[at : _end_of_last_cell(records, at)]
    sum_of = first.width
    for end in range(at + 1, min(at + _MOST_PIECES, len(records))):
        piece = records[end]
        sum_of += piece.width - 1
        if piece.line != records[end - 1].below or not piece.fields[0] or _begins_row(piece):
            break
        if sum_of == width:
            end = _end_of_last_cell(records, end)
            return records[at:end]
        if sum_of > width:
            break
    return records[at : at + 1]


def _end_of_last_cell(records: Sequence[Record], at: int) -> int:
    """Beyond the lines that go on with the last cell: without a separator, in lower case or with the year."""
    end = at + 1
    while (
        end < len(records)
        and records[end].width == 1
        and records[end].line == records[end - 1].below
        and _goes_on(records[end].fields[0])
    ):
        end += 1
    return end


def _goes_on(text: str) -> bool:
    return text[:1].islower() or bool(_GOES_ON.match(text))


def _begins_row(record: Record) -> bool:
    first = record.fields[0].strip()
    if _goes_on(first):
        return False
    return bool(number_cell(first) or measure_title(first).number or section_title(first).number)


def _together(pieces: Sequence[Record]) -> Record:
    fields = list(pieces[0].fields) + [""] * (pieces[0].width - len(pieces[0].fields))
    for piece in pieces[1:]:
        more = list(piece.fields) + [""] * (piece.width - len(piece.fields))
        fields[-1] = f"{fields[-1]}\n{more[0]}"
        fields += more[1:]
    width = len(fields)
    return replace(pieces[0], fields=tuple(fields), width=width, below=pieces[-1].below)


def _is_heading(record: Record) -> bool:
    cells = (Cell(text, 0, column, "") for column, text in enumerate(record.fields))
    heading = find_heading(Grid("", tuple(cells)))
    return heading is not None and heading.known >= _HEADINGS
