"""In how many clothes can one plan come? Every one of them must be read as the same plan."""

import csv
import io
import random
from collections.abc import Callable, Sequence

import docx
import openpyxl
from docx.oxml import OxmlElement
from openpyxl.styles import Font

from tests.imports.files import archive, saved, unpacked
from tests.imports.unseen.writing import calc_sheet, page, separated, writer_text

Rows = list[list[str]]
HEADING = [
    "№ з/п",
    "Найменування завдання",
    "Найменування заходу",
    "Відповідальний виконавець",
    "Термін виконання",
    "Найменування показника",
    "Значення показника",
]
WHO = (
    "Директор",
    "Відділ просвіти",
    "Відділ фінансів, бухгалтерського обліку та звітності",
    "Бюро; Директор",
)
DUE = (
    "січень",
    "до 15.02.2021",
    "лютий-березень",
    "постійно",
    "за потребою",
    "січень – 1 лютий – 2",
    "I квартал",
)
TARGET = ("1", "3", "1/1", "за потребою", "-", "", "150", "2,5", "1 000")
WORDS = ("лекції", "семінари", "прийоми", "угоди", "анкети", "стенди", "у т.ч. виїзди", "звіти", "навчання")


def plan(chance: random.Random) -> tuple[list[str], Rows]:
    """Lines above, and a table of three to thirty measures in one or two sections."""
    rows, sections = [HEADING], chance.choice((1, 2))
    for section in range(1, sections + 1):
        rows.append([f"{'I' * section}. Розділ {section}"])
        for at in range(1, chance.randrange(3, 16)):
            number = f"{section}.{1 + at // 6}.{at}"
            task = f"Завдання {section}.{1 + at // 6} Напрям"
            title = f"Захід {number} {chance.choice(WORDS)} {at}"
            cells = [chance.choice(choices) for choices in (WHO, DUE)]
            rows.append([f"{at}.", task, title, *cells, f"Кількість {at}", chance.choice(TARGET)])
    return ["План заходів Тихого центру на 1 квартал 2021 року"], rows


def in_another_order(rows: Rows, chance: random.Random) -> Rows:
    """Columns moved, but the measures never to the first place: a section's words stand there alone."""
    order = chance.sample(range(len(HEADING)), k=len(HEADING))
    order = order[::-1] if HEADING[order[0]] == "Найменування заходу" else order
    return [[row[at] for at in order] if len(row) > 1 else row for row in rows]


def with_blank_rows(rows: Rows, chance: random.Random) -> Rows:
    blank = [""] * len(HEADING)
    return [row for given in rows for row in ((given, blank) if chance.random() < 0.3 else (given,))]


def with_headings_again(rows: Rows, chance: random.Random) -> Rows:
    again = set(chance.sample(range(2, len(rows)), k=min(2, len(rows) - 2)))
    return [row for at, given in enumerate(rows) for row in ((rows[0], given) if at in again else (given,))]


def with_columns_numbered(rows: Rows, chance: random.Random) -> Rows:
    return [rows[0], [str(n) for n in range(1, 1 + len(HEADING))], *rows[1:]]


ARRANGED: tuple[Callable[[Rows, random.Random], Rows], ...] = (
    *(in_another_order, with_headings_again, with_columns_numbered, with_blank_rows),
)


def in_word(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    """Runs cut anywhere, bold here and there, rows within content controls, empty paragraphs between."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
        document.add_paragraph("")
    table = document.add_table(len(rows), len(HEADING))
    for at, row in enumerate(rows):
        if len(row) == 1:
            table.cell(at, 0).merge(table.cell(at, len(HEADING) - 1))
        for column, text in enumerate(row):
            paragraph = table.cell(at, column).paragraphs[0]
            cut = chance.randrange(len(text) + 1)
            for part in (text[:cut], text[cut:]):
                paragraph.add_run(part).bold = chance.random() < 0.3
    for row in table.rows:
        if chance.random() < 0.2:
            _within_control(row._tr)
    return archive(dict(sorted(unpacked(saved(document.save)).items(), key=lambda _: chance.random())))


def _within_control(row: OxmlElement) -> None:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    row.addprevious(control)
    control.append(content)
    content.append(row)


def in_sheet(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    """Numbers as numbers, another font, a frozen pane, an empty column before, an empty sheet after."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    left = chance.choice((0, 0, 1))
    for line in lines:
        sheet.append([None] * left + [line])
    for row in rows:
        as_number = chance.random() < 0.5
        cells = [int(c) if as_number and c.isdigit() and len(row) > 1 else c or None for c in row]
        sheet.append([None] * left + cells)
        if len(row) == 1:
            at = sheet.max_row
            sheet.merge_cells(start_row=at, end_row=at, start_column=1 + left, end_column=len(HEADING) + left)
    for cells in sheet.iter_rows(min_row=1, max_row=5):
        for cell in cells:
            cell.font = Font(bold=True, name="Arial")
    sheet.freeze_panes = "A3"
    book.create_sheet("Аркуш2")
    return saved(book.save)


def in_text(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    mark, end = chance.choice(";,\t"), chance.choice(("\n", "\r\n"))
    encoding = chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1251"))
    if chance.random() < 0.5:
        stream = io.StringIO()
        wide = [[*row, *[""] * (len(HEADING) - len(row))] for row in ([line] for line in lines)]
        wide += [[*row, *[""] * (len(HEADING) - len(row))] for row in rows]
        csv.writer(stream, delimiter=mark, lineterminator=end).writerows(wide)
        return stream.getvalue().encode(encoding)
    quote_all = chance.random() < 0.5
    return separated(rows, lines=lines, encoding=encoding, mark=mark, end=end, quote_all=quote_all)


def in_page(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    return page(rows, lines=lines, encoding=chance.choice(("utf-8", "cp1251")))


def in_calc(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    return calc_sheet(rows, lines=lines)


def in_writer(lines: Sequence[str], rows: Rows, chance: random.Random) -> bytes:
    return writer_text(rows, lines=lines)


WRITTEN: dict[str, Callable[[Sequence[str], Rows, random.Random], bytes]] = {
    "docx": in_word,
    "xlsx": in_sheet,
    "csv": in_text,
    "html": in_page,
    "ods": in_calc,
    "odt": in_writer,
}


def clothes(seed: int, kind: str) -> tuple[list[str], Rows, bytes]:
    """A plan, and the same plan arranged otherwise and written as another kind of file."""
    chance = random.Random(f"{seed}/{kind}")
    lines, rows = plan(chance)
    arranged = rows
    chosen = chance.sample(ARRANGED, k=chance.randrange(3))
    for way in filter(chosen.__contains__, ARRANGED):
        arranged = way(arranged, chance)
    return lines, rows, WRITTEN[kind](lines, arranged, chance)
