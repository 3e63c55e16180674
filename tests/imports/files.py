"""How is a small invented document made in a test, as an office program would save it?"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import docx
import openpyxl

Rows = Sequence[Sequence[str | int | float | date | None]]

TITLE = "План заходів Тихого центру на 1 квартал 2021 року"
HEADING = (
    "№ з/п",
    "Найменування завдання",
    "Найменування заходу для виконання завдання",
    "Відповідальний виконавець заходу",
    "Термін (дата) виконання заходу",
    "Найменування показників результативності",
    "Значення показників результативності",
)
TASK = "Завдання 1.1 Доступ"


def measure(
    number: str, title: str, *, who: str = "Директор", due: str = "березень", target: str = "1"
) -> list[str]:
    """A row under HEADING; its task is printed again."""
    return [f"{number[-1]}.", TASK, f"Захід {number} {title}", who, due, "Кількість заходів", target]


def word(
    rows: Rows, *, lines: Sequence[str] = (TITLE,), after: Sequence[str] = (), merges: Rows = ()
) -> bytes:
    """A table of text; ``merges`` are (top, left, bottom, right), counted from 0."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                table.cell(row, column).text = str(value)
    for top, left, bottom, right in merges:
        table.cell(int(str(top)), int(str(left))).merge(table.cell(int(str(bottom)), int(str(right))))
    for line in after:
        document.add_paragraph(line)
    return saved(document.save)


def workbook(
    rows: Rows,
    *,
    lines: Sequence[str] = (TITLE,),
    merges: Sequence[str] = (),
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """A sheet «План» with lines above the table. ``merges`` are written ``A3:G3``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "План"
    for line in lines:
        sheet.append([line])
    for values in rows:
        sheet.append(list(values))
    for merge in merges:
        sheet.merge_cells(merge)
    if change:
        change(book)
    return saved(book.save)


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def archive(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same bytes at any time: a part carries the format's oldest date, not the moment of writing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, packing)
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
