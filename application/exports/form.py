"""Which columns does a plan's table have: those of its source, and none too few for what it holds?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from application.exports.page import FormColumn
from application.exports.words import QUARTERS, WORDS, FormWords
from application.imports.heading_words import Role, role_of
from application.imports.numbers import measure_title, section_title
from domain.plan.deadlines import quarter_name
from domain.plan.document import CellState, Measure, PlanDocument
from domain.plan.executors import Named, split_executors
from domain.spelling import plain


def columns_of(plan: PlanDocument) -> tuple[FormColumn, ...]:
    """The headings of the source in their order, then house columns for what those cannot hold."""
    if not plan.columns:
        return tuple(house_columns(plan))
    own = list(_grouped(tuple(_in_order(plan)), plan))
    held = {column.role for column in own}
    if indicators_name_measures(plan):
        held.add(Role.MEASURE)
    return (*own, *(column for column in house_columns(plan) if column.role not in held | _meant(held)))


def house_columns(plan: PlanDocument) -> Iterator[FormColumn]:
    headings = WORDS[plan.language].headings
    for role, is_needed in _NEEDED:
        if any(is_needed(measure) for measure in plan.measures) or role is Role.MEASURE:
            yield FormColumn(headings[role], role)
    if any(isinstance(measure.target.raw, tuple) for measure in plan.measures):
        group = WORDS[plan.language].measures
        yield from (FormColumn(quarter, Role.QUARTER, group) for quarter in QUARTERS)
        yield FormColumn(headings[Role.TOTAL], Role.TOTAL, group)


def numbers_stand_in_titles(plan: PlanDocument) -> bool:
    """«Захід 1.1.1 Назва» in one cell, beside a column that counts rows or tasks."""
    numbered = [m for m in plan.measures if m.number]
    if not any(column.role == Role.NUMBER for column in plan.columns):
        return bool(plan.columns) and bool(numbered)
    printed = [m.number_raw or "" for m in numbered]
    if not all(measure_title(f"{raw} Назва").number for raw in printed):
        return False
    if any(any(c.isalpha() for c in raw) and not section_title(f"{raw} x").roman for raw in printed):
        return True
    if any(raw.endswith((".", ")")) for raw in printed):
        return False
    deep = sum((m.number or "").count(".") > 1 for m in numbered)
    has_tasks = any(column.role == Role.TASK for column in plan.columns)
    return has_tasks and deep > len(numbered) / 2


def helpers(measure: Measure) -> tuple[str, ...]:
    """Who helps and is not named in the executors' cell itself."""
    consenting = tuple(Named(e.raw, True).name for e in measure.executors if e.by_consent)
    joining = split_executors(measure.executors_raw or "").helpers if measure.executors else ()
    named, rest = (*consenting, *(helper.name for helper in joining)), measure.co_executors
    return rest[len(named) :] if rest[: len(named)] == named else tuple(c for c in rest if c not in named)


def _in_order(plan: PlanDocument) -> Iterator[FormColumn]:
    yield from (FormColumn(c.heading, Role(c.role)) for c in sorted(plan.columns, key=lambda c: c.index))


def _grouped(columns: Sequence[FormColumn], plan: PlanDocument) -> Iterator[FormColumn]:
    """«Найменування» under «Показники», quarters under their group: the heading alone says too little."""
    words = WORDS[plan.language]
    quarters = [column.heading for column in columns if column.role is Role.QUARTER]
    money = [column for column in columns if column.role is Role.FUNDING]
    groups = {
        Role.MATRIX: words.matrix,
        Role.INDICATOR: words.measures if _unread(columns, Role.INDICATOR) else "",
        Role.TARGET: words.measures if _unread(columns, Role.TARGET) else "",
        Role.FUNDING: _money(plan, words) if _unread(money, Role.FUNDING) else "",
    }
    if quarters and all(map(quarter_name, quarters)):
        groups |= {Role.QUARTER: words.measures, Role.TOTAL: words.measures}
    return (replace(column, group=groups.get(column.role, "")) for column in columns)


def _unread(columns: Sequence[FormColumn], role: Role) -> bool:
    return any(column.role is role and role_of(column.heading) is not role for column in columns)


def _money(plan: PlanDocument, words: FormWords) -> str:
    units = (funding.unit for measure in plan.measures for funding in measure.funding if funding.unit)
    return ", ".join(filter(None, (words.money, next(units, ""))))


def indicators_name_measures(plan: PlanDocument) -> bool:
    """A card of indicators has no other words for what is to be done."""
    roles = {column.role for column in plan.columns}
    named = all(measure.indicator == measure.title for measure in plan.measures)
    return Role.INDICATOR in roles and Role.MEASURE not in roles and named


def _meant(held: set[Role]) -> set[Role]:
    """What a plan's form does not need a column of its own for."""
    without = {Role.NUMBER, Role.TASK, Role.SECTION} if Role.MEASURE in held else set()
    named = {Role.EXECUTORS, Role.DUE} if Role.MATRIX in held else set()
    return without | named | ({Role.TARGET, Role.TOTAL} if Role.QUARTER in held else set())


_NEEDED: tuple[tuple[Role, Callable[[Measure], bool]], ...] = (
    (Role.NUMBER, lambda m: bool(m.number)),
    (Role.TASK, lambda m: bool(m.task)),
    (Role.SUBTASK, lambda m: bool(m.subtask)),
    (Role.PURPOSE, lambda m: bool(m.purpose) and not is_goal(m.purpose or "")),
    (Role.MEASURE, lambda m: True),
    (Role.EXECUTORS, lambda m: bool(m.executors_raw or m.executors)),
    (Role.CO_EXECUTORS, lambda m: bool(helpers(m))),
    (Role.DUE, lambda m: m.due.state is not CellState.MISSING),
    (Role.INDICATOR, lambda m: bool(m.indicator)),
    (Role.RESULT, lambda m: bool(m.expected_result)),
    (Role.BASELINE, lambda m: bool(m.baseline)),
    (Role.WEIGHT, lambda m: bool(m.weight)),
    (Role.NOTE, lambda m: bool(m.note)),
    (Role.TARGET, lambda m: isinstance(m.target.raw, str) and m.target.state is not CellState.MISSING),
)


def is_goal(text: str) -> bool:
    """A goal that stands in a row of its own above its measures."""
    return plain(text).startswith(("ціль", "мета", "стратегічна", "операційна", "оперативна", "mục", "goal"))
