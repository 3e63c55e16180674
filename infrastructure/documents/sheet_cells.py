"""Which cells does the XML of a sheet write, and which words do the cells of a workbook share?

Office programs save both in one plain form. Where every letter is of that form, it is taken apart without a
tree of elements, in a third of the time; any other XML is parsed. Both ways give the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

from application.imports.grid import letters
from application.ports import DocumentRefused
from infrastructure.documents.limits import Archive, parsed
from infrastructure.documents.whole_numbers import whole

_TEXT = r'<t(?: xml:space="preserve")?>([^<>]*)</t>'
_ATTRIBUTES = r'(?: [A-Za-z0-9:]+="[^<>"&]*")* ?'
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>&]*)(?:/>|>'
    rf"(<f{_ATTRIBUTES}(?:/>|>[^<>]*</f>))?(?:<v ?/>|<v>([^<>]*)</v>)?(?:<is>{_TEXT}</is>)?</c>))"
)
_LOOK = re.compile(r'(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,9})")? ?')
_ROWS = re.compile(rf"(?:{_ATTRIBUTES}/?>?)*")
_NUMBER, _HIDDEN = re.compile(r' r="([1-9][0-9]{0,6})"'), re.compile(r' hidden="(?:1|true)"')
_WORDS = re.compile(rf"(<si>(?:<t ?/>|{_TEXT})</si>)")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-8)""", re.IGNORECASE)
_RARE = bytes((*range(9), *range(11, 32)))
_UNLIKE = re.compile(rb"<!|]]>|\xef\xbf[\xbe\xbf]")
_MAY_BE_UNLIKE = (b"!", b"]", b"\xef")
_MOST_PLAIN, _MOST_ESCAPED = 50_000, 300
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384

WrittenCell = tuple[str, str, str, str, str, str, str]
"""Its XML where it is at hand, column, row, attributes, formula, value and words: as written, or empty."""


class Look(NamedTuple):
    style: int
    kind: str


class WrittenSheet(NamedTuple):
    """``looks`` are by a cell's attributes, rows count from 0; ``rest`` is for what is not in the rows."""

    cells: Iterable[WrittenCell]
    looks: Mapping[str, Look]
    hidden_rows: frozenset[int]
    rest: etree._Element


def written_sheet(archive: Archive, name: str) -> WrittenSheet:
    content = archive.checked(name)
    return _plain_sheet(name, content) or _parsed_sheet(parsed(name, content))


def shared_words(archive: Archive, name: str) -> Sequence[str]:
    content = archive.checked(name)
    plain = _plain_words(name, content)
    return _parsed_words(parsed(name, content)) if plain is None else plain


def elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter("{*}" + name)


class _NotPlainError(Exception):
    """The XML is to be parsed."""


def _parts(content: bytes, start: str, end: str) -> tuple[str, str, str]:
    """What stands before, between and after; the marks stay with what is around."""
    if _ENCODING.match(content) or len(content.translate(None, _RARE)) != len(content):
        raise _NotPlainError
    unlike = any(mark in content for mark in _MAY_BE_UNLIKE) and _UNLIKE.search(content)
    if unlike or content.count(b"&") > _MOST_ESCAPED:
        raise _NotPlainError
    try:
        before, opened, rest = content.decode().partition(start)
    except UnicodeDecodeError as why:
        raise _NotPlainError from why
    between, closed, after = rest.rpartition(end)
    if not (opened and closed):
        raise _NotPlainError
    return before + opened, between, closed + after


def _plain_sheet(name: str, content: bytes) -> WrittenSheet | None:
    try:
        before, text, after = _parts(content, "<sheetData>", "</sheetData>")
        cells, rows = _plain_cells(text), _plain_rows(text)
        _refuse_gaps(cells, len(text) - _letters_of(rows, text.count("</row>")))
        looks = {attributes: _look(attributes) for attributes in {cell[3] for cell in cells}}
        hidden = frozenset(_number_of(row) for row in rows if _HIDDEN.search(row))
    except _NotPlainError:
        return None
    if "&" in text:
        cells = [_unescaped_cell(cell) if "&" in cell[0] else cell for cell in cells]
    return WrittenSheet(cells, looks, hidden, parsed(name, (before + after).encode()))


def _plain_cells(text: str) -> list[WrittenCell]:
    if text.count("<c ") > _MOST_PLAIN:
        raise _NotPlainError
    return _CELL.findall(text)


def _plain_rows(text: str) -> list[str]:
    """Their attributes."""
    rows = [piece.partition(">")[0] for piece in text.split("<row")[1:]]
    if not _ROWS.fullmatch(">".join(rows)):
        raise _NotPlainError
    return rows


def _letters_of(rows: Sequence[str], ends: int) -> int:
    if ends != sum(not row.endswith("/") for row in rows):
        raise _NotPlainError
    return len("<row>") * len(rows) + len("</row>") * ends + sum(map(len, rows))


def _plain_words(name: str, content: bytes) -> Sequence[str] | None:
    try:
        before, words, after = _parts(content, "<si>", "</sst>")
        found = _WORDS.findall("<si>" + words)
        _refuse_gaps(found, len("<si>" + words))
    except _NotPlainError:
        return None
    parsed(name, (before + "</si>" + after).encode())
    return [_unescaped(words) if "&" in words else words for _, words in found]


def _number_of(row: str) -> int:
    number = _NUMBER.search(row)
    if number is None:
        raise _NotPlainError
    return int(number[1]) - 1


def _unescaped_cell(cell: WrittenCell) -> WrittenCell:
    return *cell[:5], _unescaped(cell[5]), _unescaped(cell[6])


def _unescaped(text: str) -> str:
    return parsed("text", f"<t>{text}</t>".encode()).text or ""


def _look(attributes: str) -> Look:
    look = _LOOK.fullmatch(attributes)
    if look is None:
        raise _NotPlainError
    return Look(int(look[1] or 0), look[2] or "n")


def _refuse_gaps(found: Iterable[Sequence[str]], length: int) -> None:
    """What was found, each with all its letters in front, must be all that there is."""
    if sum(map(len, map(itemgetter(0), found))) != length:
        raise _NotPlainError


def _parsed_sheet(sheet: etree._Element) -> WrittenSheet:
    """Rows and cells that do not say where they stand follow the one before."""
    names = _names(sheet)
    cells, looks, hidden = list[WrittenCell](), dict[str, Look](), set[int]()
    row = 0
    for element in elements(sheet, "row"):
        number = whole(element.get("r", ""), 0)
        row = number if 0 < number <= _MOST_ROWS else row + 1
        if element.get("hidden") in ("1", "true"):
            hidden.add(row - 1)
        column = -1
        for cell in element:
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column, row = (column_of(place[1]), int(place[2])) if place else (column + 1, row)
            style, kind = cell.get("s", ""), cell.get("t", "n")
            if len(cell) or kind == "e":
                attributes = f"{style} {kind}"
                if attributes not in looks:
                    looks[attributes] = Look(whole(style, 0), kind)
                named = place[1] if place else letters(column)
                cells.append(("", named, str(row), attributes, *_children(cell, names)))
    return WrittenSheet(cells, looks, frozenset(hidden), sheet)


def _parsed_words(table: etree._Element) -> Sequence[str]:
    names = _names(table)
    return [_words(item, names) for item in elements(table, "si")]


def _names(root: etree._Element) -> Mapping[str, str]:
    """Tags of the root's namespace, and what they are called within it."""
    space, closed, _ = root.tag.rpartition("}")
    return {f"{space}{closed}{name}": name for name in ("v", "f", "is", "t", "r")}


def _children(cell: etree._Element, names: Mapping[str, str]) -> tuple[str, str, str]:
    formula = value = words = ""
    for child in cell:
        name = names.get(child.tag)
        if name == "v":
            value = child.text or ""
        elif name == "is":
            words = _words(child, names)
        elif name == "f":
            formula = name
    return formula, value, words


def _words(item: etree._Element, names: Mapping[str, str]) -> str:
    """Plain and rich text; reading aids for Asian scripts (``rPh``) are left out."""
    words = ""
    for child in item:
        name = names.get(child.tag)
        if name == "t":
            words += child.text or ""
        elif name == "r":
            words += "".join(t.text or "" for t in child if names.get(t.tag) == "t")
    return words


def position(reference: str) -> tuple[int, int] | None:
    """``B1`` is row 0, column 1."""
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, column_of(match[1])) if match else None


@cache
def column_of(name: str) -> int:
    """``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    if number > _MOST_COLUMNS:
        raise DocumentRefused("file-damaged", name, what="a column beyond the last one")
    return number - 1
