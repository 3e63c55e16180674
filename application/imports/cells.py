"""What is wrong with a cell before anybody asks what it means?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from application.imports.grid import Cell, CellKind
from application.imports.headings import Role
from domain.plan.document import Finding
from domain.plan.findings import doubt
from domain.spelling import has_invisible, mixed_words, plain

_FORMULA_LIKE = re.compile(r"[=@+]\S|-\d.*[+*/(|]")
_ERROR_TEXT = re.compile(r"#(ref!|div/0!|n/a|name\?|null!|num!|value!)", re.IGNORECASE)
_INDICATOR = re.compile(
    r"(кількість|чисельність|обсяг|відсоток|частка|питома вага|số lượng|tỷ lệ|number of|share of)\b"
)


def spoken(cell: Cell, language: str) -> str:
    """The language a cell's number is written in; a typed number is written in none."""
    return "" if cell.kind is CellKind.NUMBER else language


def is_error(cell: Cell) -> bool:
    return cell.kind is CellKind.ERROR or bool(_ERROR_TEXT.fullmatch(cell.text.strip()))


def is_unusable(cell: Cell, role: Role) -> bool:
    """A cell whose words must not be read: an error, a formula without a value, a date where none belongs."""
    return is_error(cell) or cell.kind is CellKind.UNCOMPUTED or _became_date(cell, role)


def names_indicator(text: str) -> bool:
    """«Кількість меморандумів» is an indicator, in whatever column it stands."""
    return bool(_INDICATOR.match(plain(text)))


def cell_findings(cell: Cell, role: Role) -> Iterator[Finding]:
    if is_error(cell):
        yield doubt("cell-error", shown=cell.text).at(cell.place)
    elif cell.kind is CellKind.UNCOMPUTED:
        yield doubt("formula-without-value").at(cell.place)
    elif _became_date(cell, role):
        yield doubt("cell-became-date", shown=cell.text, proposal=cell.text).at(cell.place)
    if has_invisible(cell.text):
        yield doubt("invisible-characters").at(cell.place)
    if _FORMULA_LIKE.match(cell.text.strip()):
        yield doubt("formula-like-text").at(cell.place)
    if role in (Role.MEASURE, Role.EXECUTORS) and (words := mixed_words(cell.text)):
        yield doubt("mixed-scripts", words=", ".join(words[:5])).at(cell.place)


def _became_date(cell: Cell, role: Role) -> bool:
    return cell.kind is CellKind.DATE and role in (Role.NUMBER, Role.TARGET, Role.MEASURE, Role.INDICATOR)
