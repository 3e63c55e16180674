"""How long does it take to read a plan of 500 rows from a Word document or a workbook, and to understand it?

Ours ends in a plan with its measures, deadlines, targets and findings. The floor of the document walks its
XML and keeps the text of each cell; that of the workbook is calamine, which reads values alone. The peer of
the document is python-docx, asked cell by cell.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import docx
import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

from application.imports.reading import read_plan
from bench.figure import FLOOR, PEER, VALUE, Figure, in_turns
from bench.ground import Ground
from bench.report import cell_by_cell, took
from infrastructure.documents.reader import OfficeReader

ROWS = 500
TITLE = "План заходів центру на 1 квартал 2021 року"
HEADING = (
    "№ з/п",
    "Найменування завдання",
    "Найменування заходу для виконання завдання",
    "Відповідальний виконавець заходу",
    "Термін (дата) виконання заходу",
    "Найменування показників результативності",
    "Значення показників результативності",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(ground: Ground) -> Figure:
    rows = [HEADING, *(row(n) for n in range(1, ROWS + 1))]
    document, workbook = cell_by_cell([[TITLE] + [""] * 6, *rows]), sheet_of(rows)
    ways: dict[str, dict[str, Callable[[], object]]] = {
        "docx": {
            VALUE: partial(understood, document, "plan.docx"),
            FLOOR: partial(walked, document),
            PEER: partial(asked_cell_by_cell, document),
        },
        "xlsx": {VALUE: partial(understood, workbook, "plan.xlsx"), FLOOR: partial(values_of, workbook)},
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
    return replace(of["docx"], note=f"{ROWS} rows; the peer is python-docx, cell by cell", of=of)


def row(n: int) -> Sequence[str]:
    return (
        f"{n}.",
        "Завдання 1.1 Доступ до правової допомоги",
        f"Захід 1.{n} Провести зустріч у громаді та звітувати про її результати",
        "Директор",
        "січень-березень",
        "Кількість проведених зустрічей",
        "3",
    )


def sheet_of(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("План")
    sheet.write_row(0, 0, [TITLE])
    for n, cells in enumerate(rows, 1):
        sheet.write_row(n, 0, cells)
    book.close()
    return out.getvalue()


def understood(content: bytes, file_name: str) -> int:
    reading = read_plan(content, file_name, OfficeReader(), period="2021Q1")
    found = len(reading.document.measures)
    assert found == ROWS, f"{found} measures of {ROWS}"
    return found


def walked(document: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in root.iter(f"{W}tc")]


def asked_cell_by_cell(document: bytes) -> list[str]:
    opened = docx.Document(io.BytesIO(document))
    return [cell.text for table in opened.tables for row in table.rows for cell in row.cells]


def values_of(workbook: bytes) -> object:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
