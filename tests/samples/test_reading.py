"""Are the shipped plans read exactly as they were written, cell by cell?"""

import re
import runpy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from application.imports.directory import Directory
from application.imports.reading import Reading, read_plan
from application.samples.offices import shipped_file, shipped_office
from domain.plan.document import Additivity, CellState, DueKind, Measure, TargetKind
from infrastructure.documents.reader import OfficeReader
from tests.samples.test_shipped import opened

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "samples" / "make.py"))
NUMBERED = re.compile(r"(?:Захід )?(\d+(?:\.\d+)+) (.+)")
SHIFTED = "30."
"""The row whose indicator stands in the executors' cell; it is read as the indicator it is."""
OFFICE = {"quarter": "ua-office", "annual": "ua-office", "province": "vn-office"}


@cache
def reading(name: str) -> Reading:
    """The plan as an import reads it, for an office that knows its people."""
    office, _ = opened(shipped_office(OFFICE[name]))
    posts = {n: f"position:{p.position}" for p in office.positions.values() for n in (p.title, *p.aliases)}
    units = {n: f"unit:{u.unit}" for u in office.units.values() for n in (u.title, *u.aliases)}
    file = TOOL["content"](name)["file"]
    return read_plan(shipped_file(file), file, OfficeReader(), directory=Directory(posts | units))


def rows(name: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    written = TOOL["written"](TOOL["content"](name))
    return [(row.section, row.task, row.subtask, row.cells) for row in written]


def measure(name: str, number: str) -> Measure:
    return next(m for m in reading(name).document.measures if m.number == number)


def shown(text: str | None) -> str:
    return text or ""


def split(title: str) -> tuple[str, str]:
    """An office writes number and words in one cell."""
    match = NUMBERED.fullmatch(title)
    assert match
    return match[1], match[2]


def test_every_cell_of_the_quarterly_plan_is_read_as_written() -> None:
    read = [
        (
            shown(m.section),
            m.number,
            m.title,
            shown(m.executors_raw),
            m.due.raw,
            shown(m.indicator),
            m.target.raw,
        )
        for m in reading("quarter").document.measures
    ]
    written = [
        (section, *split(title), executors, due, executors if number == SHIFTED else indicator, target)
        for section, _, _, (number, title, executors, due, indicator, target) in rows("quarter")
    ]
    assert read == written


def test_every_cell_of_the_annual_plan_is_read_as_written() -> None:
    read = [
        (m.number, m.title, shown(m.subtask), shown(m.executors_raw), shown(m.indicator), raw(m))
        for m in reading("annual").document.measures
    ]
    written = [
        (*split(title), subtask, executors, indicator, tuple(values))
        for _, _, subtask, (title, executors, indicator, *values) in rows("annual")
    ]
    assert read == written


def test_every_cell_of_the_vietnamese_plan_is_read_as_written() -> None:
    read = [
        (shown(m.section), m.number, m.title, shown(m.executors_raw), list(m.co_executors), m.due.raw)
        for m in reading("province").document.measures
    ]
    written = [
        (section, number, title, executors, co.split(", ") if co else [], due)
        for section, _, _, (number, title, executors, co, due) in rows("province")
    ]
    assert [r for r in read if r[1] != "11"] == [w for w in written if w[1] != "11"]
    assert measure("province", "11").co_executors == ("Phòng Tuyên truyền, hòa giải cơ sở",)


def raw(m: Measure) -> tuple[str, ...]:
    """Quarter cells and total as printed; one phrase that stands for all of them stands alone."""
    assert isinstance(m.target.raw, tuple)
    cells = tuple(cell or "" for cell in m.target.raw)
    return cells[:1] if m.target.kind in (TargetKind.AS_NEEDED, TargetKind.CONTINUOUS) else cells


@pytest.mark.parametrize(("name", "period", "measures"), [("quarter", "2026Q3", 60), ("annual", "2026", 14)])
def test_period_and_number_of_measures(name: str, period: str, measures: int) -> None:
    document = reading(name).document
    assert (document.period, len(document.measures), document.language) == (period, measures, "uk")


def test_the_vietnamese_plan_is_told_by_its_language_and_year() -> None:
    document = reading("province").document
    assert (document.period, len(document.measures), document.language) == ("2027", 13, "vi")


def test_the_stamp_is_dated_five_weeks_into_the_quarter() -> None:
    stamp = reading("quarter").document.header.approved_by[0]
    assert (stamp.name, stamp.on) == ("С. Яворницька", date(2026, 8, 6))


@pytest.mark.parametrize(
    ("number", "kind", "value"),
    [
        ("1.1.1", TargetKind.NUMBER, Decimal(7)),
        ("1.1.3", TargetKind.AS_NEEDED, None),
        ("1.2.1", TargetKind.CONTINUOUS, None),
        ("1.3.4", TargetKind.NONE, None),
        ("2.1.6", TargetKind.BY_SCHEDULE, None),
        ("4.1.1", TargetKind.FRACTION, None),
    ],
)
def test_targets_are_read_by_their_kind(number: str, kind: TargetKind, value: Decimal | None) -> None:
    target = measure("quarter", number).target
    assert (target.kind, target.value) == (kind, value)


def test_a_pair_is_two_counts() -> None:
    assert measure("quarter", "4.1.1").target.parts == (Decimal(1), Decimal(1))


def test_a_dash_a_blank_and_a_value_differ() -> None:
    states = [measure("quarter", number).target.state for number in ("1.3.4", "1.2.4", "1.1.1")]
    assert states == [CellState.DASH, CellState.BLANK, CellState.VALUE]


def test_months_with_a_target_each_are_read_month_by_month() -> None:
    due = measure("quarter", "1.1.1").due
    assert due.kind is DueKind.MONTHLY_TARGETS
    assert due.monthly == {"2026-07": 2, "2026-08": 2, "2026-09": 3}


def test_of_which_rows_are_part_of_the_row_above() -> None:
    parts = [
        (m.number, m.parent) for m in reading("quarter").document.measures if m.relation == "included_in"
    ]
    assert parts == [("1.1.1.1", "1.1.1"), ("1.4.1.1", "1.4.1"), ("2.4.1.1", "2.4.1")]


def test_agreements_since_2019_are_a_stock() -> None:
    stocks = [m.number for m in reading("quarter").document.measures if m.additivity is Additivity.STOCK]
    assert stocks == ["2.1.5"]


def test_quarter_columns_are_read_quarter_by_quarter() -> None:
    target = measure("annual", "1.2.1.1").target
    assert (target.value, target.per_period) == (Decimal(36), {"I": 12, "II": 10, "IV": 14})


def test_what_the_importer_asks_is_what_was_planted() -> None:
    asked = [f.code for f in reading("quarter").findings if f.severity != "info"]
    assert sorted(asked) == sorted(
        [
            "cell-shifted",
            "executor-missing",
            "executor-unknown",
            "executor-unknown",
            "executor-unknown",
            "stock-proposed",
            "target-without-deadline",
        ]
    )
    assert not reading("annual").findings
    assert not [f for f in reading("province").findings if f.severity != "info"]


@pytest.mark.parametrize("name", OFFICE)
def test_known_names_lead_to_the_office(name: str) -> None:
    unknown = [e.raw for m in reading(name).document.measures for e in m.executors if e.to is None]
    planted = ["Відділи центру", "Рада ветеранів громади (за згодою)", "юридична клініка коледжу (за згодою)"]
    assert unknown == (planted if name == "quarter" else [])
