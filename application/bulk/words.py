"""Why does a line of a table stay, in the words of somebody who mends a cell?"""

from __future__ import annotations

from application.bulk.recording import Told
from application.sentences import Sentences

MENDS_A_CELL = {
    "quantity-missing": "bulk.why-quantity-missing",
    "parts-missing": "bulk.why-parts-missing",
    "same-deed": "bulk.why-same-deed",
}
"""Elsewhere these speak of fields of a command."""


def why(sentences: Sentences, told: Told) -> str:
    assert told.refused is not None
    code = told.refused.code
    if code not in MENDS_A_CELL:
        return sentences.why(told.refused)
    facts = {"place": sentences.place(told.place), **sentences.words_of(told.refused.facts)}
    return sentences.phrases.say(MENDS_A_CELL[code], sentences.language, **facts)


def line_of(sentences: Sentences, told: Told) -> str:
    """One line, one sentence: where, which measure, what became of it."""
    say, command = sentences.phrases.say, told.command
    facts: dict[str, object] = {"place": sentences.place(told.place), "measure": told.measure}
    if told.refused is not None:
        cell = sentences.place(told.cell)
        return say(
            f"bulk.{told.outcome}", sentences.language, **facts | {"cell": cell, "why": why(sentences, told)}
        )
    facts["what"] = what(sentences, command) if command else ""
    said = say(f"bulk.{told.outcome}", sentences.language, **facts)
    day = getattr(command, "happened_on", None)
    if not told.either or day is None:
        return said
    return f"{said} {say('bulk.day-first', sentences.language, given=told.either, day=day)}"


def what(sentences: Sentences, command: object) -> str:
    """``05.02.2021: 3``, a level, or that no need arose."""
    period = getattr(command, "period", "")
    if period:
        return sentences.phrases.say("bulk.nil", sentences.language, period=sentences.period(period))
    parts = "/".join(f"{part:f}" for part in getattr(command, "parts", ()))
    amount = getattr(command, "quantity", None)
    amount = getattr(command, "value", None) if amount is None else amount
    day = getattr(command, "happened_on", None)
    return sentences.phrases.say("bulk.deed", sentences.language, day=day, amount=parts or amount)
