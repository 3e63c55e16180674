"""Which streams does a compound file (.xls) hold? A chain of sectors that goes in a circle is damage."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from application.ports import DocumentRefused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
_IN_HEADER = 109
_ENTRY, _STREAM = 128, 2


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Pieces of ``size`` bytes, the first one at ``base``, and which one follows which."""

    content: bytes
    base: int
    size: int
    after: tuple[int, ...] = ()

    def read(self, first: int) -> bytes:
        return b"".join(map(self.one, _followed(first, self.after)))

    def one(self, number: int) -> bytes:
        start = self.base + number * self.size
        return self.content[start : start + self.size]


def streams_of(content: bytes) -> dict[str, bytes]:
    """By name. Raises DocumentRefused where the file is not whole."""
    try:
        return dict(_streams(content))
    except (struct.error, IndexError, UnicodeDecodeError) as why:
        raise _damage() from why


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    if len(content) < 512 or not content.startswith(SIGNATURE):
        raise _damage()
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise _damage()
    directory, cutoff, small_table = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    bare = _Sectors(content, 1 << shift, 1 << shift)
    table = b"".join(bare.one(number) for number in _tables(content, bare) if number < _LAST)
    sectors = _Sectors(content, 1 << shift, 1 << shift, _numbers(table))
    entries = sectors.read(directory)
    described = [entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)]
    small = _Sectors(sectors.read(_place(described[0])[0]), 0, 64, _numbers(sectors.read(small_table)))
    for entry in described:
        if entry[66] == _STREAM:
            first, size = _place(entry)
            stream = (small if size < cutoff else sectors).read(first) if size else b""
            if len(stream) < size:
                raise _damage()
            yield _name(entry), stream[:size]


def _tables(content: bytes, bare: _Sectors) -> Iterator[int]:
    """The sectors that say which sector follows which: those named in the header, then those in a chain."""
    yield from struct.unpack_from(f"<{_IN_HEADER}I", content, 76)
    number, seen = struct.unpack_from("<I", content, 68)[0], 0
    while number < _LAST:
        *named, number = _numbers(bare.one(number)) or (_LAST,)
        seen += 1
        if seen * bare.size > len(content):
            raise _damage()
        yield from named


def _followed(first: int, after: tuple[int, ...]) -> Iterator[int]:
    number, steps = first, 0
    while number < _LAST:
        yield number
        number, steps = after[number], steps + 1
        if steps > len(after):
            raise _damage()


def _place(entry: bytes) -> tuple[int, int]:
    first, size = struct.unpack_from("<II", entry, 116)
    return first, size


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le")


def _numbers(table: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _damage() -> DocumentRefused:
    return DocumentRefused("file-damaged", what="it is not a whole .xls")
