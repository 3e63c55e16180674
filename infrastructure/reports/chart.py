"""How is a plot written as a chart of Word and Excel: their own drawing, which a person may restyle?

Its numbers stand in the chart itself, not in a workbook behind it: nothing to open, nothing to break.
"""

from __future__ import annotations

from decimal import Decimal

from application.reports.plots import Bar, Plot
from infrastructure.reports.page import OFFICE_FONT, xml_text

C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
EMU_PER_MM = 36000
CATEGORIES, AMOUNTS = 111, 112
"""The two axes by their ids."""
_LINE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="182433"/></a:solidFill></a:ln>'
HATCHED = (
    '<c:spPr><a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="182433"/></a:fgClr>'
    f'<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>{_LINE}</c:spPr>'
)
DARK = f'<c:spPr><a:solidFill><a:srgbClr val="4A4A4A"/></a:solidFill>{_LINE}</c:spPr>'


def chart(plot: Plot, language: str) -> str:
    """The part ``chartN.xml``."""
    planned = _series(0, plot.planned, plot.bars, [bar.planned for bar in plot.bars], HATCHED)
    actual = _series(1, plot.actual, plot.bars, [bar.actual for bar in plot.bars], DARK)
    direction = "bar" if plot.across else "col"
    return (
        f'<c:chartSpace {C} {A}><c:date1904 val="0"/><c:lang val="{language}"/><c:roundedCorners val="0"/>'
        f'<c:chart>{_title(plot.title)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{planned}{actual}'
        f'<c:gapWidth val="60"/><c:axId val="{CATEGORIES}"/><c:axId val="{AMOUNTS}"/></c:barChart>'
        f"{_axes(plot.across)}</c:plotArea>"
        '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{_look()}</c:chartSpace>'
    )


def size(plot: Plot) -> tuple[int, int]:
    """Width and height in millimetres."""
    return 240, (min(150, 26 + 9 * len(plot.bars)) if plot.across else 85)


def frame(plot: Plot, relation: str, office: str) -> str:
    """The graphic that shows the chart; ``office`` declares the namespace of relations."""
    shown = f'<c:chart {C} {office} r:id="{relation}"/>'
    return f'<a:graphic {A}><a:graphicData uri="{CHART_URI}">{shown}</a:graphicData></a:graphic>'


def described(plot: Plot) -> str:
    """What the drawing says, for those who do not see it."""
    numbers = "; ".join(f"{bar.label}: {bar.planned:f} / {bar.actual:f}" for bar in plot.bars)
    return xml_text(f"{plot.title} ({plot.planned} / {plot.actual}): {numbers}")


def _series(number: int, name: str, bars: tuple[Bar, ...], amounts: list[Decimal], look: str) -> str:
    labels = "".join(_point(n, xml_text(bar.short)) for n, bar in enumerate(bars))
    values = "".join(_point(n, f"{amount:f}") for n, amount in enumerate(amounts))
    count = f'<c:ptCount val="{len(bars)}"/>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:v>{xml_text(name)}</c:v></c:tx>{look}"
        '<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="#,##0.###" sourceLinked="0"/>'
        '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        f"</c:dLbls><c:cat><c:strLit>{count}{labels}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{values}</c:numLit></c:val></c:ser>"
    )


def _point(n: int, value: str) -> str:
    return f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>'


def _axes(across: bool) -> str:
    """Bars on their side are read from above; the axis of amounts begins at nought."""
    order, place, crossing = ("maxMin", "l", "max") if across else ("minMax", "b", "autoZero")
    value_place = "b" if across else "l"
    return "".join(
        (
            f'<c:catAx><c:axId val="{CATEGORIES}"/><c:scaling><c:orientation val="{order}"/></c:scaling>',
            f'<c:delete val="0"/><c:axPos val="{place}"/><c:majorTickMark val="none"/>',
            '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>',
            f'<c:crossAx val="{AMOUNTS}"/><c:crosses val="autoZero"/></c:catAx>',
            f'<c:valAx><c:axId val="{AMOUNTS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>',
            f'</c:scaling><c:delete val="1"/><c:axPos val="{value_place}"/>',
            '<c:numFmt formatCode="General" sourceLinked="0"/>',
            f'<c:crossAx val="{CATEGORIES}"/><c:crosses val="{crossing}"/></c:valAx>',
        )
    )


def _title(said: str) -> str:
    run = f'<a:r><a:rPr b="1" sz="1100"/><a:t>{xml_text(said)}</a:t></a:r>'
    return f'<c:title><c:tx><c:rich><a:bodyPr/><a:p>{run}</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'


def _look() -> str:
    font = f'<a:latin typeface="{OFFICE_FONT}"/><a:cs typeface="{OFFICE_FONT}"/>'
    return (
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">{font}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )
