"""Is the report of a scripted quarter of the real plan 000 right, cell by cell, against a table by hand?"""

import io

import pdfplumber
import pytest

from application.reports.printed import Printed, printed
from domain.report.compile import compile_report
from domain.report.shapes import QuarterlyReport, Share, Verdict
from infrastructure.reports.renderers import RENDERERS
from tests.reports import okhtyrka

BY_HAND = """
1.1.1   |            |     |       | не покладено на установу
1.1.2   | 3          | 2   | 66,7  | виконано частково, перенесено
1.2.1   | 1          | 1   | 100,0 | виконано
1.3.1   | Постійно   | 7   | –     | виконується постійно
1.3.2   | Постійно   | 5   | –     | виконується постійно
1.3.2.1 | Постійно   | 2   | –     | виконується постійно
1.4.2   | 1          | –   | –     | дані не надано
1.5.1   | За потребою | 0  | –     | потреби не виникало
1.5.2   | За потребою | 0  | –     | потреби не виникало
1.6.3   | 45         | 45  | 100,0 | виконано
1.6.4   | 1          | –   | –     | дані не надано
1.6.6   | За потребою | –  | –     | дані не надано
1.6.8   | 30         | 36  | 120,0 | перевиконано
1.6.9   | 1          | 1   | 100,0 | виконано
1.7.1   | 4          | 4   | 100,0 | виконано
1.7.1.1 | 4          | 3   | 75,0  | виконано частково
1.7.2   | За потребою | 0  | –     | потреби не виникало
2.2.1   | За окремим графіком | 1 | – | виконано
2.4.2   | 1          | –   | –     | дані не надано
2.4.5   | 3          | 3   | 100,0 | виконано
2.5.3   | –          | 1   | –     | поза планом
2.5.4   | –          | –   | –     | не заплановано
2.5.5   | 3          | 3   | 100,0 | виконано
3.6.1   | 3          | 3   | 100,0 | виконано
3.6.4   | 1          | 0   | 0,0   | не виконано, перенесено
3.6.5   | 3          | 1   | 33,3  | виконано частково, перенесено
4.1.2   | 1/1        | 1/1 | 100,0 | виконано
4.3.1   | 1          | 1   | 100,0 | виконано
"""


@pytest.fixture(scope="module")
def report(onrecord_test_plans) -> QuarterlyReport:
    document = okhtyrka.document(onrecord_test_plans / "truth" / "000_okhtyrka_2021q1.json")
    facts = okhtyrka.history(document)
    return compile_report("000", facts, okhtyrka.office(), "2021Q1", okhtyrka.AFTER_CLOSE)


@pytest.fixture(scope="module")
def page(report) -> Printed:
    return printed(report)


def lines(page: Printed) -> dict[str, list[str]]:
    found = [line for block in page.blocks for line in block.lines]
    shown = [[page.number(cell, column) for column, cell in enumerate(line.cells)] for line in found]
    return {cells[1].split()[0]: cells for cells in shown}


def test_the_rows_agree_with_the_table_made_by_hand(page):
    shown = lines(page)
    expected = {
        number: cells
        for number, *cells in (
            [cell.strip() for cell in line.split("|")] for line in BY_HAND.split("\n") if line
        )
    }
    assert {number: shown[number][5:9] for number in expected} == expected


def test_all_that_nobody_spoke_of_is_said_not_to_be_reported(report):
    assert dict(report.verdicts)[Verdict.NOT_REPORTED] == 29
    assert sum(count for _, count in report.verdicts) == 77


def test_the_shares_are_43_7_15_12_of_77(report, page):
    assert dict(report.shares) == {
        Share.OBLIGATORY: 43,
        Share.AS_NEEDED: 7,
        Share.NOT_PLANNED: 15,
        Share.NOT_ASSIGNED: 12,
    }
    assert page.closing[0].replace("\u00a0", " ") == (
        "Усього заходів: 77; обов’язкових — 43; за потребою — 7; "
        "не заплановано на цей період — 15 (з них: поза планом — 1); не покладено на установу — 12."
    )


def test_the_total_leaves_out_included_rows_and_the_stock(report):
    """128 in all, less 5 of «у т.ч.» rows, less the stock of 45."""
    assert report.total.planned == 128 - 5 - 45
    summed = [row for row in report.rows if row.measure in report.total.measures]
    done = sum(row.actual.amounts[0] for row in summed if row.actual.amounts)
    assert report.total.actual == done == 55


def test_four_sections_hold_the_rows_in_the_plan_s_order(page):
    assert [len(block.lines) for block in page.blocks] == [25, 15, 24, 13]


def test_late_facts_stand_apart_and_change_nothing(page):
    assert [late[0].split()[0] for late in page.late] == ["1.6.4", "1.1.2"]
    assert lines(page)["1.6.4"][8] == "дані не надано"


def test_places_people_and_reasons_are_told(page):
    row = lines(page)["1.1.2"]
    assert row[9] == ("14.01, м. Охтирка, міська рада, охоплено осіб: 25, зустріч із представником; 18.02")
    assert row[10:] == ["березневий захід скасовано через карантин", "квітень 2021"]
    assert lines(page)["1.6.3"][9] == "рівень на 30.03.2021"
    assert lines(page)["1.7.1.1"][10] == "причину не зазначено"


def test_no_section_is_left_alone_at_the_foot_of_a_page(report):
    with pdfplumber.open(io.BytesIO(RENDERERS["pdf"](report))) as pdf:
        lasts = [page.extract_tables()[-1][-1] for page in pdf.pages if page.extract_tables()]
    assert not [row for row in lasts if row[0] and row[0][:2] in ("I ", "II", "IV") and not any(row[1:])]
