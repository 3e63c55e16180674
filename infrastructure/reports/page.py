"""How is the printed page laid out, whatever the format? A4 landscape, in millimetres."""

from __future__ import annotations

import re
from typing import Any

PAGE = (297, 210)
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 10
WIDTHS = (11, 49, 28, 18, 23, 16, 14, 16, 20, 31, 18, 13)
"""Columns of the PDF, whose words are divided by the rules of their language."""
WHOLE_WORD_WIDTHS = (9, 38, 30, 17, 24, 21, 17, 18, 22, 26, 22, 13)
"""Columns of Word and Excel, which may have no such rules at hand: the longest word of a heading fits."""
LATE_WIDTHS = (84, 30, 24, 17, 44, 24, 34)
SUMMARY_WIDTHS = (257,)
CHANGED_WIDTHS = (74, 30, 32, 32, 89)
PLOT_WIDTHS = (150, 30, 30, 30)
OFFICE_FONT = "Times New Roman"
"""On every office machine, and what Ukrainian and Vietnamese rules of paperwork ask for."""

MM_PER_CHARACTER = 2.1
MANY_LINES = 8
"""A row of more lines may break across pages: kept whole it would leave a quarter of a page empty."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(words: str) -> str:
    """What XML cannot hold is shown as a replacement."""
    return _NOT_IN_XML.sub("\ufffd", words)


def xml_text(words: str) -> str:
    """Words as XML text: nothing in them is markup. Most words hold nothing to be written otherwise."""
    if words.isprintable() and not ("&" in words or "<" in words or ">" in words or '"' in words):
        return words
    words = xml_safe(words)
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def is_tall(cells: tuple[Any, ...], widths: tuple[int, ...]) -> bool:
    """Whether a row takes so much of a page that it had better break than begin the next one."""
    lines = (len(str(cell)) * MM_PER_CHARACTER / width for cell, width in zip(cells, widths, strict=True))
    return max(lines, default=0) > MANY_LINES
