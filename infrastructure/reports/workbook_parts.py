"""What is the same in every workbook: content types and relations."""

from __future__ import annotations

from collections.abc import Iterable

from infrastructure.reports.chart import CHART_TYPE

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_FORMATS = "http://schemas.openxmlformats.org"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = f"{_FORMATS}/officeDocument/2006/relationships"
_PACKAGE = f"{_FORMATS}/package/2006"
MAIN = f'xmlns="{_FORMATS}/spreadsheetml/2006/main"'
R = f'xmlns:r="{_OFFICE}"'

RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)


def content_types(sheets: int, drawn: Iterable[str] = ()) -> str:
    """``drawn`` are the names of further parts: drawings and charts."""
    kinds = {"xl/charts/": CHART_TYPE, "xl/drawings/drawing": DRAWING_TYPE}
    more = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name in drawn
        for begin, kind in kinds.items()
        if name.startswith(begin)
    )
    each = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>{each}{more}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEETS}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def book_rels(sheets: int) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{each}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
