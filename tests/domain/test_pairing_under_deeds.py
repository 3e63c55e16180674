"""The rule book of corrected files under deeds: what hangs on a measure goes to no other without a word."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

from application.imports.onto_force import amendment_in
from application.imports.reading import Reading
from domain.plan.document import CellState, Deadline, DueKind, Measure
from domain.plan.pairing import NEW, paired
from domain.plan.state import Plan, evolve
from tests.domain.small_office import DOCUMENT, IN_FORCE, logged
from tests.domain.test_redrafting import BEFORE, row, text

TOLD = frozenset({"m001", "m002", "m003"})


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
