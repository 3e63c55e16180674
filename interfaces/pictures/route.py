"""How does a route look? One column, stage under stage, as wide as the narrowest phone shows whole.

What a state means is told by a mark, a line and a word, never by a colour; ink and ground are those of the
page around it, or, alone in a file, of the reader's light or dark.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from application.workflows.picture import Box, Drawn

WIDTH, MARGIN, PAD, GAP = 328, 10, 12, 26
TITLE, LINE = 18, 17
TITLE_SIGNS, LINE_SIGNS = 30, 38
ALONE = (
    "<style>svg{color:#182433;background:#fff}"
    "@media(prefers-color-scheme:dark){svg{color:#e9eef4;background:#10161d}}</style>"
)
STROKE = {
    "decided": 'stroke-width="1.5"',
    "open": 'stroke-width="3.5"',
    "later": 'stroke-width="1.5" stroke-dasharray="5 4"',
    "plain": 'stroke-width="1.5"',
}


def drawn(route: Drawn, *, alone: bool = False) -> str:
    """SVG as text: for a page, or with ``alone`` for a file of its own."""
    sheet = Sheet()
    for number, stage in enumerate(route.stages):
        if number:
            sheet.arrow()
        sheet.stage(stage, route.together)
    height = sheet.at + MARGIN
    description = " ".join(f"{sentence}." for sentence in route.sentences())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="\'Noto Sans\', \'Liberation Sans\', sans-serif" '
        f"aria-label={quoteattr(route.title)}>"
    )
    words = f"<title>{escape(route.title)}</title><desc>{escape(description)}</desc>"
    return "\n".join([head, words, ALONE if alone else "", *sheet.parts, "</svg>"])


@dataclass
class Sheet:
    """What is drawn so far, down to ``at``."""

    at: int = MARGIN
    parts: list[str] = field(default_factory=list)

    def stage(self, boxes: Sequence[Box], together: str) -> None:
        """Several boxes stand in one frame that says they go side by side."""
        if len(boxes) == 1:
            self.box(boxes[0], MARGIN)
            return
        top = self.at
        self.at += TITLE + 4
        self.text(MARGIN + PAD, top + TITLE - 1, together, 'font-size="12"')
        for box in boxes:
            self.box(box, MARGIN + 8)
            self.at += 8
        self.parts.append(frame(MARGIN, top, WIDTH - 2 * MARGIN, self.at - top, 'stroke-dasharray="2 3"'))

    def box(self, box: Box, left: int) -> None:
        signs = (left - MARGIN) // 4
        titles = textwrap.wrap(f"{mark(box)}{box.title}", TITLE_SIGNS - signs) or [""]
        words = [w for text in (box.act, *box.lines) for w in textwrap.wrap(text, LINE_SIGNS - signs)]
        height = PAD + TITLE * len(titles) + LINE * len(words) + PAD
        self.parts.append(frame(left, self.at, WIDTH - 2 * left, height, STROKE[box.state]))
        down = self.at + PAD + 4
        for title in titles:
            down += TITLE
            self.text(left + PAD, down - 8, title, 'font-size="15" font-weight="600"')
        for word in words:
            down += LINE
            self.text(left + PAD, down - 8, word, 'font-size="13"')
        self.at += height

    def arrow(self) -> None:
        middle, end = WIDTH // 2, self.at + GAP - 4
        self.parts.append(
            f'<path d="M{middle} {self.at + 3}V{end}M{middle - 5} {end - 6}L{middle} {end}L{middle + 5} '
            f'{end - 6}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        )
        self.at += GAP

    def text(self, x: int, y: int, words: str, look: str) -> None:
        self.parts.append(f'<text x="{x}" y="{y}" fill="currentColor" {look}>{escape(words)}</text>')


def mark(box: Box) -> str:
    return {"decided": "✓ ", "open": "► ", "later": "○ ", "plain": ""}[box.state]


def frame(x: int, y: int, width: int, height: int, look: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="none" stroke="currentColor" '
        f"{look}/>"
    )


def lines(route: Drawn) -> Iterator[str]:
    """The route for a terminal."""
    yield route.title
    yield from route.sentences()
