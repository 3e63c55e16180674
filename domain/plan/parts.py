"""Of which part of a measure is a record: which unit's, and of which sub-item of the text?"""

from __future__ import annotations

from domain.messages import Moment, Refused
from domain.people.state import Organisation
from domain.plan.document import Measure, SubItem
from domain.spelling import folded

Part = tuple[str | None, str]
"""The id of a unit, None for the office as a whole; a sub-item in its own words, ``""`` for none."""
WHOLE: Part = (None, "")


def label_of(item: SubItem) -> str:
    """A sub-item in its own words, under the bureau that the document puts it under."""
    return ": ".join(filter(None, (item.unit, item.title)))


def part_meant(measure: Measure, unit: str | None, item: str, moment: Moment) -> Part:
    """Refuses ``unknown-unit``, ``unknown-sub-item`` and ``no-sub-items``."""
    if unit is not None:
        refuse_unless_of_the_office(unit, moment)
    return unit, sub_item(measure, item) if item.strip() else ""


def refuse_unless_of_the_office(unit: str, moment: Moment) -> None:
    units = moment.seen(Organisation).units
    if unit not in units:
        known = "; ".join(f"{id} – {formed.title}" for id, formed in units.items())
        raise Refused("not-a-unit", given=unit, known=known)


def sub_item(measure: Measure, given: str) -> str:
    """By its number in the cell, from 1, or by its words, with the bureau above it or without."""
    number = measure.number or measure.id
    if not measure.sub_items:
        raise Refused("no-sub-items", measure=number, given=given)
    wanted = folded(given)
    for n, item in enumerate(measure.sub_items, start=1):
        if given.strip().rstrip(".") == str(n) or wanted == folded(label_of(item)):
            return label_of(item)
    titled = [item for item in measure.sub_items if wanted == folded(item.title)]
    if len(titled) == 1:
        return label_of(titled[0])
    known = "; ".join(f"{n}. {label_of(item)}" for n, item in enumerate(measure.sub_items, start=1))
    raise Refused("unknown-sub-item", measure=number, given=given, known=known)
