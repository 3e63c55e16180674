"""Which table does a person get, to fill in what they did? Their own measures, with empty cells beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from application.exports.fill_in import ASKED, LAYOUT, FillIn
from application.offers import PlanSeen
from application.sentences import Sentences
from domain.plan.document import Additivity, Measure

HEADINGS = {
    "number": "bulk.heading-number",
    "measure": "bulk.heading-measure",
    "target": "bulk.heading-target",
    "due": "bulk.heading-due",
    "so-far": "bulk.heading-so-far",
    "quantity": "bulk.heading-quantity",
    "day": "bulk.heading-day",
    "place": "bulk.heading-place",
    "people": "bulk.heading-people",
    "note": "bulk.heading-note",
    "nil": "bulk.heading-nil",
    "unit": "bulk.heading-unit",
    "item": "bulk.heading-item",
    "id": "bulk.heading-id",
}


def fill_in(seen: PlanSeen, sentences: Sentences, at: datetime) -> FillIn:
    """The person's own measures; all that owe something where somebody asks who carries none out."""

    def say(key: str, **facts: object) -> str:
        return sentences.phrases.say(f"bulk.{key}", sentences.language, **facts)

    return FillIn(
        name=say("sheet"),
        title=seen.plan.text.header.title,
        office=seen.office.title,
        language=sentences.language,
        at=at,
        how=say("how"),
        headings=tuple(sentences.phrases.say(HEADINGS[column], sentences.language) for column in LAYOUT),
        rows=tuple(row_of(seen, sentences, measure) for measure in measures_of(seen)),
    )


def measures_of(seen: PlanSeen) -> Sequence[Measure]:
    asked = [m for m in seen.plan.text.measures if m.obliges and m.id not in seen.plan.cancelled]
    return [m for m in asked if seen.is_mine(m)] or asked


def row_of(seen: PlanSeen, sentences: Sentences, measure: Measure) -> tuple[str, ...]:
    raw = measure.target.raw
    target = raw if isinstance(raw, str) else " · ".join(part for part in raw if part)
    if measure.additivity is Additivity.STOCK:
        level = sentences.phrases.say("bulk.level", sentences.language)
        target = f"{target} ({level})"
    row = seen.rows.get(measure.id)
    so_far = "/".join(f"{amount:f}" for amount in row.actual.amounts) if row else ""
    empty = ("",) * len(ASKED)
    return (measure.number or "", measure.title, target, measure.due.raw, so_far, *empty, measure.id)
