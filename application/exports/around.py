"""Which lines stand around the measures: office, act, stamp of approval, title, signatures, notes?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from application.exports.page import Line, Signature, Style
from application.exports.words import WORDS, FormWords
from application.imports import grid as read
from application.imports.rows import PERSON
from application.imports.topics import topics_of
from domain.calendar.periods import ROMAN
from domain.plan.document import Approver, Header, PlanDocument
from domain.spelling import clean

MOST_SIGNS = 60
"""A stamp is narrow, and whoever reads the paper again takes a longer line for something else."""


def before(plan: PlanDocument, *, prose: bool) -> tuple[Line, ...]:
    """An order with its clauses goes before the plan that it approves; grounds without clauses below the
    title. Prose has a place of its own for purpose, money and duties; a table has them above it."""
    header, words = plan.header, WORDS[plan.language]
    grounds = [Line("; ".join(header.legal_basis), Style.TEXT)] if header.legal_basis else []
    clauses = [Line(f"{c.number}. {c.text}", Style.TEXT) for c in header.clauses]
    return (
        *(Line(text, Style.OFFICE) for text in (header.organisation or "").splitlines()),
        *_act(header, words),
        *(grounds if clauses else ()),
        *clauses,
        *_signed_above(header),
        *(Line(text, Style.STAMP) for approver in header.approved_by for text in _stamp(approver, words)),
        *(Line(text, Style.TITLE) for text in header.title.splitlines()),
        *(() if clauses else grounds),
        *(() if prose else _topics(header, words)),
    )


def topic_of(header: Header, heading: str) -> tuple[str, ...]:
    """What the plan says below a heading of its own prose: its purpose, its money, who answers for what."""
    name = next((name for name, lines in topics_of(_headed(heading)).items() if lines), None)
    return topic_lines(header).get(name or "", ())


def topic_lines(header: Header) -> dict[str, tuple[str, ...]]:
    below = {clean(note) for note in header.notes}
    told = {
        "purpose": (header.purpose or "").splitlines(),
        "funding": (header.funding or "").splitlines(),
        "responsibilities": header.responsibilities,
    }
    return {name: tuple(text for text in lines if text not in below) for name, lines in told.items()}


def signatures(header: Header) -> tuple[Signature, ...]:
    return tuple(signed for text in header.signatories if (signed := _signature(text)))


def after(header: Header) -> tuple[Line, ...]:
    """Notes; also who signed without a name that could stand apart."""
    unnamed = [text for text in header.signatories if not _signature(text)]
    return tuple(Line(text, Style.NOTE) for text in (*unnamed, *header.notes))


def _headed(heading: str) -> tuple[read.Line, read.Line]:
    return read.Line(heading, ""), read.Line("…", "")


def _topics(header: Header, words: FormWords) -> Iterator[Line]:
    for number, (name, lines) in enumerate(topic_lines(header).items()):
        if lines:
            yield Line(f"{ROMAN[number]}. {words.topics[name]}", Style.SECTION)
            yield from (Line(text, Style.TEXT) for text in lines)


def _signed_above(header: Header) -> Iterator[Line]:
    """Who signed the order: those of the signatures that do not stand below the plan."""
    below = {clean(text) for text in header.signatories} | {clean(note) for note in header.notes}
    for signature in header.signatures:
        if signature.position and signature.name and not _is_below(clean(signature.raw), below):
            yield Line(signature.position, Style.NOTE)
            yield Line(signature.name, Style.NOTE)


def _is_below(raw: str, below: set[str]) -> bool:
    return any(raw in text for text in below)


def _act(header: Header, words: FormWords) -> Iterator[Line]:
    """The order's number and day, where no stamp says the same."""
    number, day = header.order_number, header.order_date
    if number and day and not any(number in (a.on_raw or "") and a.on == day for a in header.approved_by):
        yield Line(words.act.format(day=f"{day:%d.%m.%Y}", number=number), Style.ACT)


def _stamp(approver: Approver, words: FormWords) -> Iterator[str]:
    yield approver.stamp_raw or words.approved
    yield from textwrap.wrap(approver.position or "", MOST_SIGNS, break_long_words=False)
    if approver.name:
        yield f"______________ {approver.name}"
    if approver.on_raw or approver.on:
        yield approver.on_raw or f"{approver.on:%d.%m.%Y}"


def _signature(text: str) -> Signature | None:
    words = clean(text).split(" ")
    for at in range(1, len(words)):
        if PERSON.fullmatch(name := " ".join(words[at:])):
            return Signature(" ".join(words[:at]), name)
    return None
