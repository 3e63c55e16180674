"""What must a person see of a reading before it is stored: which cell was read as what, with which doubts?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.plan.differences import written
from domain.plan.document import CellState, DueKind, Finding, Measure, TargetKind

READ = ("executors", "due", "target")
"""The columns whose words are given a meaning."""
_SHOWN = ("number", "measure", "executors", "co_executors", "due", "indicator", "target")


@dataclass(frozen=True, slots=True)
class SeenCell:
    """``differs``: the reading says more, or something else, than the words. ``findings`` are numbers in the
    reading's list."""

    field: str
    place: str
    raw: str
    differs: bool
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeenMeasure:
    """A row as read; ``findings`` are those of the row as a whole, or of a cell that is not shown."""

    measure: Measure
    cells: tuple[SeenCell, ...]
    findings: tuple[int, ...]

    @property
    def is_plain(self) -> bool:
        """Nothing here wants a second look."""
        return not self.findings and not any(cell.differs or cell.findings for cell in self.cells)


def preview(measures: Iterable[Measure], findings: Sequence[Finding]) -> Iterator[SeenMeasure]:
    by_measure: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        by_measure.setdefault(finding.measure or "", []).append(number)
    for measure in measures:
        yield _seen(measure, by_measure.get(measure.id, []), findings)


def of_the_plan(findings: Sequence[Finding], measures: Iterable[Measure]) -> list[int]:
    """Findings that belong to no measure: the file, the header, rows that were not read."""
    known = {measure.id for measure in measures}
    return [number for number, finding in enumerate(findings) if finding.measure not in known]


def _seen(measure: Measure, own: Sequence[int], findings: Sequence[Finding]) -> SeenMeasure:
    words = written(measure)
    left = list(own)
    cells = []
    for field in _SHOWN:
        place = measure.places.get(field, "")
        here = tuple(n for n in left if place and findings[n].place == place)
        left = [n for n in left if n not in here]
        cells.append(SeenCell(field, place or measure.place, words[field], _differs(measure, field), here))
    return SeenMeasure(measure, tuple(cells), tuple(left))


def _differs(measure: Measure, field: str) -> bool:
    match field:
        case "due":
            due = measure.due
            return due.state is CellState.VALUE and due.kind not in (DueKind.TEXT, DueKind.NONE)
        case "target":
            target = measure.target
            stated = target.state is CellState.VALUE and target.kind is not TargetKind.TEXT
            return stated and not (isinstance(target.raw, str) and target.raw.strip() == str(target.value))
        case "executors":
            names = [executor.raw for executor in measure.executors]
            return len(names) > 1 or any(executor.by_consent for executor in measure.executors)
        case _:
            return False
