"""How wide are the columns of an exported plan? Long words need the room, not a heading over short ones."""

from datetime import UTC, datetime

from application.exports.page import Box, Entry, FormColumn, Page
from application.imports.headings import Role
from infrastructure.exports.widths import TOTAL, widths_of

HEADINGS = {
    "№ з/п": Role.NUMBER,
    "Найменування заходу": Role.MEASURE,
    "Відповідальний виконавець": Role.EXECUTORS,
    "Найменування показника результативності": Role.INDICATOR,
}


def widths(*cells: str) -> dict[str, int]:
    rows = tuple(Entry(tuple(Box(at, text) for at, text in enumerate(cells))) for _ in range(12))
    columns = tuple(FormColumn(heading, role) for heading, role in HEADINGS.items())
    page = Page("uk", "план", "центр", datetime(2021, 1, 1, tzinfo=UTC), (), columns, rows, (), (), ())
    return dict(zip(HEADINGS, widths_of(page), strict=True))


def test_the_column_that_holds_most_is_the_widest() -> None:
    found = widths(
        "1.", "Проведення виїзних прийомів у віддалених громадах", "Відділ просвіти", "Кількість виїздів"
    )
    assert max(found, key=found.__getitem__) == "Найменування заходу"
    assert found["№ з/п"] < found["Відповідальний виконавець"]


def test_the_page_is_filled_exactly() -> None:
    assert sum(widths("1.", "Лекції", "Бюро", "Кількість").values()) == TOTAL


def test_columns_that_hold_as_much_are_about_as_wide() -> None:
    same = "Відділ правової просвіти та консультацій, бюро правничої підтримки"
    found = widths("1.", same, same, same)
    _, *wide = found.values()
    assert max(wide) - min(wide) <= 2
