"""What does a person see of a plan, and what may they do with it now?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from application.app import App
from application.ports import Recorded, SignedIn
from application.projections import workflows
from application.reports.standing import rows_as_of
from domain.calendar.state import OfficeCalendar
from domain.messages import Moment, Refused
from domain.notice.policy import Rung, lead_of, recipient
from domain.people.may import LOOKS_BELOW
from domain.people.state import Organisation
from domain.plan.changes import Change, changes_since_last_reading
from domain.plan.decider import plan as decider
from domain.plan.decisions.approval import ApproveStep
from domain.plan.decisions.carrying_out import carries_out
from domain.plan.document import Measure
from domain.plan.events import Due, PlanApproved, PlanSubmitted
from domain.plan.possible import Offer, what_may_i_do, what_may_i_do_with, what_may_i_settle
from domain.plan.state import EDITABLE, Plan, Status
from domain.report.shapes import Row


@dataclass(frozen=True, slots=True)
class Force:
    """What follows when the plan takes force: dates owed, those gone by already, and who gets a letter."""

    dues: int
    gone_by: int
    persons: int


@dataclass(frozen=True)
class PlanSeen:
    """One plan before one person; ``version`` is the stream's, which a legal act must name."""

    id: str
    plan: Plan
    version: int
    history: Sequence[Recorded]
    office: Organisation
    moment: Moment
    workflows: tuple[str, ...]

    @cached_property
    def offers(self) -> list[Offer]:
        return what_may_i_do(self.id, self.plan, self.moment, self.workflows)

    @cached_property
    def to_settle(self) -> list[Offer]:
        return what_may_i_settle(self.id, self.plan, self.moment)

    def offers_with(self, measure: Measure) -> list[Offer]:
        return what_may_i_do_with(self.id, self.plan, measure, self.moment)

    def force(self, offer: Offer) -> Force | None:
        """What an approval would bring about, None where it is not the last one; the rules are asked on
        trial."""
        if offer.refused or offer.command is not ApproveStep:
            return None
        trial = ApproveStep.model_validate(offer.settled)
        events = decider.decide(self.plan, trial, self.moment)
        approved = next((e for e in events if isinstance(e, PlanApproved)), None)
        if approved is None:
            return None
        dues = approved.schedule
        gone_by = sum(due.before_approval for due in dues)
        return Force(len(dues), gone_by, len(told_of(dues, self.plan, self.office, self.moment.today)))

    def is_mine(self, measure: Measure) -> bool:
        return carries_out(self.plan, measure.id, self.moment)

    @cached_property
    def changes(self) -> list[Change]:
        """Cells that read differently than in the text submitted before; only while that is of use."""
        if self.plan.status not in EDITABLE | {Status.IN_REVIEW}:
            return []
        return changes_since_last_reading([r.event for r in self.history])

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """The measures as a report over the whole period would say them now."""
        return rows_as_of(self.id, self.plan, self.office, self.history, self.moment.at)


def told_of(dues: Iterable[Due], plan: Plan, office: Organisation, today: date) -> set[str]:
    """The persons whose dates these are."""
    leads = (lead_of(plan.measures[due.measure].executors) for due in dues)
    return {recipient(Rung.REMINDER, lead, office, plan.author, today) for lead in leads if lead is not None}


def plan_seen(app: App, id: str, who: SignedIn) -> PlanSeen:
    """Refused("not-found") for a plan that is not there, of a foreign office, or not yet for those above."""
    history = app.history(f"plan-{id}")
    if not history:
        raise Refused("not-found")
    moment = moment_of(app, who, history[0].envelope.organisation)
    refuse_unless_shown(moment, history)
    return PlanSeen(
        id=id,
        plan=decider.fold(r.event for r in history),
        version=history[-1].version,
        history=history,
        office=moment.seen(Organisation),
        moment=moment,
        workflows=tuple(row["workflow"] for row in app.ask(workflows.routes_of, who.organisation, "plan")),
    )


def refuse_unless_shown(moment: Moment, history: Sequence[Recorded]) -> None:
    """The office above sees what was submitted once, and there only those who decide or look."""
    if not moment.standing.office:
        return
    roles = {c.role for c in moment.standing.capacities}
    if not roles & LOOKS_BELOW or not any(isinstance(r.event, PlanSubmitted) for r in history):
        raise Refused("not-found")


def moment_of(app: App, who: SignedIn, organisation: str = "") -> Moment:
    """All that a decision would know if this person asked now, in their office or in one below it.

    Refused("not-found") for a foreign office.
    """
    place = organisation or who.organisation
    office: Organisation = app.state(f"people-{place}")
    if who.organisation not in (place, office.above):
        raise Refused("not-found")
    home: Organisation = office if place == who.organisation else app.state(f"people-{who.organisation}")
    calendar: OfficeCalendar = app.state(f"calendar-{place}")
    now = app.clock.now()
    today = now.astimezone(ZoneInfo(office.zone)).date()
    return Moment(
        by=who.person,
        at=now,
        today=today,
        command_id="",
        organisation=place,
        standing=replace(home.standing(who.person, today), office="" if home is office else home.id),
        channel="web",
        around={Organisation: office, OfficeCalendar: calendar},
    )
