"""How wide is each column of a plan's table on a landscape A4 page, in millimetres?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from application.exports.page import Band, FormColumn, Page, Row
from infrastructure.reports.page import LEFT, PAGE, RIGHT

TOTAL = PAGE[0] - LEFT - RIGHT
PADDING = 3
MM_PER_CHARACTER, BOLD = 1.7, 1.95
LEAST, MOST_FOR_A_WORD = 9, 36


def widths_of(page: Page) -> tuple[int, ...]:
    """Room for the longest word of each column; what is left goes, bit by bit, to the column whose cells
    would be tallest."""
    held = _columns(page.columns, page.rows)
    needed = [_for_a_word(texts) for texts in held]
    if sum(needed) > TOTAL:
        return _whole([width * TOTAL / sum(needed) for width in needed])
    widths = [math.ceil(width) for width in needed]
    letters = [_letters(texts) for texts in held]
    for _ in range(TOTAL - sum(widths)):
        tallest = max(range(len(widths)), key=lambda at: letters[at] / max(1, widths[at] - PADDING))
        widths[tallest] += 1
    return _whole(widths)


def _columns(columns: Sequence[FormColumn], rows: Sequence[Row]) -> list[list[str]]:
    held = [[column.heading] for column in columns]
    for row in rows:
        for box in () if isinstance(row, Band) else row.boxes:
            if box.columns == 1:
                held[box.column].append(box.text)
    return held


def _for_a_word(texts: Sequence[str]) -> float:
    """The heading stands first and is set in bold."""
    heading, *cells = ([len(word) for word in text.split()] for text in texts)
    longest = max(
        BOLD * max(heading, default=1), MM_PER_CHARACTER * max((n for cell in cells for n in cell), default=1)
    )
    return min(max(LEAST, longest + PADDING), MOST_FOR_A_WORD)


def _letters(texts: Sequence[str]) -> float:
    """How much most cells of the column hold; a few that are much longer count a little too."""
    lengths = sorted(map(len, texts))
    usual, longest = lengths[int(0.9 * (len(lengths) - 1))], lengths[-1]
    return max(usual, longest / 3)


def _whole(widths: Sequence[float]) -> tuple[int, ...]:
    """Whole millimetres that fill the page exactly; the widest column takes what rounding left."""
    floors = [max(1, math.floor(width)) for width in widths]
    floors[floors.index(max(floors))] += TOTAL - sum(floors)
    return tuple(floors)
