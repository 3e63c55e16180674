"""Which row names the columns, and what does each column hold? Told by the words, never by the position."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from application.imports.grid import Cell, Grid
from domain.plan.deadlines import quarter_name
from domain.plan.document import Column
from domain.spelling import clean, plain


class Role(StrEnum):
    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    SUBTASK = "subtask"
    PURPOSE = "purpose"
    MEASURE = "measure"
    EXECUTORS = "executors"
    CO_EXECUTORS = "co_executors"
    DUE = "due"
    INDICATOR = "indicator"
    TARGET = "target"
    QUARTER = "quarter"
    TOTAL = "total"
    FUNDING = "funding"
    RESULT = "result"
    NOTE = "note"
    UNIT = "unit"
    ACTUAL = "actual"
    OTHER = "other"


# The word that stands first in a heading is its head: «Термін виконання заходу» is a deadline.
_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"№|#|з/п|п/п|\bn п|\bтт\b|\btt\b|\bstt\b|số tt|\bno\b\.?|номер|\bcode\b|\bref\b"),
    (Role.SUBTASK, r"підзавдан|tiểu nhiệm vụ|sub-?task"),
    (Role.TASK, r"завдан|nhiệm vụ|\btask"),
    (Role.SECTION, r"розділ|напрям|\bsection\b|\bkpa\b|lĩnh vực"),
    (Role.PURPOSE, r"\bмет[аи]\b|\bціл[ьі]|mục đích|mục tiêu|purpose|objective|\bgoal"),
    (
        Role.MEASURE,
        r"зміст робот|назва робот|види робіт|захід\b|захо(ду|дів|ди|дах)\b|"
        r"nội dung|hoạt động|công việc|measure|activit|\bactions?\b",
    ),
    (Role.CO_EXECUTORS, r"співвикон|phối hợp|co-?executor|partner|coordinating"),
    (
        Role.EXECUTORS,
        r"виконав(ец|ц)|відповідальн|хто викон|thực hiện|chủ trì|phụ trách|trách nhiệm|"
        r"responsible|executor|custodian|\blead\b|owner|in charge",
    ),
    (
        Role.DUE,
        r"термін|строк|дата\b|період викон|thời gian|thời hạn|tiến độ|deadline|\bdue\b|time ?(frame|line)|"
        r"\bdate\b|\bterm\b",
    ),
    (
        Role.TARGET,
        r"значенн|заплановано|^план\b|\bплан на\b|^кількість$|"
        r"планов\w+ показник|chỉ tiêu kế hoạch|số lượng|target|planned|quantity",
    ),
    (Role.INDICATOR, r"показник|індикатор|chỉ tiêu|chỉ số|indicator|\bkpi\b"),
    (Role.ACTUAL, r"виконано\b|фактичн|% викон|стан викон|\bстан\b|actual|status"),
    (Role.UNIT, r"одиниц|đơn vị tính|unit of"),
    (Role.FUNDING, r"фінанс|кошт|бюджет|kinh phí|nguồn vốn|funding|budget|financial"),
    (Role.RESULT, r"результат|kết quả|sản phẩm|result|output|outcome"),
    (Role.NOTE, r"приміт|відмітк|ghi chú|notes?\b|remark|comment"),
)
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)
_VIETNAMESE_BODY = re.compile(r"(đơn vị|cơ quan|người|bộ phận) (thực hiện|chủ trì|phụ trách)")
_VIETNAMESE_TIME = re.compile(r"thời (gian|hạn|điểm)")
_TOTAL = re.compile(r"(разом|всього|усього|на рік|рік|за рік|tổng( cộng| số)?|cả năm|total|annual( target)?)")
_MOST_HEADING_LENGTH = 160
_NUMBERED = re.compile(r"\d+\s*[.)]?$|\d+(\.\d+)*[.)]\s|\w+\s\d+\.\d+")
_SEARCHED_ROWS = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table's heading stands and what each of its columns holds."""

    first: int
    last: int
    roles: dict[int, Role]
    texts: dict[int, str]
    quarters: dict[int, str]

    def column(self, role: Role) -> int | None:
        return next((column for column, found in self.roles.items() if found is role), None)

    def columns(self, role: Role) -> tuple[int, ...]:
        return tuple(column for column, found in self.roles.items() if found is role)

    @property
    def known(self) -> int:
        return len({role for role in self.roles.values() if role is not Role.OTHER})

    def as_columns(self) -> tuple[Column, ...]:
        return tuple(
            Column(index=column, heading=self.texts[column], role=role.value)
            for column, role in self.roles.items()
        )


def role_of(heading: str) -> Role:
    """What a column of this name holds."""
    words = plain(heading)
    if quarter_name(heading):
        return Role.QUARTER
    if _TOTAL.fullmatch(words):
        return Role.TOTAL
    if _VIETNAMESE_BODY.search(words):
        return Role.EXECUTORS
    if _VIETNAMESE_TIME.search(words):
        return Role.DUE
    found = [
        (match.start(), order, role)
        for order, (role, form) in enumerate(_PATTERNS)
        if (match := form.search(words))
    ]
    return min(found)[2] if found else Role.OTHER


def find_heading(grid: Grid) -> Heading | None:
    """The heading of the most telling row, None where no row names at least two kinds of columns."""
    best: Heading | None = None
    for row, cells in list(grid.rows())[:_SEARCHED_ROWS]:
        if len(cells) < 2 or any(len(cell.text) > _MOST_HEADING_LENGTH for cell in cells):
            continue
        if any(cell.row < row or _NUMBERED.match(clean(cell.text)) for cell in cells):
            continue
        heading = _heading(grid, row, cells)
        if best is None or heading.known > best.known:
            best = heading
    return best if best and best.known >= 2 else None


def _heading(grid: Grid, first: int, cells: tuple[Cell, ...]) -> Heading:
    last = _last_row(grid, first, cells)
    roles: dict[int, Role] = {}
    texts: dict[int, str] = {}
    for column in range(grid.width):
        stack = dict.fromkeys(cell for row in range(first, last + 1) if (cell := grid.at(row, column)))
        written = [clean(cell.text) for cell in stack if cell.text.strip()]
        if written:
            texts[column] = written[-1]
            roles[column] = _role_of_stack(written)
    quarters = {
        column: quarter_name(texts[column]) or "" for column, role in roles.items() if role is Role.QUARTER
    }
    if Role.MEASURE not in roles.values():
        roles = {c: Role.MEASURE if "nhiệm vụ" in plain(texts[c]) else role for c, role in roles.items()}
    if len(quarters) < 2:
        roles = {c: Role.OTHER if role in (Role.QUARTER, Role.TOTAL) else role for c, role in roles.items()}
        quarters = {}
    return Heading(first, last, roles, texts, quarters)


def _role_of_stack(written: list[str]) -> Role:
    """The lowest heading says it, unless only the group above it does («Показники / Найменування»)."""
    own = role_of(written[-1])
    return own if own is not Role.OTHER or len(written) == 1 else role_of(" ".join(written))


def _last_row(grid: Grid, first: int, cells: tuple[Cell, ...]) -> int:
    """A heading has rows below it where some of its cells are groups and others reach down."""
    last = max(cell.row + cell.rows - 1 for cell in cells)
    grouped = any(cell.columns > 1 for cell in cells)
    return min(last, first + 3) if grouped and last > first else first


def is_repeated(cells: tuple[Cell, ...], heading: Heading) -> bool:
    """Is this row the heading again, as at the top of a page?"""
    written = [cell for cell in cells if cell.text.strip()]
    same = sum(plain(cell.text) == plain(heading.texts.get(cell.column, "")) for cell in written)
    return bool(written) and same >= max(2, 0.6 * len(written))


def is_numbering(cells: tuple[Cell, ...]) -> bool:
    """Is this the row that numbers the columns: 1, 2, 3, 4?"""
    numbers = [plain(cell.text).strip(" .") for cell in cells if cell.text.strip()]
    return len(numbers) > 2 and numbers in ([str(n + first) for n in range(len(numbers))] for first in (0, 1))
