"""The rule book of corrected files under deeds: what hangs on a measure goes to no other without a word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import reduce

import pytest

from application.imports.onto_force import amendment_in
from application.imports.reading import Reading
from domain.plan.decisions.amending import propose_amendment
from domain.plan.document import Additivity, CellState, Deadline, DueKind, Executor, Funding, Measure, SubItem
from domain.plan.events import AmendmentProposed
from domain.plan.pairing import NEW, paired
from domain.plan.state import Plan, evolve
from tests.domain.small_office import DOCUMENT, IN_FORCE, logged
from tests.domain.test_possible import moment
from tests.domain.test_redrafting import BEFORE, row, text

HUNDRED = Funding(source="Місцевий бюджет", raw="100", amount=Decimal(100), unit="тис. грн")
ITEM = SubItem(unit="Бюро", title="прийом", quantity=Decimal(5))
TOLD = frozenset({"m001", "m002", "m003"})


def in_force(*measures: Measure) -> Plan:
    plan = reduce(evolve, IN_FORCE, Plan())
    return replace(plan, document=text(*measures), measures={m.id: m for m in measures})


def asked_of(before: list[Measure], after: list[Measure]) -> dict[int, tuple[str, ...]]:
    return {one.ordinal: one.candidates for one in paired(before, after, {}, TOLD).unclear}


def test_another_measure_under_an_old_number_is_asked_about() -> None:
    after = [BEFORE[0], row(2, "1.2", "Закупити генератор"), BEFORE[2]]
    assert asked_of([*BEFORE], after) == {2: ("m002",)}
    assert dict(paired(BEFORE, after, {}, TOLD).known) == {1: "m001", 3: "m003"}
    assert dict(paired(BEFORE, after, {2: "m002"}, TOLD).known)[2] == "m002"
    assert not paired(BEFORE, after, {2: NEW}, TOLD).unclear


def test_a_title_that_comes_in_every_section_is_known_by_its_section() -> None:
    before = [row(n, str(n), "Заняття", section="I" * n) for n in (1, 2, 3)]
    after = [row(n, str(n), "Заняття", section=section) for n, section in ((1, "II"), (2, "III"), (3, "IV"))]
    assert dict(paired(before, after, {}, TOLD).known) == {1: "m002", 2: "m003"}
    assert asked_of(before, after) == {3: ("m001",)}


def test_rows_alike_of_which_one_went_or_was_renumbered_are_asked_about() -> None:
    twins = [row(1, "1", "Заняття"), row(2, "5", "Заняття")]
    assert set(asked_of(twins, [row(1, "5", "Заняття"), row(2, "6", "Заняття")])) == {1, 2}
    assert set(asked_of(twins, twins[1:])) == {1}
    assert asked_of(twins, twins) == {}


def test_rows_of_one_title_without_numbers_are_told_by_their_other_cells_else_asked_about() -> None:
    days = [Deadline(raw=raw, state=CellState.VALUE, kind=DueKind.TEXT) for raw in ("січень", "лютий", "май")]
    before = [row(n, None, "Заняття", due=day) for n, day in enumerate(days[:2], 1)]
    after = [row(n, None, "Заняття", due=day) for n, day in enumerate(days[1:], 1)]
    assert dict(paired(before, after, {}, TOLD).known) == {1: "m002"}
    assert asked_of(before, after) == {2: ("m001",)}


def test_what_number_section_or_most_words_still_say_is_not_asked() -> None:
    renumbered = row(1, "2.1", BEFORE[0].title)
    renamed_section = BEFORE[1].model_copy(update={"section": "Просвіта"})
    reworded = row(3, "1.3", "Зустрічі з радою ветеранів громади")
    assert asked_of([*BEFORE], [renumbered, renamed_section, reworded]) == {}


def test_a_title_under_another_number_in_another_section_is_asked_about() -> None:
    assert asked_of([*BEFORE], [row(1, "4.1", BEFORE[0].title, section="IV")]) == {1: ("m001",)}


def test_of_a_plan_in_force_that_has_deeds_nothing_is_guessed() -> None:
    plan = reduce(evolve, (*IN_FORCE, logged("e1", "m2", quantity=Decimal(1))), Plan())
    rows = [m.model_copy(update={"id": f"x{m.id}"}) for m in DOCUMENT.measures]
    rows[1] = rows[1].model_copy(update={"title": "Закупити генератор для складу"})
    found = amendment_in(plan, Reading(text(*rows), ()), {})
    assert [(one.ordinal, one.candidates) for one in found.unclear] == [(2, ("m2",))]
    rows[0] = rows[0].model_copy(update={"title": "Щось зовсім інше"})
    assert [one.ordinal for one in amendment_in(plan, Reading(text(*rows), ()), {}).unclear] == [2]


@pytest.mark.parametrize(
    ("field", "stood", "stands"),
    [
        ("additivity", {}, {"additivity": Additivity.INCLUDED, "relation": "included_in"}),
        ("relation", {"parent": "1.1"}, {"parent": "1.1", "relation": "child"}),
        ("parent", {"relation": "child", "parent": "1.1"}, {"relation": "child", "parent": "1.2"}),
        ("funding", {"funding": (HUNDRED,)}, {"funding": (HUNDRED.model_copy(update={"unit": "млн грн"}),)}),
        (
            "sub_items",
            {"sub_items": (ITEM,)},
            {"sub_items": (ITEM.model_copy(update={"quantity": Decimal(7)}),)},
        ),
    ],
)
def test_what_reads_otherwise_under_the_same_words_is_seen_and_proposed(
    field: str, stood: dict[str, object], stands: dict[str, object]
) -> None:
    """«у т.ч.» under another measure, money in another unit: the cells say the same, the plan does not."""
    one, *others = (m.model_copy(update={"executors": ()}) for m in DOCUMENT.measures)
    was = one.model_copy(update=stood)
    plan = in_force(was, *others)
    now = was.model_copy(update=stands)
    found = amendment_in(plan, Reading(text(now, *others), ()), {})
    assert [m.id for m in found.measures] == [was.id]
    assert field in [d.field for d in found.differences]
    (fact,) = propose_amendment(plan, found.command("1", "виправлений файл"), moment("planner"))
    assert isinstance(fact, AmendmentProposed)
    assert field in [cell.field for cell in fact.cells]


def test_a_file_that_counts_no_sub_item_takes_no_quantity_away() -> None:
    was = row(1, "1.1", "Прийом", sub_items=(ITEM,))
    bare = ITEM.model_copy(update={"quantity": None})
    plan = in_force(was)
    assert amendment_in(plan, Reading(text(row(1, "1.1", "Прийом", sub_items=(bare,))), ()), {}).is_silent


def test_an_executor_with_a_column_of_its_own_is_seen_to_come_and_to_be_due_otherwise() -> None:
    march, april = (Deadline(raw=raw, state=CellState.VALUE, kind=DueKind.TEXT) for raw in ("03", "04"))
    one, two = Executor(raw="Відділ", to="unit:a", due=march), Executor(raw="Управління", due=april)
    was = row(1, "1.1", "Прийом", executors=(one,))
    plan = in_force(was)
    for executors in ((one, two), (one.model_copy(update={"due": april, "to": None}),)):
        (now,) = amendment_in(
            plan, Reading(text(row(1, "1.1", "Прийом", executors=executors)), ()), {}
        ).measures
        assert [(e.raw, e.due) for e in now.executors] == [(e.raw, e.due) for e in executors]
        assert now.executors[0].to == "unit:a"
