"""Which character is each mark of a font, and where does the font not say?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFFont, PDFSimpleFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import list_value, resolve1
from pdfminer.psparser import PSLiteral

UNWRITTEN = "\ufffd"
_SOFT_HYPHEN = 173


class Fonts(PDFResourceManager):
    """Fonts that never pass one letter off as another.

    The base takes a mark whose name says nothing (``g17``) for the letter that another font has in its place,
    and the hyphen at 173 for a blank.
    """

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        font = super().get_font(objid, spec)
        if isinstance(font, PDFSimpleFont):
            told = dict(font.cid2unicode)
            if told.get(_SOFT_HYPHEN) == " ":
                told[_SOFT_HYPHEN] = "\u00ad"
            font.cid2unicode = told | dict.fromkeys(_nameless(spec), UNWRITTEN)
        return font


def _nameless(spec: Mapping[str, object]) -> Iterator[int]:
    """The numbers of marks whose names name no character; what ``ToUnicode`` says goes before them."""
    encoding = resolve1(spec.get("Encoding"))
    number = 0
    for item in list_value(encoding.get("Differences", [])) if isinstance(encoding, dict) else []:
        item = resolve1(item)
        if isinstance(item, int):
            number = item
        elif isinstance(item, PSLiteral):
            if item.name != ".notdef" and not _names_character(str(item.name)):
                yield number
            number += 1


def _names_character(name: str) -> bool:
    try:
        return bool(name2unicode(name))
    except (KeyError, ValueError):
        return False
