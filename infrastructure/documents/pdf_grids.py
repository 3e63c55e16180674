"""How do the ruled tables of pages become grids, one for a table that goes on over pages?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from application.imports.grid import Cell, Grid, Remark
from infrastructure.documents.pdf_lines import TextLine, lines_of
from infrastructure.documents.pdf_tables import Lattice
from infrastructure.documents.pdf_words import Frame, Vocabulary, joined

_SAME_EDGE = 4.0
_MOSTLY = 0.7
_SEVERAL = 4
_FEW = 0.05
_WIDEST_PADDING = 15.0


@dataclass(slots=True)
class Draft:
    """A cell while the table is put together; ``x0`` and ``x1`` are its edges on the page."""

    row: int
    rows: int
    x0: float
    x1: float
    place: str
    lines: list[TextLine]

    @property
    def written(self) -> bool:
        return bool(self.lines)

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Table:
    """Drafts in rows, from one page or from several; ``page`` is the last one, ``top`` its upper edge."""

    name: str
    page: int
    top: float
    rows: int
    drafts: list[Draft]
    ragged: bool = False
    remarks: list[Remark] = field(default_factory=list)

    def row(self, row: int) -> list[Draft]:
        return sorted((d for d in self.drafts if d.row == row), key=lambda draft: draft.x0)

    def edges(self) -> set[int]:
        return {round(x / _SAME_EDGE) for draft in self.drafts for x in (draft.x0, draft.x1)}

    @property
    def sides(self) -> tuple[float, float]:
        return min(d.x0 for d in self.drafts), max(d.x1 for d in self.drafts)

    def padding(self) -> float:
        """How far words keep from the edges of their cells; the few that run over are left out."""
        gaps = [
            gap
            for draft in self.drafts
            if draft.lines
            for gap in (
                min(line.x0 for line in draft.lines) - draft.x0,
                draft.x1 - max(line.x1 for line in draft.lines),
            )
            if 0 <= gap <= _WIDEST_PADDING
        ]
        return sorted(gaps)[int(_FEW * len(gaps))] if gaps else 0.0

    def frame(self, draft: Draft, padding: float) -> Frame:
        left = min([draft.x0 + padding, *(line.x0 for line in draft.lines)])
        right = max([draft.x1 - padding, *(line.x1 for line in draft.lines if line.x1 <= draft.x1)])
        return Frame(left, right)


def table_of(lattice: Lattice, page: int, number: int) -> Table:
    name = f"page {page} table {number}"
    drafts = [
        Draft(
            box.top,
            box.bottom - box.top,
            lattice.across[box.left],
            lattice.across[box.right],
            f"{name} row {box.top + 1} col {box.left + 1}",
            lines_of(letters),
        )
        for box, letters in zip(lattice.boxes, lattice.letters, strict=True)
    ]
    return Table(name, page, lattice.down[0], len(lattice.down) - 1, drafts, lattice.ragged)


def goes_on(above: Table, below: Table) -> bool:
    """The same sides and the same columns on the next page."""
    if below.page != above.page + 1:
        return False
    near = all(abs(a - b) <= _SAME_EDGE for a, b in zip(above.sides, below.sides, strict=True))
    mine, other = above.edges(), below.edges()
    shared = sum(any(edge + d in mine for d in (-1, 0, 1)) for edge in other)
    return near and shared >= _MOSTLY * len(other)


def put_together(above: Table, below: Table) -> None:
    """The lower table goes into the upper one: a repeated heading left out, a row cut in two joined."""
    skipped = _repeated(above, below)
    kept = [d for d in below.drafts if d.row + d.rows > skipped]
    shift = above.rows - skipped
    for draft in kept:
        begin = max(draft.row, skipped)
        draft.row, draft.rows = begin + shift, draft.rows - (begin - draft.row)
    first = [d for d in kept if d.row == above.rows]
    code = _cut(above, first) if first else None
    cut = code is not None
    if code:
        above.remarks.append(Remark(code, min(first, key=lambda d: d.x0).place))
    for draft in first:
        upper = _over(above, draft)
        if upper is not None and (cut or _same_group(upper, draft)):
            upper.lines += draft.lines
            upper.rows += draft.rows - cut
            kept.remove(draft)
    if cut:
        for draft in kept:
            draft.row -= 1
    above.drafts += kept
    above.rows = shift + below.rows - cut
    above.page = below.page
    above.ragged = above.ragged or below.ragged


def _repeated(above: Table, below: Table) -> int:
    """How many of the first rows stand in the upper table just so."""
    for row in range(min(above.rows, below.rows)):
        mine, other = above.row(row), below.row(row)
        if (
            len(mine) < 2
            or [d.words for d in mine] != [d.words for d in other]
            or not any(d.written for d in mine)
        ):
            return row
    return min(above.rows, below.rows)


def _over(above: Table, draft: Draft) -> Draft | None:
    """The cell of the upper table that stands right above this one, as wide as it."""
    return next(
        (d for d in above.drafts if d.row + d.rows == above.rows and _covers(d, draft)),
        None,
    )


def _same_group(upper: Draft, draft: Draft) -> bool:
    """A merged cell that the page cut; its lower part repeats no words."""
    return (upper.rows > 1 or draft.rows > 1) and upper.written and not draft.written


def _cut(above: Table, first: Sequence[Draft]) -> str | None:
    """The code of what there is to say where the first row of a page goes on with the last one above.

    Its words stand under words, and a cell that is written in every row is empty. Lines above that run to
    the edge of their cells make it certain.
    """
    pairs = [(_over(above, draft), draft) for draft in first if draft.written]
    if not pairs or any(upper is None or not upper.written for upper, _ in pairs):
        return None
    left = min(first, key=lambda draft: draft.x0)
    padding = above.padding()
    runs = [
        upper is not None and _runs_on(upper.lines[-1], draft.lines[0], above.frame(upper, padding))
        for upper, draft in pairs
    ]
    named = not left.written and _share(above, left) >= _MOSTLY
    if named and any(runs):
        return "row-over-pages"
    lacks = [draft for draft in first if not draft.written and _is_always_written(above, draft)]
    if lacks and all(runs):
        return "row-over-pages"
    always = [draft for draft in first if _is_always_written(above, draft)]
    alone = len(pairs) == 1 and len(lacks) >= max(1, len(always) - 1)
    return "row-perhaps-over-pages" if alone and not left.written else None


def _share(above: Table, draft: Draft) -> float:
    """How many of the cells above this one are written."""
    column = [d for d in above.drafts if d.rows == 1 and abs(d.x0 - draft.x0) <= _SAME_EDGE]
    return sum(d.written for d in column) / max(1, len(column))


def _is_always_written(above: Table, draft: Draft) -> bool:
    column = [d for d in above.drafts if d.rows == 1 and _covers(d, draft)]
    return len(column) >= _SEVERAL and all(d.written for d in column)


def _covers(one: Draft, other: Draft) -> bool:
    return abs(one.x0 - other.x0) <= _SAME_EDGE and abs(one.x1 - other.x1) <= _SAME_EDGE


def _runs_on(line: TextLine, below: TextLine, frame: Frame) -> bool:
    return line.blank or frame.room(line) < below.words[0].width + line.size / 4


def grid_of(table: Table, known: Vocabulary) -> tuple[Grid, list[Remark]]:
    edges = _columns(table.drafts)
    padding = table.padding()
    cells: list[Cell] = []
    remarks = list(table.remarks)
    for draft in sorted(table.drafts, key=lambda d: (d.row, d.x0)):
        left, right = _column(edges, draft.x0), _column(edges, draft.x1)
        text, unsure = joined(draft.lines, table.frame(draft, padding), known)
        cells.append(Cell(text, draft.row, left, draft.place, max(1, draft.rows), max(1, right - left)))
        remarks += [
            Remark("word-at-line-end", draft.place, {"parts": u.parts, "read": u.read}) for u in unsure
        ]
    if table.ragged:
        remarks.append(Remark("cells-unsure", table.name))
    return Grid(table.name, tuple(cells)), remarks


def learn(tables: Iterable[Table], known: Vocabulary) -> None:
    for table in tables:
        padding = table.padding()
        for draft in table.drafts:
            if draft.lines:
                known.learn(draft.lines, table.frame(draft, padding))


def _columns(drafts: Sequence[Draft]) -> list[float]:
    edges: list[float] = []
    for x in sorted(x for draft in drafts for x in (draft.x0, draft.x1)):
        if not edges or x - edges[-1] > _SAME_EDGE:
            edges.append(x)
    return edges


def _column(edges: Sequence[float], x: float) -> int:
    return max(0, bisect_right(edges, x + 0.01) - 1)
