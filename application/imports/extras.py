"""What does a row say beside the measure itself: money, notes, starting values, what a report prints?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from application.imports.cells import spoken
from application.imports.grid import Cell
from application.imports.heading_words import REPORTED, Role, money_unit, without_quarter
from application.imports.headings import Heading
from application.imports.numbers import visible
from application.imports.rows import MeasureLine
from domain.plan.deadlines import quarter_name
from domain.plan.document import Funding, Printed
from domain.plan.findings import Doubt, doubt
from domain.plan.thousands import joined, perhaps_joined
from domain.spelling import clean, is_dash, plain

_AMOUNT = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,3})?|\d{1,15}(?:[.,]\d{1,3})?")
_WHOLE = re.compile(r"усього|всього|разом|загальн\w+ обсяг|total|tổng")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d{1,2}")
_LIMIT = Decimal(10**15)


def funding_of(line: MeasureLine, language: str) -> tuple[Funding, ...]:
    """An amount under the source that its heading names, or the words of a source."""
    heading = line.heading
    if heading is None:
        cell = line.cells.get(Role.FUNDING)
        return (_money(cell, "", None, None, language),) if cell and clean(cell.text) else ()
    return tuple(
        _money(
            cell,
            source_of_column(heading, column),
            _unit(heading, column),
            heading.periods.get(column),
            language,
        )
        for column, cell in line.extra.items()
        if heading.roles[column] is Role.FUNDING and clean(cell.text)
    )


def funding_doubts(line: MeasureLine, funding: tuple[Funding, ...], language: str) -> Iterator[Doubt]:
    """The parts of a sum are compared with it where a heading says which is the sum."""
    for cell in (*line.extra.values(), *line.cells.values()):
        if any(found.raw == cell.text for found in funding) and (guess := _perhaps(cell, language)):
            yield doubt("number-may-be-thousands", words=cell.text, proposal=format(guess, "f"))
    amounts = {f.source: f.amount for f in funding if f.amount is not None and f.period is None}
    whole = next((source for source in amounts if source and _WHOLE.match(plain(source))), None)
    if whole is None or len(amounts) < 3:
        return
    parts = sum((amount for source, amount in amounts.items() if source != whole), Decimal(0))
    if parts != amounts[whole]:
        yield doubt("funding-against-total", held=parts, said=amounts[whole])


def printed_of(line: MeasureLine) -> tuple[Printed, ...]:
    """Cells without a reading, word for word; value lines that no reading takes up among them."""
    heading = line.heading
    if heading is None:
        return ()
    kept = [
        Printed(heading=_named(heading, column), raw=cell.text, role=heading.roles[column].value)
        for column, cell in line.extra.items()
        if heading.roles[column] in (Role.OTHER, *REPORTED) and clean(cell.text)
    ]
    more = [
        Printed(heading=heading.texts.get(cell.column, ""), raw=cell.text, role="value-line")
        for cell in line.more
    ]
    return (*kept, *more)


def words_of(line: MeasureLine, role: Role) -> str | None:
    cell = line.cells.get(role)
    return (visible(cell.text).strip() or None) if cell else None


def _money(cell: Cell, heading: str, unit: str | None, period: str | None, language: str) -> Funding:
    words = clean(cell.text)
    unsure = _perhaps(cell, language) is not None
    amount = None if unsure else amount_of(words, spoken(cell, language))
    if amount is None and not unsure and not is_dash(words):
        return Funding(source=visible(cell.text).strip(), raw=cell.text, unit=None, period=period)
    source = heading or None
    return Funding(source=source, raw=cell.text, amount=amount, unit=unit or money_unit(words), period=period)


def _perhaps(cell: Cell, language: str) -> Decimal | None:
    guess = perhaps_joined(clean(cell.text), spoken(cell, language))
    certain = bool(_COMMA_GROUPS.fullmatch(clean(cell.text).strip(" .;")))
    return amount_of(guess) if guess and not certain else None


def amount_of(words: str, language: str = "") -> Decimal | None:
    """``120,50`` and ``10 000``; ``1,000,000`` where commas can only part thousands."""
    bare = joined(re.sub(r"\s", " ", words.replace("\u00a0", " ")).strip(" .;"), language)
    if _COMMA_GROUPS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _AMOUNT.fullmatch(bare):
        bare = bare.replace(" ", "").replace("'", "").replace(",", ".")
    else:
        return None
    return Decimal(bare) if Decimal(bare) <= _LIMIT else None


def source_of_column(heading: Heading, column: int) -> str:
    """What the column is called, or its group where the column is called by a quarter alone."""
    own = without_quarter(heading.texts[column])
    return heading.groups.get(column, own) if column in heading.periods and quarter_name(own) else own


def _unit(heading: Heading, column: int) -> str | None:
    return money_unit(heading.texts[column]) or money_unit(heading.groups.get(column, ""))


def _named(heading: Heading, column: int) -> str:
    group = heading.groups.get(column)
    return f"{group} / {heading.texts[column]}" if group else heading.texts[column]
