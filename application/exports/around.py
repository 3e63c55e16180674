"""Which lines stand around the measures: office, act, stamp of approval, title, signatures, notes?"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from application.exports.page import Line, Signature, Style
from application.exports.words import WORDS, FormWords
from application.imports.rows import PERSON
from domain.plan.document import Approver, Header, PlanDocument
from domain.spelling import clean

MOST_SIGNS = 60
"""A stamp is narrow, and whoever reads the paper again takes a longer line for something else."""


def before(plan: PlanDocument) -> tuple[Line, ...]:
    header, words = plan.header, WORDS[plan.language]
    return (
        *(Line(text, Style.OFFICE) for text in (header.organisation or "").splitlines()),
        *_act(header, words),
        *(Line(text, Style.STAMP) for approver in header.approved_by for text in _stamp(approver, words)),
        *(Line(text, Style.TITLE) for text in header.title.splitlines()),
    )


def signatures(header: Header) -> tuple[Signature, ...]:
    return tuple(signed for text in header.signatories if (signed := _signature(text)))


def after(header: Header) -> tuple[Line, ...]:
    """Notes; also who signed without a name that could stand apart."""
    unnamed = [text for text in header.signatories if not _signature(text)]
    return tuple(Line(text, Style.NOTE) for text in (*unnamed, *header.notes))


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
