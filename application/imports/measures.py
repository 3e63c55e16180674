"""How does one row of cells become a measure, with a reading beside every raw string?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from application.imports.cells import cell_findings, is_unusable, names_indicator, spoken
from application.imports.directory import Directory
from application.imports.extras import funding_doubts, funding_of, printed_of, words_of
from application.imports.grid import Cell, CellKind
from application.imports.heading_words import Role
from application.imports.headings import Heading
from application.imports.matrix import Part, parts_of, whole_deadline
from application.imports.numbers import measure_title, visible
from application.imports.outline import Place
from application.imports.rows import MeasureLine
from domain.plan.contradictions import Aspect
from domain.plan.deadlines import read_deadline
from domain.plan.document import (
    Additivity,
    CellState,
    Deadline,
    DueKind,
    Executor,
    Finding,
    Measure,
    Target,
    TargetKind,
)
from domain.plan.executors import split_executors
from domain.plan.findings import Doubt, doubt
from domain.plan.targets import additivity, read_quarters, read_target, spread
from domain.spelling import clean, is_dash, plain

_DITTO = re.compile(
    r"[-–— ]*[\"«»'/\\]{1,4}[-–— ]*|те саме|той самий|та сама|вони ж|như trên|nt|ditto|same( as above)?"
)
"""«— // —»: whom it means is left to a person."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the readings of a row depend on beside its words."""

    period: str
    directory: Directory | None
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    measure: Measure
    findings: tuple[Finding, ...]
    places: dict[Aspect, str]


def read_measure(line: MeasureLine, place: Place, ordinal: int, context: Context) -> ReadMeasure:
    name = f"m{ordinal:03}"
    reader = _Row(line, context, name)
    executors, helpers = reader.executors()
    due = reader.deadline()
    target = spread(reader.target(), due)
    indicator = reader.indicator()
    sums = reader.additivity(place, indicator, target)
    measure = Measure(
        id=name,
        ordinal=ordinal,
        number=place.number,
        number_raw=place.number_raw,
        section=place.section,
        task_number=place.task_number,
        task=place.task,
        subtask=place.subtask,
        purpose=place.purpose or reader.words(Role.PURPOSE),
        title=visible(place.title) or clean(line.text(Role.MEASURE)) or "?",
        executors_raw=reader.raw(Role.EXECUTORS),
        executors=executors,
        co_executors=helpers,
        due=due,
        indicator=indicator,
        target=target if sums is Additivity.FLOW else target.model_copy(update=_unspread(target, due, sums)),
        additivity=sums,
        sub_items=place.sub_items,
        parent=place.parent,
        relation=place.relation,
        place=line.place,
        expected_result=words_of(line, Role.RESULT),
        baseline=words_of(line, Role.BASELINE),
        weight=words_of(line, Role.WEIGHT),
        note=words_of(line, Role.NOTE),
        funding=funding_of(line, context.language),
        printed=printed_of(line),
        places=dict(places_of(line)),
    )
    reader.findings += [
        f.at(line.place, name) for f in funding_doubts(line, measure.funding, context.language)
    ]
    return ReadMeasure(measure, tuple(reader.all_findings(place)), reader.places())


def _unspread(target: Target, due: Deadline, sums: Additivity) -> dict[str, object]:
    """A level is not spread over months; months that the source itself states stay."""
    keep = sums is not Additivity.STOCK or due.kind is DueKind.MONTHLY_TARGETS
    return {"per_period": target.per_period if keep else {}}


def places_of(line: MeasureLine) -> Iterator[tuple[str, str]]:
    """Where the words of each field stand; the cells of quarters and executors by their first."""
    for role, cell in line.cells.items():
        if cell.text.strip():
            yield role.value, cell.place
    if line.values:
        yield Role.TARGET.value, line.values[0].place
    for column, cell in reversed(line.extra.items()):
        if line.heading and cell.text.strip():
            yield line.heading.roles[column].value, cell.place


class _Row:
    """The cells of one line while they are read; findings gather on the way."""

    def __init__(self, line: MeasureLine, context: Context, name: str) -> None:
        self.line, self.context, self.name = line, context, name
        self.parts: tuple[Part, ...] = parts_of(line, context.period)
        self.findings: list[Finding] = []
        self.shifted = bool(
            names_indicator(line.text(Role.EXECUTORS))
            and Role.INDICATOR in line.cells
            and not line.text(Role.INDICATOR).strip()
        )

    def raw(self, role: Role) -> str | None:
        return self.line.text(role) or None

    def words(self, role: Role) -> str | None:
        cell = self.line.cells.get(role)
        return None if cell is None or is_unusable(cell, role) else visible(cell.text).strip() or None

    def state(self, role: Role) -> CellState:
        cell = self.line.cells.get(role)
        if cell is None:
            return CellState.MISSING
        if not clean(cell.text):
            return CellState.BLANK
        return CellState.DASH if is_dash(cell.text) else CellState.VALUE

    def executors(self) -> tuple[tuple[Executor, ...], tuple[str, ...]]:
        if self.shifted:
            words = self.line.text(Role.EXECUTORS)
            self._doubt(Role.EXECUTORS, doubt("cell-shifted", words=words, proposal="indicator"))
            return (), ()
        if self.parts:
            return tuple(self._parts()), self._helpers()
        text = self.words(Role.EXECUTORS) or ""
        if not text or is_dash(text):
            return (), self._helpers()
        if _DITTO.fullmatch(plain(text)):
            self._doubt(Role.EXECUTORS, doubt("executor-unknown", name=text))
            return (), self._helpers()
        if self._is_no_name(text):
            self._doubt(Role.EXECUTORS, doubt("executor-not-a-name", words=text))
            return (), self._helpers()
        directory = self.context.directory
        split = split_executors(text, directory.knows) if directory else split_executors(text)
        named = tuple(
            Executor(
                raw=piece.raw,
                to=self._known(piece.name, Role.EXECUTORS),
                lead=at == 0,
                by_consent=piece.by_consent,
            )
            for at, piece in enumerate(split.executors)
        )
        return named, (*split.co_executors, *self._helpers())

    def _parts(self) -> Iterator[Executor]:
        for at, part in enumerate(self.parts):
            self.findings += cell_findings(part.cell, Role.DUE)
            self.findings += [found.at(part.cell.place, self.name) for found in part.doubts]
            split = split_executors(part.name).executors
            name, consent = (split[0].name, split[0].by_consent) if len(split) == 1 else (part.name, False)
            known = self._known(name, Role.EXECUTORS)
            yield Executor(raw=part.name, to=known, lead=at == 0, by_consent=consent, due=part.due)

    def _is_no_name(self, text: str) -> bool:
        as_due, _ = read_deadline(text, self.context.period, self.context.language)
        return read_target(text)[0].value is not None or as_due.kind is not DueKind.TEXT

    def _helpers(self) -> tuple[str, ...]:
        text = self.words(Role.CO_EXECUTORS) or ""
        if not text or is_dash(text):
            return ()
        split = split_executors(text)
        return tuple(piece.name for piece in (*split.executors, *split.helpers))

    def _known(self, name: str, role: Role) -> str | None:
        directory = self.context.directory
        if directory is None:
            return None
        found = directory.find(name)
        if found is None:
            proposal = directory.nearest(name) or f"create: {name}"
            self._doubt(role, doubt("executor-unknown", name=name, proposal=proposal))
        return found

    def deadline(self) -> Deadline:
        cell = self.line.cells.get(Role.DUE)
        if cell is None:
            return self._due_of_parts()
        if is_unusable(cell, Role.DUE):
            return Deadline(raw=cell.text, state=CellState.VALUE, kind=DueKind.TEXT)
        if cell.kind is CellKind.DATE:
            day = ".".join(reversed(cell.iso.split("-")))
            read, doubts = read_deadline(day, self.context.period)
            read = read.model_copy(update={"raw": cell.text})
        else:
            read, doubts = read_deadline(cell.text, self.context.period, self.context.language)
        self._doubts(Role.DUE, doubts)
        return read

    def _due_of_parts(self) -> Deadline:
        heading = self.line.heading
        if heading is None or not heading.columns(Role.MATRIX):
            return Deadline()
        due, doubts = whole_deadline(self.parts)
        self._doubts(Role.DUE, doubts)
        return due

    def target(self) -> Target:
        heading = self.line.heading
        if self.line.values and heading:
            return self._quarters(heading)
        cell = self.line.cells.get(Role.TARGET)
        if cell is None:
            return Target()
        if is_unusable(cell, Role.TARGET):
            return Target(raw=cell.text, state=CellState.VALUE, kind=TargetKind.TEXT)
        read, doubts = read_target(cell.text, spoken(cell, self.context.language))
        self._doubts(Role.TARGET, doubts)
        title = self.line.cells[Role.MEASURE]
        if read.state is CellState.VALUE and cell.rows > title.rows and not self.line.shares:
            self._doubt(Role.TARGET, doubt("value-shared"))
        return read

    def _quarters(self, heading: Heading) -> Target:
        cells = self.line.values
        names = tuple(heading.quarters.values())
        texts = [cell.text or None for cell in cells]
        total = texts[len(names)] if len(texts) > len(names) else None
        languages = [spoken(cell, self.context.language) for cell in cells]
        read, doubts = read_quarters(texts[: len(names)], names, total, languages)
        if len(texts) > len(names):
            read = read.model_copy(update={"raw": tuple(texts)})
        for cell in cells:
            self.findings += cell_findings(cell, Role.TARGET)
        self.findings += [found.at(cells[0].place, self.name) for found in doubts]
        return read

    def indicator(self) -> str | None:
        if self.shifted:
            return clean(self.line.text(Role.EXECUTORS))
        if self.line.heading and self.line.heading.titled_by is not None:
            return measure_title(self.words(Role.INDICATOR) or "").title or None
        return self.words(Role.INDICATOR)

    def additivity(self, place: Place, indicator: str | None, target: Target) -> Additivity:
        if place.relation == "included_in":
            return Additivity.INCLUDED
        sums, doubts = additivity(place.title, indicator or "", target, int(self.context.period[:4]))
        self._doubts(Role.TARGET, doubts)
        return sums

    def places(self) -> dict[Aspect, str]:
        cells = self.line.cells
        found = {Aspect.ROW: self.line.place}
        for aspect, role in (
            (Aspect.EXECUTORS, Role.EXECUTORS),
            (Aspect.DUE, Role.DUE),
            (Aspect.TARGET, Role.TARGET),
        ):
            found[aspect] = cells[role].place if role in cells else self.line.place
        if self.line.values:
            found[Aspect.TARGET] = self.line.values[0].place
        if self.parts:
            found[Aspect.DUE] = found[Aspect.EXECUTORS] = self.parts[0].cell.place
        return found

    def all_findings(self, place: Place) -> Iterator[Finding]:
        for role, cell in self.line.cells.items():
            for found in cell_findings(cell, role):
                yield found.model_copy(update={"measure": self.name})
        yield from (found.at(self.line.place, self.name) for found in place.doubts)
        if self.line.hidden:
            yield doubt("row-hidden").at(self.line.place, self.name)
        if self.line.more:
            yield doubt("value-lines-several").at(self.line.more[0].place, self.name)
        yield from self.findings

    def _doubt(self, role: Role, found: Doubt) -> None:
        cell: Cell | None = self.line.cells.get(role)
        self.findings.append(found.at(cell.place if cell else self.line.place, self.name))

    def _doubts(self, role: Role, doubts: tuple[Doubt, ...]) -> None:
        for found in doubts:
            self._doubt(role, found)
