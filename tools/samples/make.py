"""How do the sample plans become real documents? Run ``python tools/samples/make.py``.

The same words give the same bytes. The YAML files beside this one hold every word; `written` gives them back
cell by cell, which is what the tests compare an import with.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "application" / "samples" / "shipped"
MADE_ON = datetime(2026, 7, 1, tzinfo=UTC)
ZIP_TIME = (2026, 7, 1, 0, 0, 0)


@dataclass(frozen=True)
class Row:
    """One measure as it was written: its place in the outline, and its cells as text."""

    section: str
    task: str
    subtask: str
    cells: tuple[str, ...]


def content(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return loaded


def written(plan: dict[str, Any]) -> Iterator[Row]:
    """Every measure in order, whatever the form."""
    for section in plan.get("sections", [{"title": "", "tasks": plan.get("tasks", ())}]):
        for task in section.get("tasks", [{"title": "", "rows": section.get("rows", "")}]):
            for sub in task.get("subtasks", [{"title": "", "rows": task.get("rows", "")}]):
                for line in sub["rows"].splitlines():
                    yield Row(section["title"], task["title"], sub["title"], cells_of(line))


def cells_of(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def quarterly_docx(plan: dict[str, Any]) -> bytes:
    """Seven columns; a section is one merged row, a task is merged over the rows of its measures."""
    document = landscape()
    for line in plan["before"]:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
    document.add_paragraph(plan["title"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = headed_table(document, plan)
    section = task = ""
    first = None
    for row in written(plan):
        if row.section != section:
            section = row.section
            merged_row(table, section)
        number, *rest = row.cells
        cells = next_row(table, plan)
        for cell, text in zip((cells[0], *cells[2:]), (number, *rest), strict=True):
            cell.text = text
        if row.task != task:
            task, first = row.task, cells[1]
            cells[1].text = task
        elif first is not None:
            first = first.merge(cells[1])
            first.text = task
    for line in plan["after"]:
        document.add_paragraph(line)
    return saved(document)


def province_docx(plan: dict[str, Any]) -> bytes:
    """A letterhead in a table without borders, a title, five columns, and the list of recipients."""
    document = landscape()
    head = document.add_table(rows=0, cols=2)
    for texts in plan["head"]:
        for cell, text in zip(head.add_row().cells, texts, strict=True):
            cell.text = text
    for line in plan["title"]:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in plan["intro"]:
        document.add_paragraph(line)
    table, section = headed_table(document, plan), ""
    for row in written(plan):
        if row.section != section:
            section = row.section
            merged_row(table, section)
        for cell, text in zip(next_row(table, plan), row.cells, strict=True):
            cell.text = text
    for line in plan["after"]:
        document.add_paragraph(line)
    return saved(document)


def annual_xlsx(plan: dict[str, Any]) -> bytes:
    """Form with quarter columns: an indicator line, then a value line under the office's short name."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": plan["title"], "created": MADE_ON.replace(tzinfo=None)})
    sheet = book.add_worksheet(plan["sheet"])
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    bold = book.add_format({"border": 1, "text_wrap": True, "bold": True, "align": "center"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate((5, 26, 26, 36, 28, 26, 7, 7, 7, 7, 8)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 10, plan["title"], bold)
    for column, heading in enumerate(plan["columns"]):
        sheet.merge_range(2, column, 3, column, heading, bold)
    sheet.merge_range(2, 5, 2, 10, plan["indicator"], bold)
    for column, heading in enumerate(("Найменування", "I", "II", "III", "IV", "Разом"), 5):
        sheet.write_string(3, column, heading, bold)
    line = 4
    for task in plan["tasks"]:
        start = line
        for sub in task["subtasks"]:
            top = line
            for row in sub["rows"].splitlines():
                annual_measure(sheet, line, cells_of(row), plan["office"], cell)
                line += 2
            sheet.merge_range(top, 2, line - 1, 2, sub["title"], cell)
        sheet.merge_range(start, 0, line - 1, 0, task["number"], cell)
        sheet.merge_range(start, 1, line - 1, 1, task["title"], cell)
    book.close()
    return dated(out.getvalue())


def annual_measure(sheet: Any, line: int, cells: tuple[str, ...], office: str, style: Any) -> None:
    measure, executors, indicator, *values = cells
    sheet.merge_range(line, 3, line + 1, 3, measure, style)
    sheet.merge_range(line, 4, line + 1, 4, executors, style)
    sheet.write_string(line, 5, indicator, style)
    sheet.write_string(line + 1, 5, office, style)
    if len(values) == 1:
        sheet.merge_range(line + 1, 6, line + 1, 10, values[0], style)
        return
    for column, value in enumerate(values, 6):
        if value:
            sheet.write_number(line + 1, column, int(value), style)
        else:
            sheet.write_blank(line + 1, column, None, style)


def landscape() -> Any:
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(1.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(11)
    core = document.core_properties
    core.author, core.created, core.modified, core.last_modified_by = "", MADE_ON, MADE_ON, ""
    return document


def headed_table(document: Any, plan: dict[str, Any]) -> Any:
    """A heading row that every page repeats; ``widths`` of the plan are centimetres."""
    table = document.add_table(rows=1, cols=len(plan["columns"]), style="Table Grid")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, heading, width in zip(table.columns, plan["columns"], plan["widths"], strict=True):
        column.width = column.cells[0].width = Cm(width)
        column.cells[0].paragraphs[0].add_run(heading).bold = True
    return table


def next_row(table: Any, plan: dict[str, Any]) -> Any:
    cells = table.add_row().cells
    for cell, width in zip(cells, plan["widths"], strict=True):
        cell.width = Cm(width)
    return cells


def merged_row(table: Any, text: str) -> None:
    cells = table.add_row().cells
    cells[0].merge(cells[-1]).text = text


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return dated(out.getvalue())


def dated(archive: bytes) -> bytes:
    """The same members with one fixed time, so that the bytes depend on the content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, ZIP_TIME)
            new.writestr(info, old.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()


MAKERS = {"quarter": quarterly_docx, "annual": annual_xlsx, "province": province_docx}


def make(name: str) -> tuple[str, bytes]:
    """The file's name and its bytes."""
    plan = content(name)
    return plan["file"], MAKERS[name](plan)


if __name__ == "__main__":
    for name in MAKERS:
        file, bytes_ = make(name)
        (SHIPPED / file).write_bytes(bytes_)
        sys.stdout.write(f"{file}: {len(bytes_)} bytes, {len(list(written(content(name))))} measures\n")
