"""Was this allowed then? Every version of the table of who may ask what, as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.people.may import HOUSE, MAY, MAY_BELOW, POLICY, ROLES, Scope

Table = Mapping[str, frozenset[str]]
_OFFICE = frozenset({"planner", "reviewer", "director", "executor"})
_SETUP = frozenset({"administrator", HOUSE})
_DECIDERS = frozenset({"reviewer", "director"})
_PLANNER = frozenset({"planner"})
_DIRECTOR = frozenset({"director"})
_LED = frozenset({"planner", "director"})
_HOUSE = frozenset({HOUSE})


@dataclass(frozen=True, slots=True)
class Policy:
    """One version: what may be asked in the own office, and by the office above."""

    own: Table
    below: Table = field(default_factory=dict)

    def allows(self, command: str, scope: Scope = Scope.OWN) -> frozenset[str]:
        """The roles that may ask it; none where the table does not name it."""
        tables: dict[Scope, Table] = {Scope.OWN: self.own, Scope.REGIONAL: self.below, Scope.FOREIGN: {}}
        return tables[scope].get(command, frozenset())


_FIRST: Table = {
    "RegisterOrganisation": _HOUSE,
    "FormUnit": _SETUP,
    "CreatePosition": _SETUP,
    "RegisterPerson": _SETUP,
    "AppointPerson": _SETUP,
    "EndAppointment": _SETUP,
    "AcceptCalendar": _SETUP,
    "PublishDefinition": _SETUP,
    "RetireDefinition": _SETUP,
    "DraftPlan": _PLANNER,
    "RedraftPlan": _PLANNER,
    "ReviseMeasure": _PLANNER,
    "AssignExecutor": _PLANNER,
    "ResolveFinding": _PLANNER,
    "OverrideOwnerGate": _LED,
    "SubmitPlan": _PLANNER,
    "WithdrawSubmission": _PLANNER,
    "AgreeStep": _DECIDERS,
    "ApproveStep": _DIRECTOR,
    "ReturnPlan": _DECIDERS,
    "Acknowledge": _OFFICE,
    "LogExecution": _OFFICE,
    "CorrectExecution": _OFFICE,
    "RetractExecution": _OFFICE,
    "DeclareNil": _OFFICE,
    "ReportIndicator": _OFFICE,
    "ExplainShortfall": _OFFICE,
    "HandOverMeasure": _LED,
    "ClosePeriod": _LED,
    "RaiseNotice": _HOUSE,
    "ClaimNotice": _HOUSE,
    "RecordDelivery": _HOUSE,
    "RecordDeliveryFailure": _HOUSE,
    "RecordReport": _HOUSE,
}
"""One voice a step, no delegation, each office for itself."""
_SECOND: Table = {
    **_FIRST,
    "DelegateDuty": frozenset(ROLES),
    "RevokeDelegation": frozenset({*ROLES, HOUSE}),
    "ReadStep": _OFFICE,
    "SignStep": _DIRECTOR,
    "RejectSubmission": _DIRECTOR,
    "SkipStep": _DIRECTOR,
    "CloseRemark": _LED,
    "ProposeAmendment": _PLANNER,
    "SubmitAmendment": _PLANNER,
    "RequestPostponement": _OFFICE,
    "AskConsent": _LED,
    "RecordConsent": _LED,
    "RecordConsentRefusal": _LED,
}
"""Many voices, delegation, the office above; who only looks could still give duties away."""
_SECOND_BELOW: Table = {
    "AgreeStep": _DECIDERS,
    "ApproveStep": _DIRECTOR,
    "SignStep": _DIRECTOR,
    "ReadStep": _DECIDERS,
    "ReturnPlan": _DECIDERS,
    "RejectSubmission": _DIRECTOR,
}
_THIRD: Table = {**MAY, "MoveOffice": _SETUP}
_THIRD_BELOW: Table = {command: roles for command, roles in MAY_BELOW.items() if command != "MoveOffice"}
"""An office's own administrator could still take it out of its region, or into another."""
POLICIES: Mapping[int, Policy] = {
    1: Policy(_FIRST),
    2: Policy(_SECOND, _SECOND_BELOW),
    3: Policy(_THIRD, _THIRD_BELOW),
    POLICY: Policy(MAY, MAY_BELOW),
}
