"""Who may ask what: one table, role by command. What it does not list is denied.

The table speaks of roles; rules about one plan (its own steps, its own measures, separation of duties on the
person) stand beside the command they guard.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.messages import SYSTEM, Command, Refused
from domain.people.standing import Standing

ROLES = ("planner", "reviewer", "director", "executor", "supervisor", "auditor", "administrator")
POLICY = 2
"""The version of this table; a decision records the one it was made under."""
HOUSE = "system"
"""The house itself: set-up, reactions and the clock. No person ever holds it."""

_OFFICE = frozenset({"planner", "reviewer", "director", "executor"})
_SETUP = frozenset({"administrator", HOUSE})
_DECIDERS = frozenset({"reviewer", "director"})

MAY: Mapping[str, frozenset[str]] = {
    "RegisterOrganisation": frozenset({HOUSE}),
    "FormUnit": _SETUP,
    "CreatePosition": _SETUP,
    "RegisterPerson": _SETUP,
    "AppointPerson": _SETUP,
    "EndAppointment": _SETUP,
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
    "WithdrawSubmission": frozenset({"planner"}),
    "AgreeStep": _DECIDERS,
    "ApproveStep": frozenset({"director"}),
    "ReturnPlan": _DECIDERS,
    "ReadStep": _OFFICE,
    "SignStep": frozenset({"director"}),
    "RejectSubmission": frozenset({"director"}),
    "SkipStep": frozenset({"director"}),
    "CloseRemark": frozenset({"planner", "director"}),
    "Acknowledge": _OFFICE,
    "LogExecution": _OFFICE,
    "CorrectExecution": _OFFICE,
    "RetractExecution": _OFFICE,
    "DeclareNil": _OFFICE,
    "ReportIndicator": _OFFICE,
    "ExplainShortfall": _OFFICE,
    "HandOverMeasure": frozenset({"planner", "director"}),
    "ClosePeriod": frozenset({"planner", "director"}),
    "RaiseNotice": frozenset({HOUSE}),
    "ClaimNotice": frozenset({HOUSE}),
    "RecordDelivery": frozenset({HOUSE}),
    "RecordDeliveryFailure": frozenset({HOUSE}),
    "RecordReport": frozenset({HOUSE}),
}


def refuse_unless_may(standing: Standing, by: str, command: type[Command]) -> None:
    """Raises Refused("not-allowed") unless one of the roles held now may ask this."""
    allowed = MAY.get(command.__name__, frozenset())
    held = standing.roles | ({HOUSE} if by == SYSTEM else frozenset())
    if not held & allowed:
        raise Refused("not-allowed", action=command.__name__, roles=", ".join(sorted(allowed - {HOUSE})))
