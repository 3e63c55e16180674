"""What does each fact and each command look like? One example of every kind, told as one life."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.calendar.decisions import AcceptCalendar
from domain.calendar.events import Day
from domain.messages import Command, Event, Personal
from domain.notice.decisions import ClaimNotice, RaiseNotice, RecordDelivery, RecordDeliveryFailure
from domain.notice.events import (
    NoticeClaimed,
    NoticeDelivered,
    NoticeDeliveryFailed,
    NoticeLine,
    NoticeRaised,
)
from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    DelegateDuty,
    EndAppointment,
    FormUnit,
    MoveOffice,
    RegisterOrganisation,
    RegisterPerson,
    RevokeDelegation,
)
from domain.people.events import (
    AppointmentEnded,
    DelegationRevoked,
    DutyDelegated,
    EvidenceRulesSet,
    OfficeMoved,
    ReportingRulesSet,
)
from domain.people.rules import SetEvidenceRules, SetReportingRules
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.decisions.approval import (
    Acknowledge,
    AgreeStep,
    ApproveStep,
    CloseRemark,
    ReadStep,
    RejectSubmission,
    ReturnPlan,
    SignStep,
    SkipStep,
    SubmitPlan,
    WithdrawSubmission,
)
from domain.plan.decisions.by_link import DeclareNilByLink, LogByLink, ReportByLink
from domain.plan.decisions.closing import ClosePeriod, ExplainShortfall, ReopenPeriod
from domain.plan.decisions.consenting import (
    AskConsent,
    GiveConsentByLink,
    RecordConsent,
    RecordConsentRefusal,
    RefuseConsentByLink,
)
from domain.plan.decisions.correcting import (
    ConfirmCorrection,
    CorrectExecution,
    DeclineCorrection,
    RetractExecution,
    WithdrawCorrection,
)
from domain.plan.decisions.drafting import (
    AssignExecutor,
    DraftPlan,
    OverrideOwnerGate,
    RedraftPlan,
    ResolveFinding,
    ReviseMeasure,
)
from domain.plan.decisions.evidence import AddEvidence
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import CancelMeasure, ContestAssignment, HandOverMeasure
from domain.plan.decisions.moving import MoveRun
from domain.plan.decisions.nil_and_levels import DeclareNil, ReportIndicator
from domain.plan.decisions.postponing import RequestPostponement
from domain.plan.decisions.reminding import RemindOffice
from domain.plan.decisions.signing import SubmitReport
from domain.plan.document import Executor
from domain.plan.events import (
    AmendmentProposed,
    AssignmentContested,
    CellChange,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    CorrectionConfirmed,
    CorrectionDeclined,
    CorrectionRequested,
    CorrectionWithdrawn,
    DuePostponed,
    Evidence,
    EvidenceAdded,
    ExecutionCorrected,
    ExecutionRetracted,
    ExecutorAssigned,
    FindingResolved,
    IndicatorReported,
    LevelPart,
    LinkUsed,
    MeasureCancelled,
    MeasureHandedOver,
    MeasureRevised,
    NilDeclared,
    OfficeReminded,
    OwnerGateOverridden,
    PeriodClosed,
    PeriodReopened,
    PlanAcknowledged,
    PlanAmended,
    PlanDrafted,
    PlanRedrafted,
    PlanReturned,
    PostponementRequested,
    ReportSigned,
    ReportSubmitted,
    ShortfallExplained,
    SubmissionWithdrawn,
)
from domain.report.decisions import RecordReport
from domain.report.events import ReportCompiled
from domain.run.events import (
    Remark,
    RemarkClosed,
    RunMoved,
    RunRejected,
    RunReturned,
    RunStarted,
    RunVoided,
    RunWithdrawn,
    StepAcknowledged,
    StepApproved,
    StepObjected,
    StepSigned,
    StepSkipped,
)
from domain.workflow.decisions import PublishDefinition, RetireDefinition
from domain.workflow.events import DefinitionRetired
from tests.domain.small_office import (
    CALENDAR,
    DEFINITION,
    DOCUMENT,
    HASH,
    JANUARY_ONLY,
    PEOPLE,
    STEPS,
    VISAS,
    a_finding,
    approved,
    logged,
    submitted,
)

NOTICE = "5d3c0a34-3a10-5d0e-9a57-6c0a4a4c2b11"
LEASE = datetime(2021, 1, 29, 8, 1, tzinfo=UTC)
SHA256 = "9f2c" * 16
BUREAU = Executor(raw="бюро", to="unit:bureau", lead=True)
REMARK = Remark(measure="m2", field="due", text="Уточніть строк")
EVIDENCE = Evidence(sha256=SHA256, file_name="протокол.pdf")
LINE = NoticeLine(measure="m2", due=date(2021, 1, 29))
TOLD: dict[str, Any] = {
    "organisation": "lipky",
    "recipient": "clerk-education",
    "kind": "reminder",
    "subject": "p1/m2/",
    "due_version": "2021-01-29@1",
    "plan": "p1",
    "measure": "m2",
    "due": date(2021, 1, 29),
    "lines": (LINE,),
}
REPORT: dict[str, Any] = {
    "plan": "p1",
    "period": "2021Q1",
    "position": 42,
    "language": "uk",
    "format": "docx",
    "template_version": "1",
    "code_version": "0.1.0",
    "sha256": SHA256,
    "fingerprint": HASH,
    "closing": "plan-p1@40",
}
SENT: dict[str, Any] = {
    "run": "r1",
    "period": "2021Q1",
    "fingerprint": HASH,
    "position": 42,
    "closing": "plan-p1@40",
}

EVENTS: tuple[Event, ...] = (
    *PEOPLE,
    OfficeMoved(above="region", was=None, since=date(2021, 2, 1), basis="наказ № 7"),
    DutyDelegated(
        delegation="delegation-1",
        position="director",
        giver="director",
        taker="deputy",
        acts=("ApproveStep",),
        since=date(2021, 2, 1),
        until=date(2021, 2, 14),
        basis="наказ № 15-к",
    ),
    DelegationRevoked(delegation="delegation-1", until=date(2021, 2, 9), reason="повернення з відпустки"),
    EvidenceRulesSet(strip_metadata=True, person="director"),
    ReportingRulesSet(cut_off=5, late="next", person="director"),
    AppointmentEnded(person="head-bureau", position="head-bureau", until=date(2021, 12, 31)),
    CALENDAR,
    DEFINITION,
    DefinitionRetired(number=1, reason="замінено новим"),
    PlanDrafted(document=DOCUMENT, findings=(a_finding,), prepared_by="planner"),
    MeasureRevised(measure=JANUARY_ONLY.model_copy(update={"purpose": "мета"}), prepared_by="planner"),
    PlanRedrafted(
        document=DOCUMENT,
        findings=(a_finding,),
        settled=(0,),
        reason="виправлений файл",
        prepared_by="planner",
        author="planner",
    ),
    ExecutorAssigned(measure="m2", executors=(BUREAU,), prepared_by="planner"),
    FindingResolved(finding=0, resolution="3", reason="за місяцями", person="planner"),
    OwnerGateOverridden(measure="m6", reason="за потребою", person="planner"),
    submitted,
    SubmissionWithdrawn(reason="помилка"),
    submitted,
    PlanReturned(
        step="education", to_step=None, remarks=(REMARK,), person="head-education", author="planner"
    ),
    submitted,
    RunMoved(workflow_version=2, route=submitted.route, person="director", reason="нова редакція"),
    *VISAS,
    StepApproved(
        step="director", person="director", text_hash=HASH, remarks=(REMARK,), close_by=date(2021, 2, 12)
    ),
    approved,
    RemarkClosed(remark=0, how="строк уточнено", person="planner"),
    RunStarted(
        run="a1",
        subject="amendment",
        workflow="amendment",
        workflow_version=1,
        route=submitted.route,
        text_hash=HASH,
        person="planner",
    ),
    StepObjected(step="education", run="a1", person="head-education", text_hash=HASH, remarks=(REMARK,)),
    StepSkipped(step="bureau", run="a1", person="director", reason="бюро закрите"),
    RunReturned(run="a1", step="deputy", to_step="education", remarks=(REMARK,), person="deputy"),
    RunWithdrawn(run="a1", reason="передумали", person="planner"),
    StepAcknowledged(step="education", run="a1", person="head-education", text_hash=HASH),
    StepSigned(
        step="director",
        run="a1",
        person="director",
        text_hash=HASH,
        act="наказ № 7",
        effective_from=date(2021, 2, 1),
    ),
    RunRejected(run="a1", step="director", reason="немає коштів", person="director"),
    AmendmentProposed(
        amendment="a1",
        base=HASH,
        measures=(JANUARY_ONLY,),
        cells=(CellChange(measure="m2", field="due", old="січень", new="лютий"),),
        reason="карантин",
        prepared_by="planner",
    ),
    PlanAmended(
        amendment="a1",
        text_version=2,
        text_hash=HASH,
        approved_on=date(2021, 2, 20),
        effective_from=date(2021, 2, 20),
        act="наказ № 20",
        measures=(JANUARY_ONLY,),
        removed=(),
        count=6,
        schedule=approved.schedule[:1],
    ),
    PostponementRequested(
        request="r1",
        measure="m2",
        key="",
        due=date(2021, 1, 29),
        new_due=date(2021, 2, 26),
        reason="карантин",
        person="clerk-education",
    ),
    DuePostponed(request="r1", due=date(2021, 1, 29), new=approved.schedule[3]),
    ConsentAsked(measure="m1", executor="райрада", person="planner", until=date(2021, 2, 10)),
    ConsentGiven(
        measure="m1", executor="райрада", on=date(2021, 2, 1), document="лист № 3", person="planner"
    ),
    ConsentDeclined(
        measure="m1",
        executor="ПРООН",
        on=date(2021, 2, 1),
        reason="немає",
        person="system",
        signed_by=Personal(of="guest-1", text="Ганна Рибак"),
    ),
    PlanAcknowledged(person="clerk-education", text_hash=HASH),
    logged(
        "e1",
        note=Personal(of="clerk-education", text="зустріч у школі"),
        evidence=(EVIDENCE,),
        unit="bureau",
        item="виїзд до с. Яри",
    ),
    ExecutionCorrected(
        execution="e1",
        measure="m1",
        done_on=date(2021, 2, 11),
        quantity=Decimal(2),
        reason="два заняття",
        person="clerk-education",
    ),
    ExecutionRetracted(execution="e1", measure="m1", reason="інший план", person="clerk-education"),
    EvidenceAdded(execution="e1", measure="m1", evidence=(EVIDENCE,), person="clerk-education"),
    NilDeclared(measure="m3", period="2021-01", person="clerk-education"),
    IndicatorReported(
        measure="m5",
        on=date(2021, 3, 31),
        value=Decimal(45),
        of_which=(LevelPart(unit="bureau", value=Decimal(20)),),
        person="clerk-education",
    ),
    AssignmentContested(measure="m1", reason="веде бюро", person="clerk-education"),
    MeasureHandedOver(measure="m1", to="unit:bureau", reason="звільнення", person="planner"),
    ShortfallExplained(
        measure="m1", period="2021Q1", reason="карантин", new_term="II квартал", person="clerk-education"
    ),
    LinkUsed(link="c" * 64, measure="m1", person="clerk-education"),
    MeasureCancelled(measure="m4", reason="договір розірвано", person="director"),
    PeriodClosed(period="2021Q1", silent=("m2", "m4"), person="planner"),
    CorrectionRequested(
        request="correction-1",
        execution="e1",
        measure="m1",
        done_on=date(2021, 2, 11),
        quantity=Decimal(3),
        reason="пропущено заняття",
        person="clerk-education",
    ),
    CorrectionConfirmed(request="correction-1", measure="m1", person="planner"),
    CorrectionDeclined(request="correction-1", measure="m1", reason="немає підстав", person="planner"),
    CorrectionWithdrawn(request="correction-1", measure="m1", reason="помилка", person="clerk-education"),
    ReportSubmitted(**SENT, person="planner"),
    RunStarted(
        run="r1",
        subject="report",
        workflow="report",
        workflow_version=1,
        route=submitted.route,
        text_hash=HASH,
        person="planner",
    ),
    ReportSigned(**SENT, signed_on=date(2021, 4, 12), act="вих. № 31"),
    PeriodReopened(period="2021Q1", reason="лист регіонального центру", person="director"),
    OfficeReminded(period="2021Q1", silent=("m2",), on=date(2021, 4, 6), person="nestor.holub"),
    RunVoided(run="r1", reason="лист регіонального центру", person="director"),
    NoticeRaised(**TOLD),
    NoticeClaimed(attempt=1, lease_until=LEASE),
    NoticeDeliveryFailed(attempt=1, channel="mail", error="timeout", retry_at=LEASE),
    NoticeDelivered(attempt=2, channel="mail", message_id="<1@onrecord>"),
    ReportCompiled(**REPORT),
)
"""In the order in which they could happen, stream by stream."""

COMMANDS: tuple[Command, ...] = (
    RegisterOrganisation(organisation="lipky", title="Центр у Липках", zone="Europe/Kyiv", language="uk"),
    MoveOffice(organisation="lipky", above="region", since=date(2021, 2, 1), basis="наказ № 7"),
    FormUnit(organisation="lipky", unit="bureau", title="Бюро", aliases=("бюро",)),
    CreatePosition(
        organisation="lipky", position="director", unit="bureau", title="Директор", role="director"
    ),
    RegisterPerson(organisation="lipky", person="director", full_name="Марта Верес", email="m@example.org"),
    AppointPerson(
        organisation="lipky",
        person="deputy",
        position="director",
        since=date(2021, 2, 1),
        until=date(2021, 2, 14),
        acting=True,
        basis="наказ № 14-к",
    ),
    DelegateDuty(
        organisation="lipky",
        position="director",
        taker="deputy",
        since=date(2021, 2, 1),
        until=date(2021, 2, 14),
        basis="наказ № 15-к",
    ),
    RevokeDelegation(
        organisation="lipky", delegation="delegation-1", until=date(2021, 2, 9), reason="повернення"
    ),
    EndAppointment(organisation="lipky", person="deputy", position="director", until=date(2021, 2, 10)),
    AcceptCalendar(
        organisation="lipky",
        year=2021,
        off=(Day(day=date(2021, 1, 1), why="Новий рік"),),
        basis="розпорядження",
        effective=date(2021, 1, 1),
    ),
    PublishDefinition(organisation="lipky", workflow="quarterly", title="Квартальний план", steps=STEPS),
    RetireDefinition(organisation="lipky", workflow="quarterly", reason="замінено новим"),
    DraftPlan(plan="p1", document=DOCUMENT, findings=(a_finding,)),
    RedraftPlan(plan="p1", document=DOCUMENT, findings=(a_finding,), reason="виправлений файл"),
    ReviseMeasure(plan="p1", measure=JANUARY_ONLY),
    AssignExecutor(plan="p1", measure="m2", to="unit:bureau", words="відділ просвіти"),
    ResolveFinding(plan="p1", finding=0, resolution="3", reason="за місяцями"),
    OverrideOwnerGate(plan="p1", measure="m6", reason="за потребою"),
    SubmitPlan(plan="p1", workflow="quarterly"),
    MoveRun(plan="p1", workflow="quarterly", number=2, reason="нова редакція"),
    WithdrawSubmission(plan="p1", reason="помилка"),
    AgreeStep(plan="p1", step="education", text_hash=HASH),
    ApproveStep(plan="p1", step="director", text_hash=HASH, act="наказ № 852"),
    ReturnPlan(plan="p1", step="education", remarks=(REMARK,), fix_by=date(2021, 2, 1)),
    ProposeAmendment(plan="p1", measures=(JANUARY_ONLY,), reason="карантин"),
    SubmitAmendment(plan="p1", amendment="a1", workflow="amendment"),
    RequestPostponement(
        plan="p1", measure="m2", new_due=date(2021, 2, 26), reason="карантин", workflow="postponement"
    ),
    AskConsent(plan="p1", measure="m1", executor="райрада"),
    GiveConsentByLink(
        plan="1",
        measure="m1",
        executor="райрада",
        link="d" * 64,
        terms="e" * 64,
        signed_by="Ганна Рибак",
    ),
    RefuseConsentByLink(
        plan="1",
        measure="m1",
        executor="райрада",
        link="d" * 64,
        terms="e" * 64,
        signed_by="Ганна Рибак",
        reason="немає людей",
    ),
    RecordConsent(plan="p1", measure="m1", executor="райрада", on=date(2021, 2, 1), document="лист № 3"),
    RecordConsentRefusal(plan="p1", measure="m1", executor="ПРООН", on=date(2021, 2, 1), reason="немає"),
    Acknowledge(plan="p1"),
    ReadStep(plan="p1", step="education", text_hash=HASH),
    SignStep(plan="p1", step="director", text_hash=HASH, act="наказ № 852"),
    RejectSubmission(plan="p1", step="director", reason="немає коштів"),
    SkipStep(plan="p1", step="bureau", reason="бюро закрите"),
    CloseRemark(plan="p1", remark=0, how="строк уточнено"),
    LogExecution(
        plan="p1",
        measure="m1",
        done_on=date(2021, 2, 10),
        quantity=Decimal("1.5"),
        place="м. Липки",
        people_reached=30,
        note="зустріч у школі",
        evidence=(EVIDENCE,),
    ),
    CorrectExecution(
        plan="p1", measure="m1", execution="e1", done_on=date(2021, 2, 11), quantity=Decimal(2), reason="два"
    ),
    RetractExecution(plan="p1", measure="m1", execution="e1", reason="інший план"),
    DeclareNil(plan="p1", measure="m3", period="2021-01"),
    ReportIndicator(plan="p1", measure="m5", on=date(2021, 3, 31), value=Decimal(45)),
    HandOverMeasure(plan="p1", measure="m1", to="unit:bureau", reason="звільнення"),
    ExplainShortfall(plan="p1", measure="m1", period="2021Q1", reason="карантин", new_term="II квартал"),
    ClosePeriod(plan="p1", period="2021Q1"),
    ReopenPeriod(plan="p1", period="2021Q1", reason="лист регіонального центру"),
    RemindOffice(plan="p1", period="2021Q1"),
    SubmitReport(plan="p1", period="2021Q1", fingerprint=HASH, position=42, workflow="report"),
    ConfirmCorrection(plan="p1", request="correction-1"),
    DeclineCorrection(plan="p1", request="correction-1", reason="немає підстав"),
    WithdrawCorrection(plan="p1", request="correction-1", reason="помилка"),
    CancelMeasure(plan="p1", measure="m4", reason="договір розірвано"),
    LogByLink(plan="p1", measure="m1", done_on=date(2021, 2, 10), quantity=Decimal(1), link="c" * 64),
    DeclareNilByLink(plan="p1", measure="m3", period="2021-01", link="c" * 64),
    ReportByLink(plan="p1", measure="m5", on=date(2021, 3, 31), value=Decimal(45), link="c" * 64),
    SetEvidenceRules(organisation="lipky", strip_metadata=True),
    ContestAssignment(plan="p1", measure="m1", reason="веде бюро"),
    AddEvidence(plan="p1", measure="m1", execution="e1", evidence=(EVIDENCE,)),
    SetReportingRules(organisation="lipky", cut_off=5, late="next"),
    RaiseNotice(**TOLD),
    ClaimNotice(notice=NOTICE),
    RecordDelivery(notice=NOTICE, attempt=2, channel="mail", message_id="<1@onrecord>"),
    RecordDeliveryFailure(notice=NOTICE, attempt=1, channel="mail", error="timeout"),
    RecordReport(**REPORT),
)
