"""What does a file say as a plan, and what must a person look at before it is one?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from application.imports.directory import Directory
from application.imports.grid import Line, Papers
from application.imports.header import approval_findings, period_of, read_header, with_papers
from application.imports.measures import Context, ReadMeasure, read_measure
from application.imports.mending import mended
from application.imports.outline import outline
from application.imports.period_words import period_of_deadlines
from application.imports.ragged import realigned
from application.imports.rows import PERSON, MeasureLine, NoteLine, Row, SignatureLine, UnreadLine
from application.imports.sources import Source, source_of
from application.imports.totals import totals_findings
from application.imports.unkept import lines_not_kept
from application.ports import DocumentReader, DocumentRefused
from domain.canonical import canonical
from domain.plan import document
from domain.plan.contradictions import contradictions
from domain.plan.document import Finding, PlanDocument, Severity
from domain.plan.findings import Doubt, doubt
from domain.spelling import clean, plain

_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_CYRILLIC = re.compile(r"[а-яіїєґ]")
_ANY_YEAR = "2000"
_LONGEST = 6_000
MOST_LETTERS = 5_000_000
MOST_MEASURES = 5_000
MOST_ROWS = 2 * MOST_MEASURES
"""Rows with words in one table: they are mapped here, outside the child that reads the file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as read, and what is uncertain about it. An error bars approval, not a draft."""

    document: PlanDocument
    findings: tuple[Finding, ...]

    @property
    def approvable(self) -> bool:
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


class PeriodNotFound(DocumentRefused):
    """Nothing is stored before somebody says the period; ``reading`` shows what else was read."""

    def __init__(self, place: str, reading: Reading) -> None:
        super().__init__("period-not-found", place)
        self.reading = reading


def read_plan(
    content: bytes,
    file_name: str,
    reader: DocumentReader,
    *,
    directory: Directory | None = None,
    period: str | None = None,
) -> Reading:
    """Raises DocumentRefused for a file that cannot be taken; everything milder is a finding.

    ``directory`` turns executors into units, positions and people; without one they stay words. ``period``
    (``2021Q1`` or ``2021``) goes before what the title says.
    """
    papers = reader.read(content, file_name)
    _refuse_long_texts(papers)
    _refuse_many_rows(papers)
    papers, uneven = realigned(papers)
    source = source_of(papers)
    structure = outline(source.rows, source.heading)
    if not structure.placed:
        raise DocumentRefused("no-measures", source.place)
    if len(structure.placed) > MOST_MEASURES:
        raise DocumentRefused(
            "measures-too-many", source.place, count=len(structure.placed), limit=MOST_MEASURES
        )
    _refuse_long_rows([line for line, _ in structure.placed])
    signed, noted = _around(source)
    header, findings = read_header(source.before, signed, noted)
    stated, about_period = period_of(header.title)
    agreed = period or stated
    if agreed is None:
        agreed, found = period_of_deadlines(header.title, structure.placed)
        about_period += found
    unsaid = agreed is None
    agreed = agreed or _ANY_YEAR
    if stated and stated != agreed:
        about_period.append(doubt("period-contradicts", title=stated, asked=agreed).at("title"))
    if not header.title:
        findings.append(doubt("title-missing").at("title"))
    context = Context(agreed, directory, _language(papers))
    read = [read_measure(line, place, n, context) for n, (line, place) in enumerate(structure.placed, 1)]
    columns = source.heading.as_columns() if source.heading else ()
    plan = PlanDocument(
        header=with_papers(header, source.told or source.before, source.after, columns, agreed),
        period=agreed,
        language=_language(papers),
        columns=columns,
        sections=structure.sections,
        tasks=structure.tasks,
        measures=tuple(found.measure for found in read),
        source=document.Source(
            sha256=hashlib.sha256(content).hexdigest(), file_name=file_name, media_type=papers.media_type
        ),
    )
    findings += [Doubt(remark.code, remark.facts).at(remark.place) for remark in papers.remarks] + uneven
    findings += [*about_period, *approval_findings(header, agreed, "title"), *source.findings]
    rows = mended(source.rows)
    findings += [*_row_findings(rows), *totals_findings(rows, plan.measures, context.language)]
    findings += _measure_findings(read)
    findings += lines_not_kept(plan, source.told or (*source.before, *source.after))
    reading = Reading(plan, tuple({canonical(finding): finding for finding in findings}.values()))
    if unsaid:
        raise PeriodNotFound(source.place, reading)
    return reading


def _refuse_long_texts(papers: Papers) -> None:
    letters = 0
    for block in papers.blocks:
        for piece in (block,) if isinstance(block, Line) else block.cells:
            if len(piece.text) > _LONGEST:
                raise DocumentRefused("text-too-long", piece.place, length=len(piece.text), limit=_LONGEST)
            letters += len(piece.text)
            if letters > MOST_LETTERS:
                raise DocumentRefused("text-too-long", piece.place, length=letters, limit=MOST_LETTERS)


def _refuse_many_rows(papers: Papers) -> None:
    for grid in papers.grids:
        rows = len({cell.row for cell in grid.cells if cell.text})
        if rows > MOST_ROWS:
            raise DocumentRefused("rows-too-many", grid.name, count=rows, limit=MOST_ROWS)


def _refuse_long_rows(lines: Sequence[MeasureLine]) -> None:
    """Cells that were put together are not longer than cells that came whole."""
    for line in lines:
        for cell in (*line.cells.values(), *line.values):
            if len(cell.text) > _LONGEST:
                raise DocumentRefused("text-too-long", cell.place, length=len(cell.text), limit=_LONGEST)


def _measure_findings(read: Sequence[ReadMeasure]) -> Iterator[Finding]:
    for found in read:
        yield from found.findings
    places = {found.measure.id: found.places for found in read}
    for contradiction in contradictions([found.measure for found in read]):
        measure = contradiction.measure
        yield contradiction.doubt.at(places[measure.id][contradiction.aspect], measure.id)


def _row_findings(rows: Sequence[Row]) -> Iterator[Finding]:
    for row in rows:
        if isinstance(row, UnreadLine):
            yield doubt("row-not-read", proposal=row.text[:200]).at(row.place)


def _around(source: Source) -> tuple[list[str], list[str]]:
    """Who signed, and what else stands below the measures."""
    signed = [row.text for row in source.rows if isinstance(row, SignatureLine)]
    noted = [row.text for row in source.rows if isinstance(row, NoteLine)]
    for at, line in enumerate(source.after):
        text = clean(line.text)
        if PERSON.fullmatch(text) and at:
            signed.append(f"{clean(source.after[at - 1].text)} {text}")
        elif not _is_before_person(source.after, at):
            noted.append(line.text.strip())
    return signed, noted


def _is_before_person(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and bool(PERSON.fullmatch(clean(lines[at + 1].text)))


def _language(papers: Papers) -> str:
    texts = (
        block.text if isinstance(block, Line) else " ".join(cell.text for cell in block.cells[:200])
        for block in papers.blocks
    )
    words = plain(" ".join(texts))[:20_000]
    cyrillic, vietnamese = len(_CYRILLIC.findall(words)), len(_VIETNAMESE.findall(words))
    if max(cyrillic, vietnamese) < 0.05 * len(words):
        return "en"
    return "uk" if cyrillic >= vietnamese else "vi"
