"""How does a plan's table read: the source's own columns and words, each reading beside them?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from application.explain.addresses import of_plan, page_of
from application.offers import PlanSeen
from application.reports.words import WORDS
from application.sentences import Sentences
from domain.plan.changes import Change
from domain.plan.document import Column, Executor, Finding, Measure, Severity
from domain.report.shapes import Row
from interfaces.web.acts import address_of
from interfaces.web.visitor import Visitor
from interfaces.web.words import VERDICT_LOOKS, due_reading, target_words

STANDARD = ("number", "measure", "executors", "due", "indicator", "target")
"""The columns of a plan that came without a table."""
SHOWN = frozenset({*STANDARD, "co_executors", "quarter", "total", "subtask", "purpose"})


@dataclass(slots=True)
class Cell:
    """One cell: the words of the source, how they are read, what is asked about them, what stood before."""

    role: str
    heading: str
    raw: str
    reading: str = ""
    change: Change | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form: a section or task across all columns, or a measure with its cells."""

    kind: str
    text: str = ""
    measure: Measure | None = None
    cells: tuple[Cell, ...] = ()
    done: str = ""
    done_page: str = ""
    state: str = ""
    looks: str = "none"
    log: str = ""
    files: int = 0
    changed: bool = False
    mine: bool = False


def headings_of(visitor: Visitor, seen: PlanSeen) -> list[Column]:
    """The source's own headings, in its order; sections and tasks are rows of their own."""
    own = [c for c in seen.plan.text.columns if c.role in SHOWN]
    if own:
        return own
    return [
        Column(index=n, heading=visitor.say(f"web.column-{role}"), role=role)
        for n, role in enumerate(STANDARD)
    ]


def rows_of(visitor: Visitor, seen: PlanSeen, sentences: Sentences, only: str) -> list[Line]:
    """All rows, or those that ``changed`` or are asked about, or those that are ``mine``."""
    columns = headings_of(visitor, seen)
    measures = [line_of(visitor, seen, sentences, columns, m) for m in seen.plan.text.measures]
    match only:
        case "changed":
            measures = [line for line in measures if line.changed or has_findings(line)]
        case "mine":
            measures = [line for line in measures if line.mine]
    return list(with_groups(seen, measures))


def has_findings(line: Line) -> bool:
    return any(cell.findings for cell in line.cells)


def with_groups(seen: PlanSeen, lines: list[Line]) -> Iterator[Line]:
    """Section and task stand above every group, also of a selection."""
    section: str | None = None
    task: tuple[str | None, str | None] = (None, None)
    for line in lines:
        measure = line.measure
        assert measure is not None
        if measure.section and measure.section != section:
            section = measure.section
            yield Line("section", measure.section)
        if measure.task and (measure.task_number, measure.task) != task:
            task = (measure.task_number, measure.task)
            yield Line("task", " ".join(filter(None, task)))
        yield line


def line_of(
    visitor: Visitor, seen: PlanSeen, sentences: Sentences, columns: list[Column], measure: Measure
) -> Line:
    row = seen.rows.get(measure.id)
    changed = {c.field: c for c in seen.changes if c.measure == measure.id}
    cells = tuple(cell_of(sentences, columns, n, measure) for n in range(len(columns)))
    for cell in cells:
        cell.change = changed.get(cell.role)
    place_findings(seen, measure, columns, cells)
    offers = seen.offers_with(measure)
    can_log = next((o for o in offers if not o.refused), None)
    return Line(
        kind="measure",
        measure=measure,
        cells=cells,
        done=done_words(visitor, row),
        done_page=page_of(of_plan(seen.id, measure.id, "done")) if row else "",
        state=WORDS[visitor.language].verdicts[row.verdict] if row else "",
        looks=VERDICT_LOOKS.get(row.verdict, "none") if row else "none",
        log=address_of(can_log) if can_log and seen.is_mine(measure) else "",
        files=sum(len(record.evidence) for record in seen.plan.of(measure.id).counted()),
        changed=bool(changed),
        mine=seen.is_mine(measure),
    )


def cell_of(sentences: Sentences, columns: list[Column], n: int, measure: Measure) -> Cell:
    column = columns[n]
    raw, reading = words_of(sentences, columns, n, measure)
    return Cell(column.role, column.heading, raw, reading)


def words_of(sentences: Sentences, columns: list[Column], n: int, measure: Measure) -> tuple[str, str]:
    """The source's words of one column, and how they are read where that says more."""
    match columns[n].role:
        case "number":
            return measure.number_raw or measure.number or "", ""
        case "measure":
            return measure.title, ""
        case "executors":
            raw = measure.executors_raw or ", ".join(e.raw for e in measure.executors)
            means = "; ".join(meant(sentences, e) for e in measure.executors)
            return raw, "" if means.casefold() == raw.casefold() else means
        case "co_executors":
            return ", ".join(measure.co_executors), ""
        case "due":
            return measure.due.raw, due_reading(sentences, measure.due)
        case "indicator":
            return measure.indicator or "", ""
        case "target":
            return target_words(measure.target), ""
        case "quarter" | "total":
            return by_quarter(columns, n, measure), ""
        case "subtask":
            return measure.subtask or "", ""
        case _:
            return measure.purpose or "", ""


def by_quarter(columns: list[Column], n: int, measure: Measure) -> str:
    """The n-th of the cells that a target is spread over."""
    raw = measure.target.raw
    if isinstance(raw, str):
        return raw if columns[n].role == "total" else ""
    spread = [at for at, column in enumerate(columns) if column.role in ("quarter", "total")]
    at = spread.index(n)
    return (raw[at] or "") if at < len(raw) else ""


def meant(sentences: Sentences, executor: Executor) -> str:
    """Whom the words mean today; consent and the unknown are said."""
    say, language = sentences.phrases.say, sentences.language
    if executor.by_consent:
        return say("web.by-consent", language)
    if executor.to is None:
        return say("web.executor-unknown", language)
    kind, _, id = executor.to.partition(":")
    office = sentences.office
    if kind == "person":
        return sentences.person(id)
    if kind == "position":
        return office.positions[id].title if id in office.positions else id
    return office.units[id].title if id in office.units else id


def place_findings(seen: PlanSeen, measure: Measure, columns: list[Column], cells: tuple[Cell, ...]) -> None:
    for number, finding in enumerate(seen.plan.findings):
        told = finding.severity is Severity.INFO or number in seen.plan.resolved
        if not told and belongs_to(finding, measure):
            column = column_in(finding.place)
            at = next((n for n, c in enumerate(columns) if c.index == column), None)
            named = next((n for n, c in enumerate(columns) if c.role == "measure"), 0)
            cells[named if at is None else at].findings.append(finding)


def belongs_to(finding: Finding, measure: Measure) -> bool:
    """By the measure it names, or by the row it stands in."""
    if finding.measure is not None:
        return finding.measure in (measure.id, measure.number)
    row = measure.place.partition(" col ")[0]
    return bool(row) and (finding.place == row or finding.place.startswith(f"{row} col "))


def column_in(place: str) -> int | None:
    """The column of a place, from 0: ``table 1 row 5 col 3`` is 2, ``Plan!C9`` too."""
    if found := re.search(r" col (\d+)$", place):
        return int(found[1]) - 1
    if found := re.search(r"!([A-Z]+)\d+$", place):
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - 64
        return column - 1
    return None


def done_words(visitor: Visitor, row: Row | None) -> str:
    if row is None:
        return ""
    amounts = tuple(row.actual.amounts)
    if not amounts:
        return visitor.say("web.nothing-recorded")
    return " / ".join(visitor.say("web.amount", amount=amount) for amount in amounts)
