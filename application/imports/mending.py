"""Which rows are not what they look like: cut in two by a page, or a section that fills two cells?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from application.imports.grid import Cell
from application.imports.headings import Role
from application.imports.numbers import is_included, measure_title, number_cell, task_title
from application.imports.rows import MeasureLine, Row, SectionLine, UnreadLine
from domain.spelling import clean


def mended(rows: Sequence[Row]) -> list[Row]:
    """The rows with cut ones joined and titled groups told from measures."""
    return list(_sections(_with_whole_tasks(_joined(rows))))


def _joined(rows: Sequence[Row]) -> list[Row]:
    """A row without a number that begins in lower case goes on with the row above it, measure or not."""
    whole: list[Row] = []
    for row in rows:
        above = whole[-1] if whole else None
        if (
            isinstance(row, MeasureLine | UnreadLine)
            and isinstance(above, MeasureLine)
            and _goes_on(row, above)
        ):
            whole[-1] = replace(above, joined=True, cells=_together(above, row.cells))
        else:
            whole.append(row)
    return whole


def _goes_on(row: MeasureLine | UnreadLine, above: MeasureLine) -> bool:
    return _completes(row, above) if isinstance(row, UnreadLine) else _title_goes_on(row, above)


def _title_goes_on(row: MeasureLine, above: MeasureLine) -> bool:
    title = clean(row.text(Role.MEASURE))
    return (
        title[:1].islower()
        and not row.number
        and not is_included(title)
        and _own_number(row) is None
        and _own_number(above) is not None
        and not (row.text(Role.TARGET).strip() and above.text(Role.TARGET).strip())
    )


def _completes(row: UnreadLine, above: MeasureLine) -> bool:
    """Each cell goes on, in lower case, with words that stand above it."""
    return bool(row.cells) and all(
        role in above.cells and above.text(role).strip() and clean(cell.text)[:1].islower()
        for role, cell in row.cells.items()
    )


def _own_number(line: MeasureLine) -> str | None:
    return number_cell(line.text(Role.NUMBER)) or measure_title(line.text(Role.MEASURE)).number


def _together(above: MeasureLine, below: dict[Role, Cell]) -> dict[Role, Cell]:
    cells = dict(above.cells)
    for role, cell in below.items():
        if cell.text.strip() and cell is not above.cells[role]:
            cells[role] = cells[role]._replace(text=f"{cells[role].text} {cell.text}".strip())
    return cells


def _with_whole_tasks(rows: Sequence[Row]) -> list[Row]:
    """«Завдання 1.7 Розвиток структур», below it «надання допомоги» beside another measure: one task."""
    whole: list[Row] = []
    opened: int | None = None
    for row in rows:
        text = clean(row.text(Role.TASK)) if isinstance(row, MeasureLine) else ""
        if text and isinstance(row, MeasureLine):
            head = whole[opened] if opened is not None else None
            if opened is not None and isinstance(head, MeasureLine) and _task_goes_on(text, head):
                whole[opened] = replace(head, cells=_together(head, {Role.TASK: row.cells[Role.TASK]}))
                blank = Cell("", row.cells[Role.TASK].row, row.cells[Role.TASK].column, row.place)
                row = replace(row, cells={**row.cells, Role.TASK: blank}, task_joined=True)
            else:
                opened = len(whole)
        whole.append(row)
    return whole


def _task_goes_on(text: str, head: MeasureLine) -> bool:
    numbered = task_title(clean(head.text(Role.TASK))).number is not None
    return text[:1].islower() and numbered and task_title(text).number is None


def _sections(rows: Sequence[Row]) -> Iterator[Row]:
    """«1 | Правова робота» above 1.1 and 1.2 is a section, and so is «II | …» among numbered measures."""
    for at, row in enumerate(rows):
        below = next((r for r in rows[at + 1 : at + 2] if isinstance(r, MeasureLine)), None)
        if isinstance(row, MeasureLine) and below and _titles(row, below):
            text = f"{clean(row.text(Role.NUMBER))} {clean(row.text(Role.MEASURE))}".strip()
            yield SectionLine(text, row.place)
        else:
            yield row


def _titles(row: MeasureLine, below: MeasureLine) -> bool:
    number, under = _own_number(row), _own_number(below)
    beside = (cell for role, cell in row.cells.items() if role not in (Role.NUMBER, Role.MEASURE))
    alone = not any(cell.text.strip() for cell in (*beside, *row.extra.values(), *row.values))
    twice = number_cell(row.text(Role.NUMBER)) and measure_title(row.text(Role.MEASURE)).number
    if not number or not under or not alone or twice:
        return False
    roman = not number[0].isdigit() and under[0].isdigit()
    return not is_included(below.text(Role.MEASURE)) and (roman or under.startswith(f"{number}."))
