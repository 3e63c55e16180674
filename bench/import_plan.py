"""How long does it take to read a plan of 500 rows from a document or workbook, understand and store it?

``read`` is the file's way to cells, in milliseconds of work under the limits of the child that reads: the
floor of the document walks its XML and keeps the text of each cell; that of the workbook is calamine, which
reads values alone. ``understood`` goes from cells to a plan with its measures, deadlines, targets and
findings. ``in all`` starts the child, reads, understands and stores. The peer of the document is python-docx,
asked cell by cell.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import docx
import xlsxwriter

from application.imports.grid import Papers
from application.imports.reading import read_plan
from application.ports import DocumentReader, EventStore
from bench.figure import FLOOR, PEER, VALUE, Figure, Variant, in_turns
from bench.ground import Ground
from bench.office import entry, found_office
from bench.report import cell_by_cell, took
from domain.plan.document import PlanDocument
from domain.plan.events import PlanDrafted
from infrastructure.documents.apart import ReaderApart
from infrastructure.documents.reader import OfficeReader
from infrastructure.eventstore.opening import open_store

ROOT = Path(__file__).parent.parent
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


def run(ground: Ground) -> Figure:
    rows = [HEADING, *(row(n) for n in range(1, ROWS + 1))]
    files = {"docx": cell_by_cell([[TITLE] + [""] * 6, *rows]), "xlsx": sheet_of(rows)}
    with ground.database() as url:
        store = open_store(url, ground.folder)
        found_office(store)
        ways = {
            f"{kind}, {step}": variants
            for kind, content in files.items()
            for step, variants in ways_of(ground.folder / f"plan.{kind}", content, store).items()
        }
        of = {
            name: in_turns(variants, ground.seconds / len(ways), unit="ms", better="lower")
            for name, variants in ways.items()
        }
        store.close()
    return replace(of["docx, read"], note=f"{ROWS} rows; the peer is python-docx, cell by cell", of=of)


def ways_of(file: Path, content: bytes, store: EventStore) -> dict[str, dict[str, Variant]]:
    file.write_bytes(content)
    read: dict[str, Variant] = {VALUE: partial(inside, file, "ours"), FLOOR: partial(inside, file, "bare")}
    if file.suffix == ".docx":
        read[PEER] = partial(took, partial(asked_cell_by_cell, content))
    known = AlreadyRead(OfficeReader().read(content, file.name))
    return {
        "read": read,
        "understood": {VALUE: partial(took, partial(understood, content, file.name, known))},
        "in all": {VALUE: partial(took, partial(stored, content, file.name, store))},
    }


def inside(file: Path, who: str, seconds: float) -> float:
    asked = [sys.executable, "-m", "bench.reading_inside", str(file), who, str(seconds)]
    return float(subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


@dataclass(frozen=True, slots=True)
class AlreadyRead:
    papers: Papers

    def read(self, content: bytes, file_name: str) -> Papers:
        return self.papers


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


def understood(content: bytes, file_name: str, reader: DocumentReader) -> PlanDocument:
    document = read_plan(content, file_name, reader, period="2021Q1").document
    found = len(document.measures)
    assert found == ROWS, f"{found} measures of {ROWS}"
    return document


def stored(content: bytes, file_name: str, store: EventStore) -> None:
    drafted = PlanDrafted(document=understood(content, file_name, ReaderApart()), prepared_by="planner")
    store.append(entry(f"plan-{uuid4()}", 0, [drafted]))


def asked_cell_by_cell(document: bytes) -> list[str]:
    opened = docx.Document(io.BytesIO(document))
    return [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
