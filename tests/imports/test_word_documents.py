"""Is a Word document read as a person sees it: its numbers, merged cells, boxes, tables within cells?"""

import pytest

from application.imports.grid import Grid, Line
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents.docx import read_docx
from infrastructure.documents.limits import open_archive
from infrastructure.documents.list_numbers import written
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TITLE, archive

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SEVERAL = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def document(body: str, **parts: str) -> bytes:
    """``lists``, ``styles`` and ``comments`` are what stands in those parts."""
    packed = {"word/document.xml": f"<w:document {SPACE} {SEVERAL}><w:body>{body}</w:body></w:document>"}
    if "lists" in parts:
        packed["word/numbering.xml"] = f"<w:numbering {SPACE}>{parts['lists']}</w:numbering>"
    if "styles" in parts:
        packed["word/styles.xml"] = f"<w:styles {SPACE}>{parts['styles']}</w:styles>"
    if "comments" in parts:
        packed["word/comments.xml"] = f"<w:comments {SPACE}>{parts['comments']}</w:comments>"
    return archive({name: xml.encode() for name, xml in packed.items()})


def level(number: int, form: str, shown: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def lists(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def numbered(text: str, at: int = 0, num: int = 1) -> str:
    place = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def lines(content: bytes) -> list[str]:
    return [block.text for block in read_docx(open_archive(content)).blocks if isinstance(block, Line)]


def grid(content: bytes) -> Grid:
    (found,) = read_docx(open_archive(content)).grids
    return found


def remarks(content: bytes) -> list[tuple[str, str, dict[str, object]]]:
    return [(r.code, r.place, r.facts) for r in read_docx(open_archive(content)).remarks]


DECIMAL = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "lowerLetter", "%3)"))


def test_numbers_that_word_prints_are_part_of_the_text() -> None:
    body = "".join(
        numbered(text, at) for text, at in (("а", 0), ("б", 1), ("в", 1), ("г", 2), ("ґ", 0), ("д", 1))
    )
    assert lines(document(body, lists=lists(*DECIMAL))) == [
        "1. а", "1.1. б", "1.2. в", "a) г", "2. ґ", "2.1. д",
    ]  # fmt: skip


def test_a_list_goes_on_in_another_one_of_the_same_kind_unless_it_begins_anew() -> None:
    same = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    nums = same.format(1, "") + same.format(2, "") + same.format(3, anew)
    body = "".join(
        numbered(text, num=num) for text, num in (("а", 1), ("б", 2), ("в", 3), ("г", 3), ("ґ", 1))
    )
    assert lines(document(body, lists=lists(*DECIMAL, nums=nums))) == ["1. а", "2. б", "5. в", "6. г", "7. ґ"]


def test_a_style_may_number_its_paragraphs_at_the_level_that_names_it() -> None:
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    second = level(1, "upperRoman", "%1-%2:", '<w:pStyle w:val="a"/>')
    body = '<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:r><w:t>а</w:t></w:r></w:p>'
    content = document(numbered("о") + body * 2, lists=lists(DECIMAL[0], second), styles=styles)
    assert lines(content) == ["1. о", "1-I: а", "1-II: а"]


def test_levels_may_be_written_as_lawyers_do_and_go_on_over_sections() -> None:
    legal = level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>')
    roman = level(0, "upperRoman", "%1.")
    body = "".join(numbered("а", at) for at in (0, 1, 0, 1))
    assert lines(document(body, lists=lists(roman, legal))) == ["I. а", "1.1 а", "II. а", "2.2 а"]


def test_bullets_and_paragraphs_taken_out_of_a_list_have_no_number() -> None:
    body = numbered("а") + numbered("б", num=0)
    assert lines(document(body, lists=lists(level(0, "bullet", "•")))) == ["а", "б"]


def test_an_empty_paragraph_of_a_column_shows_its_number() -> None:
    content = document(
        table(*(row(cell(numbered("")), cell(words(text))) for text in "аб")), lists=lists(*DECIMAL)
    )
    assert [c.text for c in grid(content).cells] == ["1. ", "а", "2. ", "б"]
    (remark,) = read_docx(open_archive(content)).remarks
    assert (remark.code, remark.facts) == ("numbers-by-word", {"count": 2})


def test_a_form_of_numbers_that_is_not_known_is_no_guess() -> None:
    content = document(numbered("а") * 2, lists=lists(level(0, "chicago", "%1")))
    papers = read_docx(open_archive(content))
    assert lines(content) == ["а", "а"]
    assert [(r.code, r.facts) for r in papers.remarks] == [
        ("number-not-shown", {"form": "chicago", "count": 2})
    ]


def test_a_number_below_a_level_that_has_none_yet_is_no_guess() -> None:
    content = document(numbered("а", 1) + numbered("б", 0), lists=lists(*DECIMAL))
    assert lines(content) == ["а", "1. б"]
    assert "number-not-shown" in {remark.code for remark in read_docx(open_archive(content)).remarks}


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (1994, "lowerRoman", "mcmxciv"),
        (4, "upperRoman", "IV"),
        (7, "russianLower", "ж"),
        (10, "russianLower", "к"),
        (30, "russianUpper", "АА"),
        (0, "lowerRoman", None),
        (1, "ordinalText", None),
    ],
)
def test_the_forms_of_numbers(number: int, form: str, text: str | None) -> None:
    assert written(number, form) == text


def test_measures_numbered_by_word_keep_their_numbers() -> None:
    heading = row(*(cell(words(text)) for text in HEADING))
    rows = [
        row(
            cell(numbered("", 2)),
            cell(words("Завдання 1.1 Доступ")),
            cell(words(title)),
            *(cell(words(text)) for text in ("Директор", "березень", "Кількість", "1")),
        )
        for title in ("Лекції", "Семінари")
    ]
    above = numbered("Правопросвітництво", 0) + numbered("Доступ", 1)
    third = level(2, "decimal", "%1.%2.%3.")
    content = document(words(TITLE) + above + table(heading, *rows), lists=lists(*DECIMAL[:2], third))
    read = read_plan(content, "plan.docx", OfficeReader())
    assert [(m.number, m.title) for m in read.document.measures] == [
        ("1.1.1", "Лекції"),
        ("1.1.2", "Семінари"),
    ]
    assert "numbers-by-word" in {finding.code for finding in read.findings}


def test_a_row_may_begin_after_an_empty_column() -> None:
    rows = (row(cell(words("а"))), row(cell(words("б")), properties='<w:gridBefore w:val="1"/>'))
    none = row(cell(words("в")), properties='<w:gridBefore w:val="0"/>')
    assert [(c.row, c.column) for c in grid(document(table(*rows, none))).cells] == [(0, 0), (1, 1), (2, 0)]


def test_only_cells_of_the_same_edges_merge_downwards() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    found = grid(
        document(
            table(
                row(cell(words("а"), wide + begins), cell(words("б"), begins)),
                row(cell(words(""), goes_on), cell(words("в")), cell(words(""), goes_on)),
                row(cell(words("г")), cell(words("ґ")), cell(words(""), goes_on)),
            )
        )
    )
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in found.cells] == [
        ("а", 0, 0, 1, 2),
        ("б", 0, 2, 3, 1),
        ("", 1, 0, 1, 1),
        ("в", 1, 1, 1, 1),
        ("г", 2, 0, 1, 1),
        ("ґ", 2, 1, 1, 1),
    ]


def test_a_table_within_a_cell_is_lines_of_the_cell() -> None:
    inner = table(row(cell(words("Бюро А")), cell(words("5"))), row(cell(words("Бюро Б")), cell(words("7"))))
    found = grid(document(table(row(cell(words("усього") + inner + words("")), cell(words("12"))))))
    assert [c.text for c in found.cells] == ["усього\nБюро А\t5\nБюро Б\t7", "12"]


def test_a_table_set_into_a_frame_is_a_table_of_its_own() -> None:
    inner = table(row(cell(words("а")), cell(words("б"))))
    framed = table(row(cell(words("План") + inner + words(""))))
    papers = read_docx(open_archive(document(framed)))
    line, found = papers.blocks
    assert isinstance(line, Line)
    assert (line.text, line.place) == ("План", "table 1 line 1")
    assert isinstance(found, Grid)
    assert found.cells[1].place == "table 1.1 row 1 col 2"


def test_a_text_box_goes_before_the_paragraph_that_holds_it_and_is_read_once() -> None:
    box = f"<w:txbxContent>{words('ЗАТВЕРДЖУЮ')}{words('Директор')}</w:txbxContent>"
    ways = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<mc:AlternateContent>{ways}</mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Центр</w:t>{drawn}</w:r></w:p>{words('План')}"
    assert lines(document(body)) == ["ЗАТВЕРДЖУЮ", "Директор", "Центр", "План"]


def test_a_row_deleted_under_tracking_is_not_read_and_a_hidden_one_is_known() -> None:
    found = grid(
        document(
            table(
                row(cell(words("а")), properties="<w:del/>"),
                row(cell(words("б")), properties="<w:hidden/>"),
                row(cell(words("в"))),
            )
        )
    )
    assert [c.text for c in found.cells] == ["б", "в"]
    assert found.hidden_rows == {0}


def test_a_box_drawn_only_for_older_programs_is_read_too() -> None:
    box = f"<w:txbxContent>{words('ЗАТВЕРДЖУЮ')}</w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
    old = f"<w:pict>{shape}</w:pict>"
    fallback = f"<mc:AlternateContent><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    for drawn in (old, fallback):
        assert lines(document(f"<w:p><w:r>{drawn}</w:r></w:p>{words('План')}")) == ["ЗАТВЕРДЖУЮ", "План"]


def test_tracked_changes_are_read_as_accepted_and_told_at_the_first() -> None:
    old, new = "<w:del><w:r><w:delText>5</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>7</w:t></w:r></w:ins>"
    content = document(
        words("План")
        + table(
            row(cell(words("а")), properties='<w:gridBefore w:val="1"/>'),
            row(cell(words("б"), '<w:gridSpan w:val="2"/>'), cell(f"<w:p>{old}{new}</w:p>")),
        )
    )
    assert [c.text for c in grid(content).cells] == ["а", "б", "7"]
    assert remarks(content) == [("changes-tracked", "table 1 row 2 col 3", {"count": 2})]


def test_a_deleted_row_is_told_by_the_one_that_stays() -> None:
    deleted = row(cell(words("а")), properties="<w:del/>")
    content = document(table(deleted, row(cell(words("б")))))
    assert remarks(content) == [("changes-tracked", "table 1 row 1 col 1", {"count": 1})]


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ("<w:vanish/>", "text-hidden"),
        ('<w:strike w:val="1"/>', "text-struck"),
        ("<w:dstrike/>", "text-struck"),
        ('<w:rStyle w:val="x"/>', "text-hidden"),
    ],
)
def test_hidden_and_struck_text_is_never_glued_to_what_is_valid(look: str, code: str) -> None:
    hides = (
        '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="x"><w:basedOn w:val="h"/></w:style>'
    )
    unseen = "".join(f"<w:r><w:rPr>{look}</w:rPr><w:t>{part}</w:t></w:r>" for part in ("не", "дійсне"))
    content = document(table(row(cell(f"<w:p><w:r><w:t>45</w:t></w:r>{unseen}</w:p>"))), styles=hides)
    assert [c.text for c in grid(content).cells] == ["45"]
    assert remarks(content) == [(code, "table 1 row 1 col 1", {"words": "недійсне"})]


def test_what_a_run_says_of_itself_goes_before_its_style() -> None:
    hides = '<w:style w:styleId="h"><w:rPr><w:vanish/><w:strike/></w:rPr></w:style>'
    shown = '<w:rStyle w:val="h"/><w:vanish w:val="0"/><w:strike w:val="false"/>'
    content = document(f"<w:p><w:r><w:rPr>{shown}</w:rPr><w:t>а</w:t></w:r></w:p>", styles=hides)
    assert (lines(content), remarks(content)) == (["а"], [])


def test_a_paragraph_hidden_to_its_end_is_not_counted() -> None:
    hidden = numbered("б").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    hidden = hidden.replace("</w:pPr>", "<w:rPr><w:vanish/></w:rPr></w:pPr>")
    content = document(numbered("а") + hidden + numbered("в"), lists=lists(*DECIMAL))
    assert lines(content) == ["1. а", "2. в"]
    assert ("text-hidden", "line 2", {"words": "б"}) in remarks(content)


def test_a_struck_row_within_a_frame_is_told_with_its_place() -> None:
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>в</w:t></w:r></w:p>"
    inner = table(row(cell(words("а")), cell(words("б"))), row(cell(struck), cell(words("г"))))
    content = document(table(row(cell(struck + inner + words("")))))
    assert remarks(content) == [
        ("text-struck", "table 1 line 1", {"words": "в"}),
        ("text-struck", "table 1.1 row 2 col 1", {"words": "в"}),
    ]


def test_boxes_nested_without_end_are_unsafe_and_not_called_damaged() -> None:
    with pytest.raises(DocumentRefused) as refused:
        read_docx(open_archive(document("<w:sdt>" * 300 + "</w:sdt>" * 300)))
    assert refused.value.code == "archive-unsafe"
    assert refused.value.facts["what"] == "a part is nested too deep"


def test_comments_are_counted_and_told() -> None:
    content = document(words("План"), comments="<w:comment/><w:comment/>")
    assert remarks(content) == [("comments-not-read", "file", {"count": 2})]
