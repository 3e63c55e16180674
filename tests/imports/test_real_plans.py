"""Are real plans read as people read them, cell by cell?"""

import json
import runpy
from pathlib import Path

import pytest

from application.imports.reading import Reading, read_plan
from application.imports.truth import as_truth
from domain.plan.document import Additivity
from infrastructure.bootstrap import document_reader

QUARTERLY, PROVINCIAL, REGIONAL = "000_okhtyrka_2021q1", "003_backan_2021", "004_luhansk_turbota_2021"
RIGHT = {
    f"sources/{QUARTERLY}.docx": QUARTERLY,
    f"sources/{QUARTERLY}.xlsx": QUARTERLY,
    f"sources/{PROVINCIAL}.docx": PROVINCIAL,
    f"sources/{REGIONAL}.docx": REGIONAL,
    f"sources/{REGIONAL}.xlsx": REGIONAL,
    f"variants/{QUARTERLY}__repeated_header_rows.docx": QUARTERLY,
    f"variants/{QUARTERLY}__two_row_header.docx": QUARTERLY,
    f"variants/{QUARTERLY}__columns_reordered.docx": QUARTERLY,
    f"variants/{QUARTERLY}__totals_row.xlsx": QUARTERLY,
    f"variants/{QUARTERLY}__hidden_and_extra_sheets.xlsx": QUARTERLY,
    f"variants/{PROVINCIAL}__nfd.docx": PROVINCIAL,
}


def read(file: Path) -> Reading:
    return read_plan(file.read_bytes(), file.name, document_reader())


@pytest.mark.parametrize("name", RIGHT)
def test_every_cell_that_counts_is_right(
    name: str, onrecord_test_plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "read.json"
    output.write_text(json.dumps(as_truth(read(onrecord_test_plans / name))), encoding="utf-8")
    truth = onrecord_test_plans / "truth" / f"{RIGHT[name]}.json"
    score = runpy.run_path(str(onrecord_test_plans / "score.py"))
    wrong = score["main"]([str(truth), str(output), "--show"])
    assert not wrong, capsys.readouterr().out


def test_an_annex_says_nothing_of_the_section_it_is_annexed_to(onrecord_test_plans: Path) -> None:
    """The sheet prints 1.1 where the plan in prose is section II: all but section and number is right."""
    truth = json.loads((onrecord_test_plans / "truth" / f"{PROVINCIAL}.json").read_text(encoding="utf-8"))
    sheet = read(onrecord_test_plans / "sources" / f"{PROVINCIAL}.xlsx").document
    assert [f"II.{m.number}" for m in sheet.measures] == [m["number"] for m in truth["measures"]]
    for found, wanted in zip(sheet.measures, truth["measures"], strict=True):
        assert found.title.rstrip(".") == wanted["title"].rstrip(".")
        assert [e.raw for e in found.executors] == wanted["executors"]
        assert list(found.co_executors) == wanted["co_executors"]
        assert (found.task_number, found.due.kind.value) == (wanted["task_number"], wanted["due"]["kind"])


def test_a_stock_is_told_from_a_flow(onrecord_test_plans: Path) -> None:
    reading = read(onrecord_test_plans / "sources" / f"{QUARTERLY}.docx")
    stocks = [
        (m.number, m.target.value) for m in reading.document.measures if m.additivity is Additivity.STOCK
    ]
    assert stocks == [("1.6.3", 45)]


def test_two_dates_of_one_act_are_both_told(onrecord_test_plans: Path) -> None:
    for suffix in ("docx", "xlsx"):
        reading = read(onrecord_test_plans / "sources" / f"{REGIONAL}.{suffix}")
        finding, unkept = reading.findings
        assert unkept.code == "lines-not-kept"
        assert (finding.code, finding.proposal) == ("dates-contradict", "2020-12-08")
        assert "08 лютого 2020" in finding.message


def test_an_annual_form_gives_quarters_and_total(onrecord_test_plans: Path) -> None:
    reading = read(onrecord_test_plans / "forms" / "F8_uk_annual_quarter_columns.xlsx")
    assert [(m.number, m.target.value) for m in reading.document.measures] == [
        ("1.1.1.1", 12),
        ("1.1.1.2", 2),
        ("1.1.2.1", 160),
        ("1.1.2.2", None),
        ("2.1.1.1", 100),
        ("2.1.1.2", None),
    ]
    assert not reading.findings


def test_sub_items_of_bureaus_stay_with_their_bureau(onrecord_test_plans: Path) -> None:
    reading = read(onrecord_test_plans / "forms" / "F9_uk_sub_items_by_bureau.docx")
    assert [(m.number, len(m.sub_items)) for m in reading.document.measures] == [
        ("1.1.1", 2),
        ("1.1.2", 0),
        ("1.1.3", 0),
        ("1.2.1", 3),
        ("1.2.2", 0),
        ("1.2.3", 0),
    ]
    assert reading.document.period == "2022Q3"


def test_a_report_of_execution_is_told_from_a_plan(onrecord_test_plans: Path) -> None:
    reading = read(onrecord_test_plans / "forms" / "F7_uk_execution_report_form.xlsx")
    assert reading.document.period == "2021Q1"
    assert {(f.code, f.place) for f in reading.findings} == {
        ("report-columns", "Звіт!G4"),
        ("section-against-number", "Звіт!B10"),
        ("totals-differ", "Звіт!A11"),
    }
