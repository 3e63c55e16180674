"""How long does it take to print the quarterly report of 500 measures, as a document and as a workbook?

From the record's facts already compiled; compiling is told beside. The floor puts the same words into one
string of XML and packs it; python-docx sets a table of the same words cell by cell.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from time import perf_counter

import docx

from application.ports import EventStore
from application.reports.compile import compile_report
from application.reports.plots import numbers_of
from application.reports.printed import printed
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.office import entry, found_office, plan_in_force
from domain.report.shapes import QuarterlyReport
from infrastructure.eventstore.opening import open_store
from infrastructure.reports.renderers import RENDERERS

MEASURES, DEEDS, PLAN = 500, 500, "p"
PARAGRAPH, CELL = (
    "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>",
    '<c t="inlineStr"><is><t>{}</t></is></c>',
)
ROW_OF_WORDS, ROW_OF_SHEET = "<w:tr>{}</w:tr>", "<row>{}</row>"
Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class House:
    """As much of a house as compiling looks at."""

    store: EventStore


def run(ground: Ground) -> Figure:
    store = open_store("memory:", ground.folder)
    found_office(store)
    store.append(entry(f"plan-{PLAN}", 0, plan_in_force(DEEDS, MEASURES)))
    compiling = partial(compile_report, House(store), PLAN, "2021Q1")
    report = compiling()
    table = table_of(report)
    ways: dict[str, dict[str, Callable[[], object]]] = {
        "docx": {
            VALUE: partial(RENDERERS["docx"], report),
            FLOOR: partial(as_one_string, table, PARAGRAPH, ROW_OF_WORDS),
            PEER: partial(cell_by_cell, table),
        },
        "xlsx": {
            VALUE: partial(RENDERERS["xlsx"], report),
            FLOOR: partial(as_one_string, table, CELL, ROW_OF_SHEET),
        },
        "compiling": {VALUE: compiling},
    }
    of = {
        name: in_turns(
            {who: partial(took, act) for who, act in variants.items()},
            ground.seconds / len(ways),
            unit="ms",
            better="lower",
        )
        for name, variants in ways.items()
    }
    return replace(of["docx"], note=f"{MEASURES} measures; the peer is python-docx, cell by cell", of=of)


def took(act: Callable[[], object], seconds: float) -> float:
    """Milliseconds for one act: the middle of as many as fit."""
    end, times = perf_counter() + seconds, list[float]()
    while not times or perf_counter() < end:
        began = perf_counter()
        act()
        times.append(perf_counter() - began)
    return sorted(times)[len(times) // 2] * 1000


def table_of(report: QuarterlyReport) -> Table:
    """All words of all tables, which the floor and the peer write too; the lines around them and the charts
    are the report's own."""
    page = printed(report)
    lines = [line.cells for block in page.blocks for line in block.lines]
    lines += [line.cells for table in page.courses for line in table.lines]
    lines += [numbers_of(bar) for plot in page.plots for bar in plot.bars]
    return [[page.shown(cell) for cell in cells] for cells in lines]


def as_one_string(table: Table, cell: str, row: str) -> bytes:
    xml = "".join(row.format("".join(cell.format(escape(words)) for words in cells)) for cells in table)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part.xml", f"<body>{xml}</body>")
    return packed.getvalue()


def cell_by_cell(table: Table) -> bytes:
    document = docx.Document()
    grid = document.add_table(len(table), max(len(words) for words in table))
    for row, words in zip(grid.rows, table, strict=True):
        for cell, text in zip(row.cells, words, strict=False):
            cell.text = text
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
