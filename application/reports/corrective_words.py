"""What does a corrective report say of the figures that late facts changed? Було · Стало · Чому."""

from __future__ import annotations

from collections.abc import Iterator

from application.reports.row_words import numbered, pair, written
from application.reports.signature_words import day, grouped, short
from application.reports.words import Words
from domain.report.shapes import Cell, Corrected, LateFact, QuarterlyReport, Said

TENTHS = frozenset({Cell.PERCENT, Cell.TOTAL_PERCENT})
NONE = "–"


def heading(report: QuarterlyReport, words: Words) -> str:
    if report.corrective is None:
        return words.report
    return words.corrective.format(number=report.corrective.number)


def corrects(report: QuarterlyReport, words: Words) -> Iterator[str]:
    """Which report it corrects, by its fingerprint, and which corrective one came before."""
    if (corrective := report.corrective) is None:
        return
    told = words.corrects_signed if corrective.corrects_position else words.corrects
    position = grouped(corrective.corrects_position or 0)
    yield told.format(fingerprint=short(corrective.corrects), position=position)
    if corrective.previous:
        number, before = corrective.number - 1, short(corrective.previous)
        yield words.corrective_before.format(number=number, fingerprint=before)


def changes(report: QuarterlyReport, words: Words) -> Iterator[tuple[str, ...]]:
    """One line per changed figure: where, what, as closed, as it is now, and the facts that changed it."""
    for changed in report.corrective.changes if report.corrective else ():
        where = numbered(changed.number, changed.title) if changed.measure else words.total_row
        was, now = (_said(said, changed, words) for said in (changed.was, changed.now))
        why = "; ".join(_why(fact, words) for fact in changed.why)
        yield where, words.cells[changed.cell], was, now, why


def _said(said: Said, changed: Corrected, words: Words) -> str:
    if said.verdict is not None:
        return words.verdicts[said.verdict]
    if changed.cell in TENTHS:
        return "/".join(f"{written(part, words, True)} %" for part in said.amounts) or NONE
    return pair(said.amounts, words) or NONE


def _why(fact: LateFact, words: Words) -> str:
    """``виправлення: 10.02.2021, 3 (причина; внесено 12.04.2021, П. Мочар, plan-1@40)``."""
    person = words.erased if fact.person is None else fact.person
    amount = pair(fact.amounts, words) if fact.amounts else ""
    what = ", ".join(filter(None, (day(fact.on) if fact.on else "", amount)))
    aside = "; ".join(
        filter(None, (fact.reason, words.recorded.format(day=day(fact.recorded_on), person=person)))
    )
    return f"{words.late_kinds[fact.kind]}: {what} ({aside}, {fact.fact})"
