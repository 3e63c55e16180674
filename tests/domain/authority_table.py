"""Who may ask what, as the office's rules say it: written by hand, row by row, and never from the code.

Columns are roles; ``+`` may ask, ``.`` may not. A row says what holds in one's own office; ``REGIONAL`` says
what the office above may ask about a text of an office below. Of a foreign office nobody asks anything.

Why a row reads as it does:

- whoever prepares does not decide, and whoever decides does not prepare: a planner drafts, mends, submits,
  proposes; a reviewer agrees or returns, and so does an executor whom a route asks because the change is
  theirs to carry out; only a director gives force, rejects, or lets a step go;
- an auditor looks and writes nothing, and so does a supervisor, who may only ask an office below for what it
  has not told;  an administrator opens the office and appoints, holds no
  business right, and gives none away; where an office stands among the others is said by the house, and
  within its own reach by the administrator of the office above;
- what was carried out is told by whoever works in the office, never by those who only look;
- notices and reports are recorded by the house alone.
"""

COLUMNS = ("planner", "reviewer", "director", "executor", "supervisor", "auditor", "administrator", "system")

OWN = """
                       pla rev dir exe sup aud adm sys
RegisterOrganisation    .   .   .   .   .   .   .   +
MoveOffice              .   .   .   .   .   .   .   +
FormUnit                .   .   .   .   .   .   +   +
SetReportingRules       .   .   .   .   .   .   +   +
SetEvidenceRules        .   .   .   .   .   .   +   +
CreatePosition          .   .   .   .   .   .   +   +
RegisterPerson          .   .   .   .   .   .   +   +
AppointPerson           .   .   .   .   .   .   +   +
EndAppointment          .   .   .   .   .   .   +   +
DelegateDuty            +   +   +   +   .   .   .   .
RevokeDelegation        +   +   +   +   .   .   +   +
AcceptCalendar          .   .   .   .   .   .   +   +
PublishDefinition       .   .   .   .   .   .   +   +
RetireDefinition        .   .   .   .   .   .   +   +
MoveRun                 .   .   .   .   .   .   +   .

DraftPlan               +   .   .   .   .   .   .   .
RedraftPlan             +   .   .   .   .   .   .   .
ReviseMeasure           +   .   .   .   .   .   .   .
AssignExecutor          +   .   .   .   .   .   .   .
ResolveFinding          +   .   .   .   .   .   .   .
OverrideOwnerGate       +   .   +   .   .   .   .   .
SubmitPlan              +   .   .   .   .   .   .   .
WithdrawSubmission      +   +   +   +   .   .   .   .
ProposeAmendment        +   .   .   .   .   .   .   .
SubmitAmendment         +   .   .   .   .   .   .   .
AskConsent              +   .   +   .   .   .   .   .
RecordConsent           +   .   +   .   .   .   .   .
RecordConsentRefusal    +   .   +   .   .   .   .   .
GiveConsentByLink       .   .   .   .   .   .   .   +
RefuseConsentByLink     .   .   .   .   .   .   .   +

AgreeStep               .   +   +   +   .   .   .   .
ApproveStep             .   .   +   .   .   .   .   .
SignStep                .   .   +   .   .   .   .   .
ReadStep                +   +   +   +   .   .   .   .
ReturnPlan              .   +   +   +   .   .   .   .
RejectSubmission        .   .   +   .   .   .   .   .
SkipStep                .   .   +   .   .   .   .   .
CloseRemark             +   .   +   .   .   .   .   .
Acknowledge             +   +   +   +   .   .   .   .

LogExecution            +   +   +   +   .   .   .   .
CorrectExecution        +   +   +   +   .   .   .   .
RetractExecution        +   +   +   +   .   .   .   .
AddEvidence             +   +   +   +   .   .   .   .
DeclareNil              +   +   +   +   .   .   .   .
ReportIndicator         +   +   +   +   .   .   .   .
ExplainShortfall        +   +   +   +   .   .   .   .
RequestPostponement     +   +   +   +   .   .   .   .
ContestAssignment       +   +   +   +   .   .   .   .
HandOverMeasure         +   .   +   .   .   .   .   .
ClosePeriod             +   .   +   .   .   .   .   .
ReopenPeriod            +   .   +   .   .   .   .   .
RemindOffice            .   .   .   .   .   .   .   .
SubmitReport            +   .   .   .   .   .   .   .
ConfirmCorrection       +   +   +   .   .   .   .   .
DeclineCorrection       +   +   +   .   .   .   .   .
WithdrawCorrection      +   +   +   +   .   .   .   .
CancelMeasure           .   .   +   .   .   .   .   .
LogByLink               +   +   +   +   .   .   .   .
DeclareNilByLink        +   +   +   +   .   .   .   .
ReportByLink            +   +   +   +   .   .   .   .

RaiseNotice             .   .   .   .   .   .   .   +
ClaimNotice             .   .   .   .   .   .   .   +
RecordDelivery          .   .   .   .   .   .   .   +
RecordDeliveryFailure   .   .   .   .   .   .   .   +
RecordReport            .   .   .   .   .   .   .   +
"""

REGIONAL = """
                       pla rev dir exe sup aud adm sys
MoveOffice              .   .   .   .   .   .   +   .
AgreeStep               .   +   +   .   .   .   .   .
ApproveStep             .   .   +   .   .   .   .   .
SignStep                .   .   +   .   .   .   .   .
ReadStep                .   +   +   .   .   .   .   .
ReturnPlan              .   +   +   .   .   .   .   .
RejectSubmission        .   .   +   .   .   .   .   .
RemindOffice            .   .   +   .   +   .   .   .
"""


def cells(table: str) -> dict[tuple[str, str], bool]:
    """(command, role) → may, of every row; a row that is cut short is a mistake of the table."""
    rows = [line.split() for line in table.strip().splitlines()[1:] if line.strip()]
    assert all(len(marks) == len(COLUMNS) and set(marks) <= {"+", "."} for _, *marks in rows), table
    assert len({command for command, *_ in rows}) == len(rows), "a row stands twice"
    return {
        (command, role): mark == "+"
        for command, *marks in rows
        for role, mark in zip(COLUMNS, marks, strict=True)
    }
