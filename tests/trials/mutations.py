"""In which ways is a good file damaged? Each way is a function of the bytes and of chance alone."""

import random
import re
import zipfile
from collections.abc import Callable

from lxml import etree

from tests.imports.files import archive, unpacked

Mutation = Callable[[bytes, random.Random], bytes]
HUGE = (
    "99999",
    "999999999999",
    "-1",
    "0",
    "1E400",
    "NaN",
    "",
    "٣",
    "A" * 5000,
    "\u200b",
    "ZZZ9999999",
    "A1:XFD1048576",
)
_SPAN = re.compile(rb'(gridSpan w:val=|number-columns-spanned=|colspan=)"?\d+"?')
_PDF_MARKS = re.compile(rb"\d+ 0 R|/Length \d+|/Kids|/Count \d+|endobj|/W \[[^]]*\]|startxref\s+\d+")
_PDF_ODD = (
    *(b"1 0 R", b"999999 0 R", b"/Length 999999999", b"/Length -1", b"/Count 2147483647"),
    *(b"", b"null", b"[[[[", b"endobj"),
)
_ENCODINGS = ("cp1251", "koi8_u", "utf-16", "utf-16-be", "utf-32", "cp1258", "latin-1", "cp866", "utf-7")


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 4, 40))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def without_a_piece(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 400) :]


def a_piece_twice(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    piece = content[at : at + chance.randrange(1, 4000)]
    return content[:at] + piece * chance.choice((2, 3, 50)) + content[at:]


def with_nulls(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes(chance.choice((1, 2, 5000))) + content[at:]


def behind_another(content: bytes, chance: random.Random) -> bytes:
    """Bytes of another kind of file before it or after it."""
    other = chance.choice((b"%PDF-1.7\n", b"PK\x05\x06" + bytes(18), b"\xef\xbb\xbf", b"<html>", bytes(1000)))
    return other + content if chance.random() < 0.5 else content + other


def with_other_line_ends(content: bytes, chance: random.Random) -> bytes:
    ends = (b"\r", b"\n", b"\r\n", b"\n\r", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8")
    return b"".join(line + chance.choice(ends) for line in content.splitlines())


def with_quotes_at_odds(content: bytes, chance: random.Random) -> bytes:
    marks, damaged = (b'"', b'""', b"'", b";", b",", b"\t", b"|", b'";"', b'"\r\n"'), content
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(damaged))
        damaged = damaged[:at] + chance.choice(marks) + damaged[at:]
    return damaged


def in_another_encoding(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def with_a_long_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = (lines[at] or b"x;") * chance.choice((50, 5000))
    return b"\n".join(lines)[: 30 * 2**20]


def entry_lost(content: bytes, chance: random.Random) -> bytes:
    parts = unpacked(content)
    parts.pop(chance.choice(list(parts)))
    return archive(parts)


def entries_swapped(content: bytes, chance: random.Random) -> bytes:
    parts = unpacked(content)
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return archive(parts)


def entry_renamed(content: bytes, chance: random.Random) -> bytes:
    parts = unpacked(content)
    name = chance.choice(list(parts))
    odd = ("../" + name, name.upper(), "/" + name, name + "\0x", "a" * 500, name.replace("/", "\\"))
    parts[chance.choice(odd)] = parts.pop(name)
    return archive(parts)


def directory_at_odds(content: bytes, chance: random.Random) -> bytes:
    """Sizes, offsets and flags in the archive's own bookkeeping."""
    damaged = bytearray(content)
    starts = [m.start() for m in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", content)]
    at = min(chance.choice(starts or [0]) + chance.randrange(4, 46), len(damaged) - 4)
    damaged[at : at + 4] = chance.choice(
        (b"\xff\xff\xff\xff", bytes(4), b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f")
    )
    return bytes(damaged)


def stored_and_filled(content: bytes, chance: random.Random) -> bytes:
    parts = unpacked(content)
    name = chance.choice(list(parts))
    parts[name] = parts[name] + b" " * chance.choice((1, 100_000, 3_000_000))
    return archive(parts, zipfile.ZIP_STORED)


def elements_at_odds(content: bytes, chance: random.Random) -> bytes:
    """Elements dropped, doubled, renamed, moved and emptied."""

    def change(root: etree._Element) -> None:
        for _ in range(chance.choice((1, 5, 40))):
            _one_element_at_odds(root, chance)

    return _in_a_part(content, chance, change)


def _one_element_at_odds(root: etree._Element, chance: random.Random) -> None:
    inner = [e for e in root.iter() if isinstance(e.tag, str) and e.getparent() is not None]
    if not inner:
        return
    element, other = chance.choice(inner), chance.choice(inner)
    parent = element.getparent()
    match chance.randrange(5):
        case 0:
            parent.remove(element)
        case 1:
            parent.insert(0, etree.fromstring(etree.tostring(element)))
        case 2:
            element.tag = other.tag
        case 3 if element not in other.iterancestors() and element is not other:
            other.append(element)
        case _:
            element.text = chance.choice((None, "", "9" * 400, "\u202e\u200b", "x" * 100_000))


def attributes_at_odds(content: bytes, chance: random.Random) -> bytes:
    def change(root: etree._Element) -> None:
        for element in chance.sample(list(root.iter("{*}*")), k=min(12, len(list(root.iter("{*}*"))))):
            for name in list(element.attrib):
                if chance.random() < 0.6:
                    element.set(name, chance.choice(HUGE))

    return _in_a_part(content, chance, change)


def merges_at_odds(content: bytes, chance: random.Random) -> bytes:
    """Cells that go over the edge, downwards without a beginning, and over each other."""

    def change(root: etree._Element) -> None:
        for cell in list(root.iter("{*}tc", "{*}c", "{*}table-cell")):
            if chance.random() < 0.3:
                _merge_at_odds(cell, chance)

    return _in_a_part(content, chance, change)


def _merge_at_odds(cell: etree._Element, chance: random.Random) -> None:
    name = etree.QName(cell)
    if name.localname == "tc":
        space = f"{{{name.namespace}}}"
        properties = etree.Element(space + "tcPr")
        etree.SubElement(properties, space + "gridSpan").set(space + "val", chance.choice(("2", "7", *HUGE)))
        etree.SubElement(properties, space + "vMerge").set(
            space + "val", chance.choice(("restart", "continue"))
        )
        cell.insert(0, properties)
    elif name.localname == "c":
        cell.set("r", chance.choice(("A1", "A1", "XFD1048576", "ZZZ9999999", "", "A0", "1A")))
    else:
        for what in ("columns", "rows"):
            cell.set(f"{{{name.namespace}}}number-{what}-spanned", chance.choice(("2", "7", *HUGE)))
            cell.set(f"{{{name.namespace}}}number-{what}-repeated", chance.choice(("2", "7", *HUGE)))


def nested_deep(content: bytes, chance: random.Random) -> bytes:
    """A table within a table within a table, or plain elements, hundreds deep."""

    def change(root: etree._Element) -> None:
        cells = list(root.iter("{*}tc", "{*}is", "{*}c", "{*}table-cell", "{*}p"))
        into = chance.choice(cells or [root])
        space = f"{{{etree.QName(into).namespace or ''}}}".replace("{}", "")
        names = chance.choice((("tbl", "tr", "tc"), ("x",), ("r",), ("table", "table-row", "table-cell")))
        for level in range(chance.choice((20, 200, 1500))):
            into = etree.SubElement(into, space + names[level % len(names)])

    return _in_a_part(content, chance, change)


def dimensions_at_odds(content: bytes, chance: random.Random) -> bytes:
    parts = unpacked(content)
    for name in list(parts):
        if name.startswith("xl/worksheets/"):
            extreme = chance.choice((b"A1:XFD1048576", b"A1", b"B5:A1", b"", b"ZZZZ1:A1"))
            parts[name] = re.sub(
                rb'<dimension ref="[^"]*"', b'<dimension ref="' + extreme + b'"', parts[name]
            )
            rows = chance.choice((b"1048576", b"0", b"-7", b"1048577", b"5"))
            parts[name] = re.sub(
                rb'<row r="\d+"', b'<row r="' + rows + b'"', parts[name], count=chance.choice((1, 0))
            )
        parts[name] = _SPAN.sub(lambda found: found[1] + b'"99999"', parts[name])
    return archive(parts)


def tags_at_odds(content: bytes, chance: random.Random) -> bytes:
    """For pages: tags lost, doubled, never closed, and spans of the absurd."""
    tags = list(re.finditer(rb"<[^>]{1,80}>", content))
    for found in sorted(chance.sample(tags, k=min(len(tags), 6)), key=lambda t: -t.start()):
        odd = (b"", found[0] * 3, b"<td colspan=99999 rowspan=99999>", b"<table>" * 400, b"<script>", b"<!--")
        content = content[: found.start()] + chance.choice(odd) + content[found.end() :]
    return content


def objects_at_odds(content: bytes, chance: random.Random) -> bytes:
    """For PDF: numbers, references and lengths that lie; objects lost and pages that hold each other."""
    damaged = content
    for _ in range(chance.choice((1, 3, 15))):
        found = list(_PDF_MARKS.finditer(damaged))
        if not found:
            break
        at = chance.choice(found)
        damaged = damaged[: at.start()] + chance.choice(_PDF_ODD) + damaged[at.end() :]
    return damaged


BYTES: tuple[Mutation, ...] = (flipped, cut, without_a_piece, a_piece_twice, with_nulls, behind_another)
ZIPPED: tuple[Mutation, ...] = (
    *(entry_lost, entries_swapped, entry_renamed, directory_at_odds, stored_and_filled, dimensions_at_odds),
    *(
        elements_at_odds,
        elements_at_odds,
        attributes_at_odds,
        attributes_at_odds,
        merges_at_odds,
        nested_deep,
    ),
)
WORDS: tuple[Mutation, ...] = (
    with_other_line_ends,
    with_quotes_at_odds,
    in_another_encoding,
    with_a_long_line,
)


def mutations_for(content: bytes) -> tuple[Mutation, ...]:
    """The ways that suit the kind of the file."""
    if content.startswith(b"PK"):
        return (*BYTES[:3], *ZIPPED)
    if content.startswith(b"%PDF"):
        return (*BYTES, objects_at_odds, objects_at_odds)
    return (*BYTES, *WORDS, tags_at_odds) if b"<table" in content else (*BYTES, *WORDS)


def _in_a_part(content: bytes, chance: random.Random, change: Callable[[etree._Element], None]) -> bytes:
    """The archive with one of its telling parts changed as XML."""
    parts = unpacked(content)
    telling = [n for n in parts if n.endswith(".xml") and re.match(r"word/document|xl/|content", n)]
    if not telling:
        return content
    name = chance.choice(telling)
    root = etree.fromstring(parts[name])
    change(root)
    parts[name] = etree.tostring(root)
    return archive(parts)
