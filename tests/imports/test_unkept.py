"""Is nothing around a plan lost in silence? What has no place in it is told."""

from application.imports.reading import read_plan
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TITLE, measure, word, workbook

ROWS = [HEADING, measure("1.1.1", "Лекції")]


def told(content: bytes, name: str) -> list[tuple[str, str]]:
    findings = read_plan(content, name, OfficeReader()).findings
    return [(f.place, f.facts["words"]) for f in findings if f.code == "lines-not-kept"]


def test_a_line_between_title_and_table_that_has_no_place_is_told() -> None:
    content = word(ROWS, lines=(TITLE, "Стан на 01.04.2021"))
    assert told(content, "plan.docx") == [("line 2", "Стан на 01.04.2021")]


def test_all_such_lines_are_told_at_once_at_the_first() -> None:
    content = workbook(ROWS, lines=("Для службового користування", TITLE, "Стан на 01.04.2021"))
    assert told(content, "plan.xlsx") == [("План!A1", "Для службового користування · Стан на 01.04.2021")]


def test_what_is_kept_is_not_told() -> None:
    stamp = ("ЗАТВЕРДЖУЮ", "Директор центру", "М. Верес", "05.01.2021", TITLE)
    assert told(word(ROWS, lines=stamp, after=("Примітка: за наявності коштів",)), "plan.docx") == []
