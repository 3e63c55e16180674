"""In which form does a plan go out, and what do its cells hold?"""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from application.exports.form import columns_of
from application.exports.plan_page import page_of
from application.exports.words import QUARTERS, WORDS
from application.imports.heading_words import Role, role_of
from application.samples.offices import SHIPPED
from domain.plan.document import (
    Approver,
    CellState,
    Deadline,
    Executor,
    Header,
    Measure,
    PlanDocument,
    SubItem,
    Target,
    TargetKind,
)
from tests.exports.conftest import AT, FORMATS, read_file, sent, sent_and_read

QUARTER, ANNUAL = (Path(str(SHIPPED / name)) for name in ("plan-kvartal-2026-3.docx", "plan-rik-2026.xlsx"))


def typed(*measures: Measure, title: str = "План роботи на 2026 рік", **header: object) -> PlanDocument:
    """A plan that no file was read for."""
    return PlanDocument(
        header=Header.model_validate({"title": title, **header}),
        period="2026",
        language="uk",
        measures=measures,
    )


def measure(title: str = "Навчання", **fields: object) -> Measure:
    return Measure.model_validate({"id": "m1", "ordinal": 1, "number": "1", "title": title, **fields})


def cells(content: bytes) -> list[list[str]]:
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", WORDS)
def test_the_importer_knows_every_heading_of_the_house_form(language: str) -> None:
    headings = WORDS[language].headings
    assert {role: role_of(heading) for role, heading in headings.items()} == {role: role for role in headings}
    assert all(role_of(quarter) is Role.QUARTER for quarter in QUARTERS)


def test_a_plan_keeps_the_headings_and_the_order_of_its_source() -> None:
    plan = read_file(QUARTER).document
    assert [(c.heading, c.role) for c in columns_of(plan)] == [(c.heading, c.role) for c in plan.columns]
    assert cells(sent(plan, "docx"))[0] == [c.heading for c in plan.columns]


def test_a_row_of_the_source_goes_out_word_for_word() -> None:
    came = docx.Document(str(QUARTER)).tables[0]
    assert cells(sent(read_file(QUARTER).document, "docx")) == [
        [cell.text for cell in row.cells] for row in came.rows
    ]


def test_a_typed_plan_goes_out_in_the_house_form_with_the_columns_it_needs() -> None:
    who = (Executor(raw="Відділ А", lead=True),)
    due = Deadline(raw="до 31.12.2026", state=CellState.VALUE)
    plan = typed(measure(executors=who, due=due))
    assert cells(sent(plan, "docx")) == [
        ["№ з/п", "Захід", "Відповідальний виконавець", "Термін виконання"],
        ["1", "Навчання", "Відділ А", "до 31.12.2026"],
    ]


def test_a_column_that_the_source_has_not_is_added_for_what_was_revised() -> None:
    plan = read_file(ANNUAL).document
    due = Deadline(raw="протягом року", state=CellState.VALUE)
    revised = plan.model_copy(
        update={"measures": (plan.measures[0].model_copy(update={"due": due}), *plan.measures[1:])}
    )
    assert columns_of(revised)[-1].heading == "Термін виконання"
    assert sent_and_read(revised, "docx").document.measures[0].due.raw == "протягом року"


@pytest.mark.parametrize("format", FORMATS)
def test_sub_items_go_out_under_their_bureau_and_come_back(format: str) -> None:
    items = (SubItem(title="виїзд до с. Яри", unit="Гайське бюро"), SubItem(title="збори", unit="Центр"))
    plan = typed(measure("Прийоми", sub_items=items), measure("Збори", id="m2", ordinal=2, number="2"))
    assert sent_and_read(plan, format).document.measures[0].sub_items == items


@pytest.mark.parametrize("format", FORMATS)
def test_who_helps_stands_in_a_column_of_its_own(format: str) -> None:
    helpers = ("Хор, оркестр і балет", "Бібліотека громади")
    plan = typed(
        measure(executors_raw="Відділ А", executors=(Executor(raw="Відділ А"),), co_executors=helpers),
        measure("Збори", id="m2", ordinal=2, number="2"),
    )
    assert sent_and_read(plan, format).document.measures[0].co_executors == helpers


@pytest.mark.parametrize("format", FORMATS)
def test_quarters_of_a_typed_plan_stand_in_four_columns_and_a_total(format: str) -> None:
    target = Target(
        raw=("1", None, "2", None, "3"),
        state=CellState.VALUE,
        kind=TargetKind.NUMBER,
        value=Decimal(3),
        per_period={"I": Decimal(1), "III": Decimal(2)},
    )
    assert sent_and_read(typed(measure(target=target)), format).document.measures[0].target == target


@pytest.mark.parametrize("format", FORMATS)
def test_office_act_stamp_signatures_and_notes_stand_around_the_plan(format: str) -> None:
    plan = typed(
        measure(),
        organisation="ЦЕНТР ТИХОЇ ГРОМАДИ",
        approved_by=(
            Approver(
                stamp_raw="ЗАТВЕРДЖУЮ", position="Директор", name="О. Тиха", on_raw="05 січня 2026 року"
            ),
        ),
        order_number="7",
        order_date=AT.date(),
        signatories=("Головна спеціалістка Олена ТИХА",),
        notes=("Розіслати: усім відділам",),
    )
    read = sent_and_read(plan, format).document.header
    assert read.organisation == plan.header.organisation
    assert [(a.stamp_raw, a.position, a.name) for a in read.approved_by] == [
        ("ЗАТВЕРДЖУЮ", "Директор", "О. Тиха")
    ]
    assert (read.order_number, read.order_date) == ("7", AT.date())
    assert (read.signatories, read.notes) == (plan.header.signatories, plan.header.notes)


HOSTILE = ("=1+1", "+380", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example", "\t=1")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_look_like_formulas_are_words_in_a_sheet(words: str) -> None:
    content = sent(typed(measure("Навчання", indicator=words)), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    held = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [c.data_type for c in held if str(c.value) == words] == ["s"]
    assert not [c for c in held if c.data_type == "f" or c.hyperlink]
    quoted = [c for c in held if c.quotePrefix]
    assert [c.value for c in quoted] == ([] if words.startswith("http") else [words])
    assert {c.number_format for c in quoted} <= {"@"}


@pytest.mark.parametrize("format", FORMATS)
def test_characters_that_no_file_can_hold_are_shown_as_missing(format: str) -> None:
    plan = typed(measure("Навчання\x0b і\x01 _x0041_"), title="План\x01 на 2026 рік")
    read = sent_and_read(plan, format).document
    assert (read.measures[0].title, read.header.title) == (
        "Навчання\ufffd і\ufffd _x0041_",
        "План\ufffd на 2026 рік",
    )


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_plan_gives_the_same_bytes_under_fixed_times(format: str) -> None:
    plan = read_file(QUARTER).document
    content = sent(plan, format)
    assert sent(plan, format) == content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_heading_comes_again_on_every_page() -> None:
    plan = read_file(ANNUAL).document
    table = docx.Document(io.BytesIO(sent(plan, "docx"))).tables[0]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows][:3] == [True, True, False]
    sheet = openpyxl.load_workbook(io.BytesIO(sent(plan, "xlsx"))).active
    assert sheet is not None
    assert sheet.print_title_rows


def test_a_page_knows_its_plan_by_name() -> None:
    page = page_of(read_file(QUARTER).document, at=AT)
    assert page.name.startswith("Квартальний план роботи")
