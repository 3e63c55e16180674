"""Does a drawing show what the facts say: the right month or task, plan as plan and fact as fact?

Numbers are taken off the drawings themselves: the lengths of bars, the points of charts, the words of a page.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pdfplumber
import pytest
from lxml import etree

from application.reports.plots import Bar, Plot
from application.reports.printed import printed
from domain.report.shapes import QuarterlyReport
from infrastructure.reports import chart, svg
from infrastructure.reports.renderers import RENDERERS
from tests.domain.quarter import plan_of, told
from tests.domain.small_office import by_month, logged, measure, number

Drawn = dict[str, tuple[float, float]]
"""Planned and done by the label of the bars."""

LEFT_OF_BARS, NEAR, HIGHEST = 100, 45, 180
"""In points on the page: where bars begin, how far from the middle of a month, how high above its name."""
SCHOOLS = measure("m1", task="А. Школи", due=by_month(m01=10, m02=40, m03=20), target=number(70))
COURTS = measure("m2", task="Б. Суди", due=by_month(m02=5, m03=25), target=number(30))
DEEDS = (
    ("e1", "m1", date(2021, 1, 12), 16),
    ("e2", "m1", date(2021, 2, 10), 30),
    ("e3", "m2", date(2021, 2, 11), 4),
    ("e4", "m2", date(2021, 3, 30), 12),
)
BY_MONTH: Drawn = {"січень": (10, 16), "лютий": (45, 34), "березень": (45, 12)}
BY_TASK: Drawn = {"А. Школи": (70, 46), "Б. Суди": (30, 16)}


def report() -> QuarterlyReport:
    done = (
        logged(execution, measure=of, done_on=on, quantity=Decimal(amount))
        for execution, of, on, amount in DEEDS
    )
    return told(*done, of=plan_of(SCHOOLS, COURTS), today=date(2021, 4, 5))


def plot_of(key: str) -> Plot:
    return next(plot for plot in printed(report()).plots if plot.key == key)


def vectors(key: str) -> Drawn:
    """By the lengths of the bars, hatched and dark, each under or beside its label."""
    root = etree.fromstring(svg.drawn(plot_of(key), lambda amount: f"{amount:f}").encode())
    kinds = {f"url(#plot-{key}-hatch)": 0, svg.DARK: 1}
    across = key == "task"
    side, at = ("width", "y") if across else ("height", "x")
    bars = [
        (kinds[rect.get("fill")], float(rect.get(at)), float(rect.get(side)))
        for rect in root.iterfind("{*}rect")
        if rect.get("fill") in kinds and (float(rect.get("y")) > svg.TOP - 1)
    ]
    labels = {t.text: float(t.get(at)) for t in root.iterfind("{*}text") if t.text in BY_MONTH | BY_TASK}
    longest = max(long for _, _, long in bars)
    most = max(max(pair) for pair in (BY_TASK if across else BY_MONTH).values())
    shown: dict[str, list[float]] = {label: [0, 0] for label in labels}
    for kind, place, long in bars:
        near = min(labels, key=lambda label: abs(labels[label] - place))
        shown[near][kind] = round(long / longest * most, 1)
    return {label: (planned, done) for label, (planned, done) in shown.items()}


def charts(format: str, key: str) -> Drawn:
    """By the points of the chart of Word or Excel: its first series is the plan, by its name."""
    name = f"chart{['task', 'month'].index(key) + 1}.xml"
    with zipfile.ZipFile(io.BytesIO(RENDERERS[format](report()))) as package:
        [part] = [part for part in package.namelist() if part.endswith(f"/{name}")]
        root = etree.fromstring(package.read(part))
    series = {s.findtext("{*}tx/{*}v"): s for s in root.iter("{*}ser")}
    assert [*series] == ["план", "факт"]

    def points(of: str, what: str) -> list[str]:
        return [v.text for v in series[of].iterfind(f"{{*}}{what}//{{*}}v")]

    assert points("план", "cat") == points("факт", "cat")
    numbers = (map(float, points(of, "val")) for of in series)
    return dict(zip(points("план", "cat"), zip(*numbers, strict=True), strict=True))


def pages() -> Drawn:
    """By the words of the PDF: over each month stand two numbers, the plan's on the left."""
    with pdfplumber.open(io.BytesIO(RENDERERS["pdf"](report()))) as pdf:
        words = max(pdf.pages, key=lambda page: len(page.rects)).extract_words()
    lowest = {w["text"]: w for w in words if w["text"] in BY_MONTH and w["x0"] > LEFT_OF_BARS}
    found: Drawn = {}
    for label, below in lowest.items():
        middle = (below["x0"] + below["x1"]) / 2
        over = [
            w
            for w in words
            if abs((w["x0"] + w["x1"]) / 2 - middle) < NEAR and 0 < below["top"] - w["top"] < HIGHEST
        ]
        numbers = [w for w in sorted(over, key=lambda w: w["x0"]) if re.fullmatch(r"\d+", w["text"])]
        found[label] = (float(numbers[0]["text"]), float(numbers[1]["text"]))
    return found


DRAWINGS: dict[str, Callable[[str], Drawn]] = {
    "vectors": vectors,
    "docx": lambda key: charts("docx", key),
    "xlsx": lambda key: charts("xlsx", key),
}


@pytest.mark.parametrize("where", DRAWINGS)
def test_each_month_shows_what_was_planned_and_done_in_it(where: str) -> None:
    assert DRAWINGS[where]("month") == BY_MONTH


@pytest.mark.parametrize("where", DRAWINGS)
def test_each_task_shows_what_was_planned_and_done_for_it(where: str) -> None:
    assert DRAWINGS[where]("task") == BY_TASK


def test_the_drawing_of_the_pdf_has_the_numbers_of_each_month_over_its_name() -> None:
    assert pages() == BY_MONTH


def swapped(bar: Bar) -> Bar:
    return replace(bar, planned=bar.actual, actual=bar.planned)


def plan_and_fact_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted in both kinds of drawings: plan is drawn as fact and fact as plan."""
    right_pair, right_series = svg._pair, chart._series
    monkeypatch.setattr(svg, "_pair", lambda bar, name: right_pair(swapped(bar), name))

    def wrong(number: int, name: str, bars: tuple[Bar, ...], amounts: list[Decimal], look: str) -> str:
        turned = [bar.actual if number == 0 else bar.planned for bar in bars]
        return right_series(number, name, bars, turned, look)

    monkeypatch.setattr(chart, "_series", wrong)


def months_moved_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: each month shows the numbers of the one before."""
    from infrastructure.reports import docx, pdf, xlsx

    right = printed

    def wrong(of: QuarterlyReport):
        page = right(of)
        return replace(page, plots=tuple(moved(plot) for plot in page.plots))

    for module in (docx, pdf, xlsx, sys.modules[__name__]):
        monkeypatch.setattr(module, "printed", wrong)


def moved(plot: Plot) -> Plot:
    labels = [bar.label for bar in plot.bars]
    bars = (replace(bar, label=label) for bar, label in zip(plot.bars, labels[1:] + labels[:1], strict=True))
    return replace(plot, bars=tuple(bars))


@pytest.mark.parametrize("planted", [plan_and_fact_swapped, months_moved_on])
@pytest.mark.parametrize("where", [*DRAWINGS, "pdf"])
def test_a_wrong_drawing_would_be_noticed(where, planted, monkeypatch) -> None:
    planted(monkeypatch)
    shown = pages() if where == "pdf" else DRAWINGS[where]("month")
    assert {*shown} == {*BY_MONTH}
    assert shown != BY_MONTH
