"""Does a whole quarter come out as reckoned by hand, cell by cell, in every file that leaves the house?

The real plan 000 with its 77 measures, where the shared documents are at hand; and always the shipped plan of
an invented office, in the same form, by the same script.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from application.reports.compile import compile_report
from application.samples.offices import SHIPPED
from domain.plan.decisions.closing import Missing, check_list
from tests.skipping import PLANS, PLANS_ABSENT
from tests.stories.quarter.lived import FORMATS, OFFICE, Quarter, lived
from tests.stories.quarter.scene import OKHTYRKA, SAMPLE, ByHand

HEADINGS = 12
SHOWN = (1, 5, 6, 7, 8, 10, 11)
"""Columns of the printed report: number and title, planned, actual, percent, state, reason, new term."""
VERDICTS = {
    "виконано": "done",
    "перевиконано": "over-fulfilled",
    "виконано частково": "partly",
    "не виконано": "not-done",
    "виконано частково, перенесено": "carried-forward",
    "не виконано, перенесено": "carried-forward",
    "виконується постійно": "standing",
    "потреби не виникало": "no-need",
    "дані не надано": "not-reported",
    "поза планом": "unplanned",
    "не заплановано": "not-planned",
    "не покладено на установу": "not-assigned",
}
NOBODY_SAID_WHY = "причину не зазначено"


@pytest.fixture(scope="module", params=["okhtyrka", "sample"])
def quarter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quarter]:
    if request.param == "sample":
        scene, file = SAMPLE, Path(str(SHIPPED / "plan-kvartal-2026-3.docx"))
    else:
        if not PLANS.is_dir():
            pytest.skip(PLANS_ABSENT)
        scene, file = OKHTYRKA, PLANS / "sources" / "000_okhtyrka_2021q1.docx"
    told = lived(scene, file, tmp_path_factory.mktemp(scene.name))
    yield told
    told.app.close()


@pytest.fixture(scope="module")
def now(quarter: Quarter) -> dict[str, bytes]:
    """The report in every format after all that came late."""
    return {format: quarter.file(format) for format in FORMATS}


@pytest.fixture(scope="module")
def data(now: dict[str, bytes]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(now["json"])
    return content


def number_of(hand: str) -> Decimal | None:
    """A figure written by hand; None where words, a dash or nothing stand there."""
    plain = hand.replace(",", ".")
    return Decimal(plain) if plain.replace(".", "").isdigit() else None


def figures(hand: str) -> list[Decimal]:
    return [n for part in hand.split("/") if (n := number_of(part)) is not None]


def decimals(values: list[int | float]) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def every_line_of_the_data(by_hand: list[ByHand], data: dict[str, Any]) -> None:
    rows = data["rows"]
    assert [row["number"] for row in rows] == [hand.number for hand in by_hand]
    for row, hand in zip(rows, by_hand, strict=True):
        assert decimals(row["planned"]["amounts"]) == figures(hand.planned), hand.number
        assert decimals(row["actual"]["amounts"]) == figures(hand.actual), hand.number
        assert decimals(row["percent"]) == figures(hand.percent), hand.number
        assert row["verdict"] == VERDICTS[hand.state], hand.number
        assert row["share"] == hand.share, hand.number
        said = [(e["reason"], e["new_term"]) for e in row["explained"]]
        told = bool(hand.reason) and hand.reason != NOBODY_SAID_WHY
        assert said == ([(hand.reason, hand.term)] if told else []), hand.number


def test_every_line_of_the_data_is_the_one_written_by_hand(quarter: Quarter, data: dict[str, Any]) -> None:
    every_line_of_the_data(quarter.scene.by_hand(), data)


def of_word(content: bytes) -> list[list[str]]:
    """The rows of the report's table without headings and section rows."""
    table = docx.Document(io.BytesIO(content)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return [row for row in rows if len(set(row)) > 1]


def of_excel(content: bytes) -> list[list[Any]]:
    """The same of the workbook's first sheet: between the headings and the closing lines."""
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values]
    return [row for row in rows if str(row[0] or "").rstrip(".").isdigit()]


def as_by_hand(cells: list[Any], hand: ByHand) -> list[str]:
    """A printed line in the form of the one by hand, its title cut to the number it begins with."""
    shown = [cells[column] for column in SHOWN]
    shown[0] = str(shown[0]).split()[0]
    wanted = list(astuple(hand))[:-1]
    return [as_written(cell, by_hand) for cell, by_hand in zip(shown, wanted, strict=True)]


def as_written(cell: Any, hand: str) -> str:
    """A workbook holds numbers: where one stands for the number written by hand, it is written so."""
    if isinstance(cell, int | float):
        return hand if Decimal(str(cell)) == number_of(hand) else f"the number {cell}"
    return cell or ""


@pytest.mark.parametrize(("format", "read"), [("docx", of_word), ("xlsx", of_excel)])
def test_every_line_of_the_printed_report_is_the_one_written_by_hand(
    quarter: Quarter, now: dict[str, bytes], format: str, read: Callable[[bytes], list[list[Any]]]
) -> None:
    every_printed_line(read(now[format]), quarter.scene.by_hand())


def every_printed_line(rows: list[list[Any]], by_hand: list[ByHand]) -> None:
    assert [len(row) for row in rows] == [HEADINGS] * len(by_hand)
    for cells, hand in zip(rows, by_hand, strict=True):
        assert as_by_hand(cells, hand) == list(astuple(hand))[:-1]


def test_figures_of_the_workbook_are_numbers(quarter: Quarter, now: dict[str, bytes]) -> None:
    rows = of_excel(now["xlsx"])
    for cells, hand in zip(rows, quarter.scene.by_hand(), strict=True):
        for column, by_hand in ((5, hand.planned), (6, hand.actual), (7, hand.percent)):
            assert isinstance(cells[column], int | float) == (number_of(by_hand) is not None), hand.number


def test_the_shares_are_those_of_the_plan(quarter: Quarter, data: dict[str, Any]) -> None:
    assert data["shares"] == quarter.scene.shares
    measures = len(quarter.scene.by_hand())
    assert sum(quarter.scene.shares.values()) == measures


def test_the_closing_lines_say_the_shares_and_the_total(quarter: Quarter, now: dict[str, bytes]) -> None:
    shares, (planned, actual, percent) = quarter.scene.shares, quarter.scene.totals
    done = f"{percent:.1f}".replace(".", ",")
    beyond = Counter(hand.share for hand in quarter.scene.by_hand() if hand.state == "поза планом")
    of_these = {share: f" (з них: поза планом — {count})" for share, count in beyond.items()}
    wanted = [
        f"Усього заходів: {len(quarter.scene.by_hand())}; обов’язкових — {shares['obligatory']}; "
        f"за потребою — {shares['as-needed']}; не заплановано на цей період — {shares['not-planned']}"
        f"{of_these.get('not-planned', '')}; "
        f"не покладено на установу — {shares['not-assigned']}{of_these.get('not-assigned', '')}.",
        "Сума кількісних показників (без рядків «у т.ч.» і без показників-рівнів): "
        f"заплановано {planned}, виконано {actual} ({done} %).",
    ]
    word = docx.Document(io.BytesIO(now["docx"]))
    lines = [p.text.replace("\u00a0", " ") for p in word.paragraphs]
    sheets = openpyxl.load_workbook(io.BytesIO(now["xlsx"])).worksheets[:2]
    cells = [str(row[0]).replace("\u00a0", " ") for sheet in sheets for row in sheet.values if row[0]]
    for line in wanted:
        assert line in lines
        assert line in cells


def test_levels_pairs_and_included_rows_enter_no_total(quarter: Quarter, data: dict[str, Any]) -> None:
    scene, rows = quarter.scene, {row["number"]: row for row in data["rows"]}
    assert [n for n, row in rows.items() if row["included"]] == list(scene.included)
    summed = {n for n, row in rows.items() if row["measure"] in data["total"]["measures"]}
    assert not summed & {scene.level, scene.pair, *scene.included}
    assert tuple(Decimal(str(data["total"][key])) for key in ("planned", "actual", "percent")) == scene.totals
    assert rows[scene.level]["actual"]["rule"] == "last"
    assert rows[scene.pair]["actual"]["amounts"] == [1, 1]


def test_what_was_done_beyond_a_month_stays_in_that_month(quarter: Quarter) -> None:
    """Twelve of ten in the first month do not make up for nine of ten in the second."""
    measure, key, done, planned = quarter.scene.short_month
    first = f"{key[:-1]}{int(key[-1]) - 1}"
    assert quarter.owed(measure, first) == (Decimal(12), Decimal(10))
    assert quarter.owed(measure, key) == (done, planned)
    before = quarter.app.state(f"plan-{quarter.scene.name}", position=quarter.closed_at - 1)
    office, today = quarter.app.state(f"people-{OFFICE}"), quarter.app.clock.now().date()
    missing = {
        line.measure.number: line.missing for line in check_list(before, quarter.scene.period, office, today)
    }
    assert missing[measure] is Missing.UNEXPLAINED


def test_silence_and_a_declared_nil_are_told_apart(quarter: Quarter, data: dict[str, Any]) -> None:
    rows = {row["number"]: row for row in data["rows"]}
    for hand in quarter.scene.by_hand():
        if hand.state == "потреби не виникало":
            assert (rows[hand.number]["actual"]["amounts"], len(rows[hand.number]["nils"])) == ([0], 1)
        if hand.state == "дані не надано":
            assert (rows[hand.number]["actual"]["amounts"], rows[hand.number]["nils"]) == ([], [])


def test_what_came_late_stands_apart_in_both_files(quarter: Quarter, now: dict[str, bytes]) -> None:
    table = docx.Document(io.BytesIO(now["docx"])).tables[1]
    printed = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    sheet = openpyxl.load_workbook(io.BytesIO(now["xlsx"])).worksheets[2]
    filled = [["" if cell is None else str(cell) for cell in row] for row in list(sheet.values)[2:]]
    for rows in (printed, filled):
        shown = [(row[0].split()[0], *row[1:]) for row in rows]
        assert shown == list(quarter.scene.late)


def test_a_correction_after_the_closing_took_two_people(quarter: Quarter) -> None:
    names = [r.event.name for r in quarter.app.history(f"plan-{quarter.scene.name}")][-3:]
    assert names == ["plan.correction-requested", "plan.correction-confirmed", "plan.execution-corrected"]
    asked, confirmed, _ = quarter.app.history(f"plan-{quarter.scene.name}")[-3:]
    assert (asked.envelope.by, confirmed.envelope.by) == ("olena.honchar", "lesia.stepova")


@pytest.mark.parametrize("format", FORMATS)
def test_the_closed_report_compiled_again_has_the_same_bytes(quarter: Quarter, format: str) -> None:
    assert quarter.file(format, position=quarter.closed_at) == quarter.then[format]
    assert quarter.file(format) != quarter.then[format], "what came late is told"


def test_what_came_late_changed_no_line_of_the_closed_report(quarter: Quarter) -> None:
    every_line_of_the_data(quarter.scene.by_hand(), json.loads(quarter.then["json"]))
    scene, app = quarter.scene, quarter.app
    then = compile_report(app, scene.name, scene.period, position=quarter.closed_at)
    assert [row.actual for row in then.rows] == [
        row.actual for row in compile_report(app, scene.name, scene.period).rows
    ]


@pytest.fixture(scope="module")
def mended(quarter: Quarter) -> dict[str, bytes]:
    return {format: quarter.file(format, corrective=True) for format in FORMATS}


def test_the_corrective_report_counts_what_came_late(quarter: Quarter, mended: dict[str, bytes]) -> None:
    data, by_hand = json.loads(mended["json"]), quarter.scene.mended_by_hand()
    every_line_of_the_data(by_hand, data)
    every_printed_line(of_word(mended["docx"]), by_hand)
    every_printed_line(of_excel(mended["xlsx"]), by_hand)
    closed = compile_report(
        quarter.app, quarter.scene.name, quarter.scene.period, position=quarter.closed_at
    ).fingerprint
    assert (data["corrective"]["number"], data["corrective"]["corrects"]) == (1, closed)


def test_the_corrective_report_says_what_it_changes_and_why(
    quarter: Quarter, mended: dict[str, bytes]
) -> None:
    tables = docx.Document(io.BytesIO(mended["docx"])).tables
    sheets = openpyxl.load_workbook(io.BytesIO(mended["xlsx"])).worksheets
    printed = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    filled = [[list(row) for row in sheet.values] for sheet in sheets]
    late = [f"plan-{quarter.scene.name}@{n}" for n in late_versions(quarter)]
    for found in (printed, filled):
        (rows,) = [rows for rows in found if any("Було" in row for row in rows)]
        start = next(n for n, row in enumerate(rows) if "Було" in row)
        shown = [(str(row[0]).split()[0], *row[1:4]) for row in rows[start + 1 :]]
        assert shown == quarter.scene.changes_by_hand()
        assert all(any(fact in str(row[4]) for fact in late) for row in rows[start + 1 :])


def late_versions(quarter: Quarter) -> list[int]:
    """The late record, and the correction once it was confirmed."""
    history = quarter.app.history(f"plan-{quarter.scene.name}")
    counted = ("plan.execution-logged", "plan.execution-corrected")
    late = [r for r in history if r.position > quarter.closed_at and r.event.name in counted]
    return [r.version for r in late]


@pytest.mark.parametrize("format", FORMATS)
def test_the_corrective_report_too_has_the_same_bytes_again(
    quarter: Quarter, mended: dict[str, bytes], format: str
) -> None:
    head = quarter.app.store.head()
    assert quarter.file(format, corrective=True, position=head) == mended[format]


def test_read_models_say_what_the_facts_say(quarter: Quarter) -> None:
    assert quarter.app.check() == []
