"""What happened to a plan of measures."""

from __future__ import annotations

from datetime import date

from domain.calendar.periods import Period
from domain.messages import Event, Hash, Id, Message, Personal, Quantity, Text, Word, added
from domain.plan.document import Executor, Finding, Measure, PlanDocument, Source
from domain.run.events import Remark, RunEvent
from domain.run.route import RouteStep


class CopiedFrom(Message):
    """The plan that a draft was copied from, and how many facts it had then."""

    plan: Id
    version: int


class PlanDrafted(Event, name="plan.drafted"):
    """A plan came in, typed, read from a file or copied from the period before; ``findings`` are what a
    person should still look at."""

    document: PlanDocument
    findings: tuple[Finding, ...] = ()
    prepared_by: Id
    copied_from: CopiedFrom | None = added(None)


class MeasureRevised(Event, name="plan.measure-revised"):
    """One measure of the draft reads differently from now on."""

    measure: Measure
    prepared_by: Id


class PlanRedrafted(Event, name="plan.redrafted"):
    """A corrected file took the place of the draft's text, by a person and for a reason.

    Measures that stay keep their ids. ``settled`` are the numbers of those ``findings`` that were settled
    before, in cells that did not change.
    """

    document: PlanDocument
    findings: tuple[Finding, ...] = ()
    settled: tuple[int, ...] = ()
    reason: Text
    prepared_by: Id
    author: Id


class ExecutorAssigned(Event, name="plan.executor-assigned"):
    """Whom a measure's executors mean: ``unit:ID``, ``position:ID`` or ``person:ID`` behind the words."""

    measure: Id
    executors: tuple[Executor, ...]
    prepared_by: Id


class FindingResolved(Event, name="plan.finding-resolved"):
    """A person settled a contradiction or damage of the source, with a reason; the source stays as it is."""

    finding: int
    resolution: Text
    reason: Text
    person: Id


class OwnerGateOverridden(Event, name="plan.owner-gate-overridden"):
    """A measure goes to approval although no person answers for it, and why."""

    measure: Id
    reason: Text
    person: Id


class PlanSubmitted(Event, name="plan.submitted"):
    """The plan went on its route. The run keeps this version of the definition to its end."""

    text_version: int
    text_hash: Word
    workflow: Id
    workflow_version: int
    route: tuple[RouteStep, ...]
    person: Id


class SubmissionWithdrawn(Event, name="plan.withdrawn"):
    """The author took the submission back before anybody decided."""

    reason: Text


class PlanReturned(Event, name="plan.returned"):
    """A step sent the plan back, to its author (``to_step`` None) or to an earlier step, with remarks."""

    step: Id
    to_step: Id | None
    remarks: tuple[Remark, ...]
    person: Id
    author: Id
    fix_by: date | None = None


class Due(Message):
    """One date on which a measure owes something, as the calendar stood when the plan was approved.

    ``key`` is the month ``2021-01`` or quarter ``2021Q1`` where the plan speaks of such, else ``""``;
    ``quantity`` what is planned for it. ``planned`` is the last day of the reading,
    ``due`` that day rolled to a working one.
    """

    measure: Id
    key: Word
    planned: date
    due: date
    remind: date
    escalate: date
    quantity: Quantity | None = None
    before_approval: bool = False


class PlanApproved(Event, name="plan.approved"):
    """The plan took force as a legal act. Date of approval, day of force and period are three facts."""

    text_version: int
    text_hash: Word
    approved_on: date
    effective_from: date
    act: Text
    schedule: tuple[Due, ...]


class CellChange(Message):
    """One cell of a plan in force that is to read otherwise; ``field`` is a column's role."""

    measure: Id
    field: Word
    old: Text
    new: Text


class AmendmentProposed(Event, name="plan.amendment-proposed"):
    """Somebody wants the text in force to read otherwise. It stays in force until the amendment is granted.

    ``base`` is the hash of the text that it was made for; a proposal under the same id takes its place.
    Where it was read from a corrected file, ``source`` is that file, ``findings`` what is doubtful in the
    measures it changes, and ``order`` all measures as they are to stand, where rows moved.
    """

    amendment: Id
    base: Word
    measures: tuple[Measure, ...]
    removed: tuple[Id, ...] = ()
    cells: tuple[CellChange, ...]
    reason: Text
    prepared_by: Id
    source: Source | None = added(None)
    findings: tuple[Finding, ...] = added(())
    order: tuple[Id, ...] = added(())


class PlanAmended(Event, name="plan.amended"):
    """An amendment took force: these measures read so from now on. What closed periods hold stays as it was.

    ``count`` is how many measures the text has now; ``schedule`` are the dates of the changed ones in periods
    that are open.
    """

    amendment: Id
    text_version: int
    text_hash: Word
    approved_on: date
    effective_from: date
    act: Text
    measures: tuple[Measure, ...]
    removed: tuple[Id, ...]
    count: int
    schedule: tuple[Due, ...]
    order: tuple[Id, ...] = added(())


class PostponementRequested(Event, name="plan.postponement-requested"):
    """Who answers for a measure asks for a later day; the old one stands until it is granted."""

    request: Id
    measure: Id
    key: Word
    due: date
    new_due: date
    reason: Text
    person: Id


class DuePostponed(Event, name="plan.due-postponed"):
    """A request for a later day was granted. ``due`` is the day it was, kept for ever."""

    request: Id
    due: date
    new: Due


class ConsentAsked(Event, name="plan.consent-asked"):
    """A body that is named «за згодою» was asked whether it takes part; ``executor`` is its words.

    Where it may answer itself, through a link, it may ``until`` that day.
    """

    measure: Id
    executor: Text
    person: Id
    until: date | None = added(None)


class ConsentGiven(Event, name="plan.consent-given"):
    """A body that is named by consent is bound from now on; ``document`` says by which paper.

    Where the body answered itself there is no paper: ``signed_by`` are the name and post that were given
    through the link, and ``person`` is the house. Whoever has a link can answer with it, so the fact says
    too whom the house handed it to: ``drawn_by``.
    """

    measure: Id
    executor: Text
    on: date
    document: Text
    person: Id
    signed_by: Personal | None = None
    drawn_by: Id | None = added(None)


class ConsentDeclined(Event, name="plan.consent-declined"):
    """A body that is named by consent does not take part; the link is told as with a consent."""

    measure: Id
    executor: Text
    on: date
    reason: Text
    person: Id
    signed_by: Personal | None = None
    drawn_by: Id | None = added(None)


class PlanAcknowledged(Event, name="plan.acknowledged"):
    """A person signed to have read the plan («Ознайомлено»)."""

    person: Id
    text_hash: Word


class Evidence(Message):
    """A file that shows the deed, kept by its hash. ``stripped``: what the photo told of its place and camera
    was taken out before it was kept."""

    sha256: Hash
    file_name: Text
    stripped: bool = added(False)


class ExecutionLogged(Event, name="plan.execution-logged"):
    """Somebody wrote down what was carried out. ``late`` says that its period was closed by then.

    ``quantity`` is None where the measure counts as done or not; ``parts`` are the counts of a pair.
    ``unit`` did it, None where that was not told apart; ``item`` is the sub-item of the text, in its words.
    """

    execution: Id
    measure: Id
    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    unit: Id | None = added(None)
    item: Text = added("")
    place: Text = ""
    people_reached: int | None = None
    note: Personal | None = None
    evidence: tuple[Evidence, ...] = ()
    person: Id
    late: bool = False


class ExecutionCorrected(Event, name="plan.execution-corrected"):
    """An earlier record was wrong; the new figures stand beside the old ones."""

    execution: Id
    measure: Id
    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    unit: Id | None = added(None)
    item: Text = added("")
    reason: Text
    person: Id
    late: bool = False


class ExecutionRetracted(Event, name="plan.execution-retracted"):
    """An earlier record counts no more; it stays visible."""

    execution: Id
    measure: Id
    reason: Text
    person: Id
    late: bool = False


class EvidenceAdded(Event, name="plan.evidence-added"):
    """More files show a deed that is on record; its figures stay. ``late``: its period was closed."""

    execution: Id
    measure: Id
    evidence: tuple[Evidence, ...]
    person: Id
    late: bool = False


class NilDeclared(Event, name="plan.nil-declared"):
    """No need arose in this month or quarter: said by a person, which is not the same as silence."""

    measure: Id
    period: Text
    person: Id
    late: bool = False


class LevelPart(Message):
    """What of a level is that of one ``unit``, or of one sub-item of the text, in its words."""

    unit: Id | None = None
    item: Text = added("")
    value: Quantity


class IndicatorReported(Event, name="plan.indicator-reported"):
    """The level an indicator stood at on a day, for a measure whose value is a stock and never summed.
    ``of_which`` is told in one breath with it, and is never more than it."""

    measure: Id
    on: date
    value: Quantity
    of_which: tuple[LevelPart, ...] = added(())
    evidence: tuple[Evidence, ...] = added(())
    person: Id
    late: bool = False


class ShortfallExplained(Event, name="plan.shortfall-explained"):
    """Why less was done than planned in a period, and by when it will be."""

    measure: Id
    period: Period
    reason: Text
    new_term: Text = ""
    person: Id


class MeasureHandedOver(Event, name="plan.measure-handed-over"):
    """Somebody else answers for a measure from now on; the approved text stays as it is.

    ``to`` is ``unit:ID``, ``position:ID`` or ``person:ID``.
    """

    measure: Id
    to: Word
    reason: Text
    person: Id


class AssignmentContested(Event, name="plan.assignment-contested"):
    """Somebody who is to carry a measure out says that it is not theirs; it stays so until a hand-over."""

    measure: Id
    reason: Text
    person: Id


class PeriodClosed(Event, name="plan.period-closed"):
    """The figures of a period stand. ``silent`` are the measures about which nobody said anything."""

    period: Period
    silent: tuple[Id, ...]
    person: Id


class PeriodReopened(Event, name="plan.period-reopened"):
    """A closed period takes records again, for a reason; its next closing stands beside the old one."""

    period: Period
    reason: Text
    person: Id


class OfficeReminded(Event, name="plan.office-reminded"):
    """The office above asked for what a period lacks: measures that owed something by then, and silence."""

    period: Period
    silent: tuple[Id, ...]
    on: date
    person: Id


class ReportSubmitted(Event, name="plan.report-submitted"):
    """The report of a closed period went on its route, as it was compiled at a position of the log.

    ``closing`` is the fact (``plan-ID@version``) that closed the period; ``fingerprint`` is over what is
    reported, in every language and format the same. ``corrective`` is the number of a corrective report, 0
    for the report itself.
    """

    run: Id
    period: Period
    fingerprint: Hash
    position: int
    closing: Word
    person: Id
    corrective: int = 0


class ReportSigned(Event, name="plan.report-signed"):
    """The last voice was given: the report of this closing is an act of the office. Who signed, when and in
    which capacity stands in the envelope, and in those of the voices before."""

    run: Id
    period: Period
    fingerprint: Hash
    position: int
    closing: Word
    signed_on: date
    act: Text = ""
    corrective: int = 0


class CorrectionRequested(Event, name="plan.correction-requested"):
    """A record of a closed period is said to be wrong; it counts as it is until a second person confirms.

    ``retract`` asks to take it out of the count; else the figures are those it should have.
    """

    request: Id
    execution: Id
    measure: Id
    done_on: date
    quantity: Quantity | None = None
    parts: tuple[Quantity, ...] = ()
    unit: Id | None = added(None)
    item: Text = added("")
    retract: bool = False
    reason: Text
    person: Id


class CorrectionConfirmed(Event, name="plan.correction-confirmed"):
    """A second person looked at a correction of a closed period and agreed."""

    request: Id
    measure: Id
    person: Id


class CorrectionDeclined(Event, name="plan.correction-declined"):
    """A second person did not agree to a correction of a closed period: the record stays."""

    request: Id
    measure: Id
    reason: Text
    person: Id


class CorrectionWithdrawn(Event, name="plan.correction-withdrawn"):
    """Who asked for a correction of a closed period took the request back: the record stays."""

    request: Id
    measure: Id
    reason: Text
    person: Id


class MeasureCancelled(Event, name="plan.measure-cancelled"):
    """A measure of a plan in force will not be carried out, and why; it owes nothing from now on."""

    measure: Id
    reason: Text
    person: Id


class LinkUsed(Event, name="plan.link-used"):
    """A link of a letter, which lets one person answer for one measure without signing in, was used up."""

    link: Hash
    measure: Id
    person: Id


PlanEvent = (
    PlanDrafted
    | MeasureRevised
    | PlanRedrafted
    | ExecutorAssigned
    | FindingResolved
    | OwnerGateOverridden
    | PlanSubmitted
    | SubmissionWithdrawn
    | PlanReturned
    | PlanApproved
    | AmendmentProposed
    | PlanAmended
    | PostponementRequested
    | DuePostponed
    | ConsentAsked
    | ConsentGiven
    | ConsentDeclined
    | PlanAcknowledged
    | ExecutionLogged
    | ExecutionCorrected
    | ExecutionRetracted
    | EvidenceAdded
    | NilDeclared
    | IndicatorReported
    | ShortfallExplained
    | MeasureHandedOver
    | AssignmentContested
    | PeriodClosed
    | PeriodReopened
    | OfficeReminded
    | ReportSubmitted
    | ReportSigned
    | CorrectionRequested
    | CorrectionConfirmed
    | CorrectionDeclined
    | CorrectionWithdrawn
    | MeasureCancelled
    | LinkUsed
    | RunEvent
)
