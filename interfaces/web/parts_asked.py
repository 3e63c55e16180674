"""Of which unit and which sub-item may a record be said to be, and what does the page propose?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.people.standing import Standing
from domain.people.state import Organisation
from domain.plan.document import Measure
from domain.plan.events import ExecutionCorrected, ExecutionLogged
from domain.plan.parts import label_of
from interfaces.web.forms import Field, Option

UNIT, ITEM = "unit", "item"
OF_WHICH = "of-which-"
"""Before the id of a unit: the field for what a level has of it."""


def part_choices(say: Callable[..., str], office: Organisation, measure: Measure) -> dict[str, list[Option]]:
    """First that nothing is told apart, or that a correction leaves it as it is."""
    units = [(id, formed.title) for id, formed in office.units.items()]
    items = [(label_of(item), label_of(item)) for item in measure.sub_items]
    nothing = ("", say("log.part-none"))
    return {UNIT: [nothing, *units], ITEM: [nothing, *items]}


def without_needless(fields: Sequence[Field], office: Organisation, measure: Measure) -> list[Field]:
    """Nobody is asked for a sub-item where the text has none, or for a unit where the office has one."""
    needless = {ITEM} if not measure.sub_items else set[str]()
    if len(office.units) < 2:
        needless.add(UNIT)
    return [field for field in fields if field.name not in needless]


def is_of_several_units(measure: Measure) -> bool:
    """Whose record it is matters at once where the text names several units for the measure."""
    named = {executor.to for executor in measure.executors if (executor.to or "").startswith("unit:")}
    return len(named) > 1 or any(item.unit for item in measure.sub_items)


def own_unit(measure: Measure, standing: Standing) -> Mapping[str, str]:
    """The person's own unit, where several carry the measure out and theirs is one of them."""
    if not is_of_several_units(measure):
        return {}
    named = {executor.to for executor in measure.executors}
    mine = [c.unit for c in standing.capacities if f"unit:{c.unit}" in named]
    return {UNIT: mine[0]} if mine else {}


def level_units(office: Organisation, measure: Measure) -> list[Option]:
    """Of which units a level may be said to consist: those that the text names, else all of the office."""
    named = {(executor.to or "").removeprefix("unit:") for executor in measure.executors}
    units = [(id, formed.title) for id, formed in office.units.items()]
    several = [unit for unit in units if unit[0] in named]
    return several if len(several) > 1 else units if len(units) > 1 else []


def of_which_in(form: Mapping[str, str]) -> list[dict[str, str]]:
    """What was typed beside the units, as the command takes it; blank says nothing of a unit."""
    typed = (
        (name.removeprefix(OF_WHICH), value) for name, value in form.items() if name.startswith(OF_WHICH)
    )
    numbers = ((unit, "".join(value.split()).replace(",", ".")) for unit, value in typed)
    return [{"unit": unit, "value": number} for unit, number in numbers if number]


def part_words(office: Organisation, counts: ExecutionLogged | ExecutionCorrected) -> str:
    formed = office.units.get(counts.unit or "")
    return ", ".join(filter(None, (formed.title if formed else counts.unit, counts.item)))
