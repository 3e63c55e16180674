"""What was carried out of one measure within a period, by the records that count?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from domain.plan.counting import numbers_of, takes
from domain.plan.document import Measure
from domain.plan.events import ExecutionCorrected, ExecutionLogged
from domain.plan.state import Carried, Execution, Level
from domain.report.planned import Meaning, Planned
from domain.report.shapes import NOTHING, Amounts, Deed, Figure, Portion, Rule

ONE = Decimal(1)
ONE_DEED = (ONE,)
OF_PARTS = frozenset({Meaning.LEVEL, Meaning.PAIR})
"""Counted by all amounts of a deed; anything else by the first, or by the deed itself."""
NOBODY: Mapping[str, str] = {}


def deeds_between(
    carried: Carried, first: date, last: date, stream: str, units: Mapping[str, str] = NOBODY
) -> tuple[Deed, ...]:
    """Executions that count, by the day they were done on; retracted ones are out, corrections in force.
    ``units`` are the titles of the office's units by their ids."""
    found = [
        _deed(record, counts, stream, units)
        for record in carried.counted()
        if (counts := record.counts) and first <= counts.done_on <= last
    ]
    return tuple(sorted(found, key=lambda deed: (deed.on, _version(deed.facts[0]))))


def levels_until(carried: Carried, last: date, stream: str) -> tuple[Deed, ...]:
    """Levels reported for days up to the end of the period, the one in force last."""
    known = sorted(carried.levels, key=lambda level: (level.reported.on, level.fact))
    return tuple(_level(level, stream) for level in known if level.reported.on <= last)


def fitting(deeds: Iterable[Deed], measure: Measure) -> Iterator[Deed]:
    """Those that can be counted as the measure is; a text that changed under its records leaves the rest out,
    for a part of a pair is no number and a number no pair."""
    return (deed for deed in deeds if takes(measure, len(deed.amounts)))


def counted_otherwise(
    carried: Carried, measure: Measure, meaning: Meaning, first: date, last: date, stream: str
) -> tuple[str, ...]:
    """The facts of some time that no figure of the measure can hold as it reads now, by the day they tell of:
    a number under a pair, a pair under a number, a deed under a level, a level under a sum."""
    is_level = meaning is Meaning.LEVEL
    told: list[tuple[date, int]] = [
        (counts.done_on, record.facts[-1])
        for record in carried.counted()
        if (counts := record.counts) and (is_level or not takes(measure, numbers_of(counts)))
    ]
    if not is_level:
        told += [(level.reported.on, level.fact) for level in carried.levels]
    return tuple(f"{stream}@{fact}" for on, fact in sorted(told) if first <= on <= last)


def figure(deeds: Sequence[Deed], meaning: Meaning) -> Figure:
    """One figure of many deeds: a flow is summed, a level is the last one, a pair is summed by its parts."""
    if not deeds:
        return NOTHING
    if meaning is Meaning.LEVEL:
        return Figure(deeds[-1].amounts, Rule.LAST, deeds[-1].facts)
    if len(deeds) == 1:
        return _of_one(deeds[0], meaning)
    facts = tuple(fact for deed in deeds for fact in deed.facts)
    amounts = amounts_of(deeds, meaning)
    if meaning is Meaning.PAIR:
        return Figure(amounts, Rule.PAIR, facts)
    return Figure(amounts, Rule.SUM if any(deed.amounts for deed in deeds) else Rule.COUNT, facts)


def amounts_of(deeds: Sequence[Deed], meaning: Meaning) -> Amounts:
    """The figure's amounts alone; a deed told without a number is one."""
    if not deeds or meaning is Meaning.LEVEL:
        return deeds[-1].amounts if deeds else ()
    if meaning is Meaning.PAIR:
        return _by_parts(deed.amounts for deed in deeds)
    return (sum(map(_amount, deeds), Decimal()),)


def _of_one(deed: Deed, meaning: Meaning) -> Figure:
    """What the rules below come to for a deed alone."""
    if meaning is Meaning.PAIR:
        return Figure(deed.amounts, Rule.PAIR, deed.facts)
    if not deed.amounts:
        return Figure((ONE,), Rule.COUNT, deed.facts)
    return Figure(deed.amounts[:1], Rule.SUM, deed.facts)


def portions(deeds: Sequence[Deed], meaning: Meaning) -> tuple[Portion, ...]:
    """The figure of each unit and sub-item that the records tell apart, by name, and last of what they do
    not; nothing where they tell none apart."""
    apart: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        apart.setdefault((deed.unit, deed.item), []).append(deed)
    if not any(any(part) for part in apart):
        return ()
    known = sorted(apart, key=lambda part: (not any(part), part))
    return tuple(Portion(*part, figure(apart[part], meaning)) for part in known)


def level_portions(
    carried: Carried, level: Figure, stream: str, units: Mapping[str, str]
) -> tuple[Portion, ...]:
    """What the last level was said to consist of, and last what is left of it."""
    said = next((one.reported for one in carried.levels if level.facts == (f"{stream}@{one.fact}",)), None)
    if said is None or not said.of_which:
        return ()

    def portion(unit: str, item: str, value: Decimal) -> Portion:
        return Portion(unit, item, Figure((value,), Rule.LAST, level.facts))

    named = [(units.get(p.unit, p.unit) if p.unit else "", p.item, p.value) for p in said.of_which]
    rest = said.value - sum((value for *_, value in named), Decimal())
    told = [portion(*one) for one in sorted(named)]
    return (*told, portion("", "", rest)) if rest else tuple(told)


def added(earlier: Amounts, actual: Amounts) -> Amounts:
    if not earlier or not actual:
        return earlier or actual
    return tuple(a + b for a, b in zip(earlier, actual, strict=True))


def met_on(records: Sequence[Deed], planned: Planned) -> date | None:
    """The day of the deed with which what was done first came to what was wanted."""
    wanted = planned.amounts or planned.whole
    if not wanted:
        return records[-1].on if records else None
    if len(wanted) == 1 and planned.meaning not in OF_PARTS:
        so_far = zip(records, accumulate(map(_amount, records)), strict=True)
        return next((deed.on for deed, done in so_far if done >= wanted[0]), None)
    done: Amounts = ()
    for deed in records:
        alone = deed.amounts if planned.meaning in OF_PARTS else deed.amounts[:1] or ONE_DEED
        done = alone if planned.meaning is Meaning.LEVEL else added(done, alone)
        if len(done) == len(wanted) and all(d >= w for d, w in zip(done, wanted, strict=True)):
            return deed.on
    return None


def _amount(deed: Deed) -> Decimal:
    """A deed told without a number is one deed."""
    return deed.amounts[0] if deed.amounts else ONE


def _by_parts(amounts: Iterable[Amounts]) -> Amounts:
    return tuple(sum(parts, Decimal()) for parts in zip(*amounts, strict=True))


def _deed(
    record: Execution, counts: ExecutionLogged | ExecutionCorrected, stream: str, units: Mapping[str, str]
) -> Deed:
    logged = record.logged
    return Deed(
        on=counts.done_on,
        amounts=counts.parts or (() if counts.quantity is None else (counts.quantity,)),
        place=logged.place,
        people_reached=logged.people_reached,
        note=logged.note.text if logged.note else None,
        evidence=tuple(file.file_name for file in record.evidence),
        facts=tuple(f"{stream}@{version}" for version in record.facts),
        unit=units.get(counts.unit, counts.unit) if counts.unit else "",
        item=counts.item,
    )


def _level(level: Level, stream: str) -> Deed:
    said = level.reported
    names = tuple(file.file_name for file in said.evidence)
    return Deed(said.on, (said.value,), "", None, None, names, (f"{stream}@{level.fact}",))


def _version(fact: str) -> int:
    return int(fact.rpartition("@")[2])
