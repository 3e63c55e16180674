"""The report as a Word document: XML written as text into a package of our own, without a template file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from application.reports.plots import PLOT_NUMBERS, PLOT_SHARE, Plot, numbers_of
from application.reports.printed import LATE_NUMBERS, NO_SHARE, NUMBERS, PERCENTS, Printed, printed
from application.reports.row_words import Cell, Line
from domain.report.shapes import QuarterlyReport
from infrastructure.reports.chart import EMU_PER_MM, chart, described, frame, size
from infrastructure.reports.docx_frame import R, W, core, footer, office_package, section, twips
from infrastructure.reports.docx_parts import (
    CONTENT_TYPES,
    DOCUMENT_RELS,
    FIRST_CHART,
    FONT_TABLE,
    RELS,
    SETTINGS,
    styles,
    with_charts,
    with_relations,
)
from infrastructure.reports.page import (
    CHANGED_WIDTHS,
    LATE_WIDTHS,
    PLOT_WIDTHS,
    WHOLE_WORD_WIDTHS,
    is_tall,
    xml_text,
)

WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'

RIGHT_SET = '<w:jc w:val="right"/>'


def render(report: QuarterlyReport) -> bytes:
    page = printed(report)
    mark = f"{page.words.fingerprint} {page.fingerprint}"
    charts = {f"word/charts/chart{n}.xml": chart(plot, page.language) for n, plot in enumerate(page.plots, 1)}
    parts = {
        "[Content_Types].xml": with_charts(CONTENT_TYPES, charts),
        "_rels/.rels": RELS,
        "word/document.xml": _document(page),
        "word/_rels/document.xml.rels": with_relations(DOCUMENT_RELS, len(charts)),
        "word/styles.xml": styles(page.language, page.plan_language),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/footer1.xml": footer(mark, page.words.page),
        "docProps/core.xml": core(" ".join(page.title), page.office, page.language, page.at),
    }
    return office_package(parts | charts)


def _document(page: Printed) -> str:
    body = "".join(
        (
            *_stamp(page),
            *_title(page),
            *_summary(page),
            _table(WHOLE_WORD_WIDTHS, page.words.headings, _rows(page)),
            *(paragraph("Counts", said) for said in page.closing),
            *_changed(page),
            *_late(page),
            *_before(page),
            *_signed(page),
            *_beside(page),
            section(),
        )
    )
    return f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"


def _stamp(page: Printed) -> Iterator[str]:
    for said in page.stamp:
        yield paragraph("Stamp", said)


def _title(page: Printed) -> Iterator[str]:
    first, *others = page.title
    yield paragraph("Title", first)
    for said in (*others, page.office):
        yield paragraph("Subtitle", said)
    yield paragraph("StateLine", page.state_line)


def _summary(page: Printed) -> Iterator[str]:
    """The numbers that a director looks for, above the table and never away from it."""
    for runs in page.summary:
        shown = "".join(_run(words, bold) for words, bold in runs)
        yield f'<w:p><w:pPr><w:pStyle w:val="Summary"/></w:pPr>{shown}</w:p>'


def _run(said: str, bold: bool) -> str:
    traits = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{traits}<w:t xml:space="preserve">{xml_text(said)}</w:t></w:r>'


def _rows(page: Printed) -> Iterator[str]:
    for block in page.blocks:
        if block.title:
            yield _section_row(block.title)
        for line in block.lines:
            yield _row(page, line.cells, WHOLE_WORD_WIDTHS, NUMBERS, _style(line), PERCENTS)


def _late(page: Printed) -> Iterator[str]:
    if page.late:
        yield paragraph("Heading1", page.late_title)
        rows = (_row(page, late, LATE_WIDTHS, LATE_NUMBERS, "Cell", NO_SHARE) for late in page.late)
        yield _table(LATE_WIDTHS, page.words.late_headings, rows)


def _before(page: Printed) -> Iterator[str]:
    if page.before:
        yield paragraph("Heading1", page.words.before_title)
        rows = (_row(page, late, LATE_WIDTHS, LATE_NUMBERS, "Cell", NO_SHARE) for late in page.before)
        yield _table(LATE_WIDTHS, page.words.late_headings, rows)


def _changed(page: Printed) -> Iterator[str]:
    if page.changed:
        yield paragraph("Heading1", page.words.changed_title)
        rows = (_row(page, cells, CHANGED_WIDTHS, frozenset(), "Cell", NO_SHARE) for cells in page.changed)
        yield _table(CHANGED_WIDTHS, page.words.changed_headings, rows)


def _signed(page: Printed) -> Iterator[str]:
    first, *others = page.signed
    yield paragraph("Signed", first)
    for said in others:
        yield paragraph("Counts", said)


def _beside(page: Printed) -> Iterator[str]:
    """Behind the signature, on pages of their own: months, quarters, plots."""
    for table in page.courses:
        yield paragraph("Apart", table.title)
        rows = (
            _row(page, line.cells, table.widths, table.figures, _style(line), table.percents)
            for line in table.lines
        )
        yield _table(table.widths, table.headings, rows)
        yield from (paragraph("Note", note) for note in table.notes)
    for n, plot in enumerate(page.plots, 1):
        if n == 1:
            yield paragraph("Apart", plot.sheet)
            yield paragraph("About", plot.about)
        yield _drawn(plot, n)
        headings = (plot.heading, plot.planned, plot.actual, plot.percent)
        cells = (
            _row(page, numbers_of(bar), PLOT_WIDTHS, PLOT_NUMBERS, "Cell", PLOT_SHARE) for bar in plot.bars
        )
        yield _table(PLOT_WIDTHS, headings, cells)


def _drawn(plot: Plot, number: int) -> str:
    width, height = (side * EMU_PER_MM for side in size(plot))
    named = f'<wp:docPr id="{number}" name="{plot.key}" descr="{described(plot)}"/><wp:cNvGraphicFramePr/>'
    inline = f'<wp:inline {WP}><wp:extent cx="{width}" cy="{height}"/>{named}'
    graphic = frame(plot, f"rId{FIRST_CHART + number - 1}", R)
    drawing = f"<w:drawing>{inline}{graphic}</wp:inline></w:drawing>"
    return f'<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr><w:r>{drawing}</w:r></w:p>'


def _style(line: Line) -> str:
    return "CellIncluded" if line.included else "Cell"


def _table(widths: Sequence[int], headings: Sequence[str], rows: Iterable[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    cells = "".join(_cell(said, w, "Header", "") for said, w in zip(headings, widths, strict=True))
    header = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{"".join(rows)}</w:tbl>'
    )


def _section_row(title: str) -> str:
    whole, columns = twips(sum(WHOLE_WORD_WIDTHS)), len(WHOLE_WORD_WIDTHS)
    wide = f'<w:tcW w:w="{whole}" w:type="dxa"/><w:gridSpan w:val="{columns}"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
    return (
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{wide}{shade}</w:tcPr>"
        f"{paragraph('SectionRow', title)}</w:tc></w:tr>"
    )


def _row(
    page: Printed,
    cells: tuple[Cell, ...],
    widths: tuple[int, ...],
    right: frozenset[int],
    style: str,
    percents: frozenset[int],
) -> str:
    kept = "" if is_tall(cells, widths) else "<w:trPr><w:cantSplit/></w:trPr>"
    figures = {n for n in right if page.is_figure(cells[n])}
    shown = "".join(
        _cell(page.shown(cell, n in percents), widths[n], style, RIGHT_SET if n in figures else "")
        for n, cell in enumerate(cells)
    )
    return f"<w:tr>{kept}{shown}</w:tr>"


def _cell(said: str, width: int, style: str, traits: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, said, traits)}</w:tc>"
    )


def paragraph(style: str, said: str, traits: str = "") -> str:
    """Line ends within the words stay line ends."""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{xml_text(line)}</w:t>' for line in said.splitlines() or [""]
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{traits}</w:pPr><w:r>{lines}</w:r></w:p>'
