"""How do lines outside tables become paragraphs, in the order in which people read them?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from infrastructure.documents.pdf_lines import TextLine, Word
from infrastructure.documents.pdf_words import Frame, Unsure, Vocabulary, joined

_PAGE_NUMBER = re.compile(
    r"(?:стор(?:інка|\.)?|с\.|page|p\.|trang)?\s*[-–—]?\s*(\d{1,4})\s*[-–—]?"
    r"(?:\s*(?:/|з|із|of|trên)\s*\d{1,4})?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:продовження|закінчення|continued|continuation|tiếp theo)\b.{0,40}", re.IGNORECASE)
_ITEM = re.compile(r"[-–—•·▪●*+]|(?:\d{1,2}\.)*\d{1,2}[.)]?|[IVX]{1,5}\.|[a-zа-яіїєđ][.)]", re.IGNORECASE)
_MARGIN = 0.12
_GAP = 2.0
_WIDER = 2.2
_SAME_PLACE = 3.0
_INDENT = 4.0
_DEEPEST = 80.0


@dataclass(slots=True)
class Sheet:
    """The lines of one page that stand in no table. ``sides`` are the outer edges of its tables."""

    number: int
    width: float
    height: float
    lines: list[TextLine]
    sides: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its page and the frame it runs in."""

    line: TextLine
    page: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    page: int
    unsure: tuple[Unsure, ...]


def drop_running(sheets: Sequence[Sheet]) -> None:
    """Takes page numbers and running heads away: what stands at one height on most pages, or counts."""
    counted = Counter(
        key for sheet in sheets for key in {_running(sheet, line) for line in sheet.lines} if key
    )
    numbers = Counter(offset for sheet in sheets if (offset := _offset(sheet)) is not None)
    often = max(2, 0.6 * len(sheets))
    for sheet in sheets:
        sheet.lines = [
            line
            for line in sheet.lines
            if not ((running := _running(sheet, line)) and counted[running] >= often)
            and not _is_page_number(sheet, line, numbers, len(sheets))
            and not (sheet.number > 1 and _at_edge(sheet, line) and _GOES_ON.fullmatch(line.text))
        ]


def _running(sheet: Sheet, line: TextLine) -> tuple[str, int, int] | None:
    if not _at_edge(sheet, line):
        return None
    return line.text, round(line.y / _SAME_PLACE), round(line.x0 / _SAME_PLACE)


def _at_edge(sheet: Sheet, line: TextLine) -> bool:
    return not _MARGIN * sheet.height < line.y < (1 - _MARGIN) * sheet.height


def _numbering(sheet: Sheet, line: TextLine) -> int | None:
    found = _PAGE_NUMBER.fullmatch(line.text)
    if not found or not _at_edge(sheet, line) or line not in (sheet.lines[0], sheet.lines[-1]):
        return None
    return int(found[1]) - sheet.number


def _offset(sheet: Sheet) -> int | None:
    ends = (sheet.lines[0], sheet.lines[-1]) if sheet.lines else ()
    return next((n for line in ends if (n := _numbering(sheet, line)) is not None), None)


def _is_page_number(sheet: Sheet, line: TextLine, numbers: Counter[int], pages: int) -> bool:
    offset = _numbering(sheet, line)
    return offset is not None and (numbers[offset] >= 2 or (pages <= 2 and offset == 0))


def frames(sheets: Sequence[Sheet]) -> dict[int, Frame]:
    """Where text runs on each page, as pages of one width show it."""
    edges: dict[int, list[tuple[float, float]]] = {}
    for sheet in sheets:
        found = edges.setdefault(round(sheet.width), [])
        found += [(line.x0, line.x1) for line in sheet.lines]
        found += sheet.sides
    return {
        sheet.number: Frame(min(x0 for x0, _ in found), max(x1 for _, x1 in found))
        for sheet in sheets
        if (found := edges[round(sheet.width)])
    }


def pieces(line: TextLine) -> list[TextLine]:
    """A line with wide gaps, as its columns; a gap after a bullet or number is none."""
    gaps = [after.x0 - word.x1 for word, after in pairwise(line.words)]
    if not gaps:
        return [line]
    usual = sorted(gaps)[len(gaps) // 4] if len(gaps) > 3 else 0.0
    wide = max(_GAP * line.size, _WIDER * usual)
    parts: list[list[Word]] = [[line.words[0]]]
    for word, gap in zip(line.words[1:], gaps, strict=True):
        if gap > wide and not (len(parts) == 1 and _ITEM.fullmatch(" ".join(w.text for w in parts[0]))):
            parts.append([word])
        else:
            parts[-1].append(word)
    last = len(parts) - 1
    return [replace(line, words=tuple(p), blank=line.blank and at == last) for at, p in enumerate(parts)]


def columned(lines: Sequence[TextLine], page: int, frame: Frame) -> Iterator[Placed]:
    """Lines in reading order: where words stand side by side, one column after the other."""
    rows = [pieces(line) for line in lines]
    at = 0
    while at < len(rows):
        if len(rows[at]) == 1:
            yield Placed(rows[at][0], page, frame)
            at += 1
            continue
        end = _end_of_columns(rows, at)
        yield from _by_column(rows[at:end], page, frame)
        at = end


def _end_of_columns(rows: Sequence[list[TextLine]], start: int) -> int:
    """As long as the white between the columns stays white."""
    left, right = rows[start][0].x1, rows[start][1].x0
    end = start + 1
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if row[0].y - above[0].y > 2.2 * above[0].size:
            break
        if len(row) == 1 and row[0].x0 < right and not _fills(row[0], rows[start:end], left, right):
            break
        reach = max((piece.x1 for piece in row if piece.x0 < left), default=left)
        begin = min((piece.x0 for piece in row if piece.x0 >= left), default=right)
        if min(right, begin) - max(left, reach) < row[0].size:
            break
        left, right = max(left, reach), min(right, begin)
        end += 1
    return end


def _fills(line: TextLine, rows: Sequence[list[TextLine]], left: float, right: float) -> bool:
    """A line on the left alone goes on with the column when the line above had no room for its first word."""
    above = [row[0] for row in rows if row[0].x0 < left]
    edge = max((piece.x1 for piece in above), default=left)
    return bool(above) and line.x1 < right and edge - above[-1].x1 < line.words[0].width + line.size / 4


def _by_column(rows: Sequence[list[TextLine]], page: int, frame: Frame) -> Iterator[Placed]:
    starts = [piece.x0 for piece in max(rows, key=len)]
    columns: dict[int, list[TextLine]] = {}
    for row in rows:
        for piece in row:
            columns.setdefault(_nearest(starts, piece, row), []).append(piece)
    for number in sorted(columns):
        column = columns[number]
        edge = max(piece.x1 for piece in column) if number < len(starts) - 1 else frame.right
        own = Frame(min(piece.x0 for piece in column), max(edge, max(piece.x1 for piece in column)))
        for piece in column:
            yield Placed(piece, page, own)


def _nearest(starts: Sequence[float], piece: TextLine, row: Sequence[TextLine]) -> int:
    if len(row) == len(starts):
        return row.index(piece)
    return min(range(len(starts)), key=lambda n: abs(starts[n] - piece.x0))


def paragraphs(placed: Sequence[Placed], known: Vocabulary) -> Iterator[Paragraph]:
    starts = _indents(placed)
    group: list[Placed] = []
    for here in placed:
        if group and (_starts(group[-1], here, starts) or not _belongs(group, here)):
            yield _told(group, known)
            group = []
        group.append(here)
    if group:
        yield _told(group, known)


def _indents(placed: Sequence[Placed]) -> set[int]:
    """Where first lines stand, as lines show that run to their end and go on further left."""
    found = Counter(
        round(here.line.x0 / _SAME_PLACE)
        for here, below in pairwise(placed)
        if here.frame == below.frame
        and here.line.x0 - below.line.x0 > _INDENT
        and below.line.x0 < here.frame.left + _INDENT
        and here.frame.right - here.line.x1 < below.line.words[0].width + here.line.size / 4
    )
    return {at for at, times in found.items() if times > 1}


def _starts(above: Placed, here: Placed, starts: set[int]) -> bool:
    at = round(here.line.x0 / _SAME_PLACE)
    return any(at + d in starts for d in (-1, 0, 1)) and not _centred(above.line, here.line)


def _told(group: Sequence[Placed], known: Vocabulary) -> Paragraph:
    text, unsure = joined([here.line for here in group], group[0].frame, known)
    return Paragraph(text.replace("\n", " "), group[0].page, tuple(unsure))


def _belongs(group: Sequence[Placed], here: Placed) -> bool:
    """Does the line go on with the paragraph above it?"""
    last, line, frame = group[-1].line, here.line, group[-1].frame
    if not 0.85 < line.size / last.size < 1.18:
        return False
    if here.page == group[-1].page and (here.frame != frame or not _near(group, line)):
        return False
    if frame.room(last) >= line.words[0].width + 0.25 * last.size + 1:
        return False
    if _ITEM.fullmatch(line.words[0].text) and len(line.words) > 1 and last.text[-1] in ".;:":
        return False
    if _is_next_item(group[0].line, line) or not (_has_words(line) and _has_words(last)):
        return False
    return not _is_indented(group, line)


def _is_next_item(first: TextLine, line: TextLine) -> bool:
    """The same bullet at the same place."""
    mark = first.words[0].text
    same = line.words[0].text == mark and abs(line.x0 - first.x0) < _SAME_PLACE
    return same and not mark.isalnum() and bool(_ITEM.fullmatch(mark)) and len(line.words) > 1


def _has_words(line: TextLine) -> bool:
    return any(character.isalnum() for character in line.text)


def _near(group: Sequence[Placed], line: TextLine) -> bool:
    last = group[-1].line
    steps = [b.line.y - a.line.y for a, b in pairwise(group) if a.page == b.page]
    step = line.y - last.y
    return 0 < step <= (1.25 * min(steps) if steps else 2.1 * last.size)


def _is_indented(group: Sequence[Placed], line: TextLine) -> bool:
    """Further right than the line above, or so much further left that it is no second line."""
    last = group[-1].line
    if _centred(last, line):
        return False
    if line.x0 <= last.x0 + _INDENT:
        return last.x0 - line.x0 > _DEEPEST
    hanging = len(group) == 1 and bool(_ITEM.fullmatch(last.words[0].text))
    return not hanging


def _centred(line: TextLine, below: TextLine) -> bool:
    """Do both have the same middle?"""
    return abs(line.x0 + line.x1 - below.x0 - below.x1) < 2 * _SAME_PLACE
