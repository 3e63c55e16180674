"""Is a web page read as it is shown, whatever it is called, and nothing in it run?"""

import pytest

from application.imports.grid import Grid, Line, Papers
from application.imports.reading import read_plan
from application.ports import DocumentRefused
from infrastructure.documents import limits
from infrastructure.documents.reader import OfficeReader
from tests.imports.files import HEADING, TITLE, measure

ROWS = [HEADING, measure("1.1.1", "Лекції"), measure("1.1.2", "Семінари")]


def page(body: str, head: str = '<meta charset="utf-8">') -> str:
    return f"<!DOCTYPE html><html><head><title>Звіт</title>{head}</head><body>{body}</body></html>"


def table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


PLAN = page(f"<h3>{TITLE}</h3>" + table(*(cells(*row) for row in ROWS)))


def read(body: str) -> Papers:
    return OfficeReader().read(page(body).encode(), "plan.html")


def grid(body: str) -> Grid:
    (found,) = read(body).grids
    return found


def lines(body: str) -> list[str]:
    return [block.text for block in read(body).blocks if isinstance(block, Line)]


@pytest.mark.parametrize("name", ["plan.html", "plan.htm", "plan.xls"])
def test_a_plan_is_read_from_a_page_whatever_it_is_called(name: str) -> None:
    read = read_plan(PLAN.encode(), name, OfficeReader())
    assert [measure.number for measure in read.document.measures] == ["1.1.1", "1.1.2"]
    named_wrongly = [f for f in read.findings if f.code == "name-against-content"]
    assert bool(named_wrongly) is name.endswith(".xls")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("cp1251", '<meta charset="windows-1251">'),
        ("koi8-u", '<META http-equiv=Content-Type content="text/html; charset=koi8-u">'),
        ("utf-8", '<meta charset="windows-1251">'),
    ],
)
def test_letters_are_told_by_marks_and_declarations(encoding: str, head: str) -> None:
    content = page(f"<p>{TITLE}</p>", head).encode(encoding)
    (line,) = OfficeReader().read(content, "plan.html").blocks
    assert isinstance(line, Line)
    assert line.text == TITLE


def test_what_is_not_shown_is_not_read() -> None:
    body = (
        "<script>alert('а')</script><style>p{}</style><!-- примітка --><template>в</template>"
        '<p style="display: none">г</p><p hidden>ґ</p><noscript>д</noscript>Видно &amp; &laquo;читано&raquo;'
    )
    assert lines(body) == ["Видно & «читано»"]


def test_lines_end_where_blocks_and_breaks_end_them() -> None:
    assert lines("<div>План\n  заходів<br>на 2021 <b>рік</b></div><ul><li>а<li>б</ul>") == [
        "План заходів",
        "на 2021 рік",
        "а",
        "б",
    ]


def test_cells_may_span_rows_and_columns() -> None:
    found = grid(
        table(
            '<td rowspan="2">а</td><td colspan="2">б</td>',
            "<td>в</td><td>г</td>",
            '<td colspan="3" rowspan="99">ґ</td>',
        )
    )
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in found.cells] == [
        ("а", 0, 0, 2, 1),
        ("б", 0, 1, 1, 2),
        ("в", 1, 1, 1, 1),
        ("г", 1, 2, 1, 1),
        ("ґ", 2, 0, 1, 3),
    ]


def test_spans_that_swell_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 500)
    with pytest.raises(DocumentRefused, match="cells-too-many"):
        grid(table(*['<td colspan="1000">а</td>'] * 2))


def test_a_hidden_row_is_read_and_known_as_hidden() -> None:
    found = grid('<table><tr><td>а</td></tr><tr style="display:none"><td>б</td></tr></table>')
    assert [c.text for c in found.cells] == ["а", "б"]
    assert found.hidden_rows == {1}


def test_a_table_within_a_cell_is_lines_and_one_within_a_layout_a_table() -> None:
    inner = table(cells("а", "б"), cells("в", "г"))
    data = table(cells("1", f"усього {inner}", "2"), cells("3", "4", "5"))
    assert grid(data).cells[1].text == "усього\nа\tб\nв\tг"
    layout = f"<table><tr><td>Меню</td><td>{inner}</td></tr></table>"
    assert [c.text for c in grid(layout).cells] == ["а", "б", "в", "г"]
    assert lines(layout) == ["Меню"]


def test_a_page_that_breaks_off_shows_what_is_left_of_it() -> None:
    assert [c.text for c in grid("<table><tr><td>а<td>б<tr><td>в").cells] == ["а", "б", "в"]
