"""Where does the report of a period stand on its way to be signed, and what may this person do with it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from application.offers import PlanSeen
from application.projections import workflows
from application.reports.compile import compile_report
from application.reports.printed import Printed, printed
from application.sentences import Sentences
from domain.calendar import periods
from domain.messages import Refused
from domain.people.may import Scope, refuse_unless_may
from domain.plan.decisions.signing import SubmitReport, closing_to_report, refuse_while_settled
from domain.plan.events import ReportSubmitted
from domain.plan.possible import Offer
from domain.plan.state import CARRIED_OUT
from domain.report.shapes import QuarterlyReport, Verdict
from domain.run.decisions import COMMAND
from domain.run.events import Said
from domain.run.state import Outcome, Run
from domain.run.turns import turns_at
from interfaces.web.forms import Option
from interfaces.web.plans import decider
from interfaces.web.visitor import Visitor

ATTENTION = frozenset({Verdict.NOT_DONE, Verdict.OVERDUE, Verdict.PARTLY, Verdict.NOT_REPORTED})
"""What whoever signs reads first."""


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step of the report's route, in words."""

    title: str
    act: str
    state: str
    who: str
    words: str
    mine: bool


@dataclass(frozen=True)
class ReportSeen:
    """A report before one person. ``sent`` is its last submission, None where there was none."""

    visitor: Visitor
    seen: PlanSeen
    period: str
    sent: ReportSubmitted | None

    @property
    def run(self) -> Run | None:
        return self.seen.plan.runs.get(self.sent.run) if self.sent else None

    @property
    def is_on_its_route(self) -> bool:
        return self.run is not None and self.run.outcome is Outcome.OPEN

    @cached_property
    def report(self) -> QuarterlyReport:
        """What is asked about: as it was submitted while it is on its route, else as it stands now."""
        asked = self.sent if self.is_on_its_route else None
        return compile_report(
            self.visitor.app,
            self.seen.id,
            self.period,
            position=asked.position if asked else None,
            language=self.visitor.language,
            corrective=bool(asked and asked.corrective),
        )

    @cached_property
    def page(self) -> Printed:
        return printed(self.report)

    @cached_property
    def sentences(self) -> Sentences:
        return self.visitor.sentences_about(self.seen)

    @property
    def address(self) -> str:
        return address_of_signing(self.seen.id, self.period)

    @property
    def attention(self) -> list[tuple[object, ...]]:
        """Rows where less was done than planned, or nobody said anything, as the report prints them."""
        lines = [line.cells for block in self.page.blocks for line in block.lines]
        rows = zip(self.report.rows, lines, strict=True)
        return [cells for row, cells in rows if row.verdict in ATTENTION]

    @cached_property
    def offers(self) -> list[Offer]:
        """Acts on the run of this report; else to submit it, or why that cannot be."""
        if self.sent and self.is_on_its_route:
            return [o for o in self.seen.offers if o.settled.get("run") == self.sent.run]
        return list(self._submission())

    def offer(self, command: str) -> Offer | None:
        return next((o for o in self.offers if o.command.__name__ == command), None)

    @property
    def routes(self) -> list[Option]:
        """What the office has for reports; one route is not asked for."""
        known = self.visitor.app.ask(workflows.routes_of, self.report.organisation, "report")
        return [(row["workflow"], row["title"]) for row in known]

    def steps(self) -> Iterator[StepSeen]:
        run = self.run
        for step in run.route if run else ():
            assert run is not None
            decided, is_open = run.decided.get(step.key), step in run.open_steps
            awaited = ", ".join(decider(self.visitor, who, self.seen.office) for who in step.who)
            yield StepSeen(
                title=step.title,
                act=self.visitor.say(f"act.{step.act}"),
                state="decided" if decided else "open" if is_open else "later",
                who=self.sentences.decider(run, step) if decided else awaited,
                words=self._said_at(step.key)
                if decided
                else self.visitor.say("web.decide-until", day=step.due),
                mine=is_open and any(turns_at(step, self.seen.moment, COMMAND[step.act])),
            )

    def closed_by(self) -> str:
        """Who closed the period, and when; blank while it runs."""
        if self.report.closed_by is None:
            return ""
        closing = self.seen.history[int(self.report.closed_by.rpartition("@")[2]) - 1]
        return self.visitor.say(
            "web.signing-closed",
            person=self.sentences.who(closing),
            time=self.sentences.when(closing),
        )

    def _submission(self) -> Iterator[Offer]:
        """To ask for it is a planner's; what hinders it otherwise is said in place of the button."""
        seen = self.seen
        scope = Scope.REGIONAL if seen.moment.standing.office else Scope.OWN
        try:
            refuse_unless_may(seen.moment.standing, seen.moment.by, SubmitReport, scope)
        except Refused:
            return
        refused = None
        try:
            closing = closing_to_report(seen.plan, seen.id, self.period)
            refuse_while_settled(seen.plan, self.period, closing)
            if not self.routes:
                raise Refused("which-report-route", known="")
        except Refused as why:
            refused = why
        yield Offer(SubmitReport, self._settled(), refused)

    def _settled(self) -> dict[str, str]:
        report, routes = self.report, self.routes
        settled = {
            "plan": self.seen.id,
            "period": self.period,
            "fingerprint": report.fingerprint,
            "position": str(report.as_of.position),
        }
        return settled | ({"workflow": routes[0][0]} if len(routes) == 1 else {})

    def _said_at(self, step: str) -> str:
        assert self.sent is not None
        fact = next(r for r in reversed(self.seen.history) if is_word_at(r.event, self.sent.run, step))
        return self.visitor.say("web.signing-said", time=self.sentences.when(fact))


def report_seen(visitor: Visitor, id: str, period: str) -> ReportSeen:
    """Refused("not-found") for what is not this person's to see, or no period of the plan."""
    seen = visitor.plan(id)
    if seen.plan.status not in CARRIED_OUT:
        raise Refused("not-found")
    if period not in {seen.plan.text.period, *periods.quarters(seen.plan.text.period)}:
        raise Refused("not-found")
    sent = [r for r in seen.plan.reports.values() if r.period == period]
    return ReportSeen(visitor, seen, period, sent[-1] if sent else None)


def address_of_signing(plan: str, period: str) -> str:
    return f"/plans/{plan}/sign/{period}"


def is_word_at(event: object, run: str, step: str) -> bool:
    said = getattr(event, "run", None) == run and getattr(event, "step", None) == step
    return said and (isinstance(event, Said) or type(event).__name__ == "StepSkipped")
