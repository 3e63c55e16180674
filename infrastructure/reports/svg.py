"""How is a plot drawn as vectors? The same text for the same numbers: in the pdf, and on a page as it is.

What was planned is hatched, what was done is dark: print in black and white loses nothing.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from decimal import Decimal

from application.reports.plots import Bar, Plot
from infrastructure.reports.page import xml_text

WIDTH = 760
"""Of the drawing, in its own units: a line of text is 12 of them high."""
FONT = "Noto Serif, Times New Roman, serif"
INK, DARK, PALE, LINE = "#182433", "#4a4a4a", "#ffffff", "#9a9a9a"
LABELS, VALUES = 280, 70
"""Room left of bars on their side, and right of them."""
BAR, ROW, TOP = 13, 40, 34
HEIGHT, FOOT = 280, 26
OF_A_LINE = 34

Written = Callable[[Decimal], str]


def drawn(plot: Plot, written: Written) -> str:
    """An SVG of its own, with its title and numbers for those who do not see it."""
    height = TOP + ROW * len(plot.bars) + 6 if plot.across else HEIGHT
    parts = _across(plot, written) if plot.across else _upright(plot, written)
    told = "; ".join(
        f"{bar.label}: {plot.planned} {written(bar.planned)}, {plot.actual} {written(bar.actual)}"
        for bar in plot.bars
    )
    name = f"plot-{plot.key}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="{FONT}" font-size="12" fill="{INK}">'
        f'<title id="{name}-title">{xml_text(plot.title)}</title>'
        f'<desc id="{name}-desc">{xml_text(told)}</desc>'
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 6L6 0" stroke="{INK}" stroke-width="1"/></pattern></defs>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PALE}"/>'
        f"{''.join(_legend(plot, name))}{''.join(parts)}</svg>"
    )


def _legend(plot: Plot, name: str) -> Iterator[str]:
    yield _planned(0, 6, 26, BAR, name)
    yield _text(32, 17, plot.planned)
    yield _done(150, 6, 26, BAR)
    yield _text(182, 17, plot.actual)


def _across(plot: Plot, written: Written) -> Iterator[str]:
    room, most = WIDTH - LABELS - VALUES, _most(plot)
    for n, bar in enumerate(plot.bars):
        y = TOP + ROW * n
        lines = textwrap.wrap(bar.short, OF_A_LINE)[:2]
        start = y + (18 if len(lines) == 1 else 11)
        for at, line in enumerate(lines):
            yield _text(LABELS - 8, start + 14 * at, line, "end")
        for amount, row, shape in _pair(bar, f"plot-{plot.key}"):
            long = _scaled(amount, most, room)
            yield shape(LABELS, y + row * (BAR + 1), long, BAR)
            yield _text(LABELS + long + 5, y + row * (BAR + 1) + 11, written(amount))
    yield _line(LABELS, TOP - 4, LABELS, TOP + ROW * len(plot.bars))


def _upright(plot: Plot, written: Written) -> Iterator[str]:
    most, floor = _most(plot), HEIGHT - FOOT
    step = WIDTH / len(plot.bars)
    wide = round(min(46, step * 0.34), 1)
    for n, bar in enumerate(plot.bars):
        middle = step * (n + 0.5)
        for amount, side, shape in _pair(bar, f"plot-{plot.key}"):
            high = _scaled(amount, most, floor - TOP - 18)
            x = middle + (side - 1) * wide
            yield shape(x, floor - high, wide, high)
            yield _text(x + wide / 2, floor - high - 4, written(amount), "middle")
        yield _text(middle, HEIGHT - 9, bar.short, "middle")
    yield _line(0, floor, WIDTH, floor)


Shape = Callable[[float, float, float, float], str]


def _pair(bar: Bar, name: str) -> tuple[tuple[Decimal, int, Shape], ...]:
    def planned(x: float, y: float, width: float, height: float) -> str:
        return _planned(x, y, width, height, name)

    return (bar.planned, 0, planned), (bar.actual, 1, _done)


def _planned(x: float, y: float, width: float, height: float, name: str) -> str:
    box = _box(x, y, width, height)
    return f'<rect {box} fill="url(#{name}-hatch)" stroke="{INK}" stroke-width="0.8"/>' if width else ""


def _done(x: float, y: float, width: float, height: float) -> str:
    return f'<rect {_box(x, y, width, height)} fill="{DARK}" stroke="{INK}" stroke-width="0.8"/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{xml_text(said)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:g} {y1:g}L{x2:g} {y2:g}" stroke="{LINE}" stroke-width="1"/>'


def _most(plot: Plot) -> Decimal:
    return max((max(bar.planned, bar.actual) for bar in plot.bars), default=Decimal()) or Decimal(1)


def _scaled(amount: Decimal, most: Decimal, room: float) -> float:
    return round(float(amount / most) * room, 1)
