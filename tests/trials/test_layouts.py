"""Is a plan the same plan in every layout and in every kind of file?"""

import dataclasses
import random

import pytest

from tests.imports.unseen.expecting import Row, codes, read, rows
from tests.trials.layouts import HEADING, WRITTEN, clothes, in_sheet, plan


def plainly(lines: list[str], table: list[list[str]]) -> list[Row]:
    """The same plan as the plainest workbook, and what it is read as."""

    class NoChance(random.Random):
        def random(self) -> float:
            return 0.99

    return rows(read(in_sheet(lines, table, NoChance(1)), "plan.xlsx"))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", WRITTEN)
def test_a_plan_is_the_same_in_other_clothes(kind: str, seed: int) -> None:
    lines, table, content = clothes(seed, kind)
    reading = read(content, f"plan.{kind}")
    assert rows(reading) == plainly(lines, table)
    assert codes(reading) == codes(read(in_sheet(lines, table, random.Random(seed)), "plan.xlsx")) | (
        codes(reading) & {"encoding-guessed"}
    )


def test_what_is_read_is_what_was_written() -> None:
    lines, table = plan(random.Random(5))
    written = [row for row in table[1:] if len(row) > 1]
    read_back = plainly(lines, table)
    assert [f"Захід {row.number} {row.title}" for row in read_back] == [row[2] for row in written]
    assert [row.task for row in read_back] == [row[1].split()[1] for row in written]
    assert [row.indicator for row in read_back] == [row[5] for row in written]


def test_another_value_is_another_plan() -> None:
    lines, table = plan(random.Random(7))
    changed = [list(row) for row in table]
    changed[2][HEADING.index("Відповідальний виконавець")] = "Архів"
    before, after = plainly(lines, table), plainly(lines, changed)
    assert before != after
    assert [dataclasses.replace(row, who=()) for row in before] == [
        dataclasses.replace(row, who=()) for row in after
    ]
