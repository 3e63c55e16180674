"""Are the findings of a file told in the language asked for, and a name that nobody knows only once?"""

from __future__ import annotations

from pathlib import Path

import pytest

from application.findings import placed, told, worded
from application.sentences import Sentences
from domain.messages import Refused
from domain.plan.document import Finding, Severity
from domain.plan.findings import doubt
from infrastructure.phrases import Phrases
from tests.cli.conftest import PLAN, onrecord
from tests.cli.test_import import DOCX

PHRASES = Phrases()
SHIFTED = {
    "uk": "попередження · таблиця 1, рядок 33, стовпчик 4: У клітинці виконавця стоять слова показника: ",
    "vi": "cảnh báo · bảng 1, dòng 33, cột 4: Ô đơn vị thực hiện ghi lời của chỉ tiêu: ",
    "en": "warning · table 1, row 33, column 4: The executor cell holds the words of an indicator: ",
}


@pytest.mark.parametrize("language", SHIFTED)
def test_an_import_tells_its_findings_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    lines = onrecord(tmp_path, "import", DOCX, "--dry-run", "--lang", language).out.splitlines()
    assert any(line.strip(" !").startswith(SHIFTED[language]) for line in lines)


@pytest.mark.parametrize("language", SHIFTED)
def test_a_script_gets_the_words_of_the_language_and_the_place_as_it_is(
    language: str, tmp_path: Path
) -> None:
    truth = onrecord(tmp_path, "import", DOCX, "--dry-run", "--json", "--lang", language).json
    found = next(f for f in truth["findings"] if f["code"] == "cell-shifted")
    assert set(found) == {"code", "severity", "place", "message", "proposal", "measure"}
    assert found["place"] == "table 1 row 33 col 4"
    assert found["message"].startswith(SHIFTED[language].split(": ", 1)[1])


@pytest.mark.parametrize("language", SHIFTED)
def test_a_plan_tells_its_open_findings(language: str, drafted: Path) -> None:
    lines = onrecord(drafted, "plan", PLAN, "--lang", language).out.splitlines()
    assert any(line.strip(" !").startswith(SHIFTED[language]) for line in lines)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "Файл порожній. Перевірте, чи той файл надіслано."),
        ("vi", "Tệp trống. Hãy kiểm tra đã gửi đúng tệp chưa."),
        ("en", "The file is empty."),
    ],
)
def test_a_file_is_refused_in_the_language_asked_for(language: str, words: str, tmp_path: Path) -> None:
    empty = tmp_path / "plan.docx"
    empty.touch()
    answer = onrecord(tmp_path / "data", "import", str(empty), "--json", "--lang", language)
    assert answer.json["findings"][0]["message"] == words
    assert words in answer.err


def test_a_name_that_nobody_knows_is_told_once_however_often_it_stands_there() -> None:
    unknown = [doubt("executor-unknown", name="бюро").at(f"table 1 row {n} col 4") for n in (3, 5, 9)]
    others = [doubt("number-missing").at(f"table 1 row {n}") for n in (3, 5)]
    lines = [(one.message, one.place, one.count) for one in told(PHRASES, "uk", [*unknown, *others])]
    assert lines == [
        ("Нікого з назвою «бюро» не знайдено. Визначте виконавця.", "таблиця 1, рядок 3, стовпчик 4", 3),
        ("Захід не має номера.", "таблиця 1, рядок 3", 1),
        ("Захід не має номера.", "таблиця 1, рядок 5", 1),
    ]


def test_what_was_recorded_without_its_facts_or_under_a_lost_code_stays_as_it_was_recorded() -> None:
    for code in ("executor-unknown", "no-longer-known"):
        old = Finding(code=code, severity=Severity.WARNING, place="file", message="As it was.")
        assert worded(PHRASES, "uk", old) == "As it was."


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("page 2 table 1 row 5 col 3", "сторінка 2, таблиця 1, рядок 5, стовпчик 3"),
        ("line 10", "рядок тексту 10"),
        ("title", "назва плану"),
        ("План!C9", "План!C9"),
        ("table 1 of the office", "table 1 of the office"),
        ("word/document.xml", "word/document.xml"),
    ],
)
def test_a_place_is_said_where_it_is_words_and_kept_where_it_is_a_name(place: str, words: str) -> None:
    assert placed(PHRASES, "uk", place) == words


def test_facts_are_said_the_language_s_way() -> None:
    period = doubt("period-contradicts", title="2026Q3", asked="2026Q4").at("title")
    assert worded(PHRASES, "uk", period).startswith("У назві: III квартал 2026 року;")
    months = doubt("months-against-target", months="2.5", target=3).at("table 1 row 5 col 4")
    assert worded(PHRASES, "vi", months).startswith("Cộng các tháng là 2,5, chỉ tiêu ghi 3.")
    page = doubt("type-not-read", found="a web page (HTML)").at("file")
    assert worded(PHRASES, "uk", page).startswith("Вміст файлу: вебсторінка (HTML).")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uk", "Перша: таблиця 1, рядок 5, стовпчик 7: Кінець раніше за початок: 9–3 липня."),
        ("vi", "Đầu tiên: bảng 1, dòng 5, cột 7: Ngày kết thúc trước ngày bắt đầu: 9–3 липня."),
        ("en", "First: table 1, row 5, column 7: The end is before the start: 9–3 липня."),
    ],
)
def test_what_bars_an_approval_is_said_in_the_language_asked_for(language: str, words: str) -> None:
    found = doubt("range-reversed", words="9–3 липня").at("table 1 row 5 col 7")
    refused = Refused("findings-open", count=1, place=found.place, message=found.message)
    assert words in Sentences(PHRASES, language, findings=(found,)).why(refused)
    assert found.message in Sentences(PHRASES, language).why(refused)
