"""How are the cells of one column of a workbook written, each word once?

Nearly all the work of a report of many rows is here, so the usual cell takes the shortest way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from application.reports.row_words import Cell
from infrastructure.reports.formulas import FORMULA_STARTS, like_a_formula
from infrastructure.reports.inline_words import CLOSED, OPENED, inlined, is_plain
from infrastructure.reports.workbook import Book, Look, next_cell

NARROW = 30
EDGE = "|"
"""Stands between words that are looked through together; words that hold one are looked at alone."""
FIRST = itemgetter(slice(0, 1))
FIRST_OF_FORMULA = frozenset(FORMULA_STARTS)
Written = tuple[bytes, int]
"""What is written for a cell from behind the number of its address on, and how many lines it takes."""


class Kind(NamedTuple):
    """What a column of so many holds: ``figure`` columns are set to the right where a cell is one."""

    column: int
    columns: int
    width: int
    figure: bool
    percent: bool
    italic: bool


class Column(dict[Cell, Written]):
    """Cells come again and again down a column: each is written and measured once."""

    def __init__(self, book: Book, kind: Kind, is_figure: Callable[[Cell], bool]) -> None:
        super().__init__()
        self.book, self.kind, self.is_figure = book, kind, is_figure
        self.after = f"</c>{next_cell(kind.column, kind.columns)}".encode()
        self.per_line = letters_per_line(kind.width)
        self.usual = b""

    def __missing__(self, cell: Cell) -> Written:
        written = self[cell] = self._words(cell) if isinstance(cell, str) else self._number(cell)
        return written

    def written(self, cells: Sequence[Cell]) -> list[Written]:
        """Of many rows at once, which is the quickest way."""
        if fresh := [cell for cell in cells if cell not in self]:
            self._learn_usual([cell for cell in fresh if isinstance(cell, str)])
        return [*map(self.__getitem__, cells)]

    def _learn_usual(self, words: list[str]) -> None:
        """Looks once through all words together; where one of them is not usual each is looked at alone."""
        if self.kind.figure or not words or not FIRST_OF_FORMULA.isdisjoint(map(FIRST, words)):
            return
        joined = f"{EDGE}{EDGE.join(words)}{EDGE}"
        if not is_plain(joined) or f"{EDGE} " in joined or f" {EDGE}" in joined:
            return
        said = joined.encode().split(EDGE.encode())[1:-1]
        if len(said) != len(words):
            return
        before, after = self._usually() + OPENED, CLOSED + self.after
        per_line, ceil = self.per_line, math.ceil
        for plain, word in zip(said, words, strict=True):
            self[word] = before + plain + after, ceil(len(word) / per_line) or 1

    def _words(self, said: str) -> Written:
        lines = math.ceil(len(said) / self.per_line) or 1
        if self.kind.figure or like_a_formula(said):
            begun = self._words_begun(self.kind.figure and self.is_figure(said), like_a_formula(said))
        else:
            begun = self._usually()
        return begun + inlined(said) + self.after, lines

    def _number(self, number: Decimal) -> Written:
        right = self.kind.figure
        places = "#,##0.0" if self.kind.percent else "#,##0.###" if number % 1 else "#,##0"
        begun = self._begun(right, places if right else "")
        lines = math.ceil(len(str(number)) / self.per_line)
        return f"{begun}><v>{number:f}</v>".encode() + self.after, lines

    def _usually(self) -> bytes:
        if not self.usual:
            self.usual = self._words_begun(right=False, quoted=False)
        return self.usual

    def _words_begun(self, right: bool, quoted: bool) -> bytes:
        return f'{self._begun(right, quoted=quoted)} t="inlineStr">'.encode()

    def _begun(self, right: bool, places: str = "", quoted: bool = False) -> str:
        look = Look(
            border=True,
            italic=self.kind.italic,
            align="right" if right else "left",
            number=places,
            quoted=quoted,
            indent=int(right),
        )
        return f'" s="{self.book.style(look)}"'


def letters_per_line(width: int) -> float:
    """About how many letters a line of this width (mm) holds, with what is lost at its end."""
    return (width - 2) / 1.7 if width < NARROW else (width - 2) / 1.6 - 2


def lines_of(words: str, width: int) -> int:
    """About how many lines words take in a width (mm)."""
    return max(1, math.ceil(len(words) / letters_per_line(width)))
