"""Amendments, later days, consent: what is in force stays until the new is granted, and only those are asked
whom it concerns."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from application import consent_links
from application.projections import due_ledger, waiting
from domain.canonical import fingerprint
from domain.messages import Event, Refused
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.closing import ClosePeriod
from domain.plan.decisions.consenting import AskConsent, RecordConsent, RecordConsentRefusal
from domain.plan.decisions.drafting import DraftPlan
from domain.plan.decisions.execution import LogExecution
from domain.plan.decisions.handing_over import CancelMeasure
from domain.plan.decisions.postponing import RequestPostponement
from domain.plan.document import CellState, Deadline, DueKind, Executor, Measure, Target, TargetKind
from domain.plan.events import AmendmentProposed, DuePostponed, PlanAmended, PostponementRequested
from domain.plan.owners import unowned
from domain.plan.state import Consent, Plan, Status
from domain.report.compile import compile_report
from domain.report.shapes import AsOf, Row
from domain.run.events import Remark
from tests.domain.small_office import DOCUMENT, JANUARY_ONLY, measure
from tests.stories.rulebook.offices import (
    PLAN,
    SHORT,
    centre,
    in_february,
    is_agreed,
    sentence_of,
    takes_force,
)
from tests.story import Story, story

BUREAU = Executor(raw="бюро", to="unit:bureau", lead=True)
YEAR = "2021"


def by_quarter(*amounts: int) -> dict[str, object]:
    """The two cells of a measure of a year: its total with a share for each quarter, and its days."""
    shares = {q: Decimal(n) for q, n in zip(("I", "II", "III", "IV"), amounts, strict=True)}
    return {
        "target": Target(
            raw=f"{sum(amounts)} ({', '.join(f'{q} - {n}' for q, n in shares.items())})",
            state=CellState.VALUE,
            kind=TargetKind.NUMBER,
            value=Decimal(sum(amounts)),
            per_period=shares,
        ),
        "due": Deadline(
            raw=", ".join(f"{q} квартал" for q, n in shares.items() if n),
            state=CellState.VALUE,
            kind=DueKind.QUARTER_RANGE,
            start=date(2021, 1, 1),
            end=date(2021, 12, 31),
        ),
    }


def of_the_year(*amounts: int) -> Measure:
    return measure("m1", executors=(BUREAU,), **by_quarter(*amounts))


BEFORE, AFTER = of_the_year(3, 3, 4, 0), of_the_year(3, 1, 4, 2)
"""Two of the second quarter go to the fourth: one measure, two cells, ten in the year as before."""
ANNUAL = DOCUMENT.model_copy(update={"measures": (BEFORE, JANUARY_ONLY), "period": YEAR})
PROPOSE = ProposeAmendment(plan="1", measures=(AFTER,), reason="карантин")


@pytest.fixture
def told() -> Iterator[Story]:
    """An annual plan in force, whose first quarter is carried out and closed."""
    with story(*centre(*SHORT), at=in_february(1)) as told:
        told.as_person("planner").does(
            DraftPlan(plan="1", document=ANNUAL), SubmitPlan(plan="1", workflow="quarterly")
        )
        is_agreed(told, "education")
        told.as_person("director").does(ApproveStep(plan="1", step="director"))
        log = LogExecution(plan="1", measure="m1", done_on=date(2021, 2, 2), quantity=Decimal(3))
        told.time_comes(in_february(3))
        told.as_person("head-bureau").does(log)
        told.time_comes(in_february(3).replace(month=4, day=6))
        told.as_person("planner").does(ClosePeriod(plan="1", period="2021Q1"))
        yield told


def plan(told: Story) -> Plan:
    state: Plan = told.app.state(PLAN)
    return state


def last_of(told: Story, kind: type[Event]) -> Event:
    return next(e for e in reversed(told.facts(PLAN)) if isinstance(e, kind))


def is_proposed(told: Story) -> str:
    told.as_person("planner").does(PROPOSE)
    amendment = last_of(told, AmendmentProposed).amendment
    told.as_person("planner").does(SubmitAmendment(plan="1", amendment=amendment, workflow="changes"))
    return amendment


def is_granted(told: Story, amendment: str) -> None:
    told.as_person("head-bureau").does(AgreeStep(plan="1", run=amendment, step="concerned"))
    told.as_person("director").does(ApproveStep(plan="1", run=amendment, step="director", act="наказ № 90"))


def test_a_target_moves_between_quarters_in_two_cells_and_the_year_stays_what_it_was(told: Story) -> None:
    is_proposed(told)
    cells = last_of(told, AmendmentProposed).cells
    assert [(c.measure, c.field) for c in cells] == [("m1", "due"), ("m1", "target")]
    assert sum(BEFORE.target.per_period.values()) == sum(AFTER.target.per_period.values()) == 10


def test_only_those_whom_it_concerns_are_asked(told: Story) -> None:
    amendment = is_proposed(told)
    asked = [{"run": amendment, "step": "concerned"}]
    told.shows(waiting.steps_waiting_for, asked, "lipky", ["unit:bureau"])
    told.shows(waiting.steps_waiting_for, [], "lipky", ["unit:education", "position:head-education"])
    agree = AgreeStep(plan="1", run=amendment, step="concerned")
    told.as_person("head-education").is_refused(agree, "not-your-step")


def test_the_old_text_is_in_force_until_the_new_one_is_granted(told: Story) -> None:
    old = plan(told).text_in_force
    amendment = is_proposed(told)
    told.as_person("head-bureau").does(AgreeStep(plan="1", run=amendment, step="concerned"))
    assert plan(told).text_in_force == old == fingerprint(plan(told).text)
    assert plan(told).measures["m1"] == BEFORE
    told.as_person("director").does(ApproveStep(plan="1", run=amendment, step="director"))
    assert plan(told).text_in_force == fingerprint(plan(told).text) != old
    assert plan(told).measures["m1"] == AFTER
    assert plan(told).text_version == 2


def test_an_amendment_that_came_back_changed_nothing(told: Story) -> None:
    before = plan(told)
    amendment = is_proposed(told)
    back = ReturnPlan(
        plan="1", run=amendment, step="concerned", remarks=(Remark(measure="m1", field="target", text="?"),)
    )
    told.as_person("head-bureau").does(back)
    now = plan(told)
    assert (now.text, now.schedule, now.status) == (before.text, before.schedule, Status.IN_FORCE)
    told.as_person("director").is_refused(
        ApproveStep(plan="1", run=amendment, step="director"), "not-in-review"
    )


def report_of(told: Story, period: str) -> dict[str, Row]:
    """The rows of a period as a report would say them, all by the same moment."""
    numbered = [(r.version, r.event, r.envelope.recorded_at.date()) for r in told.app.history(PLAN)]
    at = told.app.clock.now().replace(month=12)
    office = told.app.state("people-lipky")
    report = compile_report("1", numbered, office, period, AsOf(numbered[-1][0], at))
    return {row.measure: row for row in report.rows}


def test_a_closed_quarter_stays_as_it_was(told: Story) -> None:
    """Its dates and the rows of its report to the byte; and a change that would touch it is refused."""
    of_first = [d for d in plan(told).schedule if d.planned <= date(2021, 3, 31)]
    reported = str(report_of(told, "2021Q1")).encode()
    is_granted(told, is_proposed(told))
    assert [d for d in plan(told).schedule if d.planned <= date(2021, 3, 31)] == of_first
    assert str(report_of(told, "2021Q1")).encode() == reported
    touching = ProposeAmendment(plan="1", measures=(of_the_year(1, 3, 4, 2),), reason="так")
    told.as_person("planner").is_refused(touching, "closed-period-touched")


def owed_of(told: Story) -> dict[str, int]:
    """What the ledger says is owed of the measure after the closed quarter."""
    told.app.catch_up()
    rows = told.app.ask(due_ledger.dues_of, "1")
    return {r["key"][4:]: int(r["quantity"]) for r in rows if r["measure"] == "m1" and r["key"] > "2021Q1"}


def planned_in_the_second(told: Story) -> int:
    return int(report_of(told, "2021Q2")["m1"].planned.amounts[0])


def test_the_ledger_of_dates_and_the_reports_follow_when_it_is_granted(told: Story) -> None:
    amendment = is_proposed(told)
    assert owed_of(told) == {"Q2": 3, "Q3": 4}
    assert planned_in_the_second(told) == 3
    is_granted(told, amendment)
    assert owed_of(told) == {"Q2": 1, "Q3": 4, "Q4": 2}
    assert planned_in_the_second(told) == 1
    assert last_of(told, PlanAmended).amendment == amendment
    assert told.app.check("due_ledger", "waiting") == []


def test_who_proposed_it_does_not_grant_it(told: Story) -> None:
    amendment = is_proposed(told)
    told.as_person("planner").is_refused(AgreeStep(plan="1", run=amendment, step="concerned"), "not-allowed")


def test_a_later_day_is_asked_for_granted_and_the_old_one_kept() -> None:
    with story(*centre(), at=in_february(2)) as told:
        takes_force(told)
        due = next(d for d in plan(told).schedule if (d.measure, d.key) == ("m1", "2021-02"))
        later = date(2021, 3, 19)
        ask = RequestPostponement(
            plan="1", measure="m1", key="2021-02", new_due=later, reason="карантин", workflow="dates"
        )
        told.as_person("head-education").does(ask)
        told.as_person("head-education").is_refused(ask, "requested-already")
        request = last_of(told, PostponementRequested).request
        assert next(d for d in plan(told).schedule if d.key == "2021-02") == due
        told.as_person("director").is_refused(
            ApproveStep(plan="1", run=request, step="director"), "step-not-open"
        )
        agree = AgreeStep(plan="1", run=request, step="concerned")
        told.as_person("head-education").is_refused(agree, "prepared-it-yourself")


def test_a_later_day_that_another_agrees_to_takes_effect_in_the_ledger() -> None:
    with story(*centre(), at=in_february(2)) as told:
        takes_force(told)
        ask = RequestPostponement(
            plan="1",
            measure="m1",
            key="2021-02",
            new_due=date(2021, 3, 19),
            reason="карантин",
            workflow="dates",
        )
        told.as_person("clerk-education").does(ask)
        request = last_of(told, PostponementRequested).request
        told.as_person("head-education").does(AgreeStep(plan="1", run=request, step="concerned"))
        told.as_person("director").does(ApproveStep(plan="1", run=request, step="director"))
        moved = last_of(told, DuePostponed)
        assert (moved.due, moved.new.due) == (date(2021, 2, 26), date(2021, 3, 19))
        told.app.catch_up()
        assert told.app.ask(due_ledger.due_of, "1", "m1", "2021-02")["due"] == date(2021, 3, 19)
        assert told.app.check("due_ledger") == []


BY_CONSENT = Executor(raw="районна рада", by_consent=True)
WITH_A_GUEST = DOCUMENT.model_copy(
    update={"measures": (JANUARY_ONLY.model_copy(update={"executors": (BY_CONSENT,)}),)}
)
ASK = AskConsent(plan="1", measure="m2", executor="районна рада")


def before_its_director(told: Story) -> None:
    told.as_person("planner").does(
        DraftPlan(plan="1", document=WITH_A_GUEST), SubmitPlan(plan="1", workflow="quarterly")
    )
    is_agreed(told, "education")


def test_a_body_named_by_consent_is_bound_once_it_gave_it() -> None:
    approve = ApproveStep(plan="1", step="director")
    with story(*centre(*SHORT), at=in_february(2)) as told:
        before_its_director(told)
        told.as_person("director").is_refused(approve, "no-owner")
        told.as_person("planner").does(ASK)
        told.as_person("director").is_refused(approve, "no-owner")
        given = RecordConsent(
            plan="1", measure="m2", executor="районна рада", on=date(2021, 2, 1), document="лист № 3"
        )
        told.as_person("planner").does(given)
        assert plan(told).consents == {("m2", "районна рада"): Consent.GIVEN}
        told.as_person("director").does(approve)
        assert plan(told).status is Status.IN_FORCE


def test_a_link_of_a_cancelled_measure_asks_nothing_any_more() -> None:
    with story(*centre(*SHORT), at=in_february(2)) as told:
        before_its_director(told)
        paper = {"on": date(2021, 2, 1), "document": "лист № 3"}
        told.as_person("planner").does(ASK.model_copy(update={"until": date(2021, 2, 20)}))
        history = told.app.history("plan-1")
        link = consent_links.invitation("1", plan(told), history, "m2", "районна рада")
        assert link is not None
        told.as_person("planner").does(
            RecordConsent(plan="1", measure="m2", executor="районна рада", **paper)
        )
        told.as_person("director").does(
            ApproveStep(plan="1", step="director"), CancelMeasure(plan="1", measure="m2", reason="карантин")
        )
        with pytest.raises(Refused) as refusal:
            consent_links.refuse_unless_usable(told.app, plan(told), link)
        assert refusal.value.code == "measure-cancelled"


def test_a_body_that_refused_leaves_the_measure_unbound_and_that_is_shown() -> None:
    with story(*centre(*SHORT), at=in_february(2)) as told:
        before_its_director(told)
        told.as_person("planner").does(ASK)
        no = RecordConsentRefusal(
            plan="1", measure="m2", executor="районна рада", on=date(2021, 2, 1), reason="немає коштів"
        )
        told.as_person("planner").does(no)
        assert "немає коштів" in sentence_of(told)
        office = told.app.state("people-lipky")
        unbound = unowned(plan(told), plan(told).text.measures, office, date(2021, 2, 2))
        assert [m.id for m in unbound] == ["m2"]
        told.as_person("director").is_refused(ApproveStep(plan="1", step="director"), "no-owner")
