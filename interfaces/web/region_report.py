"""``/region/report``: what have the offices below planned and done, task by task, nothing counted twice?"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from application.projections.rollup import below
from application.projections.rollup_standing import Standing
from application.region import TaskSeen, tasks_of, today_in, whole
from domain.report.shapes import State
from interfaces.pictures import bars
from interfaces.web.region import LOOKS, Place, beside, place_of
from interfaces.web.visitor import AVisitor, Visitor

router = APIRouter()
Number = tuple[str, str]


@router.get("/region/report", response_class=HTMLResponse)
def report(visitor: AVisitor, office: str = "", period: str = "") -> Response:
    place = place_of(visitor, office, period)
    today = today_in(visitor.app, place.node)
    parts = visitor.app.ask(below, place.node, place.period, today)
    total = whole(visitor.app, place.node, place.period)
    tasks = tasks_of(visitor.app, place.node, place.period)
    here = [part for part in parts if part.measures]
    across = [part for part in here if "/" not in part.node] or [total]  # tasks are not told by units
    states = [state for state in State if total.states.get(state)]
    return visitor.page(
        "region_report.html",
        place=place,
        name=visitor.sentences.period(place.period),
        total=total,
        offices=[(title_of(visitor, part), drawn(visitor, part)) for part in here],
        patterns=Markup(bars.patterns()),
        legend=[
            (Markup(bars.sample(looks)), ", ".join(visitor.say(f"rollup.{s}") for s in alike))
            for looks in bars.LOOKS
            if (alike := [s for s in states if LOOKS.get(s, "none") == looks])
        ],
        states=[visitor.say(f"rollup.{state}") for state in states],
        rows=[counts_of(visitor, place, one, states) for one in (*here, total)],
        silent=[title_of(visitor, part) for part in parts if not part.measures],
        columns=[title_of(visitor, part) for part in across],
        tasks=None if tasks is None else [task_row(visitor, place, task, across) for task in tasks],
        others=[(at.at("/region/report"), visitor.sentences.period(at.period)) for at in beside(place)],
    )


def title_of(visitor: Visitor, part: Standing) -> str:
    """An office's title; a unit's, where the office has none below it."""
    organisation, _, unit = part.node.partition("/")
    known = visitor.office_of(organisation).units.get(unit)
    return known.title if known else part.title


def drawn(visitor: Visitor, part: Standing) -> Markup:
    said = [(visitor.say(f"rollup.{state}"), count) for state, count in part.states.items()]
    alike = Counter[str]()
    for state, count in part.states.items():
        alike[LOOKS.get(state, "none")] += count
    return Markup(bars.bar(f"{title_of(visitor, part)}. {bars.told(said)}", alike))


def counts_of(
    visitor: Visitor, place: Place, one: Standing, states: list[State]
) -> tuple[str, list[Number], bool]:
    """A row of numbers, each with the address where it opens: all measures, by state, planned, done."""
    numbers = [(str(one.measures), place.figure(one.node, "measures"))]
    numbers += [(str(one.states.get(s, 0)), place.figure(one.node, "states", s)) for s in states]
    numbers += [
        (amount(visitor, value), place.figure(one.node, name))
        for name, value in (("planned", one.planned), ("done", one.done))
    ]
    return title_of(visitor, one), numbers, one.node == place.node


def task_row(
    visitor: Visitor, place: Place, task: TaskSeen, offices: list[Standing]
) -> tuple[str, str, list[tuple[Number, Number, Number] | None]]:
    """By office: done, planned, and how many measures; None where its plan has no such task."""
    row: list[tuple[Number, Number, Number] | None] = []
    for office in offices:
        cell = task.cells.get(office.node)
        if cell is None:
            row.append(None)
            continue
        planned, done, count = cell
        row.append(
            (
                (amount(visitor, done), opens(place, office, task, "done")),
                (amount(visitor, planned), opens(place, office, task, "planned")),
                (visitor.say("web.measures", count=count), opens(place, office, task, "measures")),
            )
        )
    return task.number, task.title or visitor.say("region.no-task"), row


def opens(place: Place, office: Standing, task: TaskSeen, figure: str) -> str:
    """Blank for measures of no task: nothing narrows to them."""
    return place.figure(office.node, figure, task=task.number) if task.number else ""


def amount(visitor: Visitor, value: Decimal) -> str:
    return visitor.say("web.amount", amount=value.normalize() if value == value.to_integral() else value)
