"""Does every format print the same report, and nothing of it as markup, formula or broken file?"""

import csv
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

import docx
import openpyxl
import pdfplumber
import pytest
from docx.text.paragraph import Paragraph
from lxml import etree
from openpyxl.utils.escape import unescape
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name

from application.reports.printed import printed
from application.reports.words import WORDS
from domain.report.shapes import Figure, Portion, Rule
from infrastructure.reports.csv import inert
from infrastructure.reports.renderers import RENDERERS
from tests.reports.sample import FORMULA, MARKUP, report

REPORT = report()
HEADINGS = WORDS["uk"].headings
COUNTED = (
    "Усього заходів: 8. За станом виконання: виконано — 1; перевиконано — 1; потреби не виникало — 1; "
    "дані не надано — 3; не заплановано — 1; перенесено — 1."
)
BY_TERM = (
    "За строком: обов’язкових заходів зі строком у періоді — 6; виконано в строк — 2; "
    "виконано із запізненням — 0; строк не минув — 0; строк минув, не виконано — 4."
)
SUMMED = (
    "Сума кількісних показників (без рядків «у т.ч.» і без показників-рівнів): "
    "заплановано 7, виконано 3,5 (50,0 %)."
)
FIRST = ["1.", "1.1 Захід 1.1", "", "січень-1 лютий-1", "", "3", "2", "66,7", "виконано частково, перенесено"]


ODD = (
    'a & b < c > d "e"',
    "a&b",
    "a<b",
    "a>b",
    'say "a"',
    "&amp; &lt;b&gt;",
    " edge",
    "edge ",
    "two  blanks",
    "two\nlines",
    "a|b",
    "|",
    "a| b",
    "=1+1",
    "_x0041_ file_x.pdf",
    "об’єкт\u00a0№ 5 — «їжа»",
    "",
)
"""Words that are not written letter by letter, or might be taken for such."""


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def cells_of_docx(content: bytes) -> list[list[str]]:
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def sheet_of(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def pages_of(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def fonts_of(content: bytes) -> list[tuple[str, bool]]:
    """Each font of the pages by its name, a subset's with its tag, and whether the file carries it."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        dictionaries = [
            resolve1(font)
            for page in pdf.pages
            for font in resolve1(page.page_obj.resources.get("Font", {})).values()
        ]
    descending = [(font, resolve1(resolve1(font["DescendantFonts"])[0])) for font in dictionaries]
    return [
        (
            literal_name(font["BaseFont"]),
            any(file in resolve1(below["FontDescriptor"]) for file in ("FontFile2", "FontFile3")),
        )
        for font, below in descending
    ]


class TestWord:
    content = RENDERERS["docx"](REPORT)

    def part(self, name: str) -> etree._Element:
        with zipfile.ZipFile(io.BytesIO(self.content)) as package:
            return etree.fromstring(package.read(name))

    def test_it_opens_and_holds_the_table_of_the_form(self):
        rows = cells_of_docx(self.content)
        assert tuple(rows[0]) == HEADINGS
        assert rows[1] == ["I. Перше"] * 12
        assert rows[2][:2] == FIRST[:2]
        assert rows[2][5:9] == FIRST[5:9]
        assert rows[2][9].startswith("14.01, м. Липки, охоплено осіб: 25; 18.02, ")
        assert rows[2][10:] == ["@карантин", "квітень"]

    def test_words_stay_words(self):
        rows = cells_of_docx(self.content)
        [nasty] = [row for row in rows if row[0] == "7."]
        assert nasty[1] == f"1.7 {FORMULA}"
        assert nasty[4] == MARKUP

    def test_it_is_a4_landscape_with_the_margins_of_paperwork(self):
        section = docx.Document(io.BytesIO(self.content)).sections[0]
        assert [round(side.mm) for side in (section.page_width, section.page_height)] == [297, 210]
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin.mm) for margin in margins] == [30, 10, 20, 20]

    def test_the_header_repeats_and_no_row_splits(self):
        document = self.part("word/document.xml")
        tables = document.findall(".//{*}tbl")
        assert [len(table.findall("{*}tr/{*}trPr/{*}tblHeader")) for table in tables] == [1] * 5
        rows = document.findall(".//{*}tr")
        assert len(rows) == len(document.findall(".//{*}trPr/{*}cantSplit"))

    @pytest.mark.parametrize(("words", "split"), [(20, 0), (40, 1), (400, 2)])
    def test_only_a_row_of_many_lines_may_split(self, words, split):
        """Twenty words take seven lines of their column, forty take thirteen."""
        tall = replace(REPORT.rows[0], title="слово " * words)
        content = RENDERERS["docx"](replace(REPORT, rows=(tall, *REPORT.rows[1:])))
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            document = etree.fromstring(package.read("word/document.xml"))
        splitting = len(document.findall(".//{*}tr")) - len(document.findall(".//{*}trPr/{*}cantSplit"))
        assert splitting == split, "in the report's own table, and in the wider one of the months"

    def test_pages_are_numbered_and_carry_the_fingerprint(self):
        footer = etree.tostring(self.part("word/footer1.xml"), encoding="unicode")
        assert "Стор. " in footer
        assert "NUMPAGES" in footer
        assert printed(REPORT).fingerprint in footer

    def test_what_a_director_looks_for_stands_above_the_table_with_its_numbers_in_bold(self):
        document = docx.Document(io.BytesIO(self.content))
        above = list(takewhile(lambda part: isinstance(part, Paragraph), document.iter_inner_content()))
        shown = [p for p in above if p.style.name == "Summary"]
        assert [plain(p.text) for p in shown] == [COUNTED, BY_TERM, SUMMED]
        bold = [[run.text for run in p.runs if run.bold] for p in shown]
        assert bold == [list("8111311"), list("62004"), ["7", "3,5", "50,0"]]

    def test_its_stamp_state_line_counts_late_table_and_signature_stand(self):
        words = [p.text for p in docx.Document(io.BytesIO(self.content)).paragraphs]
        assert words[:3] == ["ЗАТВЕРДЖУЮ", "Директор", "____________ Марта Верес"]
        assert f"запис № 100; відбиток {printed(REPORT).fingerprint}; період закрито" in " ".join(words)
        assert "Усього заходів: 8; обов’язкових — 6; за потребою — 1" in " ".join(words).replace(
            "\u00a0", " "
        )
        assert "Записи, внесені після закриття періоду" in " ".join(words)
        assert "Складено: Провідний фахівець з планування  ____________  Ольга Гринчук" in words
        late = docx.Document(io.BytesIO(self.content)).tables[1].rows[1]
        assert [c.text for c in late.cells][1:4] == ["виконання", "04.03.2021", "1"]


class TestExcel:
    sheet = sheet_of(RENDERERS["xlsx"](REPORT))

    def rows(self) -> list[list[object]]:
        return [[cell.value for cell in row] for row in self.sheet.iter_rows()]

    def test_numbers_are_numbers_and_words_are_words(self):
        [header] = [n for n, row in enumerate(self.rows()) if row[0] == HEADINGS[0]]
        assert tuple(self.rows()[header]) == HEADINGS
        first = self.rows()[header + 2]
        assert first[5:9] == [3, 2, 66.7, "виконано частково, перенесено"]
        fractions = self.rows()[header + 3]
        assert fractions[6] == 1.5

    def test_a_formula_is_inert(self):
        [nasty] = [row for row in self.sheet.iter_rows() if row[0].value == "7."]
        assert (nasty[2].value, nasty[2].data_type) == (FORMULA, "s")
        assert (nasty[2].number_format, nasty[2].quotePrefix) == ("@", 1)
        reasons = [row[10] for row in self.sheet.iter_rows() if row[10].value == "@карантин"]
        assert [cell.data_type for cell in reasons] == ["s"]
        types = {cell.data_type for row in self.sheet.iter_rows() for cell in row}
        assert "f" not in types

    @pytest.mark.parametrize("said", ODD)
    def test_words_come_back_as_they_were_told(self, said):
        rows = (replace(REPORT.rows[0], indicator=said), *REPORT.rows[1:])
        sheet = sheet_of(RENDERERS["xlsx"](replace(REPORT, rows=rows)))
        [first] = [row for row in sheet.iter_rows() if row[0].value == "1."]
        assert unescape(first[4].value or "") == said

    @pytest.mark.parametrize("every", [1, 7, 50, 1000])
    def test_each_row_keeps_its_own_words_among_odd_ones(self, every):
        """Rows are written many together: usual words and odd ones, upright rows and those in italics."""
        told = [ODD[n // every % len(ODD)] if n % every == 0 else f"показник {n}" for n in range(100)]
        rows = [
            replace(REPORT.rows[0], ordinal=n, indicator=said, included=n % 9 == 3)
            for n, said in enumerate(told)
        ]
        content = RENDERERS["xlsx"](replace(REPORT, rows=tuple(rows)))
        sheet = sheet_of(content)
        numbered = {f"{n}.": n for n in range(100)}
        shown = {numbered[r[0].value]: r for r in sheet.iter_rows() if r[0].value in numbered}
        assert [unescape(shown[n][4].value or "") for n in range(100)] == told
        assert [bool(shown[n][4].font.i) for n in range(100)] == [n % 9 == 3 for n in range(100)]
        quoted = [n for n in range(100) if shown[n][4].quotePrefix]
        assert quoted == [n for n in range(100) if told[n] == "=1+1"]
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            texts = etree.fromstring(package.read("xl/worksheets/sheet1.xml")).iterfind(".//{*}t")
        blank = [t for t in texts if t.text and (t.text != t.text.strip() or "  " in t.text)]
        assert {t.get("{http://www.w3.org/XML/1998/namespace}space") for t in blank} <= {"preserve"}

    @pytest.mark.parametrize("said", ["a\x00b", "a\ud800b", "a\uffffb"])
    def test_what_no_workbook_can_hold_is_replaced(self, said):
        rows = (replace(REPORT.rows[0], indicator=said), *REPORT.rows[1:])
        sheet = sheet_of(RENDERERS["xlsx"](replace(REPORT, rows=rows)))
        [first] = [row for row in sheet.iter_rows() if row[0].value == "1."]
        assert first[4].value == "a\ufffdb"

    def test_late_facts_have_a_sheet_of_their_own(self):
        book = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"](REPORT)))
        assert book.sheetnames == ["Звіт", "Підсумок", "Після закриття", "За місяцями", "Графіки"]
        [late] = book["Після закриття"].iter_rows(min_row=3)
        assert [cell.value for cell in late][1:4] == ["виконання", "04.03.2021", 1]
        on_time = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"](replace(REPORT, late=()))))
        assert on_time.sheetnames == ["Звіт", "Підсумок", "За місяцями", "Графіки"]

    def test_it_prints_one_page_wide_under_a_repeated_header(self):
        setup = self.sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
        assert self.sheet.print_title_rows == "$6:$6"
        assert self.sheet.freeze_panes == "C7"

    def test_what_stays_in_sight_is_less_than_a_third_of_a_small_screen(self):
        """A window of 1366 × 768 shows some 400 points of a sheet."""
        kept = [self.sheet.row_dimensions[row].height for row in range(1, 7)]
        assert sum(kept) <= 400 / 3

    def test_what_a_director_looks_for_stands_on_a_sheet_of_its_own(self):
        assert [row[0] for row in self.rows()][5] == HEADINGS[0]
        book = openpyxl.load_workbook(io.BytesIO(RENDERERS["xlsx"](REPORT)), rich_text=True)
        lines = [row[0].value for row in book["Підсумок"].iter_rows()]
        assert [str(line) for line in lines[1:4]] == [str(row[0]) for row in list(self.rows())[1:4]]
        told = lines[6:9]
        assert [plain(str(line)) for line in told] == [COUNTED, BY_TERM, SUMMED]
        bold = [[run.text for run in line if run.font.b] for line in told]
        assert bold == [list("8111311"), list("62004"), ["7", "3,5", "50,0"]]
        assert {(run.font.rFont, run.font.sz) for line in told for run in line} == {("Times New Roman", 9)}


class TestPdf:
    content = RENDERERS["pdf"](REPORT)

    def test_it_is_a_pdf_for_archives_in_its_language_and_under_its_title(self):
        assert b"pdfaid:part>2<" in self.content
        assert b"pdfaid:conformance>B<" in self.content
        assert b"/Lang(uk)" in self.content.replace(b" ", b"")
        with pdfplumber.open(io.BytesIO(self.content)) as pdf:
            assert "План діяльності на I квартал" in pdf.metadata["Title"]
            fonts = {char["fontname"].partition("+")[2] for page in pdf.pages for char in page.chars}
        assert fonts <= {"NotoSerif-Regular", "NotoSerif-Bold", "NotoSerif-Italic"}

    def test_every_letter_comes_from_a_font_that_the_file_carries(self):
        letters = "Ґанок, їжа, об’єкт; ệ ữ Đ ằ ợ"
        row = replace(REPORT.rows[0], title=letters)
        content = RENDERERS["pdf"](replace(REPORT, rows=(row, *REPORT.rows[1:])))
        fonts = fonts_of(content)
        assert fonts
        assert [name for name, carried in fonts if "+" not in name or not carried] == []
        assert letters.replace(" ", "") in "".join(pages_of(content)).replace(" ", "").replace("\n", "")

    def test_no_type_is_smaller_than_nine_points(self):
        with pdfplumber.open(io.BytesIO(self.content)) as pdf:
            sizes = {round(char["size"], 1) for page in pdf.pages for char in page.chars}
        assert min(sizes) == 9

    def test_what_a_director_looks_for_stands_on_the_first_page_above_the_table(self):
        first = plain(pages_of(self.content)[0].replace("\n", " "))
        told = ("Усього заходів: 8. За станом", SUMMED[-20:], "Захід (номер")
        places = [first.index(words) for words in told]
        assert places == sorted(places)
        with pdfplumber.open(io.BytesIO(self.content)) as pdf:
            bold = [c["text"] for c in pdf.pages[0].chars if c["fontname"].endswith("Bold")]
        assert "8111311" + "62004" + "73,550,0" in "".join(bold)

    def test_every_page_is_numbered(self):
        pages = pages_of(self.content)
        assert len(pages) > 1
        for number, page in enumerate(pages, 1):
            assert page.endswith(f"Стор. {number} з {len(pages)}")

    def test_words_are_not_markup_and_what_no_font_has_is_replaced(self):
        with pdfplumber.open(io.BytesIO(self.content)) as pdf:
            tables = [row for page in pdf.pages for table in page.extract_tables() for row in table]
        [nasty] = [row for row in tables if row[0] == "7."]
        assert "#setpage" in nasty[4].replace("\n", "").replace(" ", "")
        assert "\ufffd" in nasty[4]
        assert "✓" not in nasty[4]

    def test_the_words_of_a_plan_stay_within_their_column(self):
        long = replace(REPORT.rows[0], title="https://example.org/" + "a" * 300, executors="1" * 90)
        with pdfplumber.open(
            io.BytesIO(RENDERERS["pdf"](replace(REPORT, rows=(long, *REPORT.rows[1:]))))
        ) as pdf:
            rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
        shown = next(row for row in rows if row[0] == "1.")
        assert shown[1].replace("\n", "").count("a") >= 300
        assert shown[2].replace("\n", "") == "1" * 90
        assert shown[3].startswith("січень")


def test_json_tells_every_figure_with_its_rule_and_its_facts():
    value = json.loads(RENDERERS["json"](REPORT))
    assert value["schema"] == "onrecord-report/1"
    assert value["rows"][0]["actual"] == {"amounts": [2], "rule": "sum", "facts": ["plan-1@3", "plan-1@4"]}
    assert value["rows"][0]["planned"]["facts"] == ["plan-1@1", "plan-1@2"]
    assert value["rows"][0]["percent"] == [66.7]
    assert value["shares"] == {"obligatory": 6, "as-needed": 1, "not-planned": 1, "not-assigned": 0}
    assert value["late"][0]["fact"] == "plan-1@10"
    assert value["fingerprint"] == REPORT.fingerprint


def test_csv_holds_the_table_and_disarms_formulas():
    content = RENDERERS["csv"](replace(REPORT, rows=(replace(REPORT.rows[6], number=""), REPORT.rows[0])))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == HEADINGS
    assert rows[2][1] == f"'{FORMULA}"
    assert rows[4][10] == "'@карантин"
    assert rows[4][5:8] == ["3", "2", "66,7"]


@pytest.mark.parametrize("words", ["=1+1", "+380", "-1+1", "-2-3", "@a", "\t=1", "\r=1", "＝1"])
def test_csv_puts_an_apostrophe_before_what_begins_like_a_formula(words):
    assert inert(words) == f"'{words}"


@pytest.mark.parametrize("words", ["-", "-5", "-1,5", "-1.5", "5", "Навчання", "a=1", ""])
def test_csv_leaves_numbers_and_plain_words_alone(words):
    assert inert(words) == words


@pytest.mark.parametrize("language", ["uk", "vi", "en"])
def test_every_language_says_everything(language):
    page = printed(replace(REPORT, language=language))
    words = WORDS[language]
    shown = {line.cells[8] for block in page.blocks for line in block.lines}
    said = set(words.verdicts.values())
    assert {part for cell in shown for part in cell.split(", ")} <= said
    assert page.words.headings == words.headings
    sign = words.decimal
    assert f"66{sign}7" in RENDERERS["csv"](replace(REPORT, language=language)).decode()


def test_an_erased_name_is_said_to_be_erased():
    director = replace(REPORT.director, name=None, erased=True)
    words = docx.Document(io.BytesIO(RENDERERS["docx"](replace(REPORT, director=director)))).paragraphs
    assert "____________ ім’я вилучено" in [p.text for p in words]


def with_portions(row):
    each = ("Тихе бюро", "виїзд", 2), ("Ясне бюро", "", 1), ("", "", 1)
    told = tuple(Portion(u, i, Figure((Decimal(n),), Rule.SUM, (f"plan-1@{n}",))) for u, i, n in each)
    return replace(row, portions=told)


OF_WHICH = "з них: Тихе бюро: виїзд — 2, Ясне бюро — 1, решта — 1"


@pytest.mark.parametrize("format", ["docx", "xlsx", "csv", "json"])
def test_every_format_tells_the_parts_of_a_row_and_counts_none_twice(format):
    parted = replace(REPORT, rows=(with_portions(REPORT.rows[0]), *REPORT.rows[1:]))
    content = RENDERERS[format](parted)
    match format:
        case "docx":
            text = "\n".join(cell for row in cells_of_docx(content) for cell in row)
        case "xlsx":
            text = "\n".join(str(cell.value) for row in sheet_of(content).iter_rows() for cell in row)
        case "csv":
            text = content.decode("utf-8-sig")
        case _:
            portions = json.loads(content)["rows"][0]["portions"]
            assert [(p["unit"], p["item"], p["actual"]["amounts"]) for p in portions] == [
                *(("Тихе бюро", "виїзд", [2]), ("Ясне бюро", "", [1]), ("", "", [1])),
            ]
            assert json.loads(content)["total"] == json.loads(RENDERERS[format](REPORT))["total"]
            return
    assert text.count(OF_WHICH) == 1
