"""Which record can be told in shares? Two offices below a third, with plans, deeds and notices."""

from __future__ import annotations

from domain.notice.events import NoticeRaised
from domain.people.events import OrganisationRegistered
from domain.plan.events import PeriodClosed
from domain.report.events import ReportCompiled
from tests.domain.small_office import drafted, logged, submitted
from tests.examples import EVENTS
from tests.projections.test_due_ledger import APPROVED
from tests.telling import Told, told


def offices_and_plans() -> list[Told]:
    """Two offices below a third, the plans of each, deeds, and notices in streams of their own."""
    zone = {"zone": "Europe/Kyiv", "language": "uk"}
    north = told(OrganisationRegistered(organisation="north", title="Північ", **zone))
    life = [north]
    for office in ("lipky", "bir"):
        registered = OrganisationRegistered(organisation=office, title=office, above="north", **zone)
        life.append(told(registered, organisation=office))
    for n in range(12):
        facts = (drafted, submitted, APPROVED, logged(), logged("e2", "m1"), logged("e3", "m2"))
        office = ("lipky", "bir")[n % 2]
        life += [told(fact, stream=f"plan-p{n}", organisation=office) for fact in facts]
    due = APPROVED.schedule[0]
    for n in range(12):
        raised = NoticeRaised(
            organisation="lipky",
            recipient="head-education",
            kind="reminder",
            subject=f"p{n}/{due.measure}/{due.key}",
            due_version=f"{n + 1}",
            plan=f"p{n}",
            measure=due.measure,
        )
        life.append(told(raised))
    compiled = next(event for event in EVENTS if isinstance(event, ReportCompiled))
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    return [*life, told(compiled), told(closed, stream="plan-p1")]
