"""How do words stand within a cell of a workbook?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from infrastructure.reports.page import OFFICE_FONT, xml_text

_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Workbooks write a character as ``_x0041_``: words that look so must not be taken for it."""
AND, LESS, MORE, QUOTE = b'&<>"'
OPENED, CLOSED = b"<is><t>", b"</t></is>"


def inlined(said: str) -> bytes:
    """Words as they stand within a cell; blanks and line ends of theirs are kept."""
    if is_plain(said) and said == said.strip():
        return OPENED + said.encode() + CLOSED
    words = _escaped(said)
    kept = ' xml:space="preserve"' if words != words.strip() or "\n" in words or "  " in words else ""
    return f"<is><t{kept}>{words}</t></is>".encode()


def is_plain(said: str) -> bool:
    """Whether words stand in a cell letter by letter, but for blanks at their ends."""
    if not said.isprintable():
        return False
    plain = said.encode()  # a byte is found in a fraction of the time
    told_otherwise = AND in plain or LESS in plain or MORE in plain or QUOTE in plain
    return not (told_otherwise or "_x" in said or "  " in said)


def in_runs(runs: Iterable[tuple[str, bool]], size: int) -> bytes:
    """Words of which some are bold, in the office font of this size."""
    shown = "".join(
        f'<r><rPr>{"<b/>" * bold}<sz val="{size}"/><rFont val="{OFFICE_FONT}"/></rPr>'
        f'<t xml:space="preserve">{_escaped(said)}</t></r>'
        for said, bold in runs
    )
    return f"<is>{shown}</is>".encode()


def _escaped(said: str) -> str:
    words = xml_text(said)
    return _LIKE_AN_ESCAPE.sub("_x005F_", words) if "_x" in words else words
