"""Is a plan read right from plain text, whatever its letters, its separators and its damage?"""

import contextlib
import json
import re
import runpy
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from application.imports.grid import Grid, Line
from application.imports.reading import Reading, read_plan
from application.imports.truth import as_truth
from application.ports import DocumentRefused
from domain.plan.document import Severity
from infrastructure.documents import limits
from infrastructure.documents.encoding import decode
from infrastructure.documents.reader import OfficeReader
from infrastructure.documents.text import read_text
from tests.imports.files import HEADING, TITLE, measure

QUARTERLY, PROVINCIAL, REGIONAL = "000_okhtyrka_2021q1", "003_backan_2021", "004_luhansk_turbota_2021"
RIGHT = {
    f"variants/{QUARTERLY}__cp1251.csv": QUARTERLY,
    f"variants/{REGIONAL}__utf8bom.csv": REGIONAL,
    f"variants/{REGIONAL}__word_paste.txt": REGIONAL,
    f"sources/{QUARTERLY}.txt": QUARTERLY,
    f"sources/{PROVINCIAL}.txt": PROVINCIAL,
    f"sources/{REGIONAL}.txt": REGIONAL,
}
UKRAINIAN = "Проведення занять із посадовими особами щодо надання безоплатної правової допомоги"
VIETNAMESE = "Tăng cường phối hợp với Ủy ban nhân dân cấp xã thu thập thông tin về nhu cầu trợ giúp pháp lý"
TONES = "\u0300\u0301\u0303\u0309\u0323"
BODY = [measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари"), measure("1.1.3", "Зустрічі")]


def separated(rows: list[list[str]], separator: str = ";", lines: tuple[str, ...] = (TITLE,)) -> str:
    return "\r\n".join((*lines, *(separator.join(row) for row in rows))) + "\r\n"


def plan(text: str | bytes, name: str = "plan.csv", **wanted: Any) -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read_plan(content, name, OfficeReader(), **wanted)


def told(reading: Reading) -> set[str]:
    return {f"{f.code} {f.place}" for f in reading.findings if f.severity is not Severity.INFO}


def in_vietnamese_windows(text: str) -> bytes:
    """Windows-1258 writes a tone behind its letter."""
    pieces = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        pieces.append(base + "".join(part for part in parts if part in TONES))
    return "".join(pieces).encode("cp1258")


# Letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_letters_in_an_encoding_of_all_scripts_are_read(encoding: str) -> None:
    for text in (UKRAINIAN, VIETNAMESE + ", một, hai, ba"):
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp1125", "iso8859-5"])
@pytest.mark.parametrize("text", [UKRAINIAN, UKRAINIAN.upper(), UKRAINIAN[:30]])
def test_letters_of_ukrainian_are_told_from_those_of_another_code_page(encoding: str, text: str) -> None:
    """Read as another code page they give words that look like words."""
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert [remark.code for remark in decoded.remarks] == ["encoding-guessed"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp1125", "iso8859-5"])
@pytest.mark.parametrize("length", [5, 6, 12, 24])
def test_few_letters_are_read_right_or_not_at_all(encoding: str, length: int) -> None:
    for start in range(len(UKRAINIAN) - length):
        text = UKRAINIAN[start : start + length]
        with contextlib.suppress(DocumentRefused):
            assert decode(text.encode(encoding)).text == text


def test_letters_of_vietnamese_and_western_windows_are_read() -> None:
    assert decode(in_vietnamese_windows(VIETNAMESE)).text == VIETNAMESE
    western = "Résumé of the garçon’s café plan"
    assert decode(western.encode("cp1252")).text == western


@pytest.mark.parametrize(
    "content", ["Лад".encode("cp1251"), bytes(range(128, 256)) * 4, "Zażółć gęślą jaźń".encode("cp1250")]
)
def test_letters_that_may_be_several_are_refused_rather_than_stored_as_rubbish(content: bytes) -> None:
    with pytest.raises(DocumentRefused, match="encoding-unknown"):
        decode(content)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(DocumentRefused, match="type-not-read"):
        decode(b"\x00\x01\x02\x03 GIF \x00\x10")


def test_broken_bytes_are_named_by_their_line_and_bar_approval() -> None:
    content = (
        separated([HEADING, *BODY]).encode().replace("Семінари".encode(), b"\xff\xfe" + "Семінари".encode())
    )
    reading = plan(content)
    assert told(reading) == {"invalid-bytes line 4"}
    assert not reading.approvable
    assert len(reading.document.measures) == 3


# Separators and quotes


@pytest.mark.parametrize(("separator", "name"), [(";", "a.csv"), ("\t", "a.tsv"), (",", "a.txt"), ("\t", "")])
def test_the_separator_is_told_by_the_rows_and_not_by_the_name(separator: str, name: str) -> None:
    reading = plan(separated([HEADING, *BODY], separator), name)
    assert [m.title for m in reading.document.measures] == ["Лекції", "Семінари", "Зустрічі"]
    assert not reading.findings
    assert reading.document.measures[0].place == "line 3"


def test_a_name_that_says_otherwise_is_told() -> None:
    assert told(plan(separated([HEADING, *BODY]), "plan.xlsx")) == {"name-against-content file"}


def test_a_quoted_cell_holds_separators_quotes_and_line_breaks() -> None:
    row = measure("1.1.2", "Семінари", who='"Директор; відділ ""Право""\r\nта освіти"')
    reading = plan(separated([HEADING, BODY[0], row, BODY[2]]))
    second, third = reading.document.measures[1:]
    assert second.executors_raw == 'Директор; відділ "Право"\nта освіти'
    assert (third.title, third.place) == ("Зустрічі", "line 6")


def test_a_quote_that_closes_nothing_is_a_letter() -> None:
    reading = plan(separated([HEADING, measure("1.1.1", "Лекції", who='"Карітас" у місті'), *BODY[1:]]))
    assert reading.document.measures[0].executors_raw == '"Карітас" у місті'
    assert len(reading.document.measures) == 3


def test_commas_of_prose_are_no_separators() -> None:
    lines = (
        "Ми, громада, просимо",
        "провести лекції, семінари, зустрічі",
        "і виїзди",
        "раз, два, три, чотири",
    )
    papers = read_text("\n".join(lines).encode())
    assert [block.text for block in papers.blocks if isinstance(block, Line)] == list(lines)
    assert not papers.grids


def test_lines_and_tables_come_in_the_order_of_the_text() -> None:
    text = "План\n\nа\tб\n1\t2\n\nПідсумок роботи\nза рік\nі підписи\nв\tг\n3\t4\nКінець\n"
    blocks = read_text(text.encode()).blocks
    assert [b.name if isinstance(b, Grid) else b.text for b in blocks] == [
        "План",
        "table 1",
        "Підсумок роботи",
        "за рік",
        "і підписи",
        "table 2",
        "Кінець",
    ]
    assert [cell.place for cell in read_text(text.encode()).grids[1].cells][:1] == ["line 9"]


def test_columns_that_hold_nothing_are_left_out() -> None:
    wide = [[*row, *[""] * 5_000] for row in ([TITLE], HEADING, *BODY)]
    papers = read_text(separated(wide, lines=()).encode())
    assert papers.grids[0].width == len(HEADING)
    assert len(plan(separated(wide, lines=())).document.measures) == 3


# Rows that are not even


def test_a_cell_too_many_is_an_error_and_names_nobody_wrongly() -> None:
    """«Лекції; семінари» unquoted: the row might be cut at several places."""
    split = measure("1.1.2", "Лекції; семінари у громаді")
    reading = plan(separated([HEADING, BODY[0], split, BODY[2]]))
    assert told(reading) >= {"row-shifted line 4"}
    second = reading.document.measures[1]
    assert (second.number, second.executors, second.due.raw) == ("1.1.2", (), "березень")
    assert not reading.approvable


def test_a_lost_task_cell_is_seen_by_what_the_other_cells_hold() -> None:
    short = measure("1.1.2", "Семінари")
    del short[1]
    reading = plan(separated([HEADING, BODY[0], short, BODY[2]], "\t"))
    second = reading.document.measures[1]
    assert (second.number, second.title, second.due.raw, second.target.raw) == (
        "1.1.2",
        "Семінари",
        "березень",
        "1",
    )
    assert told(reading) == {"row-realigned line 4"}


def test_a_lost_cell_that_may_be_any_leaves_both_empty_and_bars_approval() -> None:
    heading = ["№ з/п", "Захід", "Відповідальні", "Примітка", "Термін виконання"]
    rows = [[f"{n}.", f"Лекції {n}", "Директор", "у школі", "березень"] for n in (1, 2, 3)]
    del rows[1][3]
    reading = plan(separated([heading, *rows], "\t"))
    second = reading.document.measures[1]
    assert told(reading) >= {"row-shifted line 4"}
    assert (second.title, second.executors, second.due.raw) == ("Лекції 2", (), "")


def test_a_row_cut_over_lines_is_put_together_and_asked_about() -> None:
    text = separated([HEADING, *BODY], "\t").replace("Семінари", "Семінари\r\nдля громади")
    reading = plan(text)
    assert reading.document.measures[1].title == "Семінари для громади"
    assert told(reading) == {"lines-joined line 4"}
    assert [m.place for m in reading.document.measures] == ["line 3", "line 4", "line 6"]


def test_a_last_cell_cut_over_lines_is_put_together() -> None:
    heading = ["№ з/п", "Захід", "Відповідальні", "Термін виконання"]
    text = separated(
        [heading, ["1.", "Лекції", "Директор", "березень"], ["2.", "Зустрічі", "Директор", "березень"]]
    )
    reading = plan(text.replace("березень", "березень\r\n2021 року", 1))
    assert [m.due.kind for m in reading.document.measures] == ["month", "month"]
    assert reading.document.measures[0].due.raw == "березень\n2021 року"
    assert told(reading) == {"lines-joined line 3"}


def test_a_line_between_rows_is_a_section_where_it_is_numbered_and_a_question_where_not() -> None:
    rows = separated([HEADING, *BODY]).replace("2.;", "II. Освіта\r\n2.;").replace("3.;", "Просвіта\r\n3.;")
    reading = plan(rows)
    assert [m.section for m in reading.document.measures] == [None, "II. Освіта", "Просвіта"]
    assert told(reading) == {"line-among-rows line 6"}


def test_a_row_cut_by_a_page_between_its_executors_is_put_together() -> None:
    numbering = [str(n) for n in range(1, 8)]
    rest = ["", "", "", "та освіти", "", "", ""]
    rows = [HEADING, numbering, measure("1.1.1", "Лекції", who="Відділ права"), numbering, rest, BODY[1]]
    reading = plan(separated(rows, "\t"))
    assert reading.document.measures[0].executors_raw == "Відділ права та освіти"
    assert told(reading) == {"row-joined line 4"}


def test_a_task_printed_in_pieces_beside_its_measures_is_one_task() -> None:
    rows = [list(row) for row in BODY]
    rows[0][1], rows[1][1], rows[2][1] = "Завдання 1.1 Розвиток", "безоплатної", "допомоги"
    reading = plan(separated([HEADING, *rows]))
    assert {(m.task_number, m.task) for m in reading.document.measures} == {
        ("1.1", "Розвиток безоплатної допомоги")
    }
    assert told(reading) == {"task-joined line 4", "task-joined line 5"}


def test_marks_of_a_web_page_are_left_out_and_told_but_others_stay() -> None:
    text = (
        separated([HEADING, *BODY])
        .replace("Лекції", "<i>Лекції</i>")
        .replace("Зустрічі", "Зустрічі <script>")
    )
    reading = plan(text)
    assert [m.title for m in reading.document.measures] == ["Лекції", "Семінари", "Зустрічі <script>"]
    assert told(reading) == {"markup-left-out line 3"}


# Limits


def test_no_more_cells_are_kept_than_a_plan_can_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 20)
    with pytest.raises(DocumentRefused, match="cells-too-many"):
        read_text(separated([HEADING, *BODY]).encode())


@pytest.mark.parametrize(
    "content", [b";" * 3_000_000, b"\n" * 300_000, b'"a;"' * 700_000, b'"' * 2_000_000, b"a\tb\n" * 150_000]
)
@pytest.mark.timeout(20)
def test_a_hostile_text_is_answered_soon(content: bytes) -> None:
    with pytest.raises(DocumentRefused):
        read_plan(content, "plan.txt", OfficeReader())


# Real files


@pytest.mark.parametrize("name", RIGHT)
def test_every_cell_that_counts_is_right(
    name: str, onrecord_test_plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = onrecord_test_plans / name
    output = tmp_path / "read.json"
    reading = plan(file.read_bytes(), file.name, period="2021" if "paste" in name else None)
    output.write_text(json.dumps(as_truth(reading)), encoding="utf-8")
    score = runpy.run_path(str(onrecord_test_plans / "score.py"))
    wrong = score["main"]([str(onrecord_test_plans / "truth" / f"{RIGHT[name]}.json"), str(output), "--show"])
    assert not wrong, capsys.readouterr().out


@pytest.mark.parametrize("slug", [QUARTERLY, REGIONAL])
def test_every_damaged_place_of_a_scan_is_in_the_findings(slug: str, onrecord_test_plans: Path) -> None:
    """The truth names the lines of each measure, and what is damaged in them."""
    truth = json.loads((onrecord_test_plans / "truth" / f"{slug}.json").read_text(encoding="utf-8"))
    reading = plan((onrecord_test_plans / "sources" / f"{slug}.txt").read_bytes(), f"{slug}.txt")
    lines = {int(place[5:]) for f in reading.findings if (place := f.place).startswith("line ")}
    damaged = ("columns_shifted", "cell_missing", "row_split_by_page", "target_without_due")
    places = [m["as_source"]["lines"] for m in truth["measures"] if {*damaged} & {*m["flags"]}]
    marked = [
        m["as_source"]["lines"]
        for m in truth["measures"]
        if re.search(r"<\w+>", json.dumps(m["as_source"]["cells"]))
    ]
    assert places
    assert marked
    assert [at for at in places + marked if not {*at} & lines] == []


@pytest.mark.parametrize("slug", [QUARTERLY, REGIONAL])
def test_a_scan_gives_the_literal_cells(slug: str, onrecord_test_plans: Path) -> None:
    """Cell by cell and line by line, the marks of a web page apart."""
    truth = json.loads((onrecord_test_plans / "truth" / f"{slug}.json").read_text(encoding="utf-8"))
    (grid,) = read_text((onrecord_test_plans / "sources" / f"{slug}.txt").read_bytes()).grids
    rows = {row + 1: [cell.text for cell in cells] for row, cells in grid.rows()}
    for wanted in truth["measures"]:
        source = wanted["as_source"]
        pieces = source["cells"] if isinstance(source["cells"][0], list) else [source["cells"]]
        bare = [[re.sub(r"</?[ip]>", "", cell) for cell in piece] for piece in pieces]
        assert [rows[line] for line in source["lines"]] == bare
