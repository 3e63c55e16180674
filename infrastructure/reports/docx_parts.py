"""What is the same in every Word report: content types, relations, fonts and styles."""

from __future__ import annotations

from collections.abc import Iterable

from infrastructure.reports.chart import CHART_TYPE
from infrastructure.reports.page import OFFICE_FONT

TABLE_SIZE = 18
"""Half points: 9 pt."""
SMALL = f'<w:sz w:val="{TABLE_SIZE}"/><w:szCs w:val="{TABLE_SIZE}"/>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_WORD}.fontTable+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_PARTS = (("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"), ("footer", "footer1"))
DOCUMENT_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for n, (kind, target) in enumerate(_PARTS, 1)
    )
    + "</Relationships>"
)
FIRST_CHART = len(_PARTS) + 1
"""The number of the relation to the first chart."""


def with_charts(types: str, names: Iterable[str]) -> str:
    told = "".join(f'<Override PartName="/{name}" ContentType="{CHART_TYPE}"/>' for name in names)
    return types.replace("</Types>", f"{told}</Types>")


def with_relations(rels: str, charts: int) -> str:
    told = "".join(
        f'<Relationship Id="rId{FIRST_CHART + n}" Type="{_OFFICE}/chart" Target="charts/chart{n + 1}.xml"/>'
        for n in range(charts)
    )
    return rels.replace("</Relationships>", f"{told}</Relationships>")


SETTINGS = (
    f'<w:settings {_W}><w:zoom w:percent="100"/><w:autoHyphenation w:val="true"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
FONT_TABLE = (
    f'<w:fonts {_W}><w:font w:name="{OFFICE_FONT}">'
    '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

_LANGUAGES = {"uk": "uk-UA", "vi": "vi-VN", "en": "en-GB"}
_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def styles(language: str, plan_language: str) -> str:
    rule = 'w:val="single" w:sz="8" w:space="3" w:color="000000"'
    rules = f"<w:pBdr><w:top {rule}/><w:bottom {rule}/></w:pBdr>"
    cell = f'<w:lang w:val="{_LANGUAGES[plan_language]}"/>'
    return style_sheet(
        language,
        (
            style("Stamp", '<w:ind w:left="10200"/>', '<w:sz w:val="22"/>'),
            style("Title", '<w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/>', "<w:b/>"),
            style("Subtitle", '<w:keepNext/><w:jc w:val="center"/>', '<w:sz w:val="24"/>'),
            style(
                "StateLine",
                '<w:keepNext/><w:spacing w:before="60" w:after="120"/><w:jc w:val="center"/>',
                '<w:i/><w:sz w:val="20"/>',
            ),
            style(
                "Summary",
                f'<w:keepNext/>{rules}<w:spacing w:after="60"/>',
                '<w:sz w:val="22"/>',
            ),
            style("Cell", "<w:widowControl/>", SMALL + cell),
            style("CellIncluded", "<w:widowControl/>", "<w:i/>" + SMALL + cell),
            style("Header", '<w:jc w:val="center"/>', "<w:b/>" + SMALL),
            style("SectionRow", "<w:keepNext/>", "<w:b/>" + SMALL),
            style("Counts", '<w:keepNext/><w:spacing w:before="80"/>', '<w:sz w:val="22"/>'),
            style(
                "Heading1",
                '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>',
                '<w:b/><w:sz w:val="24"/>',
            ),
            style(
                "Apart",
                '<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="80"/><w:outlineLvl w:val="0"/>',
                '<w:b/><w:sz w:val="24"/>',
            ),
            style("Note", '<w:spacing w:before="80"/>', '<w:sz w:val="20"/>'),
            style("About", "<w:keepNext/>", '<w:i/><w:sz w:val="20"/>'),
            style("Drawing", '<w:keepNext/><w:spacing w:before="80" w:after="120"/>', ""),
            style("Signed", '<w:spacing w:before="480"/>', '<w:sz w:val="24"/>'),
        ),
    )


def style_sheet(language: str, own: Iterable[str]) -> str:
    """The office font at 12 pt, a document's own styles, and those of footer and table."""
    tag = _LANGUAGES[language]
    fonts = " ".join(f'w:{kind}="{OFFICE_FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:sz w:val="24"/><w:szCs w:val="24"/>'
        f'<w:lang w:val="{tag}" w:eastAsia="{tag}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    footer = style("Footer", '<w:tabs><w:tab w:val="right" w:pos="14570"/></w:tabs>', SMALL)
    return f"<w:styles {_W}>{defaults}{normal}{''.join(own)}{footer}{_grid()}</w:styles>"


def style(name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _grid() -> str:
    borders = "".join(f"<w:{side} {_BORDER}/>" for side in _SIDES)
    margins = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    return (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
