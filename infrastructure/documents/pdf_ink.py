"""What is drawn on a page of a PDF: which letters, and which ruling lines?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[float, float]


class Letter(NamedTuple):
    """``text`` may be several characters. It stands on a base line that runs from ``start`` to ``end``.

    ``turn`` is 0 for upright, 90 for words that run upwards, 180, 270. Measures are points from the upper
    left corner of the page, as everywhere in these modules.
    """

    text: str
    start: Point
    end: Point
    size: float
    turn: int
    middle: Point


def letter(text: str, start: Point, end: Point, size: float) -> Letter:
    (x0, y0), (x1, y1), rise = start, end, 0.3 * size
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    if abs(x1 - x0) >= abs(y1 - y0):
        turn, middle = (0, (x, y - rise)) if x1 >= x0 else (180, (x, y + rise))
    else:
        turn, middle = (90, (x - rise, y)) if y1 < y0 else (270, (x + rise, y))
    return Letter(text, start, end, size, turn, middle)


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line, level or upright: ``at`` is where it stands, ``low`` to ``high`` how far it runs."""

    level: bool
    at: float
    low: float
    high: float


@dataclass(slots=True)
class Ink:
    """``slanted``: letters that no line takes up; ``unwritten``: letters that name no character.

    ``hidden`` are the middles of the windows that cut letters off.
    """

    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: int = 0
    slanted: int = 0
    unwritten: int = 0
    invisible: int = 0
    hidden: set[Point] = field(default_factory=set)

    def upright(self) -> Ink:
        """The page turned so that most of its words stand upright."""
        turns = Counter(old.turn for old in self.letters if old.text.strip())
        turn = turns.most_common(1)[0][0] if turns else 0
        if turn == 0:
            return self
        sideways = turn in (90, 270)
        width, height = (self.height, self.width) if sideways else (self.width, self.height)
        letters = [
            letter(old.text, self._turned(old.start, turn), self._turned(old.end, turn), old.size)
            for old in self.letters
        ]
        rules = [self._rule(rule, turn) for rule in self.rules]
        return Ink(width, height, letters, rules, self.pictures, self.slanted, self.unwritten, self.invisible)

    def _turned(self, point: Point, turn: int) -> Point:
        return along(point, turn, self.width, self.height)

    def _rule(self, rule: Rule, turn: int) -> Rule:
        low = (rule.low, rule.at) if rule.level else (rule.at, rule.low)
        high = (rule.high, rule.at) if rule.level else (rule.at, rule.high)
        (x0, y0), (x1, y1) = self._turned(low, turn), self._turned(high, turn)
        level = rule.level if turn == 180 else not rule.level
        return (
            Rule(True, y0, min(x0, x1), max(x0, x1)) if level else Rule(False, x0, min(y0, y1), max(y0, y1))
        )


def along(point: Point, turn: int, width: float = 0.0, height: float = 0.0) -> Point:
    """Where a point lies when the page is turned until words of this ``turn`` stand upright."""
    x, y = point
    if turn == 90:
        return height - y, x
    if turn == 180:
        return width - x, height - y
    return (y, width - x) if turn == 270 else (x, y)
