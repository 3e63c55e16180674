"""Is a PDF read as people read it, and is what only looks certain asked about?"""

import json
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from application.imports.grid import Grid, Line, Papers
from application.imports.reading import Reading, read_plan
from application.imports.truth import as_truth
from application.ports import DocumentRefused
from domain.plan.document import Severity
from infrastructure.documents import pdf as reader
from infrastructure.documents import pdf_pen
from infrastructure.documents.reader import OfficeReader
from tests.imports.drawn import lattice, lines, pdf, rule, typeset, window, words

REAL = ("000_okhtyrka_2021q1", "003_backan_2021", "004_luhansk_turbota_2021")
PAGES = """
#set page(paper: "a4", flipped: true, margin: 15mm, numbering: "1", header: [{header}])
#for line in given.lines [#par(line)]
#table(columns: {columns}, {options} ..given.rows.flatten())
"""
ENOUGH = "A line of words that is long enough to be text."


def papers(content: bytes) -> Papers:
    return OfficeReader().read(content, "plan.pdf")


def table(content: bytes) -> Grid:
    (grid,) = papers(content).grids
    return grid


def texts(content: bytes) -> list[str]:
    return [block.text for block in papers(content).blocks if isinstance(block, Line)]


def cells(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def said(content: bytes) -> list[tuple[str, str]]:
    return [(remark.code, remark.place) for remark in papers(content).remarks]


def refusal(content: bytes) -> str:
    with pytest.raises(DocumentRefused) as refused:
        papers(content)
    return refused.value.code


def pages(
    rows: list[list[str]],
    *,
    above: tuple[str, ...] = (),
    options: str = "",
    header: str = "",
    columns: str = "",
) -> bytes:
    width = columns or f"(1fr,) * {len(rows[0])}"
    source = PAGES.replace("{columns}", width).replace("{options}", options).replace("{header}", header)
    return typeset(source, lines=list(above), rows=rows)


# Real plans.


@pytest.mark.parametrize("name", REAL)
def test_real_plans_are_read_as_their_documents_are(name: str, onrecord_test_plans: Path) -> None:
    printed = read(onrecord_test_plans / "sources" / f"{name}.pdf")
    wanted = json.loads((onrecord_test_plans / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    told = as_truth(printed)["measures"]
    assert isinstance(told, list)
    pairs = list(zip(told, wanted["measures"], strict=True))
    same = [_same(a, b, field) for a, b in pairs for field in FIELDS if _plain(_at(b, field))]
    assert len(same) > 90
    assert sum(same) >= 0.98 * len(same)


@pytest.mark.parametrize("name", REAL)
def test_where_a_real_plan_is_cut_by_its_pages_is_told(name: str, onrecord_test_plans: Path) -> None:
    printed = read(onrecord_test_plans / "sources" / f"{name}.pdf")
    joined = {
        "000_okhtyrka_2021q1": [2, 3, 5, 6, 7],
        "003_backan_2021": [],
        "004_luhansk_turbota_2021": [3, 4],
    }
    places = [finding.place for finding in printed.findings if finding.code == "row-over-pages"]
    assert [int(place.split()[1]) for place in places] == joined[name]
    assert not [finding for finding in printed.findings if finding.severity is Severity.ERROR]


FIELDS = (
    "number", "section", "task_number", "title", "executors", "co_executors", "due_raw", "due.kind",
    "indicator_name", "target_raw", "target.kind", "target.value", "parent", "relation",
)  # fmt: skip


def read(file: Path) -> Reading:
    return read_plan(file.read_bytes(), file.name, OfficeReader())


def _at(measure: object, field: str) -> object:
    for part in field.split("."):
        measure = measure.get(part) if isinstance(measure, dict) else None
    return None if measure == "none" else measure


def _same(found: object, wanted: object, field: str) -> bool:
    return _plain(_at(found, field)) == _plain(_at(wanted, field))


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).replace("–", "-").split()).strip(" .;:")
    return value


# Tables.


def test_a_cell_merged_over_rows_stands_once_with_its_span() -> None:
    source = "#table(columns: 3, [No], table.cell(rowspan: 2)[Task of two rows], [First], [2], [Second])"
    grid = table(typeset(source))
    merged = next(cell for cell in grid.cells if cell.text.startswith("Task"))
    assert (merged.row, merged.column, merged.rows, merged.columns) == (0, 1, 2, 1)
    assert grid.at(1, 1) is merged
    assert len(grid.cells) == 5


def test_a_section_row_goes_over_all_columns() -> None:
    source = (
        "#table(columns: 3, [No], [Measure], [Due], table.cell(colspan: 3)[I. Section], [1], [Talks], [May])"
    )
    section = next(cell for cell in table(typeset(source)).cells if cell.text == "I. Section")
    assert (section.row, section.columns) == (1, 3)


def test_a_table_that_goes_on_over_pages_is_one_with_its_heading_once() -> None:
    rows = [[f"{n}.", f"Measure {n}", "May"] for n in range(1, 90)]
    head = 'table.header("No", "Measure", "Due"),'
    grid = table(pages(rows, options=head, columns="3"))
    assert [cell.text for cell in grid.cells if cell.column == 0] == ["No", *(row[0] for row in rows)]
    place = next(cell.place for cell in grid.cells if cell.text == "Measure 89")
    number = int(place.split()[1])
    assert number > 1
    assert place.startswith(f"page {number} table 1 row ")
    assert place.endswith(" col 2")


def cut(upper: tuple[str, ...], lower: tuple[str, ...], *, number: str = "") -> bytes:
    """Two pages; a row at the foot of the first and one at the head of the second."""
    across = [50, 90, 300, 400]
    first = [*lattice(across, [50, 70, 90, 110, 130, 150, 190])]
    for n in range(1, 6):
        first += [words(f"{n}.", 55, 44 + 20 * n), words(f"Measure number {n}", 95, 44 + 20 * n)]
        first.append(words("Legal office", 305, 44 + 20 * n))
    first += [words("6.", 55, 164), words("Legal office", 305, 164), *lines(*upper, x=95, y=164)]
    second = [*lattice(across, [50, 90, 130])]
    second += [words(number, 55, 64), *lines(*lower, x=95, y=64), words("7.", 55, 104)]
    second += [words("Measure number 7", 95, 104), words("Legal office", 305, 104)]
    return pdf(first, second)


LONG = "Talks in schools of the district and in the"


def test_a_row_cut_in_two_by_a_page_is_one_row() -> None:
    content = cut((LONG, "libraries of the town, with the help of every"), ("office and of the court",))
    whole = next(cell for cell in table(content).cells if cell.text.startswith("Talks"))
    assert whole.text == f"{LONG} libraries of the town, with the help of every office and of the court"
    assert [cell.row for cell in table(content).cells if cell.text == "7."] == [whole.row + 1]
    assert ("row-over-pages", "page 2 table 1 row 1 col 1") in said(content)


def test_a_row_that_only_seems_to_go_on_is_joined_and_asked_about() -> None:
    content = cut((LONG, "town"), ("and of the court",))
    assert ("row-perhaps-over-pages", "page 2 table 1 row 1 col 1") in said(content)


def test_a_numbered_row_at_the_head_of_a_page_is_a_row_of_its_own() -> None:
    content = cut((LONG, "libraries of the town, with the help of every"), ("Visits",), number="6a.")
    assert "Visits" in cells(table(content))
    assert not said(content)


def test_a_merged_cell_goes_on_over_the_page() -> None:
    first = [rule(50, 50, 200, 50), rule(100, 75, 200, 75), rule(50, 100, 200, 100)]
    first += [rule(x, 50, x, 100) for x in (50, 100, 200)]
    drawing = [words("Group", 55, 64), words("Measure one", 105, 64), words("Measure two", 105, 89)]
    second = [rule(50, 50, 200, 50), rule(100, 75, 200, 75), rule(50, 100, 200, 100)]
    second += [rule(x, 50, x, 100) for x in (50, 100, 200)]
    below = [words("Measure three", 105, 64), words("Measure four", 105, 89)]
    grid = table(pdf([*first, *drawing], [*second, *below]))
    group = next(cell for cell in grid.cells if cell.text == "Group")
    assert group.rows == 4
    assert grid.at(3, 0) is group


def test_two_tables_with_other_columns_stay_two() -> None:
    one = [*lattice([50, 100, 300], [50, 80, 110]), words("Alpha", 55, 64), words("Beta", 105, 64)]
    two = [*lattice([50, 200, 250, 400], [50, 80, 110]), words("Gamma and delta", 55, 64)]
    assert len(papers(pdf(one, two)).grids) == 2
    wider = [*lattice([50, 100, 300, 400], [50, 80, 110]), words("Gamma and delta", 105, 64)]
    assert len(papers(pdf(one, wider)).grids) == 2


def test_a_row_that_has_words_where_the_row_above_has_none_is_a_row_of_its_own() -> None:
    across, down = [50, 90, 300, 400], [50, 90, 130]
    above = [
        *lattice(across, down),
        *lines(LONG, "libraries of the town, with the help of every", x=95, y=64),
    ]
    above += [
        words("1.", 55, 64),
        words("2.", 55, 104),
        *lines(LONG, "libraries of the town, in every", x=95, y=104),
    ]
    below = [
        *lattice(across, down),
        words("office", 95, 64),
        words("Legal office", 305, 64),
        words("3.", 55, 104),
    ]
    grid = table(pdf(above, below))
    assert [cell.row for cell in grid.cells if cell.text in ("office", "3.")] == [2, 3]


def test_a_table_without_lines_at_the_foot_of_its_page_keeps_the_cells_that_are_merged_there() -> None:
    """A browser draws no line where a page ends: nothing ties the columns beside a merged cell together."""
    drawing = [rule(x, 50, x, 150) for x in (50, 100, 200, 300)]
    drawing += [
        rule(50, 100, 100, 100),
        rule(50, 75, 100, 75),
        rule(200, 100, 300, 100),
        rule(200, 75, 300, 75),
    ]
    drawing += [words(f"{n}.", 55, 39 + 25 * n) for n in (1, 2, 3)]
    drawing += [words(f"Measure {n}", 205, 39 + 25 * n) for n in (1, 2, 3)] + [words("Task", 105, 64)]
    grid = table(pdf(drawing))
    assert [(c.row, c.column, c.rows) for c in grid.cells if c.text in ("Task", "Measure 3")] == [
        (0, 1, 3),
        (2, 2, 1),
    ]


def test_a_table_lying_on_its_side_is_read() -> None:
    drawing = [*lattice([50, 100, 150], [100, 400, 700])]
    drawing += [words(t, x, y, turn=90) for t, x, y in (("Upper left", 64, 690), ("Upper right", 64, 390))]
    drawing += [words(t, x, y, turn=90) for t, x, y in (("Lower left", 114, 690), ("Lower right", 114, 390))]
    found = {cell.text: (cell.row, cell.column) for cell in table(pdf(drawing)).cells}
    assert found == {"Upper left": (0, 0), "Upper right": (0, 1), "Lower left": (1, 0), "Lower right": (1, 1)}


def test_a_frame_around_words_is_no_table() -> None:
    content = pdf([*lattice([50, 500], [50, 100]), words(ENOUGH, 60, 70)])
    assert not papers(content).grids
    assert texts(content) == [ENOUGH]


def test_a_table_open_at_its_sides_is_read_with_the_rows_that_go_over_all_columns() -> None:
    rule_ = "stroke: (x, y) => (left: if x > 0 { 0.5pt }, top: 0.5pt, bottom: 0.5pt),"
    rows = "[No], [Measure], [Due], table.cell(colspan: 3)[I. Section], [1], [Talks], [May]"
    grid = table(typeset(f"#table(columns: 3, {rule_} {rows})"))
    assert [(c.row, c.column, c.columns) for c in grid.cells if c.text == "I. Section"] == [(1, 0, 3)]
    assert [c.row for c in grid.cells if c.text == "Talks"] == [2]


@pytest.mark.parametrize("stroke", ["none", "(x: none, y: 0.5pt)"])
def test_columns_that_no_line_parts_are_refused_and_not_guessed(stroke: str) -> None:
    rows = [[f"{n}.", f"Measure number {n}", "Legal office", "May"] for n in range(1, 9)]
    assert refusal(pages(rows, options=f"stroke: {stroke},")) == "columns-unsure"


def test_headings_set_upright_are_read() -> None:
    heading = "rotate(-90deg, reflow: true)[No in the\\ annual plan], [Measure]"
    source = f"#table(columns: 2, {heading}, [1.], [Talks on the law])"
    assert cells(table(typeset(source)))[:2] == ["No in the\nannual plan", "Measure"]


def test_a_page_lying_on_its_side_is_read() -> None:
    drawing = [
        words(text, x, 700, turn=90)
        for x, text in ((100, "First line of the page"), (114, "and the second one"))
    ]
    assert texts(pdf(drawing)) == ["First line of the page and the second one"]


def test_what_the_page_cuts_off_is_told_at_its_cell() -> None:
    drawing = [*lattice([50, 100, 300], [50, 90, 130]), words("1.", 55, 64)]
    drawing.append(window(100, 50, 300, 90, *lines("Shown above", "hidden below the row", x=105, y=84)))
    content = pdf([*drawing, words(ENOUGH, 50, 200)])
    assert "Shown above" in cells(table(content))
    assert said(content) == [("text-cut-off", "page 1 table 1 row 1 col 2")]


def test_lines_over_one_another_are_asked_about() -> None:
    drawing = [*lattice([50, 100, 300], [50, 90, 130]), words("1.", 55, 64), words(ENOUGH, 50, 200)]
    drawing += [words("Upper line of words", 105, 64), words("Lower line of words", 105, 68)]
    assert said(pdf(drawing)) == [("words-overlap", "page 1 table 1 row 1 col 2")]
    drawing[-1] = words("Other words on the same line", 107, 64)
    assert said(pdf(drawing)) == [("words-overlap", "page 1 table 1 row 1 col 2")]


# Words at the ends of lines.


def narrow(*texts: str, beside: str = "", width: float = 51) -> bytes:
    """A column of three points' padding beside one with room."""
    across = [50, 50 + width, 400]
    drawing = [*lattice(across, [50, 150, 250]), *lines(*texts, x=53, y=64)]
    return pdf([*drawing, *lines(beside, x=across[1] + 3, y=64), words(ENOUGH, 53 + width, 164)])


def first(content: bytes) -> str:
    return table(content).cells[0].text


def asked(content: bytes) -> list[object]:
    return [r.facts["read"] for r in papers(content).remarks if r.code == "word-at-line-end"]


def test_a_word_cut_by_a_narrow_column_is_joined_where_it_stands_whole_elsewhere() -> None:
    content = narrow("responsib", "ility", beside="the responsibility of all")
    assert first(content) == "responsibility"
    assert not asked(content)


def test_a_word_that_seems_cut_is_joined_and_asked_about() -> None:
    content = narrow("responsib", "ility")
    assert first(content) == "responsibility"
    assert asked(content) == ["responsibility"]


def test_two_words_that_fill_their_lines_stay_two() -> None:
    content = narrow("responsib", "office", beside="by the office of law")
    assert first(content) == "responsib office"
    assert not asked(content)


def test_a_line_with_room_for_another_letter_cuts_no_word() -> None:
    content = narrow("help", "responsib", "ility")
    assert first(content) == "help responsibility"
    beside = narrow("over", "seeings", beside="with overseeings of law")
    assert (first(beside), asked(beside)) == ("over seeings", [])


def test_a_line_with_room_for_the_next_word_was_ended_on_purpose() -> None:
    assert first(narrow("Talks", "in town", width=100)) == "Talks\nin town"
    assert first(narrow("Talks held with the", "in town", width=100)) == "Talks held with the in town"


def test_a_hyphen_at_the_end_of_a_line_is_kept_where_the_word_has_one_elsewhere() -> None:
    content = narrow("Talks on self-", "governance", beside="on self-governance here", width=75)
    assert first(content) == "Talks on self-governance"
    assert not asked(content)


def test_a_hyphen_is_dropped_where_the_word_stands_elsewhere_without_it() -> None:
    content = narrow("Talks on gover-", "nance", beside="the governance of towns", width=80)
    assert first(content) == "Talks on governance"
    assert not asked(content)


def test_a_hyphen_that_nothing_tells_of_is_kept_and_asked_about() -> None:
    content = narrow("Talks on gover-", "nance", width=80)
    assert first(content) == "Talks on gover-nance"
    assert asked(content) == ["gover-nance"]


def test_a_soft_hyphen_is_none() -> None:
    content = narrow("Talks on gover\u00ad", "nance", width=80)
    assert first(content) == "Talks on governance"


def test_a_font_that_draws_every_hyphen_as_a_soft_one_is_understood() -> None:
    content = narrow("Talks on self\u00ad", "governance", beside="on self\u00adgovernance here", width=75)
    assert first(content) == "Talks on self-governance"


def test_hyphenated_columns_are_read_as_they_were_written() -> None:
    text = "Правопросвітницька робота з конкретними групами населення, спрямована на запобігання безробіттю"
    body = '#set par(justify: true)\n#set text(lang: "uk", hyphenate: true, size: 9pt)\n'
    grid = typeset(body + "#table(columns: (28mm, 160mm), ..given.rows)", rows=[text, text])
    narrow_cell, wide_cell = table(grid).cells
    assert wide_cell.text == narrow_cell.text == text


# Letters.


def test_letters_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Hỗ trợ người dân tại tỉnh Bắc Kạn trong năm nay")
    (text,) = texts(typeset("#given.text", text=decomposed))
    assert text == unicodedata.normalize("NFC", decomposed)


def test_bold_made_by_drawing_twice_is_read_once() -> None:
    assert texts(pdf([words(ENOUGH, 50, 60), words(ENOUGH, 50.3, 60)])) == [ENOUGH]


def test_ligatures_are_letters() -> None:
    font = "/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [128 /fi] >>"
    assert texts(pdf([words("The of\u20acce of law and order", 50, 60)], encoding=font)) == [
        "The office of law and order"
    ]


def test_slanted_words_are_no_part_of_the_plan_and_are_told() -> None:
    content = pdf([words(ENOUGH, 50, 60), words("DRAFT", 200, 500, size=60, turn=45)])
    assert texts(content) == [ENOUGH]
    assert said(content) == [("slanted-text-ignored", "page 1")]


def test_a_recognised_scan_is_asked_about() -> None:
    assert said(pdf([words(ENOUGH, 50, 60, mode=3)])) == [("text-recognised", "page 1")]


# Lines around tables.


def test_paragraphs_are_put_together_over_lines_and_pages() -> None:
    source = """
#set page(width: 120mm, height: 60mm, margin: 12mm, numbering: "1")
#set par(justify: true, first-line-indent: (amount: 8mm, all: true))
#for line in given.lines [#par(line)]
"""
    sentence = (
        "Hoạt động {}: Tổ chức tuyên truyền, phổ biến pháp luật cho người dân trên địa bàn tỉnh Bắc Kạn."
    )
    given = [line for n in range(1, 9) for line in (sentence.format(n), "- Đơn vị thực hiện: Sở Tư pháp.")]
    assert texts(typeset(source, lines=given)) == given


def test_a_line_set_in_where_paragraphs_begin_begins_one_though_the_line_above_is_full() -> None:
    page = [
        *lines("First paragraph that begins further in", x=80, y=60),
        *lines("and goes on to the very end of its line now", "and then ends.", x=60, y=72),
        *lines(
            "The second paragraph has one line, full", "The third begins further in as they all", x=80, y=96
        ),
        *lines("and goes on.", x=60, y=120),
    ]
    assert [text.split()[0] for text in texts(pdf(page))] == ["First", "The", "The"]
    assert texts(pdf(page))[2] == "The third begins further in as they all and goes on."


def test_items_of_a_list_are_lines_of_their_own() -> None:
    items = lines(
        "- Talks in schools of the town and the district",
        "- Talks in libraries of the whole town",
        x=60,
        y=60,
    )
    assert texts(pdf(items)) == [
        "- Talks in schools of the town and the district",
        "- Talks in libraries of the whole town",
    ]


def test_a_line_of_dashes_ends_a_paragraph() -> None:
    assert texts(
        pdf(lines("PEOPLE'S COMMITTEE", "----------------------", "OF THE WHOLE PROVINCE", x=60, y=60))
    ) == [
        "PEOPLE'S COMMITTEE",
        "----------------------",
        "OF THE WHOLE PROVINCE",
    ]


def test_a_letterhead_in_two_columns_is_read_one_column_after_the_other() -> None:
    left = lines("PEOPLE'S COMMITTEE", "OF THE PROVINCE", x=60, y=60)
    right = lines("SOCIALIST REPUBLIC", "Independence and happiness", x=350, y=60)
    title = words(
        "A plan of legal aid for the year 2021 in the province, in all its parts and towns", 60, 120
    )
    assert " ".join(texts(pdf([*left, *right, title]))).startswith(
        "PEOPLE'S COMMITTEE OF THE PROVINCE SOCIALIST REPUBLIC Independence and happiness A plan"
    )


def test_a_signature_follows_its_office() -> None:
    drawing = lines("Head of the regional state", "administration", x=60, y=700)
    content = pdf([words(ENOUGH, 60, 60), *drawing, words("Olena PRYKLADNA", 400, 712)])
    assert texts(content)[-1] == "Olena PRYKLADNA"


def numbered(*numbers: str, head: str = "") -> bytes:
    wide = "Words that run as far to the right as any line of this page runs."
    return pdf(
        *(
            [
                words(head, 60, 30),
                words(wide, 60, 400),
                words(f"Page of {number}", 60, 440),
                words(number, 290, 820),
            ]
            for number in numbers
        )
    )


def test_page_numbers_and_running_heads_are_left_out() -> None:
    read_ = texts(numbered("- 1 -", "- 2 -", "- 3 -", head="Order of the office"))
    assert [text for text in read_ if not text.startswith(("Words", "Page of"))] == []
    assert len(read_) == 6


def test_a_number_that_counts_no_pages_stays() -> None:
    assert [text for text in texts(numbered("45", "12", "7")) if text.isdigit()] == ["45", "12", "7"]


# Files that cannot be taken.


def picture() -> bytes:
    return pdf(["0 0 100 100 re f"])


def test_a_scan_without_text_is_refused() -> None:
    assert refusal(picture()) == "pdf-without-text"


def test_letters_that_name_no_character_are_told_or_refused() -> None:
    font = "/Encoding << /Differences [65 /g1 /g2 /g3 /g4 /g5 /g6 /g7 /g8] >>"
    assert refusal(pdf([words("ABCDEFGH" * 5, 50, 60)], encoding=font)) == "pdf-without-text"
    content = pdf([words("a line of small letters, and one B", 50, 60)], encoding=font)
    assert texts(content) == ["a line of small letters, and one \ufffd"]
    assert said(content) == [("letters-unwritten", "page 1")]


def test_a_protected_file_is_refused() -> None:
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    content = pdf([words(ENOUGH, 50, 60)], trailer=f"{locked} /ID [<41> <41>]")
    assert refusal(content) == "file-encrypted"


def halves(content: bytes) -> Iterator[bytes]:
    yield content[: len(content) // 2]
    yield content[:9]
    yield content.replace(b"/Contents 5", b"/Contents 6")


def test_a_damaged_file_is_refused() -> None:
    for content in halves(pdf([words(ENOUGH, 50, 60)])):
        assert refusal(content) == "file-damaged"


def test_a_page_that_breaks_off_is_refused_and_not_read_by_half() -> None:
    whole = zlib.compress("\n".join(words(f"{ENOUGH} {n}", 50, 20 * n) for n in range(40)).encode())
    assert refusal(pdf([""], packed=whole[: len(whole) * 2 // 3])) == "file-damaged"
    assert refusal(pdf([""], packed=whole[:100] + b"\0" * 20 + whole[120:])) == "file-damaged"


def test_a_file_that_lacks_pages_is_refused() -> None:
    content = pdf([words(ENOUGH, 50, 60)]).replace(b"/Count 1", b"/Count 2")
    assert refusal(content) == "file-damaged"


def test_a_file_that_swells_is_refused_before_it_is_read() -> None:
    assert refusal(pdf([""], packed=zlib.compress(b" " * 60_000_000))) == "archive-unsafe"


def test_pages_letters_and_lines_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = [words(ENOUGH, 50, 400)]
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    assert texts(pdf(page, page))
    assert refusal(pdf(page, page, page)) == "pages-too-many"
    monkeypatch.setattr(pdf_pen, "MOST_RULES", 10)
    assert refusal(pdf([rule(0, n, 9, n) for n in range(11)])) == "drawing-too-dense"
    assert refusal(pdf(["q Q"] * 1_000_000)) == "drawing-too-dense"
    monkeypatch.setattr(pdf_pen, "MOST_LETTERS", 90)
    assert refusal(pdf(page, page)) == "text-too-long"


# What a PDF holds beside its pages.


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"catalog": "/OpenAction << /S /JavaScript /JS (app.alert) >>"}, "scripts-ignored"),
        (
            {"catalog": "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>"},
            "scripts-ignored",
        ),
        (
            {"catalog": "/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec >>] >> >>"},
            "attachments-ignored",
        ),
        (
            {"page": "/Annots [<< /Subtype /FreeText /Contents (Cancelled) /Rect [0 0 9 9] >>]"},
            "notes-ignored",
        ),
        ({"page": "/Annots [<< /Subtype /Widget /V (45) /Rect [0 0 9 9] >>]"}, "notes-ignored"),
    ],
)
def test_what_is_not_read_is_told(parts: dict[str, str], code: str) -> None:
    content = pdf([words(ENOUGH, 50, 60)], **parts)
    assert [remark.code for remark in papers(content).remarks] == [code]
    assert texts(content) == [ENOUGH]


def test_a_link_is_nothing_to_tell() -> None:
    assert not said(pdf([words(ENOUGH, 50, 60)], page="/Annots [<< /Subtype /Link /Rect [0 0 9 9] >>]"))
