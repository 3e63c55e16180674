"""Who hears of a date that a measure owes, on which days, and when nobody does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from domain.people.state import Organisation
from domain.plan.document import Executor

NOBODY_YET = ""


class Rung(StrEnum):
    """The ladder of one date, lowest first: each rung is told at most once."""

    REMINDER = "reminder"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


class Owed(Protocol):
    """The days of one date that a measure owes; see `domain.plan.events.Due`."""

    @property
    def due(self) -> date: ...
    @property
    def remind(self) -> date: ...
    @property
    def escalate(self) -> date: ...


def ladder(owed: Owed) -> Iterator[tuple[Rung, date]]:
    yield Rung.REMINDER, owed.remind
    yield Rung.DUE_TODAY, owed.due
    yield Rung.OVERDUE, owed.due + timedelta(days=1)
    yield Rung.ESCALATION, owed.escalate


def above(owed: Owed, told: str) -> list[tuple[Rung, date]]:
    """The rungs still to come after the one told last; all of them where none was told (``""``)."""
    rungs = list(ladder(owed))
    return rungs[1 + [rung.value for rung, _ in rungs].index(told) :] if told else rungs


def next_ring(owed: Owed, told: str, since: date) -> date | None:
    """The day of the next rung from ``since`` on, the day it was opened; that day itself where it was opened
    anew after the last rung. None where all was told."""
    left = None
    for rung, day in ladder(owed):
        if told:
            told = "" if rung == told else told
        elif day >= since:
            return day
        else:
            left = since
    return left


def rung_on(owed: Owed, told: str, today: date) -> tuple[Rung, date] | None:
    """The newest rung reached by today: what fell due while nothing ran is told once, not rung by rung."""
    reached = [(rung, day) for rung, day in above(owed, told) if day <= today]
    return reached[-1] if reached else None


LOOKED_AT = ("to", "lead", "by_consent")
"""All that is asked of an executor to know who is reminded."""


def lead_of(executors: Iterable[Executor]) -> str | None:
    """The reference that answers for a measure, ``""`` while unknown.

    None where all take part by consent only, and so cannot be reminded.
    """
    all_of_them = list(executors)
    bound = [e for e in all_of_them if not e.by_consent]
    if all_of_them and not bound:
        return None
    if len(bound) > 1:
        bound = [min(bound, key=lambda e: (not e.to, not e.lead))]
    return bound[0].to or NOBODY_YET if bound else NOBODY_YET


def recipient(rung: Rung, lead: str, office: Organisation, author: str, on: date) -> str:
    """Today's person behind the lead executor, or their superior once it escalates; the plan's author where
    there is none."""
    person = office.person_behind(lead, on)
    if person and rung is Rung.ESCALATION:
        person = office.superior_of(person, on)
    return person or author


def deciders(office: Organisation, reference: str, on: date) -> list[str]:
    """Whom a voice of a step waits for: those who act in the position, else those who hold it; a unit's
    head, or the person named."""
    kind, _, position = reference.partition(":")
    if kind != "position":
        person = office.person_behind(reference, on)
        return [person] if person else []
    held = list(office.holders(position, on))
    acting = [a for a in held if a.acting]
    return list(dict.fromkeys([*(a.person for a in acting or held), *office.takers(position, on)]))
