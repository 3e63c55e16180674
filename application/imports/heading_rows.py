"""Over which rows does a heading reach, and which headings stand above one another over each column?

A merged cell covers its columns. In a text nothing is merged: there a heading covers the empty cells on its
right where the row below writes under it, and under it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from application.imports.grid import Cell, Grid
from domain.spelling import clean, plain

_MOST_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Over:
    """A heading and the columns that it stands over; ``own`` is how many of them its cell fills itself."""

    text: str
    first: int
    end: int
    own: int

    @property
    def wide(self) -> bool:
        return self.end - self.first > 1


def stacks_of(grid: Grid, first: int) -> tuple[int, dict[int, list[str]]]:
    """The heading's last row, and for each headed column its headings from above."""
    rows = [_overs(grid, first, [(0, grid.width)])]
    last = first
    while last + 1 - first < _MOST_ROWS:
        below = _below(grid, first, last + 1, [over for over in rows[-1] if over.wide])
        if below is None:
            break
        rows.append(below)
        last += 1
    return _trimmed(grid, first, last), _stacks(rows)


def _below(grid: Grid, first: int, row: int, groups: list[_Over]) -> list[_Over] | None:
    """The headings of a lower row, None where the row is no part of the heading."""
    own = [cell for cell in grid.row(row) if cell.row == row and clean(cell.text)]
    if not own:
        reached = any(cell.row >= first and cell.row < row for cell in grid.row(row))
        return groups if reached else None
    if not groups or _counts(own) or not all(_stands_under(cell, groups) for cell in own):
        return None
    return _overs(grid, row, [(group.first, group.end) for group in groups])


def _overs(grid: Grid, row: int, ranges: list[tuple[int, int]]) -> list[_Over]:
    found: list[_Over] = []
    for start, end in ranges:
        cells = [c for c in grid.row(row) if c.row == row and start <= c.column < end and clean(c.text)]
        for cell, after in zip(cells, [*cells, None][1:], strict=True):
            until = after.column if after else end
            found.append(_Over(clean(cell.text), cell.column, max(until, cell.column + 1), cell.columns))
    return found


def _stands_under(cell: Cell, groups: list[_Over]) -> bool:
    return any(g.first <= cell.column and cell.column + cell.columns <= g.end for g in groups)


def _counts(cells: list[Cell]) -> bool:
    return all(plain(cell.text).strip(" .").isdigit() for cell in cells)


def _trimmed(grid: Grid, first: int, last: int) -> int:
    """Lower rows that are only reached into count where a heading's cell is merged down to them."""
    reach = max((c.row + c.rows - 1 for c in grid.row(first) if c.row == first), default=first)
    written = (
        row for row in range(last, first, -1) if any(c.row == row and clean(c.text) for c in grid.row(row))
    )
    return max(next(written, first), min(reach, last))


def _stacks(rows: list[list[_Over]]) -> dict[int, list[str]]:
    """A column is headed where a cell of some row fills it; what reaches over it is its group."""
    headed = sorted({c for overs in rows for over in overs for c in range(over.first, over.first + over.own)})
    stacks: dict[int, list[str]] = {}
    for column in headed:
        stack: list[str] = []
        for at, overs in enumerate(rows):
            over = next((o for o in overs if o.first <= column < o.end), None)
            lower = any(o.first <= column < o.end for row in rows[at + 1 :] for o in row)
            fills = over is not None and column < over.first + over.own
            if over is not None and (fills or lower) and over.text not in stack:
                stack.append(over.text)
        if stack:
            stacks[column] = stack
    return stacks
