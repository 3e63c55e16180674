"""Which measures contradict themselves or each other?"""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.plan.contradictions import contradictions
from domain.plan.document import (
    Additivity,
    CellState,
    Deadline,
    DueKind,
    Executor,
    Measure,
    SubItem,
    Target,
    TargetKind,
)

MARCH = Deadline(
    raw="березень", state=CellState.VALUE, kind=DueKind.MONTH, start=date(2021, 3, 1), end=date(2021, 3, 31)
)


def planned(value: int) -> Target:
    return Target(raw=str(value), state=CellState.VALUE, kind=TargetKind.NUMBER, value=Decimal(value))


def row(number: str, **changed: object) -> Measure:
    told: dict[str, object] = {
        "id": f"m{number.replace('.', '')}",
        "ordinal": 1,
        "number": number,
        "title": f"Захід {number}",
        "executors": (Executor(raw="Директор"),),
        "due": MARCH,
        "target": planned(1),
        "place": f"row {number}",
    }
    return Measure(**{**told, **changed})  # type: ignore[arg-type]


def part(number: str, parent: str, value: int = 1) -> Measure:
    return row(
        number, parent=parent, relation="included_in", additivity=Additivity.INCLUDED, target=planned(value)
    )


def found(*measures: Measure) -> list[tuple[str | None, str, str]]:
    return [(c.measure.number, c.doubt.code, c.aspect.value) for c in contradictions(measures)]


def test_a_sound_plan_contradicts_nothing() -> None:
    assert found(row("1.1"), row("1.2", target=planned(2)), part("1.2.1", "1.2", 2)) == []


def test_months_must_add_up_to_the_target() -> None:
    due = MARCH.model_copy(update={"kind": DueKind.MONTHLY_TARGETS, "monthly": {"2021-03": Decimal(3)}})
    assert found(row("1.1", due=due, target=planned(5))) == [("1.1", "months-against-target", "target")]
    assert found(row("1.1", due=due, target=planned(3))) == []


def test_a_number_needs_a_deadline_where_there_is_a_column_for_one() -> None:
    assert found(row("1.1", due=Deadline(raw="-", state=CellState.DASH))) == [
        ("1.1", "target-without-deadline", "due")
    ]
    assert found(row("1.1", due=Deadline())) == []


def test_what_obliges_needs_an_executor_and_a_blank_row_does_not() -> None:
    assert found(row("1.1", executors=())) == [("1.1", "executor-missing", "executors")]
    blank = {"due": Deadline(state=CellState.BLANK), "target": Target(state=CellState.DASH)}
    assert found(row("1.1", executors=(), **blank)) == []


def test_sub_items_are_a_checksum_of_the_target() -> None:
    assert found(row("1.1", target=planned(2), sub_items=(SubItem(title="село"),))) == [
        ("1.1", "sub-items-against-target", "target")
    ]


def test_a_row_twice_is_told_from_a_number_twice() -> None:
    assert found(row("1.1"), row("1.1")) == [("1.1", "row-duplicate", "row")]
    assert found(row("1.1"), row("1.1", title="Інший")) == [("1.1", "number-duplicate", "row")]
    assert found(row("1", task_number="1"), row("1", task_number="2")) == []


def test_a_part_needs_a_whole_that_is_not_smaller() -> None:
    assert found(part("1.1.1", "1.1")) == [("1.1.1", "parent-missing", "row")]
    assert found(row("1.1"), part("1.1.1", "1.1", 2)) == [("1.1.1", "part-above-whole", "target")]


def test_parts_in_a_circle_are_found() -> None:
    assert found(part("1.1", "1.2"), part("1.2", "1.1")) == [
        ("1.1", "parts-circular", "row"),
        ("1.2", "parts-circular", "row"),
    ]
    assert found(part("1.1", "1.1")) == [("1.1", "parts-circular", "row")]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=9))
def test_no_tangle_of_parts_runs_for_ever(pairs: list[tuple[int, int]]) -> None:
    assert len(found(*(part(str(number), str(parent)) for number, parent in pairs))) >= bool(pairs)
