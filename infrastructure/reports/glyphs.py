"""Which characters can the shipped fonts show, and how do words get into a narrow printed column?"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

INSTEAD = "\ufffd"
_UNBROKEN = re.compile(r"[^\s\u200b]{30,}")
_PIECE = re.compile(r".{1,6}")


def printable(words: str, fonts: Path) -> str:
    """Words as the PDF can set them: what no shipped font has is shown as a replacement, and what has no
    place to break (an address of a page) may break anywhere. The other formats keep every character."""
    known = covered(fonts)
    shown = "".join(c if ord(c) in known or c == "\n" else INSTEAD for c in words)
    return _UNBROKEN.sub(lambda run: "\u200b".join(_PIECE.findall(run[0])), shown)


@cache
def covered(fonts: Path) -> frozenset[int]:
    """Code points that every font of the folder has, and the invisible ones that need none."""
    each = [frozenset(_code_points(font.read_bytes())) for font in sorted(fonts.glob("*.ttf"))]
    return each[0].intersection(*each[1:]) | {0x200B, 0x2060}


def _code_points(font: bytes) -> Iterator[int]:
    """The characters of the font's ``cmap`` table, format 12 or 4 (OpenType 1.9, 'cmap')."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">I", font, cmap + 8 + 8 * n)
        at = cmap + offset
        (kind,) = struct.unpack_from(">H", font, at)
        if kind == 12:
            yield from _groups(font, at)
        elif kind == 4:
            yield from _segments(font, at)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * n) for n in range(count))
    offset: int = next(record[2] for record in records if record[0] == tag)
    return offset


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for n in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * n)
        yield from range(first, last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    lasts = struct.unpack_from(f">{double // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    for first, last in zip(firsts, lasts, strict=True):
        yield from (code for code in range(first, last + 1) if code != 0xFFFF)
