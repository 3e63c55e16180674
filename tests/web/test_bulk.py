"""Are many deeds written down at once, each by itself, and does what stays say why?"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from starlette.testclient import TestClient

from application.demo import QUARTER
from domain.plan.events import ExecutionLogged
from tests.web.office import EXECUTOR, STRANGER, Desk, fields, in_force

NO_FILE = [("none", ("", b"", ""))]
TABLE = f"/my/bulk/{QUARTER}.xlsx"


@pytest.fixture
def running(desk: Desk) -> Desk:
    return in_force(desk)


def filled(browser: TestClient) -> dict[str, str]:
    """What the table would send with nothing picked."""
    page = browser.get("/my/bulk").text
    form = page[page.index('<form method="post" action="/my/bulk"') :].split("</form>")[0]
    inputs = [dict(re.findall(r'([a-z_]+)="([^"]*)"', i)) for i in re.findall(r"<input([^>]*)>", form)]
    return {i["name"]: i["value"] for i in inputs if i.get("type") != "checkbox"}


def line(desk: Desk, number: str) -> str:
    return f"{QUARTER}/{desk.measure(number)}/"


def logged(desk: Desk) -> list[ExecutionLogged]:
    return [r.event for r in desk.app.history(f"plan-{QUARTER}") if isinstance(r.event, ExecutionLogged)]


def sent(browser: TestClient, rows: str, **more: str):
    page = browser.get("/my/bulk").text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    file = ("file", ("таблиця.csv", ("№;Виконано;Коли\n" + rows).encode(), "text/csv"))
    return browser.post("/my/bulk/table", data={"csrf": csrf, "plan": QUARTER, **more}, files=[file])


def log_page(desk: Desk) -> str:
    return f"/plans/{QUARTER}/measures/{desk.measure('1.2.3')}/log"


def log_form(browser: TestClient, desk: Desk) -> dict[str, str]:
    return fields(browser.get(log_page(desk)).text)


def test_good_lines_are_recorded_and_the_others_stay_with_what_was_typed(running: Desk):
    executor = running.browser(EXECUTOR)
    form = filled(executor)
    names = [key.removeprefix("quantity/") for key in form if key.startswith("quantity/")]
    good = line(running, "1.2.3")
    bad = next(name for name in names if name != good)
    picked = {f"pick/{good}": "1", f"pick/{bad}": "1", f"quantity/{bad}": "багато", f"quantity/{good}": "2"}
    answer = executor.post("/my/bulk", data=form | picked)
    assert answer.status_code == 409
    (deed,) = logged(running)
    assert (deed.measure, deed.quantity, deed.done_on) == (
        running.measure("1.2.3"),
        Decimal(2),
        date(2026, 8, 6),
    )
    assert "«багато» не є числом" in answer.text
    assert 'value="багато"' in answer.text
    assert f'name="pick/{bad}" value="1" checked' in answer.text
    assert f'name="pick/{good}" value="1" checked' not in answer.text


def test_a_double_tap_is_one_record_and_nothing_picked_is_none(running: Desk):
    executor = running.browser(EXECUTOR)
    form = filled(executor) | {f"pick/{line(running, '1.2.3')}": "1"}
    assert "Записано: 1 захід." in executor.post("/my/bulk", data=form).text
    executor.post("/my/bulk", data=form)
    assert len(logged(running)) == 1
    before = running.app.store.head()
    executor.post("/my/bulk", data=filled(executor))
    assert running.app.store.head() == before


def test_a_line_of_a_month_is_filled_for_that_month_and_counts_in_no_other(running: Desk):
    executor = running.browser(EXECUTOR)
    form = filled(executor)
    (july, august) = (f"{QUARTER}/{running.measure('1.1.1')}/2026-{month}" for month in ("07", "08"))
    assert (form[f"day/{july}"], form[f"day/{august}"]) == ("2026-07-31", "2026-08-06")
    assert not [name for name in form if name.endswith("/2026-09")]
    answer = executor.post("/my/bulk", data=form | {f"pick/{july}": "1", f"day/{july}": "2026-08-06"})
    assert (answer.status_code, "не з цього періоду (липень 2026 року)" in answer.text) == (409, True)
    assert logged(running) == []
    executor.post("/my/bulk", data=form | {f"pick/{july}": "1"})
    assert [deed.done_on for deed in logged(running)] == [date(2026, 7, 31)]


def test_a_line_of_somebody_else_is_not_recorded_by_a_form_made_up(running: Desk):
    executor = running.browser(EXECUTOR)
    foreign = next(m for m in running.plan.text.measures if {e.to for e in m.executors} == {"unit:finance"})
    name, before = f"{QUARTER}/{foreign.id}/", running.app.store.head()
    executor.post("/my/bulk", data=filled(executor) | {f"pick/{name}": "1", f"quantity/{name}": "1"})
    assert running.app.store.head() == before


def test_the_table_is_downloaded_filled_in_and_sent_back(running: Desk):
    executor = running.browser(EXECUTOR)
    answer = executor.get(TABLE)
    assert answer.headers["content-disposition"].startswith("attachment;")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    numbers = [book.active.cell(row, 1).value for row in range(4, book.active.max_row + 1)]
    assert "1.2.3" in numbers
    row = 4 + numbers.index("1.2.3")
    book.active.cell(row, 6).value, book.active.cell(row, 7).value = 3, date(2026, 8, 5)
    out = io.BytesIO()
    book.save(out)
    page = executor.get("/my/bulk").text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    file = ("file", ("заповнена.xlsx", out.getvalue(), "application/octet-stream"))
    for expected in ("записано, захід 1.2.3", "уже було записано з цього файлу, захід 1.2.3"):
        told = executor.post("/my/bulk/table", data={"csrf": csrf, "plan": QUARTER}, files=[file])
        assert expected in told.text
    (deed,) = logged(running)
    assert (deed.quantity, deed.done_on) == (Decimal(3), date(2026, 8, 5))


def test_a_like_deed_is_asked_about_and_recorded_when_said_to_be_another(running: Desk):
    executor = running.browser(EXECUTOR)
    sent(executor, "1.2.3;2;05.08.2026\n")
    asked = sent(executor, "1.2.3;2;05.08.2026\n1.2.3;9;05.08.2026\n")
    assert "Схожий запис уже є" in asked.text
    assert len(logged(running)) == 2
    form = asked.text[asked.text.index('action="/my/bulk/table"') :].split("</form>")[0]
    typed = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert typed["another-1"] == "line 2"
    executor.post("/my/bulk/table", data=typed, files=[("none", ("", b"", ""))])
    assert [deed.quantity for deed in logged(running)] == [2, 9, 2]


def test_a_number_that_may_be_thousands_is_asked_about_and_not_recorded(running: Desk):
    executor = running.browser(EXECUTOR)
    page = executor.get("/my/bulk").text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    rows = "№;Виконано;Коли;Осіб\n1.2.3;1,200;05.08.2026;\n1.2.3;2;05.08.2026;2.000\n"
    file = ("file", ("t.csv", rows.encode(), "text/csv"))
    told = executor.post("/my/bulk/table", data={"csrf": csrf, "plan": QUARTER}, files=[file]).text
    assert "«1,200» можна прочитати як 1200 або як 1,2." in told
    assert "«2.000» не є цілим числом осіб." in told
    good = line(running, "1.2.3")
    answer = executor.post(
        "/my/bulk", data=filled(executor) | {f"pick/{good}": "1", f"quantity/{good}": "1.200"}
    )
    assert (answer.status_code, "«1.200» можна прочитати як 1200 або як 1.2." in answer.text) == (409, True)
    assert logged(running) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quantity": "1,200"}, "1,200 може означати 1200 або 1,2"),
        ({"quantity": "+1.200"}, "1,200 може означати 1200 або 1,2"),
        ({"quantity": "1", "people_reached": "2.000"}, "вкажіть ціле число без крапки й коми"),
    ],
)
def test_the_page_of_a_measure_asks_about_such_a_number_too(running: Desk, typed: dict[str, str], words: str):
    executor = running.browser(EXECUTOR)
    answer = executor.post(log_page(running), data=log_form(executor, running) | typed, files=NO_FILE)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert logged(running) == []
    executor.post(log_page(running), data=log_form(executor, running) | {"quantity": "1,2"}, files=NO_FILE)
    assert [deed.quantity for deed in logged(running)] == [Decimal("1.2")]


# a table is no evidence
def test_the_receipt_of_a_table_brings_no_evidence(running: Desk):
    executor = running.browser(EXECUTOR)
    told = sent(executor, "1.2.3;2;05.08.2026\n1.2.3;2;05.08.2026\n").text
    (receipt,) = re.findall(r'name="table" value="([^"]+)"', told)
    typed = {"quantity": "7", "kept-0": receipt}
    executor.post(log_page(running), data=log_form(executor, running) | typed, files=NO_FILE)
    assert [(deed.quantity, deed.evidence) for deed in logged(running)] == [(2, ()), (7, ())]


def test_a_table_goes_through_the_scanner_before_it_is_kept(running: Desk):
    class Finding:
        def finds(self, content: bytes) -> str:
            return "Eicar-Test" if b"1.2.3" in content else ""

    app = replace(running.app, scanner=Finding())
    guarded = Desk(replace(running.stage, app=app), running.sessions)
    before = sorted((app.settings.data / "files").rglob("*"))
    answer = sent(guarded.browser(EXECUTOR), "1.2.3;2;05.08.2026\n")
    assert (answer.status_code, "Eicar-Test" in answer.text) == (422, True)
    assert logged(running) == []
    assert sorted((app.settings.data / "files").rglob("*")) == before


def test_a_file_that_is_no_table_says_what_to_do(running: Desk):
    executor = running.browser(EXECUTOR)
    page = executor.get("/my/bulk").text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    for content, words in ((b"a;b\n1;2\n", "Завантажте готову таблицю нижче"), (b"", "порожній")):
        file = ("file", ("t.csv", content, "text/csv"))
        answer = executor.post("/my/bulk/table", data={"csrf": csrf, "plan": QUARTER}, files=[file])
        assert (answer.status_code, words in answer.text) == (422, True)


def test_the_table_of_a_foreign_plan_is_not_found(running: Desk):
    assert running.browser(STRANGER, office="vn-office").get(TABLE).status_code == 404
