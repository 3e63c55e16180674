"""Who signed, who has read, and to whom is the plan sent, by the lines around it?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from application.imports.dates import date_in
from application.imports.grid import Line
from application.imports.rows import PERSON
from domain.plan.document import Signature
from domain.spelling import clean, plain

_READ = re.compile(r"(з планом )?ознайомлен[аоиі]?\w*\b|đã đọc|acknowledged|read and understood")
_SENT = re.compile(
    r"(nơi nhận|gửi bản|розрахунок розсилки|розіслано|надіслати|розсилка|distribution|copies? to|cc)\b"
)
_AT_END = re.compile(rf"(?:\t|\s{{2,}}|_+\s*)(?P<name>{PERSON.pattern})\s*$")
_MARK = re.compile(r"^\s*[-–•+]\s*")
_MOST_LETTERS = 200


def signatures_of(lines: Sequence[Line]) -> tuple[Signature, ...]:
    """A position with a name after it, in one line or in two; those who only read it are left out."""
    found: list[Signature] = []
    reading = False
    for at, line in enumerate(lines):
        for piece in _pieces([line]):
            name = _named(piece)
            reading = bool(_READ.match(plain(piece))) or (reading and name is not None)
            if reading or name is None:
                continue
            above = lines[at - 1].text if at and name == clean(piece) == clean(line.text) else ""
            is_position = above and len(above) < _MOST_LETTERS and _named(above) is None
            raw = f"{clean(above)}\t{piece}" if is_position else piece
            if (signed := _signature(raw, name)).position:
                found.append(signed)
    return tuple(found)


def acknowledged_of(lines: Sequence[Line]) -> tuple[Signature, ...]:
    """Everybody below «Ознайомлені», each with a date of their own."""
    found: list[Signature] = []
    reading = False
    for piece in filter(None, _pieces(lines)):
        name = _named(piece)
        if _READ.match(plain(piece)):
            reading = True
        elif name is None:
            reading = False
        if reading and name:
            found.append(_signature(piece, name))
    return tuple(found)


def distribution_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """The items of a list that is headed as the distribution."""
    found: list[str] = []
    open_list = False
    for piece in filter(None, _pieces(lines)):
        if _SENT.match(plain(piece)):
            open_list = True
            _, _, piece = piece.partition(":")
        elif not _MARK.match(piece):
            open_list = False
        if open_list and (item := clean(_MARK.sub("", piece)).rstrip(" ;.")):
            found.append(item)
    return tuple(found)


def _signature(raw: str, name: str) -> Signature:
    dated = date_in(raw)
    position = clean(_before_date(raw, name) if dated else _before_name(raw, name))
    return Signature(
        raw=raw.strip(),
        position=position.strip(" _:,") or None,
        name=clean(name),
        on_raw=dated[0] if dated else None,
        on=dated[1] if dated else None,
    )


def _before_name(raw: str, name: str) -> str:
    return clean(raw).removesuffix(clean(name))


def _before_date(raw: str, name: str) -> str:
    return re.split(r"[«\"]?\s?\d{1,2}[»\"]?[\s.]", raw.replace(name, ""), maxsplit=1)[0]


def _named(piece: str) -> str | None:
    if PERSON.fullmatch(clean(piece)):
        return clean(piece)
    match = _AT_END.search(piece)
    return clean(match["name"]) if match else None


def _pieces(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield from (piece.strip() for piece in line.text.splitlines())
