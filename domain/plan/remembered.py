"""What do we remember of a plan in order to decide about it and to report on it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.calendar import periods
from domain.plan.document import Finding, Measure, PlanDocument, Severity
from domain.plan.events import (
    AmendmentProposed,
    AssignmentContested,
    CorrectionRequested,
    Due,
    Evidence,
    ExecutionCorrected,
    ExecutionLogged,
    ExecutionRetracted,
    IndicatorReported,
    MeasureCancelled,
    PlanApproved,
    PostponementRequested,
    ReportSubmitted,
    ShortfallExplained,
)
from domain.plan.terms import terms_of
from domain.run.events import (
    Remark,
)
from domain.run.route import RouteStep
from domain.run.state import Outcome, Run


class Status(StrEnum):
    ABSENT = "absent"
    DRAFT = "draft"
    RETURNED = "returned"
    IN_REVIEW = "in-review"
    REJECTED = "rejected"
    IN_FORCE = "in-force"
    CLOSED = "closed"


class Consent(StrEnum):
    """Where a body stands that is named «за згодою»: nobody is bound before it gave its consent.

    A consent lapses where the measure reads otherwise than when it was given.
    """

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    LAPSED = "lapsed"


EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
CARRIED_OUT = frozenset({Status.IN_FORCE, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Execution:
    """One record of what was done, as it counts now. ``facts`` are the stream's versions that made it so."""

    logged: ExecutionLogged
    corrected: ExecutionCorrected | None = None
    retracted: ExecutionRetracted | None = None
    added: tuple[Evidence, ...] = ()
    facts: tuple[int, ...] = ()

    @property
    def counts(self) -> ExecutionLogged | ExecutionCorrected | None:
        """The figures in force: the correction where there is one, None once retracted."""
        return None if self.retracted else self.corrected or self.logged

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All files that show the deed, those of the record first."""
        return (*self.logged.evidence, *self.added)


@dataclass(frozen=True, slots=True)
class Level:
    """A stock's value on a day, with the version of the fact that says so."""

    reported: IndicatorReported
    fact: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What is on record about carrying out one measure. ``nils`` and ``shortfalls`` are keyed by period."""

    executions: Mapping[str, Execution] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    nils: Mapping[str, int] = field(default_factory=dict)
    shortfalls: Mapping[str, ShortfallExplained] = field(default_factory=dict)

    def counted(self) -> Iterator[Execution]:
        return (e for e in self.executions.values() if e.counts)


@dataclass(frozen=True)
class Plan:
    """State of the stream ``plan-ID``; ``version`` counts its facts."""

    version: int = 0
    status: Status = Status.ABSENT
    document: PlanDocument | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    resolved: frozenset[int] = frozenset()
    author: str = ""
    prepared_by: frozenset[str] = frozenset()
    overridden: frozenset[str] = frozenset()
    text_version: int = 0
    run: Run = field(default_factory=Run)
    runs: Mapping[str, Run] = field(default_factory=dict)
    approved: PlanApproved | None = None
    text_in_force: str = ""
    schedule: tuple[Due, ...] = ()
    amendments: Mapping[str, AmendmentProposed] = field(default_factory=dict)
    proposers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    requests: Mapping[str, PostponementRequested] = field(default_factory=dict)
    consents: Mapping[tuple[str, str], Consent] = field(default_factory=dict)
    """What each body said last; whether a consent still holds is answered by `consent_of`."""
    consented: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The terms of the measure at the time that a body consented to it."""
    asked_until: Mapping[tuple[str, str], date] = field(default_factory=dict)
    acknowledged: frozenset[str] = frozenset()
    carried: Mapping[str, Carried] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    closed_by: Mapping[str, str] = field(default_factory=dict)
    closings: Mapping[str, int] = field(default_factory=dict)
    reminded: Mapping[str, date] = field(default_factory=dict)
    reports: Mapping[str, ReportSubmitted] = field(default_factory=dict)
    corrections: Mapping[str, CorrectionRequested] = field(default_factory=dict)
    cancelled: Mapping[str, MeasureCancelled] = field(default_factory=dict)
    used_links: frozenset[str] = frozenset()
    handed: Mapping[str, str] = field(default_factory=dict)
    contested: Mapping[str, AssignmentContested] = field(default_factory=dict)
    """Measures that somebody says are not theirs, until they are handed over, or left where they are."""

    @property
    def text(self) -> PlanDocument:
        """The document; only a plan that was never drafted has none."""
        assert self.document is not None
        return self.document

    @property
    def text_hash(self) -> str:
        return self.run.text_hash

    @property
    def submitted_by(self) -> str:
        return self.run.submitted_by

    @property
    def route(self) -> tuple[RouteStep, ...]:
        """The route of the plan's own approval; none before a submission and after its return."""
        return self.run.route if self.run.outcome in (Outcome.OPEN, Outcome.GRANTED) else ()

    @property
    def decided(self) -> Mapping[str, str]:
        return self.run.decided

    @property
    def open_steps(self) -> tuple[RouteStep, ...]:
        return self.run.open_steps

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self.run.remarks

    def run_of(self, id: str) -> Run:
        """The approval of the plan itself, or the run of this id; one that never was is open to nobody."""
        return self.runs.get(id, Run(id)) if id else self.run

    def open_errors(self) -> list[Finding]:
        return [
            f for n, f in enumerate(self.findings) if f.severity is Severity.ERROR and n not in self.resolved
        ]

    def answers(self, measure: str) -> frozenset[str]:
        """References to those who carry a measure out: by the text, or by the last hand-over."""
        if handed := self.handed.get(measure):
            return frozenset({handed})
        return frozenset(e.to for e in self.measures[measure].executors if e.to)

    def consent_of(self, measure: str, executor: str) -> Consent | None:
        """Where a body stands towards the measure as it reads now; None where nobody asked it."""
        key, row = (measure, executor), self.measures.get(measure)
        said = self.consents.get(key)
        if said is Consent.GIVEN and (row is None or self.consented.get(key) != terms_of(row, executor)):
            return Consent.LAPSED
        return said

    def of(self, measure: str) -> Carried:
        return self.carried.get(measure, Carried())

    def closed_period_of(self, day: date) -> str | None:
        return next((p for p in self.closed if periods.covers(p, day)), None)
