"""Which cells of a text's row stand under which heading, where the row has one too few or too many?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from application.imports.cells import names_indicator
from application.imports.grid import Cell, Grid, Papers
from application.imports.headings import Heading, Role, find_heading, is_numbering, is_repeated
from application.imports.numbers import measure_title, number_cell
from domain.plan.deadlines import read_deadline
from domain.plan.document import DueKind, Finding, TargetKind
from domain.plan.findings import doubt
from domain.plan.targets import read_target
from domain.spelling import clean, is_dash

_MOST_WAYS = 200
_MOST_PARTED = 20
"""Cells too many that separators within words may have made; a row with more is damaged beyond guessing."""
_LONGEST_READING = 1_000
"""Letters; many cells put together are no deadline and no target."""
_HABIT = 0.8
_ANY_YEAR = "2000"

Texts = tuple[str, ...]
Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Table:
    """A text's table: how many cells its rows should have, and what each column's cells look like."""

    grid: Grid
    heading: Heading
    expected: int
    fits: dict[int, Fits]


def realigned(papers: Papers) -> tuple[Papers, list[Finding]]:
    """The papers with each uneven row set under its headings, and a finding at every such row.

    Where the cells allow one way alone, they are set that way; where a cell was parted in two, that is an
    error all the same. Where several ways are left, cells stay that all of them agree on, the rest is left
    empty; where none is left, the row stays as it is.
    """
    blocks, findings = [], []
    for block in papers.blocks:
        if isinstance(block, Grid) and block.is_text and (table := _table(block)):
            block, found = _evened(table)
            findings += found
        blocks.append(block)
    return replace(papers, blocks=tuple(blocks)), findings


def _table(grid: Grid) -> _Table | None:
    heading = find_heading(grid)
    if heading is None or heading.column(Role.MEASURE) is None:
        return None
    expected = max(heading.texts) + 1
    even = [
        cells
        for row, cells in grid.rows()
        if row > heading.last and not _is_uneven(cells, expected) and _written(cells) > 1
    ]
    return _Table(grid, heading, expected, dict(_fits(heading, even)))


def _fits(heading: Heading, even: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[int, Fits]]:
    """What a column's cells must look like; numbers only where the even rows have them by habit."""
    for column, role in heading.roles.items():
        texts = [cells[column].text for cells in even if column < len(cells) and cells[column].text.strip()]
        if role is Role.NUMBER and _usual(_is_number, texts):
            yield column, _is_number
        elif role is Role.MEASURE:
            yield column, _is_numbered_title if _usual(_is_numbered_title, texts) else _is_title
        elif role is Role.EXECUTORS:
            yield column, _is_no_reading
        elif role is Role.DUE and _usual(_is_deadline, texts):
            yield column, _is_deadline
        elif role is Role.TARGET and _usual(_is_target, texts):
            yield column, _is_target


def _evened(table: _Table) -> tuple[Grid, list[Finding]]:
    cells: list[Cell] = []
    findings: list[Finding] = []
    for row, own in table.grid.rows():
        if row <= table.heading.last or not _is_uneven(own, table.expected) or _is_apart(own, table):
            cells += own
            continue
        ways = list(_ways([cell.text for cell in own], table))
        place = table.grid.place(row, 0)
        if len(ways) == 1 and len(own) < table.expected:
            found = doubt("row-realigned", cells=len(own), expected=table.expected)
        else:
            proposal = _proposal(own, ways)
            found = doubt("row-shifted", proposal=proposal, cells=len(own), expected=table.expected)
        findings.append(found.at(place))
        if ways:
            measure = table.heading.column(Role.MEASURE)
            texts = _agreed(ways, own, measure)
            cells += [Cell(text, row, column, place) for column, text in enumerate(texts)]
        else:
            cells += own
    return replace(table.grid, cells=tuple(cells)), findings


def _is_uneven(cells: Sequence[Cell], expected: int) -> bool:
    return len(cells) < expected or any(cell.text.strip() for cell in cells[expected:])


def _is_apart(cells: tuple[Cell, ...], table: _Table) -> bool:
    """A title, a numbering or a heading again: rows that may be short."""
    return _written(cells) < 2 or is_numbering(cells) or is_repeated(cells, table.heading)


def _written(cells: Sequence[Cell]) -> int:
    return sum(bool(cell.text.strip()) for cell in cells)


def _ways(texts: list[str], table: _Table) -> Iterator[Texts]:
    """Every way to set the cells under the headings that no column speaks against."""
    missing = table.expected - len(texts)
    found = _with_blanks(texts, missing) if missing > 0 else _with_joins(texts, table.expected)
    seen: set[Texts] = set()
    for way in found:
        if way not in seen and all(fits(way[column]) for column, fits in table.fits.items()):
            yield way
        seen.add(way)


def _with_blanks(texts: list[str], missing: int) -> Iterator[Texts]:
    width = len(texts) + missing
    for tried, blanks in enumerate(combinations(range(width), missing)):
        if tried == _MOST_WAYS:
            return
        left = iter(texts)
        yield tuple("" if column in blanks else next(left) for column in range(width))


def _with_joins(texts: list[str], expected: int) -> Iterator[Texts]:
    """A separator too many parted a cell in two: neighbours are put together again."""
    while len(texts) > expected and not texts[-1].strip():
        texts = texts[:-1]
    if len(texts) > expected + _MOST_PARTED:
        return
    for tried, starts in enumerate(combinations(range(1, len(texts)), expected - 1)):
        if tried == _MOST_WAYS:
            return
        edges = (0, *starts, len(texts))
        yield tuple(" ".join(texts[a:b]) for a, b in pairwise(edges))


def _agreed(ways: Sequence[Texts], own: Sequence[Cell], measure: int | None) -> Texts:
    """The cells that all ways share; the measure's own words stay, so that the row stays a measure."""
    texts = []
    for column, options in enumerate(zip(*ways, strict=True)):
        if len(set(options)) == 1:
            texts.append(options[0])
        else:
            texts.append(own[column].text if column == measure and column < len(own) else "")
    return tuple(texts)


def _proposal(own: Sequence[Cell], ways: Sequence[Texts]) -> str:
    texts = ways[0] if ways else tuple(cell.text for cell in own)
    return " | ".join(clean(text) for text in texts)[:500]


def _usual(fits: Fits, texts: Sequence[str]) -> bool:
    return bool(texts) and sum(map(fits, texts)) >= _HABIT * len(texts)


def _is_number(text: str) -> bool:
    return number_cell(text) is not None


def _is_title(text: str) -> bool:
    return bool(text.strip()) and not _is_number(text) and _is_no_reading(text)


def _is_numbered_title(text: str) -> bool:
    return measure_title(text).number is not None


def _is_no_reading(text: str) -> bool:
    """Words, not a date, a number or an indicator; an empty cell or a dash says nothing against it."""
    if len(text) > _LONGEST_READING or not clean(text) or is_dash(text):
        return True
    if names_indicator(text) or read_target(text)[0].kind is not TargetKind.TEXT:
        return False
    return read_deadline(text, _ANY_YEAR)[0].kind is DueKind.TEXT


def _is_deadline(text: str) -> bool:
    return len(text) <= _LONGEST_READING and read_deadline(text, _ANY_YEAR)[0].kind is not DueKind.TEXT


def _is_target(text: str) -> bool:
    return len(text) <= _LONGEST_READING and read_target(text)[0].kind is not TargetKind.TEXT
