"""Who may ask what: one table, role by command and scope. What it does not list is denied.

The table speaks of roles; rules about one plan (its own steps, its own measures, separation of duties on the
person) stand beside the command they guard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.messages import SYSTEM, Command, Refused
from domain.people.standing import Standing

ROLES = ("planner", "reviewer", "director", "executor", "supervisor", "auditor", "administrator")
POLICY = 4
"""The version of this table; a decision records the one it was made under. A right that is taken away makes a
new version, and the old table goes to `domain.people.policies`."""
HOUSE = "system"
"""The house itself: set-up, reactions and the clock. No person ever holds it."""

_OFFICE = frozenset({"planner", "reviewer", "director", "executor"})
_SETUP = frozenset({"administrator", HOUSE})
_DECIDERS = frozenset({"reviewer", "director"})
_ASKED = _DECIDERS | {"executor"}
"""Whom a route may ask for a visa: also those who carry out what an amendment changes."""

DELEGABLE = frozenset(
    {"AgreeStep", "ApproveStep", "SignStep", "ReadStep", "ReturnPlan", "RejectSubmission", "SkipStep"}
)
"""What a holder may let another decide."""

MAY: Mapping[str, frozenset[str]] = {
    "RegisterOrganisation": frozenset({HOUSE}),
    "MoveOffice": frozenset({HOUSE}),
    "FormUnit": _SETUP,
    "CreatePosition": _SETUP,
    "RegisterPerson": _SETUP,
    "AppointPerson": _SETUP,
    "EndAppointment": _SETUP,
    "DelegateDuty": _OFFICE,
    "RevokeDelegation": _OFFICE | _SETUP,
    "SetReportingRules": _SETUP,
    "SetEvidenceRules": _SETUP,
    "AcceptCalendar": _SETUP,
    "PublishDefinition": _SETUP,
    "RetireDefinition": _SETUP,
    "DraftPlan": frozenset({"planner"}),
    "RedraftPlan": frozenset({"planner"}),
    "ReviseMeasure": frozenset({"planner"}),
    "AssignExecutor": frozenset({"planner"}),
    "ResolveFinding": frozenset({"planner"}),
    "OverrideOwnerGate": frozenset({"planner", "director"}),
    "SubmitPlan": frozenset({"planner"}),
    "WithdrawSubmission": _OFFICE,
    "AgreeStep": _ASKED,
    "ApproveStep": frozenset({"director"}),
    "ReturnPlan": _ASKED,
    "ReadStep": _OFFICE,
    "SignStep": frozenset({"director"}),
    "RejectSubmission": frozenset({"director"}),
    "SkipStep": frozenset({"director"}),
    "CloseRemark": frozenset({"planner", "director"}),
    "Acknowledge": _OFFICE,
    "LogExecution": _OFFICE,
    "CorrectExecution": _OFFICE,
    "RetractExecution": _OFFICE,
    "AddEvidence": _OFFICE,
    "DeclareNil": _OFFICE,
    "ReportIndicator": _OFFICE,
    "ExplainShortfall": _OFFICE,
    "ContestAssignment": _OFFICE,
    "HandOverMeasure": frozenset({"planner", "director"}),
    "ProposeAmendment": frozenset({"planner"}),
    "SubmitAmendment": frozenset({"planner"}),
    "MoveRun": frozenset({"administrator"}),
    "RequestPostponement": _OFFICE,
    "AskConsent": frozenset({"planner", "director"}),
    "RecordConsent": frozenset({"planner", "director"}),
    "RecordConsentRefusal": frozenset({"planner", "director"}),
    "GiveConsentByLink": frozenset({HOUSE}),
    "RefuseConsentByLink": frozenset({HOUSE}),
    "ClosePeriod": frozenset({"planner", "director"}),
    "ReopenPeriod": frozenset({"planner", "director"}),
    "RemindOffice": frozenset(),
    "SubmitReport": frozenset({"planner"}),
    "ConfirmCorrection": frozenset({"planner", "reviewer", "director"}),
    "DeclineCorrection": frozenset({"planner", "reviewer", "director"}),
    "WithdrawCorrection": _OFFICE,
    "CancelMeasure": frozenset({"director"}),
    "LogByLink": _OFFICE,
    "DeclareNilByLink": _OFFICE,
    "ReportByLink": _OFFICE,
    "RaiseNotice": frozenset({HOUSE}),
    "ClaimNotice": frozenset({HOUSE}),
    "RecordDelivery": frozenset({HOUSE}),
    "RecordDeliveryFailure": frozenset({HOUSE}),
    "RecordReport": frozenset({HOUSE}),
}


class Scope(StrEnum):
    """Whose stream it is: of the person's own office, of one below it, or of any other."""

    OWN = "own"
    REGIONAL = "regional"
    FOREIGN = "foreign"


MAY_BELOW: Mapping[str, frozenset[str]] = {
    "MoveOffice": frozenset({"administrator"}),
    "AgreeStep": _DECIDERS,
    "ApproveStep": frozenset({"director"}),
    "SignStep": frozenset({"director"}),
    "ReadStep": _DECIDERS,
    "ReturnPlan": _DECIDERS,
    "RejectSubmission": frozenset({"director"}),
    "RemindOffice": frozenset({"director", "supervisor"}),
}
"""What the office above may ask about one below, or its text. Of a foreign office nobody asks anything."""


LOOKS_BELOW = frozenset({"reviewer", "director", "supervisor", "auditor"})
"""Who of the office above sees what an office below has submitted."""


def looks_at(
    roles: frozenset[str], own: str, place: str, above: Sequence[str], *, adds_up: bool = False
) -> bool:
    """Whether figures of ``place`` are for a person of the office ``own`` to see: of one's own office for
    everybody who works there, of any office below it, however deep, for those who look below. ``above`` are
    all offices above the place. ``adds_up``: its figures hold those of offices below, so that also of one's
    own office they are only for those who look below."""
    if place == own and not adds_up:
        return bool(roles)
    return own in (place, *above) and bool(roles & LOOKS_BELOW)


def may(scope: Scope) -> Mapping[str, frozenset[str]]:
    if scope is Scope.OWN:
        return MAY
    return MAY_BELOW if scope is Scope.REGIONAL else {}


def refuse_unless_may(standing: Standing, by: str, command: type[Command], scope: Scope = Scope.OWN) -> None:
    """Raises Refused("not-allowed") unless one of the roles held now may ask this in this scope.

    On a foreign office nothing is found.
    """
    if scope is Scope.FOREIGN:
        raise Refused("not-found")
    allowed = may(scope).get(command.__name__, frozenset())
    if by == SYSTEM and HOUSE in allowed:
        return
    if allowed.isdisjoint(standing.roles_for(command.__name__)):
        raise Refused("not-allowed", action=command.__name__, roles=", ".join(sorted(allowed - {HOUSE})))
