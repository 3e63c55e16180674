"""How does each measure of a plan stand, as a report over the period or one quarter would say?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from application.ports import Recorded
from domain.people.state import Organisation
from domain.plan.state import CARRIED_OUT, Plan
from domain.report.compile import compile_report
from domain.report.shapes import AsOf, Row


def rows_as_of(
    id: str,
    plan: Plan,
    office: Organisation,
    history: Sequence[Recorded],
    at: datetime,
    period: str = "",
) -> Mapping[str, Row]:
    """Rows by measure, from the plan's facts so far; empty before the plan was in force. Of one ``period``
    where named: once it is closed, as of its closing."""
    if plan.status not in CARRIED_OUT:
        return {}
    zone = ZoneInfo(office.zone)
    numbered = [(r.version, r.event, r.envelope.recorded_at.astimezone(zone).date()) for r in history]
    as_of = AsOf(history[-1].position, at.astimezone(zone))
    report = compile_report(id, numbered, office, period or plan.text.period, as_of)
    return {row.measure: row for row in report.rows}
