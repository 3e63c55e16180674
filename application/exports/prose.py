"""How does a plan that came as prose go out as prose: each activity with its labelled lines below it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from application.exports.around import topic_of
from application.exports.cells import executors_of, listed
from application.exports.form import helpers
from application.exports.outline import Sections, task_of
from application.exports.page import Line, Style
from application.exports.words import WORDS
from application.imports.heading_words import Role
from domain.plan.document import Measure, PlanDocument
from domain.spelling import plain

_ACTIVITY = re.compile(r"(hoạt động|захід|measure|activity)( №? ?\d+)?")


def came_as_prose(plan: PlanDocument) -> bool:
    """Read from a file without columns whose measures are called activities."""
    labels = [plain(measure.number_raw or "") for measure in plan.measures]
    return plan.source is not None and not plan.columns and all(map(_ACTIVITY.fullmatch, labels))


def lines_of(plan: PlanDocument) -> Iterator[Line]:
    sections = Sections(plan)
    task = None
    for measure in plan.measures:
        for text in sections.up_to(measure):
            task = None
            yield from _section(plan, text)
        found = task_of(plan, measure)
        if found and found != task:
            task = found
            yield Line(task.raw or task.title, Style.TASK)
        yield from _activity(plan, measure)
    for text in sections.rest():
        yield from _section(plan, text)


def _section(plan: PlanDocument, heading: str) -> Iterator[Line]:
    yield Line(heading, Style.SECTION)
    yield from (Line(text, Style.TEXT) for text in topic_of(plan.header, heading))


def _activity(plan: PlanDocument, measure: Measure) -> Iterator[Line]:
    words = WORDS[plan.language]
    yield Line(f"{measure.number_raw or words.activity}: {measure.title}", Style.MEASURE)
    target = measure.target.raw
    cells = (
        (Role.PURPOSE, measure.purpose),
        (Role.EXECUTORS, executors_of(measure)),
        (Role.CO_EXECUTORS, listed(helpers(measure))),
        (Role.DUE, measure.due.raw),
        (Role.INDICATOR, measure.indicator),
        (Role.TARGET, target if isinstance(target, str) else ""),
    )
    for role, text in cells:
        if text:
            yield Line(f"- {words.headings[role]}: {text}", Style.LABELLED)
