"""What was the report of a plan for a period, at one place in the record?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import Protocol
from zoneinfo import ZoneInfo

from application.ports import EventStore, Recorded, Unreadable
from application.reports.words import WORDS
from domain.calendar.days import WorkingCalendar
from domain.calendar.state import OfficeCalendar
from domain.calendar.state import evolve as accept
from domain.messages import Refused
from domain.people.state import Organisation, evolve
from domain.plan.events import ReportSigned
from domain.report import compile as domain
from domain.report.corrective import corrective_report
from domain.report.events import ReportCompiled
from domain.report.late import Numbered, closing_of
from domain.report.shapes import AsOf, QuarterlyReport
from domain.report.signatures import People, Word, signed_off

PAGE = 256


class HasStore(Protocol):
    @property
    def store(self) -> EventStore: ...


def compile_report(
    app: HasStore,
    plan_id: str,
    period: str,
    *,
    position: int | None = None,
    known_at: datetime | None = None,
    language: str | None = None,
    corrective: bool = False,
) -> QuarterlyReport:
    """The report, or the corrective one, as of ``position`` of the log, or of what was known at ``known_at``
    (aware).

    Without either: as of the last fact that is not itself about a report, so that compiling twice gives the
    same. ``language`` is the plan's unless given. Refuses ``not-found``, ``unknown-period``,
    ``unknown-language``, ``position-ahead``, ``not-in-force``, ``not-a-period-of-the-plan``; a corrective one
    also as `domain.report.corrective` does.
    """
    refuse_unless_readable(period, language)
    store = app.store
    at = _position(store, position, known_at)
    plan = _up_to(store, f"plan-{plan_id}", at)
    if not plan:
        raise Refused("not-found")
    office = _office(store, plan[0].envelope.organisation, at)
    zone = ZoneInfo(office.zone)
    as_of = AsOf(at, _recorded_at(store, at).astimezone(zone))
    history = [_numbered(fact, zone) for fact in plan]
    calendar = _calendar(store, office.id, _figures_stand_at(plan, history, period, at))
    if corrective:
        closing = closing_of(history, period)
        fact = f"plan-{plan_id}@{closing[0]}" if closing else ""
        known = correctives_on_record(store, plan_id, period, fact)
        corrects = signed_before(plan, period, fact)
        report = corrective_report(
            plan_id, history, office, period, as_of, known, corrects, language, calendar
        )
    else:
        report = domain.compile_report(plan_id, history, office, period, as_of, language, calendar)
    words = [_word(fact, zone) for fact in plan]
    above = {word.office for word in words if word.office}
    people = People(office, as_of.today, elsewhere={name: _office(store, name, at) for name in above})
    return with_signatures(report, words, people)


def with_signatures(report: QuarterlyReport, words: list[Word], people: People) -> QuarterlyReport:
    """Who signed the report of this closing, as far as it stood in the record then."""
    if report.closed_by is None:
        return report
    number = report.corrective.number if report.corrective else 0
    signed = signed_off(words, report.period, report.closed_by, people, number)
    return replace(report, signed=signed, erased=report.erased + people.erased)


def correctives_on_record(store: EventStore, plan_id: str, period: str, closing: str) -> list[str]:
    """The fingerprints of the corrective reports of this closing, in the order in which they were compiled.

    All of them, from whichever place in the record one is asked for: a number belongs to one report for ever.
    """
    facts = (fact.event for fact in _up_to(store, f"report-{plan_id}.{period.lower()}", store.head()))
    compiled = [fact for fact in facts if isinstance(fact, ReportCompiled)]
    return [c.fingerprint for c in compiled if c.corrective and c.closing == closing]


def signed_before(plan: list[Recorded], period: str, closing: str) -> tuple[str, int] | None:
    """Fingerprint and position of the report of this closing that was signed, if one was."""
    signed = [fact.event for fact in plan if isinstance(fact.event, ReportSigned)]
    found = [s for s in signed if (s.period, s.closing, s.corrective) == (period, closing, 0)]
    return (found[-1].fingerprint, found[-1].position) if found else None


def _office(store: EventStore, organisation: str, at: int) -> Organisation:
    facts = _up_to(store, f"people-{organisation}", at)
    return reduce(evolve, (fact.event for fact in facts), Organisation())


def _word(fact: Recorded, zone: ZoneInfo) -> Word:
    said = fact.envelope
    at = said.recorded_at.astimezone(zone)
    return Word(fact.event, f"{fact.stream}@{fact.version}", fact.position, said.capacity, at, said.office)


def refuse_unless_readable(period: str, language: str | None) -> None:
    if not re.fullmatch(r"(19|20)\d\d(Q[1-4])?", period):
        raise Refused("unknown-period", period=period)
    if language is not None and language not in WORDS:
        raise Refused("unknown-language", language=language)


def _position(store: EventStore, asked: int | None, known_at: datetime | None) -> int:
    head = store.head()
    if asked is not None:
        if not 0 < asked <= head:
            raise Refused("position-ahead", position=asked, head=head)
        return asked
    return _last_known(store, known_at) if known_at else _last_apart_from_reports(store, head)


def _last_known(store: EventStore, known_at: datetime) -> int:
    """The last position recorded by then, found by halving; recorded times follow the order of the log."""
    known, unknown = 0, store.head() + 1
    while unknown - known > 1:
        middle = (known + unknown) // 2
        at = _recorded_at(store, middle)
        known, unknown = (middle, unknown) if at <= known_at else (known, middle)
    return known


def _last_apart_from_reports(store: EventStore, head: int) -> int:
    for row in _backwards(store, head):
        if not row.stream.startswith("report-"):
            return row.position
    return 0


def _recorded_at(store: EventStore, position: int) -> datetime:
    readable = (row for row in _backwards(store, position) if isinstance(row, Recorded))
    return next(readable).envelope.recorded_at


def _backwards(store: EventStore, head: int) -> Iterator[Recorded | Unreadable]:
    """In pages that grow: mostly the last fact is the one looked for."""
    size = 1
    while head > 0:
        page = store.log(max(0, head - size), size)
        yield from reversed([row for row in page if row.position <= head])
        head, size = head - size, min(2 * size, PAGE)


def _up_to(store: EventStore, stream: str, position: int) -> list[Recorded]:
    return [fact for fact in store.stream(stream) if fact.position <= position]


def _figures_stand_at(plan: list[Recorded], history: list[Numbered], period: str, at: int) -> int:
    """The position up to which facts count: that of the closing of a closed period."""
    closing = closing_of(history, period)
    return plan[closing[0] - 1].position if closing else at


def _calendar(store: EventStore, organisation: str, at: int) -> WorkingCalendar:
    accepted = (fact.event for fact in _up_to(store, f"calendar-{organisation}", at))
    return reduce(accept, accepted, OfficeCalendar()).days


def _numbered(fact: Recorded, zone: ZoneInfo) -> Numbered:
    return fact.version, fact.event, fact.envelope.recorded_at.astimezone(zone).date()
