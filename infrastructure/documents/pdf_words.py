"""How do the lines of a cell or paragraph make one text: what is a blank, a break, a word cut in two?

A PDF says where letters stand, not where blanks are. What decides is evidence: would the next word have
fitted, does the file write the blank, does the joined word stand elsewhere? The rest is told as unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from infrastructure.documents.pdf_lines import TextLine

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ`-][^\W_]+)*")
_HYPHENS = "-‐\u00ad"
_DASHES = "-‐–—"
_ITEM = re.compile(r"[-–—•·▪●*+]|(?:\d{1,2}|[a-zа-яіїє])[.)]", re.IGNORECASE)
_BLANK_WIDTH = 0.25
_LONGEST_WORD = 20
_LONG_WORD = 8
_MOSTLY = 0.6
_HYPHENATED_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """Between which edges the lines of a text could run."""

    left: float
    right: float

    def room(self, line: TextLine) -> float:
        """How much would still have fitted on the line. A centred line gives up both its margins."""
        before, behind = line.x0 - self.left, self.right - line.x1
        return before + behind if abs(before - behind) < 2.5 else behind


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two parts at a line's end and the next one's start, and how they were read."""

    parts: str
    read: str


@dataclass(slots=True)
class Vocabulary:
    """The words that stand whole within lines of the document, and how it writes dashes and line ends."""

    words: set[str] = field(default_factory=set)
    dashes: Counter[str] = field(default_factory=Counter)
    hyphened: int = 0
    unhyphened: int = 0
    wrapped: int = 0
    full: int = 0
    gaps: Counter[float] = field(default_factory=Counter)
    _ends: list[tuple[str, str]] = field(default_factory=list)

    def learn(self, lines: Sequence[TextLine], frame: Frame) -> None:
        open_ends = [_may_cut(line, below, frame) for line, below in pairwise(lines)]
        for line, before, after in zip(lines, [False, *open_ends], [*open_ends, False], strict=True):
            for word in line.words[before : len(line.words) - after]:
                self.words.update(_tokens(word.text))
            self.dashes.update(_dash_habits([word.text for word in line.words]))
        for line, below in pairwise(lines):
            self._learn_end(line, below, frame)

    def _learn_end(self, line: TextLine, below: TextLine, frame: Frame) -> None:
        last, first = line.words[-1].text, below.words[0]
        self.wrapped += frame.room(line) < first.width + _BLANK_WIDTH * line.size
        if _is_full(line, below, frame):
            self.full += 1
            self.gaps[round(line.gap / line.size, 2)] += len(line.words) > 1
        if re.search(rf"[^\W\d_][{_HYPHENS}]$", last) and first.text[0].isalpha():
            self.hyphened += 1
            self._ends.append((last, first.text))
        elif len(first.text) >= _LONG_WORD and "-" not in first.text and first.text.isalpha():
            letter = first.width / len(first.text)
            self.unhyphened += first.width > frame.room(line) > _HYPHENATED_LETTERS * letter + line.size / 3

    def knows(self, word: str) -> bool:
        tokens = _tokens(word)
        return len(tokens) == 1 and tokens[0] in self.words

    @property
    def hyphenates(self) -> bool | None:
        """Does the layout cut words with hyphens? None where the document does not show it."""
        if self.unhyphened > 2 * self.hyphened:
            return False
        soft = any(
            self.knows(last[:-1] + first) and not self.knows(last + first) for last, first in self._ends
        )
        return True if soft else None

    @property
    def cuts_anywhere(self) -> bool:
        """Lines run to the last letter that fits, as where a page may break words wherever it likes.

        So do justified lines, but their blanks are of all widths.
        """
        (_, commonest), *_ = self.gaps.most_common(1) or [(0.0, 0)]
        even = commonest > _MOSTLY * sum(self.gaps.values())
        return even and self.wrapped > 20 and self.full > _MOSTLY * self.wrapped


def spelled(lines: Sequence[TextLine]) -> list[TextLine]:
    """With soft hyphens as hyphens, for a document whose font draws the one with the other's sign."""
    return [
        replace(line, words=tuple(replace(w, text=w.text.replace("\u00ad", "-")) for w in line.words))
        for line in lines
    ]


def draws_soft_hyphens(lines: Iterable[TextLine]) -> bool:
    """A soft hyphen shows at the end of a line alone; elsewhere it stands for a hyphen."""
    return any(
        "\u00ad" in " ".join(word.text for word in line.words)[:-1] or line.text == "\u00ad" for line in lines
    )


def _may_cut(line: TextLine, below: TextLine, frame: Frame) -> bool:
    """May a word go on over the end of this line?"""
    return line.words[-1].text[-1] in _HYPHENS or (not line.blank and _is_full(line, below, frame))


def _is_full(line: TextLine, below: TextLine, frame: Frame) -> bool:
    """Not one more letter would have fitted."""
    return frame.room(line) < below.words[0].first + 0.3


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _dash_habits(words: Sequence[str]) -> Iterable[str]:
    """``-1``, ``- 1`` and ``x– y`` within a line show how the document writes a dash."""
    for word, after in pairwise([*words, ""]):
        if re.match(rf"[{_DASHES}]\w", word):
            yield f"glued {word[1].isdigit()}"
        elif word in _DASHES and after[:1].isalnum():
            yield f"apart {after[0].isdigit()}"
        elif after and re.search(r"\w[–—/]$", word):
            yield word[-1] + " "
        elif found := re.search(r"[^\W\d_]([–—/])[^\W\d_]", word):
            yield found[1]


def joined(lines: Sequence[TextLine], frame: Frame, known: Vocabulary) -> tuple[str, list[Unsure]]:
    """The text of the lines; a line break stays where the layout shows that a paragraph ends."""
    unsure: list[Unsure] = []
    if not lines:
        return "", unsure
    writes_blanks = any(line.blank for line in lines[:-1])
    habits = Counter(habit for line in lines for habit in _dash_habits([w.text for w in line.words]))
    text = lines[0].text
    for line, below in pairwise(lines):
        end = _End(text.split()[-1], line, below, frame, writes_blanks)
        link, doubted = _link(end, known, habits)
        if doubted:
            parts = f"{end.word} | {below.words[0].text}"
            unsure.append(Unsure(parts, _linked(end.word, link, below.words[0].text)))
        text = _linked(text, link, below.text)
    return text, unsure


_DROP = "\b"
"""A link that takes the hyphen before it away."""


def _linked(above: str, link: str, below: str) -> str:
    return above[:-1] + below if link == _DROP else above + link + below


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a line: ``word`` is the last one, with what earlier lines gave it."""

    word: str
    line: TextLine
    below: TextLine
    frame: Frame
    writes_blanks: bool

    @property
    def first(self) -> str:
        return self.below.words[0].text

    @property
    def fits(self) -> bool:
        """The next word would have stood here too: somebody ended the line on purpose."""
        needed = self.below.words[0].width + _BLANK_WIDTH * self.line.size + 1
        return self.frame.room(self.line) >= needed

    @property
    def full(self) -> bool:
        return _is_full(self.line, self.below, self.frame)

    @property
    def no_blank(self) -> bool:
        """The cell writes the blanks at its line ends, one would have fitted here, and none is written."""
        return self.writes_blanks and self.frame.room(self.line) > _BLANK_WIDTH * self.line.size + 0.5


def _link(end: _End, known: Vocabulary, own: Counter[str]) -> tuple[str, bool]:
    if end.fits:
        return "\n", False
    if _is_item(end):
        return "\n", end.word[-1] == ":"
    if end.line.blank:
        return " ", False
    if end.no_blank and end.word in _DASHES:
        return "", False
    if end.word[-1] in _HYPHENS:
        return _after_hyphen(end, known, own)
    if end.word[-1] in "–—/" and len(end.word) > 1:
        return _after_dash(end, known, own)
    if end.word in "–—":
        return _after_lone_dash(end.first, known, own)
    return _within_word(end, known)


def _is_item(end: _End) -> bool:
    return end.line.text[-1] in ".;:" and len(end.below.words) > 1 and bool(_ITEM.fullmatch(end.first))


def _after_hyphen(end: _End, known: Vocabulary, own: Counter[str]) -> tuple[str, bool]:
    before, first = end.word[:-1], end.first
    if end.word[-1] == "\u00ad":
        return _DROP, False
    if not before:
        return _after_lone_dash(first, known, own)
    if not (before[-1].isalpha() and first[0].isalpha()) or known.hyphenates is False:
        return "", False
    if first[0].isupper():
        return "", False
    soft, hard = known.knows(before + first), known.knows(f"{before}-{first}")
    if known.hyphenates is None:
        return "", not hard
    return ("", soft) if hard else (_DROP, not soft)


def _after_dash(end: _End, known: Vocabulary, own: Counter[str]) -> tuple[str, bool]:
    mark = end.word[-1]
    if end.writes_blanks:
        return "", False
    return _as_elsewhere(mark + " ", mark, known, own)


def _after_lone_dash(first: str, known: Vocabulary, own: Counter[str]) -> tuple[str, bool]:
    kind = first[0].isdigit()
    return _as_elsewhere(f"apart {kind}", f"glued {kind}", known, own)


def _as_elsewhere(apart: str, glued: str, known: Vocabulary, own: Counter[str]) -> tuple[str, bool]:
    """As the cell itself writes it; as the document does is less sure."""
    if bool(own[apart]) != bool(own[glued]):
        return (" " if own[apart] else ""), False
    return ("" if known.dashes[glued] > known.dashes[apart] else " "), True


def _within_word(end: _End, known: Vocabulary) -> tuple[str, bool]:
    """A word too long for its column is cut where the column ends, and only there."""
    whole = end.word + end.first
    last, first = end.word[-1], end.first[0]
    same = (last.isalpha() and first.islower()) or (last.isdigit() and first.isdigit())
    if not same or not end.full:
        return " ", False
    if end.no_blank:
        return "", False
    halves = known.knows(end.word), known.knows(end.first)
    if known.knows(whole):
        return ("", False) if not all(halves) else (" ", True)
    if known.cuts_anywhere:
        return ("" if not any(halves) else " "), not all(halves)
    if len(end.line.words) > 1 or any(halves):
        return " ", False
    return ("" if len(whole) <= _LONGEST_WORD else " "), True
