"""Which reports were submitted to be signed, and what became of them?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Index, Integer, RowMapping, String, Table, select

from application.ports import Recorded
from application.projections.base import Instant, Projection, Sharing, metadata
from application.projections.plan_board import plan_of
from application.projections.rows import Rows
from domain.plan.events import ReportSigned, ReportSubmitted
from domain.run.events import RunRejected, RunReturned, RunVoided, RunWithdrawn
from domain.run.state import Outcome

signings = Table(
    "report_signing",
    metadata,
    Column("plan", String, primary_key=True),
    Column("run", String, primary_key=True),
    Column("organisation", String, nullable=False),
    Column("period", String, nullable=False),
    Column("closing", String, nullable=False, doc="the fact that closed the period"),
    Column("fingerprint", String, nullable=False),
    Column("position", Integer, nullable=False, doc="of the log, as of which it was compiled"),
    Column("outcome", String, nullable=False, doc="see domain.run.state.Outcome"),
    Column("person", String, nullable=False, doc="who submitted it"),
    Column("submitted", Integer, nullable=False, doc="the position of its submission in the log"),
    Column("remarks", Integer, nullable=False, default=0),
    Column("since", Instant, nullable=False, doc="when its outcome came to be"),
)
Index("report_signing_person", signings.c.organisation, signings.c.person)

projection = Projection("report_signing", version=1, tables=(signings,), sharing=Sharing())


@projection.on(ReportSubmitted)
def _(rows: Rows, e: ReportSubmitted, r: Recorded) -> None:
    rows.put(
        signings,
        plan=plan_of(r),
        run=e.run,
        organisation=r.envelope.organisation,
        period=e.period,
        closing=e.closing,
        fingerprint=e.fingerprint,
        position=e.position,
        outcome=Outcome.OPEN.value,
        person=e.person,
        submitted=r.position,
        since=r.envelope.recorded_at,
    )


@projection.on(ReportSigned)
def _(rows: Rows, e: ReportSigned, r: Recorded) -> None:
    ended(rows, r, e.run, Outcome.GRANTED)


@projection.on(RunReturned)
def _(rows: Rows, e: RunReturned, r: Recorded) -> None:
    if e.to_step is None:
        ended(rows, r, e.run, Outcome.RETURNED, remarks=len(e.remarks))


@projection.on(RunWithdrawn)
def _(rows: Rows, e: RunWithdrawn, r: Recorded) -> None:
    ended(rows, r, e.run, Outcome.WITHDRAWN)


@projection.on(RunRejected)
def _(rows: Rows, e: RunRejected, r: Recorded) -> None:
    ended(rows, r, e.run, Outcome.REJECTED)


@projection.on(RunVoided)
def _(rows: Rows, e: RunVoided, r: Recorded) -> None:
    ended(rows, r, e.run, Outcome.VOIDED)


def ended(rows: Rows, r: Recorded, run: str, outcome: Outcome, **more: object) -> None:
    """Runs of other subjects are not looked at."""
    if rows.get(signings, plan_of(r), run) is not None:
        now = {"outcome": outcome.value, "since": r.envelope.recorded_at, **more}
        rows.change(signings, plan_of(r), run, **now)


def signing(db: Connection, plan: str, run: str) -> RowMapping | None:
    """What a run is about, where it is about a report."""
    found = select(signings).where(signings.c.plan == plan, signings.c.run == run)
    return db.execute(found).mappings().one_or_none()


def signings_of(db: Connection, plan: str) -> Sequence[RowMapping]:
    """All that were ever submitted of a plan, the latest first."""
    found = select(signings).where(signings.c.plan == plan)
    return db.execute(found.order_by(signings.c.submitted.desc())).mappings().all()


def came_back_to(db: Connection, organisation: str, person: str) -> Sequence[RowMapping]:
    """The last submission of each report that this person sent, where it came back with remarks."""
    sent = select(signings).where(signings.c.organisation == organisation, signings.c.person == person)
    last: dict[tuple[str, str], RowMapping] = {}
    for row in db.execute(sent.order_by(signings.c.submitted)).mappings():
        last[row["plan"], row["period"]] = row
    return [row for row in last.values() if row["outcome"] == Outcome.RETURNED]
