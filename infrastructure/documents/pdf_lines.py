"""Which letters of a page stand on one line, and where does a word end?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from infrastructure.documents.pdf_ink import Letter, along

_SAME_LINE = 0.2
_RAISED_LINE = 0.45
_RAISED = 0.85
_TOO_CLOSE = 0.6
_TANGLED = 3
_BLANK = 0.2
_BLANK_BESIDE_BLANKS = 0.45
_LETTERS_TO_A_BLANK = 25


@dataclass(frozen=True, slots=True)
class Word:
    """``first`` is how wide its first letter is: would that letter have fitted into the line above?"""

    text: str
    x0: float
    x1: float
    first: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one base line ``y``. ``blank``: the file writes a blank after the last word.

    ``tangled``: letters lie over one another, so that they may stand in a wrong order.
    """

    words: tuple[Word, ...]
    y: float
    size: float
    blank: bool = False
    tangled: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def gap(self) -> float:
        """How wide its blanks are, on the average."""
        return (self.width - sum(word.width for word in self.words)) / max(1, len(self.words) - 1)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lie_over(lines: Sequence[TextLine]) -> int:
    """How many lines cover others, as where a sheet's rows are too low for their words."""
    return sum(line.tangled for line in lines) + sum(
        0 < below.y - line.y < _TOO_CLOSE * min(line.size, below.size)
        and min(line.x1, below.x1) - max(line.x0, below.x0) > line.size
        for line, below in pairwise(lines)
    )


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A letter in the frame of its own direction."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def lines_of(letters: Iterable[Letter]) -> list[TextLine]:
    """Lines from above; words that run up or down the page come after the upright ones."""
    by_turn: dict[int, list[_Stroke]] = {}
    for letter in letters:
        turn = letter.turn
        (x0, y), (x1, _) = along(letter.start, turn), along(letter.end, turn)
        by_turn.setdefault(turn, []).append(_Stroke(letter.text, min(x0, x1), max(x0, x1), y, letter.size))
    return [
        line for turn in sorted(by_turn) for row in _rows(by_turn[turn]) if (line := _line(row)) is not None
    ]


def _rows(strokes: list[_Stroke]) -> Iterator[list[_Stroke]]:
    row: list[_Stroke] = []
    y = size = 0.0
    for stroke in sorted(strokes, key=lambda stroke: stroke.y):
        if row and stroke.y - y > _apart(size, stroke.size):
            yield row
            row = []
        if not row or stroke.size > size:
            y, size = stroke.y, stroke.size
        row.append(stroke)
    if row:
        yield row


def _apart(size: float, other: float) -> float:
    """Small letters may stand above or below the line that they belong to."""
    small, large = sorted((size, other))
    return (_RAISED_LINE if small < _RAISED * large else _SAME_LINE) * large


def _line(row: list[_Stroke]) -> TextLine | None:
    row.sort(key=lambda stroke: stroke.x0)
    written = [stroke for stroke in row if not stroke.text.isspace()]
    if not written:
        return None
    blanks = len(row) - len(written)
    apart = _BLANK if blanks * _LETTERS_TO_A_BLANK < len(written) else _BLANK_BESIDE_BLANKS
    last = written[-1]
    blank = any(s.text.isspace() and last.x0 < s.x0 < last.x1 + last.size for s in row)
    size = max(stroke.size for stroke in written)
    words = tuple(_word(piece) for piece in _pieces(row, apart))
    tangled = sum(_lie_over(a, b) for a, b in pairwise(written)) >= _TANGLED
    return TextLine(words, max(written, key=lambda stroke: stroke.size).y, size, blank, tangled)


def _lie_over(stroke: _Stroke, after: _Stroke) -> bool:
    return stroke.x1 - after.x0 > 0.4 * min(stroke.x1 - stroke.x0, after.x1 - after.x0) > 0


def _pieces(row: Sequence[_Stroke], apart: float) -> Iterator[list[_Stroke]]:
    piece: list[_Stroke] = []
    for stroke in row:
        parted = bool(piece) and stroke.x0 - piece[-1].x1 > apart * max(stroke.size, piece[-1].size)
        if piece and (stroke.text.isspace() or parted):
            yield piece
            piece = []
        if not stroke.text.isspace():
            piece.append(stroke)
    if piece:
        yield piece


def _word(piece: Sequence[_Stroke]) -> Word:
    text = unicodedata.normalize("NFC", "".join(stroke.text for stroke in piece))
    return Word(text, piece[0].x0, max(s.x1 for s in piece), piece[0].x1 - piece[0].x0)
