"""What does a photo tell beside the picture, and how is it taken out?

The picture's own bytes stay as they are. Only what is known to make up the picture is kept, so that whatever
a camera adds, under a name nobody knows yet, is left out. How a JPEG is to be turned is kept: a phone writes
it among what is taken out.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping

from application.evidence.kinds import JPEG, PNG, WEBP

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_TURNED = 0x0112
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers of a JPEG that nothing follows."""
_JPEG_KEPT = frozenset({*range(0xC0, 0xD0), *range(0xD9, 0xE0)})
_JFIF, _ADOBE = 16, 14
"""How long these two say they are without what may hang on: a preview ends where the first says 0 by 0."""
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT"}
    | {b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_TOLD = 0b0000_1100
"""The bits of a WebP that say: Exif and XMP follow."""


MOST_PARTS = 100_000
"""A photo of 20 MB has some thousands of segments or chunks; one of millions is made to keep us busy."""
_FILL = re.compile(rb"\xff*(?=\xff)")
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


class NotClean(Exception):
    """The picture cannot be taken apart, so nobody knows what it tells."""


def cleaned(content: bytes, media_type: str) -> bytes:
    """The same picture without place, time, camera and preview. Raises NotClean."""
    clean = _CLEAN.get(media_type)
    if clean is None:
        raise NotClean(media_type)
    try:
        return clean(content)
    except (struct.error, IndexError) as broken:
        raise NotClean(media_type) from broken


def _jpeg(content: bytes) -> bytes:
    kept, turned = [b"\xff\xd8"], 1
    for marker, segment in _segments(content):
        if marker == 0xE1:
            turned = _orientation(segment[4:]) or turned
        else:
            kept.append(_of_picture(marker, segment))
    if turned != 1:
        kept.insert(1, _turning(turned))
    return b"".join(kept)


def _of_picture(marker: int, segment: bytes) -> bytes:
    """What of a segment makes up the picture: all of it, its head, or nothing."""
    if marker in _JPEG_KEPT or (marker == 0xE2 and segment[4:].startswith(b"ICC_PROFILE\x00")):
        return segment
    if marker == 0xE0 and segment[4:].startswith(b"JFIF\x00") and len(segment) >= _JFIF + 2:
        return b"\xff\xe0" + struct.pack(">H", _JFIF) + segment[4:_JFIF] + b"\0\0"
    if marker == 0xEE and segment[4:].startswith(b"Adobe") and len(segment) >= _ADOBE + 2:
        return b"\xff\xee" + struct.pack(">H", _ADOBE) + segment[4 : _ADOBE + 2]
    return b""


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """From the start of the picture to its end; what comes behind that is another file."""
    if content[:2] != b"\xff\xd8":
        raise NotClean("no start")
    at = 2
    for _ in range(MOST_PARTS):
        if fill := _FILL.match(content, at):
            at = fill.end()
        if content[at] != 0xFF:
            raise NotClean("no marker")
        marker = content[at + 1]
        if marker == _END:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 if marker in _ALONE else at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content) or end < at + (2 if marker in _ALONE else 4):
            raise NotClean("a segment goes beyond the file")
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end
    raise NotClean("too many segments")


def _end_of_scan(content: bytes, at: int) -> int:
    """The next marker that is no part of the compressed picture."""
    if found := _NEXT_MARKER.search(content, at):
        return found.start()
    raise NotClean("no end")


def _orientation(told: bytes) -> int | None:
    """How the picture is to be turned, 1 to 8, if Exif says so."""
    if not told.startswith(b"Exif\x00\x00"):
        return None
    tiff = told[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for n in range(count):
        entry = first + 2 + 12 * n
        if entry + 12 > len(tiff):
            return None
        tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
        if (tag, kind) == (_TURNED, 3):
            (turned,) = struct.unpack_from(f"{order}H", tiff, entry + 8)
            return turned if 1 <= turned <= 8 else None
    return None


def _turning(turned: int) -> bytes:
    """A segment that says nothing but how to turn the picture."""
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _TURNED, 3, 1, turned, 0, 0)
    told = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told


def _png(content: bytes) -> bytes:
    if not content.startswith(_PNG_START):
        raise NotClean("no start")
    kept, at = [_PNG_START], len(_PNG_START)
    for _ in range(MOST_PARTS):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise NotClean("a chunk goes beyond the file")
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise NotClean("too many chunks")


def _webp(content: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", content, 4)
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or size + 8 > len(content):
        raise NotClean("no start")
    kept, at, parts = list[bytes](), 12, 0
    while at < size + 8:
        parts += 1
        if parts > MOST_PARTS:
            raise NotClean("too many chunks")
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length
        if end > size + 8:
            raise NotClean("a chunk goes beyond the file")
        if name == b"VP8X":
            head = bytearray(content[at:end])
            head[8] &= ~_WEBP_TOLD & 0xFF
            kept.append(bytes(head) + b"\x00" * (length % 2))
        elif name in _WEBP_KEPT:
            kept.append(content[at:end] + b"\x00" * (length % 2))
        at = end + length % 2
    if not kept:
        raise NotClean("no picture")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_CLEAN: Mapping[str, Callable[[bytes], bytes]] = {JPEG: _jpeg, PNG: _png, WEBP: _webp}
