"""``/plans/ID/reports/PERIOD``: a report on the screen, in which every number opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.explain.addresses import page_of, parsed
from application.explain.case import Case, case_of, version_of
from application.explain.report_figures import addresses_of, report_figure
from application.explain.row_figures import figures_of, portion_of
from application.explain.shapes import Explained
from application.explain.telling import Telling
from application.reports.summary import otherwise
from application.reports.words import WORDS, Words
from domain.report.shapes import Row
from interfaces.web.reports import OFFERED, title_of
from interfaces.web.visitor import AVisitor
from interfaces.web.words import VERDICT_LOOKS

router = APIRouter()
IN_COLUMNS = frozenset({("planned",), ("actual",), ("percent",), ("verdict",), ("ordinal",)})
"""Figures of a row that have a column of their own."""
BESIDE = IN_COLUMNS | {("share",)}
"""A row's share stands behind the count of its share; all other figures stand together in the last column."""
PLACED = frozenset({"measures", "shares", "verdicts", "total", "late", "position", "erased"})
"""Figures over all rows that the page shows by itself."""
MANY = 4
"""More figures than these in one row are folded away."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is shown, and the page on which it opens. ``name`` says what it is to who only hears."""

    shown: str
    page: str
    name: str
    looks: str = "none"


@dataclass(frozen=True, slots=True)
class RowShown:
    row: Row
    numbers: dict[str, Number]
    others: tuple[Number, ...]


@router.get("/plans/{id}/reports/{period}", response_class=HTMLResponse)
def report(visitor: AVisitor, id: str, period: str, position: int | None = None) -> Response:
    """The same figures as in the document; nothing goes on record, for nothing is handed over."""
    seen = visitor.plan(id)
    case = case_of(visitor.app, id, period, position=position, language=visitor.language)
    sentences = visitor.sentences_about(seen)
    telling = Telling(sentences, case.history)
    words = WORDS[visitor.language]
    shows = Shows(case, telling, words, position)
    closing = case.fact(case.report.closed_by) if case.report.closed_by else None
    return visitor.page(
        "report.html",
        seen=seen,
        title=title_of(visitor, sentences, period),
        report=case.report,
        words=words,
        at=case.report.as_of.at,
        closed_on=sentences.when(closing).date() if closing else None,
        fingerprint=case.report.fingerprint,
        rows=[shows.row(row) for row in case.report.rows],
        overall=list(shows.overall()),
        further=list(shows.further()),
        many=MANY,
        shares=[
            (shows.number("shares", share, shown=words.shares[share]), otherwise(case.report, share, words))
            for share, _ in case.report.shares
        ],
        verdicts=[
            shows.number("verdicts", verdict, shown=words.verdicts[verdict])
            for verdict, _ in case.report.verdicts
        ],
        late=[
            (late, shows.number("late", str(version_of(late.fact)), shown=words.late_kinds[late.kind]))
            for late in case.report.late
        ],
        documents={name: f"/plans/{id}/reports/{period}.{format}" for format, name in OFFERED.items()},
    )


@dataclass(frozen=True)
class Shows:
    """Writes the figures of one report, each with the page on which it opens."""

    case: Case
    telling: Telling
    words: Words
    position: int | None

    def number(self, *figure: str, shown: str = "", looks: str = "none") -> Number:
        """``shown`` stands beside the number in its name, for a count whose column does not say of what."""
        explained = report_figure(self.case, figure)
        page = page_of(explained.address, self.position)
        return Number(self.telling.shown(explained), page, shown or self.named(explained), looks)

    def named(self, explained: Explained) -> str:
        """What a figure is called: a count by what it counts, one of another stretch of time with that."""
        name = self.telling.say(f"explain-figure.{explained.figure}")
        if explained.parts and isinstance(of := explained.told.get("of"), str) and of:
            return self.telling.word(of)
        if explained.period == self.case.report.period:
            return name
        return f"{name}, {self.telling.sentences.period(explained.period)}"

    def row(self, row: Row) -> RowShown:
        own = [path for path in figures_of(row) if path not in BESIDE]
        numbers = {
            path[0]: self.number(row.measure, *path)
            for path in sorted(IN_COLUMNS)
            if path != ("percent",) or row.percent
        }
        judged = numbers["verdict"]
        looks = VERDICT_LOOKS.get(row.verdict, "none")
        numbers["verdict"] = Number(judged.shown, judged.page, judged.name, looks)
        return RowShown(row, numbers, tuple(self.others(row, own)))

    def others(self, row: Row, paths: list[tuple[str, ...]]) -> Iterator[Number]:
        """What the columns do not show: deeds by their day, what was done before, whatever a report adds."""
        days = {str(version_of(deed.facts[0])): deed.on for deed in row.deeds}
        for path in paths:
            number = self.number(row.measure, *path)
            if number.shown == "–":
                continue
            day = days.get(path[1]) if path[0] == "deeds" else None
            beside = f"{day:%d.%m.%Y}" if day else portion_of(row, path)
            name = f"{number.name}, {beside}" if beside else number.name
            yield Number(number.shown, number.page, name)

    def further(self) -> Iterator[Number]:
        """Figures over all rows that have no place of their own on the page yet."""
        names = set(self.case.names.values())
        for address in addresses_of(self.case):
            figure = parsed(address).figure
            if figure[0] not in names | PLACED and (number := self.number(*figure)).shown != "–":
                yield number

    def overall(self) -> Iterator[Number]:
        total = self.case.report.total
        yield self.number("measures")
        yield self.number("total", "planned")
        yield self.number("total", "actual")
        if total.percent is not None:
            yield self.number("total", "percent")
        if self.case.report.late:
            yield self.number("late")
