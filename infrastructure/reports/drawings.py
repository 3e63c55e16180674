"""How do charts lie upon the sheets of a workbook?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infrastructure.reports.chart import CHART_URI, EMU_PER_MM, A, C

_FORMATS = "http://schemas.openxmlformats.org"
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_PACKAGE = f"{_FORMATS}/package/2006/relationships"
XDR = f'xmlns:xdr="{_FORMATS}/drawingml/2006/spreadsheetDrawing"'
R = f'xmlns:r="{_OFFICE}"'
DRAWING = '<drawing r:id="rId1"/>'
"""What a sheet says of its drawing; a sheet has one at most."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart at a row, in millimetres; ``described`` is XML text for those who do not see it."""

    row: int
    width: int
    height: int
    chart: str
    name: str
    described: str


def drawings(sheets: Sequence[tuple[int, Sequence[Drawn]]]) -> Iterator[tuple[str, str]]:
    """The further parts of a package by name, of sheets by number."""
    last = 0
    for sheet, charts in sheets:
        numbers = range(last + 1, last + 1 + len(charts))
        yield f"xl/worksheets/_rels/sheet{sheet}.xml.rels", _rels([("drawing", f"drawings/drawing{sheet}")])
        yield f"xl/drawings/drawing{sheet}.xml", _drawing(charts)
        targets = [("chart", f"charts/chart{n}") for n in numbers]
        yield f"xl/drawings/_rels/drawing{sheet}.xml.rels", _rels(targets)
        for n, drawn in zip(numbers, charts, strict=True):
            yield f"xl/charts/chart{n}.xml", drawn.chart
        last += len(charts)


def _rels(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="../{target}.xml"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{told}</Relationships>'


def _drawing(charts: Sequence[Drawn]) -> str:
    anchors = "".join(_anchor(n, drawn) for n, drawn in enumerate(charts, 1))
    return f"<xdr:wsDr {XDR} {A}>{anchors}</xdr:wsDr>"


def _anchor(number: int, drawn: Drawn) -> str:
    across, down = drawn.width * EMU_PER_MM, drawn.height * EMU_PER_MM
    told = f'<xdr:cNvPr id="{number + 1}" name="{drawn.name}" descr="{drawn.described}"/>'
    shown = f'<c:chart {C} {R} r:id="rId{number}"/>'
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{drawn.row}</xdr:row><xdr:rowOff>{EMU_PER_MM}</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{across}" cy="{down}"/>'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>{told}<xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{CHART_URI}">{shown}</a:graphicData></a:graphic>'
        "</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>"
    )
