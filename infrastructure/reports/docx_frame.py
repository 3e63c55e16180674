"""What frames the words of a Word document: its package, properties, page and footer?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from infrastructure.reports.package import packed
from infrastructure.reports.page import BOTTOM, LEFT, PAGE, RIGHT, TOP, xml_text

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def office_package(parts: Mapping[str, str]) -> bytes:
    return packed((name, (HEAD + xml).encode()) for name, xml in parts.items())


def footer(mark: str, page_words: str) -> str:
    """``mark`` on the left, «page {page} of {pages}» on the right."""
    before, between, after = page_words.replace("{pages}", "{page}").split("{page}")
    runs = (
        _run(mark),
        "<w:r><w:tab/></w:r>",
        _run(before),
        _field("PAGE"),
        _run(between),
        _field("NUMPAGES"),
        _run(after),
    )
    return f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{"".join(runs)}</w:p></w:ftr>'


def section() -> str:
    """Landscape A4 with the margins of an office document; the footer is the package's fourth part."""
    width, height = (twips(side) for side in PAGE)
    margins = (
        f'w:top="{twips(TOP)}" w:right="{twips(RIGHT)}" w:bottom="{twips(BOTTOM)}" w:left="{twips(LEFT)}" '
        f'w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"'
    )
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/><w:pgMar {margins}/></w:sectPr>'
    )


def core(title: str, office: str, language: str, moment: datetime) -> str:
    at = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_text(title)}</dc:title>"
        f"<dc:creator>{xml_text(office)}</dc:creator>"
        f"<dc:language>{language}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
    )


def twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)


def _run(said: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{xml_text(said)}</w:t></w:r>' if said else ""


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
