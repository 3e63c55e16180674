"""How is a page of a PDF drawn, letter by letter, and is it more than may be read?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt

from application.ports import DocumentRefused
from infrastructure.documents.pdf_fonts import UNWRITTEN
from infrastructure.documents.pdf_ink import Ink, Point, Rule, letter

MOST_LETTERS = 1_000_000
MOST_RULES = 20_000
"""On one page; a page crowded with a large table holds some 500."""
_THICKEST = 3.0
_SLANT = 0.035
_INVISIBLE = 3
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BUCKET = 3.0

Window = tuple[float, float, float, float]
"""What shows: left, upper, right and lower edge."""
_EVERYWHERE: Window = (-1e6, -1e6, 1e6, 1e6)
_GRACE = 1.0


class Pen(PDFTextDevice):
    """Takes what a page draws, one page at a time; pictures are counted and never opened."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.page = Ink(0, 0)
        self.drawn = 0
        self.window = _EVERYWHERE
        self._seen: dict[tuple[str, int, int], Point] = {}
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        corner, other = apply_matrix_pt(ctm, (x0, y0)), apply_matrix_pt(ctm, (x1, y1))
        self.page = Ink(abs(other[0] - corner[0]), abs(other[1] - corner[1]))
        self.window = _EVERYWHERE
        self._seen.clear()

    def look_through(self, path: Sequence[PathSegment]) -> None:
        """From here on only what lies within the path shows; its box is taken for it."""
        assert self.ctm is not None
        ends = [self._point(self.ctm, (float(n[-2]), float(n[-1]))) for _, *n in path if len(n) > 1]
        if ends:
            x0, y0, x1, y1 = _box(ends)
            left, top, right, bottom = self.window
            self.window = max(x0, left), max(y0, top), min(x1, right), min(y1, bottom)

    def render_image(self, name: str, stream: PDFStream) -> None:
        self.page.pictures += 1

    def render_string(
        self,
        textstate: PDFTextState,
        seq: Iterable[int | float | bytes],
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        advance = font.char_width(cid) * fontsize * scaling
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNWRITTEN
        start = self._point(matrix, (0, rise))
        end = self._point(matrix, (advance, rise))
        self._take(text, start, end, abs(fontsize) * hypot(matrix[2], matrix[3]))
        return advance

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        for points in self._outlines(path):
            box = _box(points)
            if stroke:
                self.page.rules += self._shown(_strokes(points))
            elif len(points) >= 4 and min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
                self.page.rules += self._shown(_bar(box))
        if len(self.page.rules) > MOST_RULES:
            raise DocumentRefused("drawing-too-dense", limit=MOST_RULES)

    def _shown(self, rules: Iterable[Rule]) -> Iterator[Rule]:
        left, top, right, bottom = self.window
        for rule in rules:
            first, last, low, high = (top, bottom, left, right) if rule.level else (left, right, top, bottom)
            start, end = max(rule.low, low), min(rule.high, high)
            if first - _GRACE <= rule.at <= last + _GRACE and start < end:
                yield Rule(rule.level, rule.at, start, end)

    def _outlines(self, path: Sequence[PathSegment]) -> Iterator[list[Point]]:
        """Each run of straight lines; a curve ends a run."""
        assert self.ctm is not None
        run: list[Point] = []
        for kind, *numbers in path:
            if kind == "h" and run:
                run.append(run[0])
            elif kind == "l":
                run.append(self._point(self.ctm, (float(numbers[-2]), float(numbers[-1]))))
            elif numbers:
                if len(run) > 1:
                    yield run
                run = [self._point(self.ctm, (float(numbers[-2]), float(numbers[-1])))]
        if len(run) > 1:
            yield run

    def _point(self, matrix: Matrix, point: Point) -> Point:
        x, y = apply_matrix_pt(matrix, point)
        return x, self.page.height - y

    def _take(self, text: str, start: Point, end: Point, size: float) -> None:
        self.drawn += 1
        if self.drawn > MOST_LETTERS:
            raise DocumentRefused("text-too-long", length=self.drawn, limit=MOST_LETTERS)
        page = self.page
        if not (-1 <= start[0] <= page.width + 1 and -1 <= start[1] <= page.height + 1):
            return
        if self._mode == _INVISIBLE:
            page.invisible += 1
        text = _LIGATURES.get(text, text).replace("\0", "")
        if not text or unicodedata.combining(text[0]):
            if text and page.letters:
                last = page.letters[-1]
                page.letters[-1] = last._replace(text=last.text + text)
            return
        page.unwritten += UNWRITTEN in text
        if _is_slanted(start, end):
            page.slanted += 1
            return
        drawn = letter(text, start, end, size)
        if not self._shows(drawn.middle):
            if not text.isspace():
                page.hidden.add(_middle(self.window))
        elif text.isspace() or not self._drawn_twice(text, start, size):
            page.letters.append(drawn)

    def _shows(self, point: Point) -> bool:
        left, top, right, bottom = self.window
        x, y = point
        return left - _GRACE <= x <= right + _GRACE and top - _GRACE <= y <= bottom + _GRACE

    def _drawn_twice(self, text: str, start: Point, size: float) -> bool:
        """Bold made by drawing a letter again a hair's breadth aside."""
        at, y = start[0] / _BUCKET, round(start[1])
        bucket = int(at)
        part = at - bucket
        beside = bucket - 1 if part < 0.3 else bucket + 1 if part > 0.7 else bucket
        near = self._seen.get((text, bucket, y)), self._seen.get((text, beside, y))
        twice = any(p and hypot(p[0] - start[0], p[1] - start[1]) < 0.12 * size for p in near)
        self._seen[text, bucket, y] = start
        return twice


class Drawing(PDFPageInterpreter):
    """Follows what a page draws; unlike its base it knows which window the page looks through."""

    device: Pen

    def do_W(self) -> None:
        self.device.look_through(self.curpath)

    def do_W_a(self) -> None:
        self.device.look_through(self.curpath)

    def do_q(self) -> None:
        super().do_q()
        self._windows().append(self.device.window)

    def do_Q(self) -> None:
        windows = self._windows()
        if windows:
            self.device.window = windows.pop()
        super().do_Q()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        window = self.device.window
        super().do_Do(xobjid_arg)
        self.device.window = window

    def _windows(self) -> list[Window]:
        found: list[Window] = self.__dict__.setdefault("windows", [])
        return found


def _is_slanted(start: Point, end: Point) -> bool:
    small, large = sorted((abs(end[0] - start[0]), abs(end[1] - start[1])))
    return small > _SLANT * large


def _middle(window: Window) -> Point:
    return (window[0] + window[2]) / 2, (window[1] + window[3]) / 2


def _box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _strokes(points: Sequence[Point]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y1 - y0) < 0.5 <= abs(x1 - x0):
            yield Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x1 - x0) < 0.5 <= abs(y1 - y0):
            yield Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _bar(box: tuple[float, float, float, float]) -> Iterator[Rule]:
    """A line drawn as a thin filled shape."""
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        yield Rule(True, (y0 + y1) / 2, x0, x1)
    else:
        yield Rule(False, (x0 + x1) / 2, y0, y1)
