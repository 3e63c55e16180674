"""Which rows name the columns, and what does each column hold? Told by the words, never by the position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from application.imports.grid import Cell, Grid
from application.imports.heading_rows import stacks_of
from application.imports.heading_words import Meaning, meaning_of, names_who_and_when
from application.imports.heading_words import Role as Role
from application.imports.heading_words import role_of as role_of
from domain.plan.document import Column
from domain.spelling import clean, plain

_MOST_HEADING_LENGTH = 160
_NUMBERED = re.compile(r"\d+\s*[.)]?$|\d+(\.\d+)*[.)]\s|\w+\s\d+\.\d+")
_LABEL = re.compile(r"(завдання|підзавдання|task|nhiệm vụ) ?№? ?\d")
_SEARCHED_ROWS = 60
_SEARCHED_AT_WORST = 500
"""An order of several pages may stand before its table."""
_SEVERAL = (Role.MATRIX, Role.QUARTER, Role.TOTAL, Role.FUNDING, Role.OTHER)
_CUT_WORD = re.compile(r"(?<=\w)-\s+(?=\w)")
"""«Найменування за- ходу»: a narrow column."""
_MAIN = (Role.MEASURE, Role.EXECUTORS, Role.DUE, Role.TARGET)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table's heading stands and what each of its columns holds.

    ``quarters`` are the columns of planned values by quarter; ``periods`` names the quarter of any other
    column that has one; ``groups`` are the headings above a column's own. ``named_by`` is the heading that
    stands for the measures where no column is headed so, ``counted_by`` the one that stands for the targets.
    """

    first: int
    last: int
    roles: dict[int, Role]
    texts: dict[int, str]
    quarters: dict[int, str]
    periods: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    titled_by: int | None = None
    named_by: str = ""
    counted_by: str = ""

    def column(self, role: Role) -> int | None:
        found = next((column for column, held in self.roles.items() if held is role), None)
        return self.titled_by if found is None and role is Role.MEASURE else found

    def columns(self, role: Role) -> tuple[int, ...]:
        return tuple(column for column, found in self.roles.items() if found is role)

    @property
    def known(self) -> int:
        return len({role for role in self.roles.values() if role is not Role.OTHER})

    def same_form(self, other: Heading) -> bool:
        """Do both head tables of one plan: the same main columns, whatever their order and words?"""
        mine, others = ({role for role in _MAIN if h.column(role) is not None} for h in (self, other))
        return mine == others and bool(self.quarters) == bool(other.quarters)

    def as_columns(self) -> tuple[Column, ...]:
        return tuple(
            Column(index=column, heading=self.texts[column], role=role.value)
            for column, role in self.roles.items()
        )


def find_heading(grid: Grid) -> Heading | None:
    """The heading of the most telling row, None where no row names at least two kinds of columns."""
    rows = list(grid.rows())
    near, far = rows[:_SEARCHED_ROWS], rows[_SEARCHED_ROWS:_SEARCHED_AT_WORST]
    return _best(grid, near) or _best(grid, far)


def _best(grid: Grid, rows: list[tuple[int, tuple[Cell, ...]]]) -> Heading | None:
    best: Heading | None = None
    for row, cells in rows:
        if len(cells) < 2 or any(len(cell.text) > _MOST_HEADING_LENGTH for cell in cells):
            continue
        if any(cell.row < row or _NUMBERED.match(clean(cell.text)) for cell in cells):
            continue
        heading = _heading(grid, row)
        if best is None or heading.known > best.known:
            best = heading
    return best if best and best.known >= 2 else None


def _heading(grid: Grid, first: int) -> Heading:
    last, stacks = stacks_of(grid, first)
    meanings = {column: _meaning(stack) for column, stack in stacks.items()}
    meanings |= dict.fromkeys(_matrix(stacks, meanings), Meaning(Role.MATRIX))
    planned = {column: m.period for column, m in meanings.items() if m.period and _is_planned(m)}
    quarters = planned if len(planned) > 1 else {}
    roles: dict[int, Role] = {}
    for column, meaning in meanings.items():
        roles[column] = _settled(column, meaning, quarters, roles)
    return Heading(
        first,
        last,
        roles,
        {column: stack[-1] for column, stack in stacks.items()},
        quarters,
        {column: m.period for column, m in meanings.items() if m.period and column not in quarters},
        {column: " / ".join(stack[:-1]) for column, stack in stacks.items() if len(stack) > 1},
    )


def _is_planned(meaning: Meaning) -> bool:
    return meaning.role in (Role.QUARTER, Role.TARGET)


def _settled(column: int, meaning: Meaning, quarters: dict[int, str], above: dict[int, Role]) -> Role:
    """A total needs its quarters; of two columns with one heading the first is read, the other kept."""
    if column in quarters:
        return Role.QUARTER
    role = meaning.role
    if role in (Role.QUARTER, Role.TOTAL) and not quarters:
        return Role.OTHER
    if role is Role.EXECUTORS and role in above.values() and Role.CO_EXECUTORS not in above.values():
        return Role.CO_EXECUTORS
    return Role.OTHER if role in above.values() and role not in _SEVERAL else role


def _meaning(stack: list[str]) -> Meaning:
    """The lowest heading says it, unless only the group above it does («Показники / Найменування»)."""
    stack = [_CUT_WORD.sub("", text) for text in stack]
    own = meaning_of(stack[-1])
    if len(stack) == 1:
        return own
    above = meaning_of(" ".join(stack[:-1]))
    if above.role is Role.FUNDING or own.role is Role.FUNDING:
        return Meaning(Role.FUNDING, own.period or above.period)
    if above.role is Role.QUARTER and own.role in (Role.OTHER, Role.TARGET, Role.INDICATOR, Role.RESULT):
        return Meaning(Role.TARGET, above.period)
    if own.role is not Role.OTHER:
        return replace(own, period=own.period or above.period)
    return meaning_of(" ".join(stack))


def _matrix(stacks: dict[int, list[str]], meanings: dict[int, Meaning]) -> list[int]:
    """Columns named after executors below one heading of executors and deadlines."""
    groups: dict[str, list[int]] = {}
    for column, stack in stacks.items():
        if len(stack) > 1:
            groups.setdefault(" ".join(stack[:-1]), []).append(column)
    found: list[int] = []
    for group, columns in groups.items():
        plain_names = all(meaning_of(stacks[c][-1]).role is Role.OTHER for c in columns)
        is_one = meaning_of(group).role in (Role.EXECUTORS, Role.DUE) and plain_names
        if len(columns) > 1 and (is_one or names_who_and_when(group)):
            found += columns
    return found


def with_measures(grid: Grid, heading: Heading) -> Heading:
    """The heading with a column for the measures: where none is headed so, the tasks or indicators name them,
    provided that each row has one of its own."""
    if heading.column(Role.MEASURE) is not None:
        return heading
    task, indicator = heading.column(Role.TASK), heading.column(Role.INDICATOR)
    if task is not None and ("nhiệm vụ" in plain(heading.texts[task]) or _one_each(grid, heading, task)):
        roles = {**heading.roles, task: Role.MEASURE}
        return replace(heading, roles=roles, named_by=heading.texts[task])
    if task is None and indicator is not None and _one_each(grid, heading, indicator):
        return replace(heading, titled_by=indicator, named_by=heading.texts[indicator])
    return heading


def _one_each(grid: Grid, heading: Heading, column: int) -> bool:
    texts: list[str] = []
    for row, cells in grid.rows():
        own = tuple(cell for cell in cells if cell.row == row and cell.text.strip())
        if row <= heading.last or len(own) < 2 or is_numbering(own) or is_repeated(own, heading):
            continue
        cell = grid.at(row, column)
        if cell is None or cell.row != row or not cell.text.strip() or _LABEL.match(plain(cell.text)):
            return False
        texts.append(plain(cell.text))
    return bool(texts) and len(set(texts)) == len(texts)


def is_repeated(cells: tuple[Cell, ...], heading: Heading) -> bool:
    """Is this row the heading again, as at the top of a page?"""
    written = [cell for cell in cells if cell.text.strip()]
    same = sum(
        plain(cell.text) in (plain(heading.texts.get(cell.column, "")), *_upper(heading, cell.column))
        for cell in written
    )
    return bool(written) and same >= max(2, 0.6 * len(written))


def _upper(heading: Heading, column: int) -> list[str]:
    return [plain(text) for text in heading.groups.get(column, "").split(" / ") if text]


def is_numbering(cells: tuple[Cell, ...]) -> bool:
    """Is this the row that numbers the columns: 1, 2, 3, 4?"""
    numbers = [plain(cell.text).strip(" .") for cell in cells if cell.text.strip()]
    return len(numbers) > 2 and numbers in ([str(n + first) for n in range(len(numbers))] for first in (0, 1))
