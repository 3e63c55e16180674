"""Which measures does an order list as numbered points, with date, hour and executor below each?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from application.imports.grid import Cell, Line, Papers
from application.imports.heading_words import Role, role_of
from application.imports.numbers import section_title
from application.imports.rows import PERSON, MeasureLine, Row, SectionLine, UnreadLine
from domain.plan.day_phrases import hour_of
from domain.plan.deadlines import read_deadline
from domain.plan.document import DueKind
from domain.spelling import clean, plain

_POINT = re.compile(r"(?P<n>\d{1,3}(?:\.\d{1,3})*)[.)]\s+(?P<rest>[^\W\d_«\"(].*|[«\"(].*)", re.DOTALL)
_WIDE = re.compile(r"\t+|\s{2,}")
_LABEL = re.compile(r"[-–•*+]?\s*(?P<label>[^:]{3,60}):\s*(?P<rest>.*)", re.DOTALL)
_NEXT_LABEL = re.compile(
    r"(?<=[.;])\s+(?=(?:термін|строк|відповідальн|виконав|thời|đơn vị|due|deadline|respons)"
    r"[^:]{0,40}:)",
    re.IGNORECASE,
)
_HOUR_ALONE = re.compile(r"(?:о(?:б)?\s)?\d{1,2}[.:]\d{2}\s?(?:год\w*\.?|hrs?\.?|h|giờ)?", re.IGNORECASE)
_NO_DATE = {DueKind.TEXT, DueKind.NONE}
_ANY_YEAR = "2000"
_LEAST = 2


@dataclass(slots=True)
class _Point:
    line: Line
    number: str
    title: list[str]
    cells: dict[Role, Cell] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        return Role.DUE in self.cells or Role.EXECUTORS in self.cells


@dataclass(slots=True)
class Points:
    """The rows of a list of points, and the lines around it."""

    rows: list[Row]
    before: list[Line]
    after: list[Line]


def points_of(papers: Papers) -> Points | None:
    """None where fewer than two points have a date or an executor below them."""
    lines = list(_lines(papers))
    begun = [at for at, line in enumerate(lines) if _POINT.match(clean(line.text))]
    read = {at: _point(lines, at, _end(lines, begun, at)) for at in begun}
    told = [at for at in begun if read[at][0].told]
    if len(told) < _LEAST or 2 * len(told) <= sum(told[0] <= at <= told[-1] for at in begun):
        return None
    rows: list[Row] = []
    for at in begun:
        if told[0] <= at <= told[-1]:
            point, left = read[at]
            rows.append(_row(point))
            rows += [_between(line) for line in left if at != told[-1]]
    return Points(rows, lines[: told[0]], read[told[-1]][1] + lines[_end(lines, begun, told[-1]) :])


def _end(lines: Sequence[Line], begun: Sequence[int], at: int) -> int:
    return next((other for other in begun if other > at), len(lines))


def _point(lines: Sequence[Line], at: int, end: int) -> tuple[_Point, list[Line]]:
    """The point that begins here, and the lines below that are none of it."""
    match = _POINT.match(clean(lines[at].text))
    assert match is not None
    point = _Point(lines[at], match["n"], [match["rest"]])
    for n in range(at + 1, end):
        if not _take(point, lines[n]):
            return point, list(lines[n:end])
    return point, []


def _take(point: _Point, line: Line) -> bool:
    text = clean(line.text)
    labelled = [match for piece in _NEXT_LABEL.split(text) if (match := _LABEL.fullmatch(piece))]
    roles = [role_of(match["label"]) for match in labelled]
    if labelled and Role.OTHER not in roles and not any(role in point.cells for role in roles):
        for role, match in zip(roles, labelled, strict=True):
            point.cells[role] = Cell(match["rest"].rstrip(" ;."), 0, 0, line.place)
        return True
    if Role.DUE in point.cells and _HOUR_ALONE.fullmatch(text):
        due = point.cells[Role.DUE]
        point.cells[Role.DUE] = due._replace(text=f"{due.text}\n{text}")
        return True
    if not point.told and (dated := _dated(line.text)):
        due_words, who = dated
        point.cells[Role.DUE] = Cell(due_words, 0, 0, line.place)
        if who:
            point.cells[Role.EXECUTORS] = Cell(who, 0, 0, line.place)
        return True
    if not point.told and not section_title(text).number and not PERSON.search(text):
        point.title.append(text)
        return True
    if point.told and Role.EXECUTORS in point.cells and text[:1].islower():
        who_cell = point.cells[Role.EXECUTORS]
        point.cells[Role.EXECUTORS] = who_cell._replace(text=f"{who_cell.text}\n{text}")
        return True
    return False


def _dated(text: str) -> tuple[str, str] | None:
    """A deadline at the line's start, or alone at its end, and the executor beside it."""
    pieces = [piece.strip() for piece in _WIDE.split(text.strip()) if piece.strip()]
    for at in (0, len(pieces) - 1):
        if pieces and _is_date(pieces[at]):
            return pieces[at], " ".join(piece for n, piece in enumerate(pieces) if n != at)
    words = clean(text).split(" ")
    for length in range(len(words) - 1, 0, -1):
        if _is_date(" ".join(words[:length])):
            return " ".join(words[:length]), " ".join(words[length:])
    return None


def _is_date(words: str) -> bool:
    return read_deadline(hour_of(plain(words))[0], _ANY_YEAR)[0].kind not in _NO_DATE


def _row(point: _Point) -> MeasureLine:
    title = Cell(" ".join(point.title), 0, 0, point.line.place)
    blank = Cell("", 0, 0, point.line.place)
    cells = {Role.DUE: blank, Role.EXECUTORS: blank, **point.cells, Role.MEASURE: title}
    raw = clean(point.line.text).split(" ")[0]
    return MeasureLine(cells, point.line.place, number=point.number, number_raw=raw)


def _between(line: Line) -> Row:
    found = section_title(line.text)
    if found.number or clean(line.text) == clean(line.text).upper():
        return SectionLine(line.text, line.place)
    return UnreadLine(clean(line.text), line.place)


def _lines(papers: Papers) -> Iterator[Line]:
    """Lines as they stand; what a reader took for a table without headings is lines too."""
    for block in papers.blocks:
        if isinstance(block, Line):
            yield block
            continue
        for row, cells in block.rows():
            text = "\t".join(cell.text for cell in cells if cell.text.strip())
            if text:
                yield Line(text, block.place(row, 0))
