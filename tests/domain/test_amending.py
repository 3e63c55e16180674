"""The rule book of amendments, later days and consent: what is in force stays until the new is granted."""

from datetime import UTC, date, datetime
from decimal import Decimal

from domain.messages import Event
from domain.plan.decisions.amending import ProposeAmendment, SubmitAmendment
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, WithdrawSubmission
from domain.plan.decisions.consenting import AskConsent, RecordConsent, RecordConsentRefusal
from domain.plan.decisions.moving import MoveRun
from domain.plan.decisions.postponing import RequestPostponement
from domain.plan.document import Executor
from domain.plan.events import (
    AmendmentProposed,
    ConsentAsked,
    DuePostponed,
    MeasureRevised,
    PeriodClosed,
    PlanAmended,
    PlanApproved,
    PostponementRequested,
)
from domain.plan.state import Status
from domain.run.events import Remark, RunReturned, RunStarted, StepAgreed, StepApproved
from domain.workflow.definition import Act, Step
from domain.workflow.events import DefinitionPublished
from tests.domain.small_office import (
    APRIL,
    CALENDAR,
    FEBRUARY,
    IN_FORCE,
    JANUARY_ONLY,
    MONTHLY,
    PEOPLE,
    by_month,
    drafted,
    in_month,
    number,
)
from tests.dsl import Given, given

LATER = datetime(2021, 2, 10, 9, tzinfo=UTC)
STEPS = (
    Step(key="concerned", title="Погодження виконавців", act=Act.AGREE, who=("executors",), stage=1),
    Step(key="director", title="Затвердження", act=Act.APPROVE, position="director", stage=2),
)
ROUTE = DefinitionPublished(organisation="lipky", workflow="changes", number=1, title="Зміни", steps=STEPS)
MOVED = MONTHLY.model_copy(update={"due": by_month(m01=1, m02=0, m03=2)})
"""One act of February goes to March; the quarter's total stays 3."""
PROPOSE = ProposeAmendment(plan="1", measures=(MOVED,), reason="карантин")
REMARK = Remark(measure="m1", field="due", text="Чому березень?")


def office(*facts: Event) -> Given:
    return given(*PEOPLE, CALENDAR, ROUTE, *facts)


def going_on(before: Given, *acts: tuple[str, object]) -> Given:
    for n, (person, command) in enumerate(acts):
        facts = before.when(command, by=person, at=LATER, command_id=f"act-{n}").facts()
        before = Given((*before.facts, *given(*PEOPLE[:1], *facts).facts[1:]))
    return before


def amendment_of(before: Given) -> str:
    return next(f.event.amendment for f in before.facts if isinstance(f.event, AmendmentProposed))


def on_route() -> Given:
    proposed = going_on(office(*IN_FORCE), ("planner", PROPOSE))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(proposed), workflow="changes")
    return going_on(proposed, ("planner", submit))


def step(kind: type, before: Given, key: str, **more: object) -> object:
    return kind(plan="1", run=amendment_of(before), step=key, **more)


def test_a_proposal_tells_cell_by_cell_what_would_read_otherwise():
    facts = office(*IN_FORCE).when(PROPOSE, by="planner", at=LATER).facts()
    assert isinstance(facts[0], AmendmentProposed)
    (cell,) = facts[0].cells
    assert (cell.measure, cell.field) == ("m1", "due")
    assert cell.old == "2021-01: 1; 2021-02: 1; 2021-03: 1"
    assert cell.new == "2021-01: 1; 2021-02: 0; 2021-03: 2"


def test_only_whom_the_changed_cells_concern_is_asked():
    run = next(f.event for f in on_route().facts if isinstance(f.event, RunStarted))
    assert [step.who for step in run.route] == [("unit:education",), ("position:director",)]


def test_the_old_text_is_in_force_until_the_amendment_is_granted():
    before = on_route()
    assert not [f for f in before.facts if isinstance(f.event, PlanAmended)]
    agreed = going_on(before, ("head-education", step(AgreeStep, before, "concerned")))
    facts = agreed.when(step(ApproveStep, before, "director"), by="director", at=LATER).facts()
    assert [type(f) for f in facts] == [StepApproved, PlanAmended]
    amended = facts[1]
    assert isinstance(amended, PlanAmended)
    assert amended.measures == (MOVED,)
    assert sum((d.quantity or Decimal(0) for d in amended.schedule), Decimal(0)) == 3
    assert [d.key for d in amended.schedule if d.quantity] == ["2021-01", "2021-03"]


def test_who_proposed_an_amendment_does_not_approve_it():
    before = on_route()
    before.when(step(AgreeStep, before, "concerned"), by="planner", at=LATER).then_refused("not-allowed")


def test_an_amendment_comes_back_and_is_proposed_anew_under_its_id():
    before = on_route()
    back = step(ReturnPlan, before, "concerned", remarks=(REMARK,))
    returned = going_on(before, ("head-education", back))
    assert isinstance(returned.facts[-1].event, RunReturned)
    other = MONTHLY.model_copy(update={"due": by_month(m01=1, m02=1, m03=2), "target": number(4)})
    again = ProposeAmendment(
        plan="1", amendment=amendment_of(before), measures=(other,), reason="більше потреби"
    )
    assert isinstance(returned.when(again, by="planner", at=LATER).facts()[0], AmendmentProposed)


def test_an_amendment_is_withdrawn_by_its_author_before_anybody_spoke():
    before = on_route()
    withdraw = WithdrawSubmission(plan="1", run=amendment_of(before), reason="передумали")
    assert len(before.when(withdraw, by="planner", at=LATER).facts()) == 1
    before.when(withdraw, by="director", at=LATER).then_refused("not-your-plan")


def test_an_amendment_made_for_an_older_text_is_not_granted():
    first = on_route()
    other = ProposeAmendment(
        plan="1", measures=(JANUARY_ONLY.model_copy(update={"title": "Інакше"}),), reason="назва"
    )
    second = Given(
        (
            *first.facts,
            *given(*PEOPLE[:1], *first.when(other, by="planner", at=LATER, command_id="x").facts()).facts[1:],
        )
    )
    granted = going_on(
        second,
        ("head-education", step(AgreeStep, first, "concerned")),
        ("director", step(ApproveStep, first, "director")),
    )
    newer = [f.event.amendment for f in granted.facts if isinstance(f.event, AmendmentProposed)][1]
    submit = SubmitAmendment(plan="1", amendment=newer, workflow="changes")
    granted.when(submit, by="planner", at=LATER).then_refused("text-moved-on")


def test_closed_quarters_are_not_touched():
    closed = PeriodClosed(period="2021Q1", silent=(), person="planner")
    year = drafted.document.model_copy(update={"period": "2021"})
    facts = [f.model_copy(update={"document": year}) if f is drafted else f for f in IN_FORCE]
    office(*facts, closed).when(PROPOSE, by="planner", at=LATER).then_refused("closed-period-touched")


def test_nothing_is_amended_that_is_not_in_force_or_does_not_change():
    office(drafted).when(PROPOSE, by="planner", at=LATER).then_refused("not-in-force")
    same = ProposeAmendment(plan="1", measures=(MONTHLY,), reason="так")
    office(*IN_FORCE).when(same, by="planner", at=LATER).then_refused("nothing-changes")


LATER_DAY = RequestPostponement(
    plan="1", measure="m2", new_due=date(2021, 2, 27), reason="карантин", workflow="changes"
)


def test_a_later_day_is_asked_for_and_the_old_one_is_kept():
    asked = going_on(office(*IN_FORCE), ("clerk-education", LATER_DAY))
    request = next(f.event for f in asked.facts if isinstance(f.event, PostponementRequested))
    assert request.due == date(2021, 1, 29)
    run = {"plan": "1", "run": request.request}
    agreed = going_on(asked, ("head-education", AgreeStep(**run, step="concerned")))
    facts = agreed.when(ApproveStep(**run, step="director"), by="director", at=LATER).facts()
    assert isinstance(facts[1], DuePostponed)
    assert (facts[1].due, facts[1].new.due) == (date(2021, 1, 29), date(2021, 2, 26))
    assert facts[1].new.planned == date(2021, 1, 31)


def asked_and_agreed() -> tuple[Given, ApproveStep]:
    asked = going_on(office(*IN_FORCE), ("clerk-education", LATER_DAY))
    request = next(f.event for f in asked.facts if isinstance(f.event, PostponementRequested))
    run = {"plan": "1", "run": request.request}
    agreed = going_on(asked, ("head-education", AgreeStep(**run, step="concerned")))
    return agreed, ApproveStep(**run, step="director")


def test_no_later_day_is_granted_for_a_date_of_a_period_that_was_closed_meanwhile():
    agreed, approve = asked_and_agreed()
    closing = PeriodClosed(period="2021Q1", silent=(), person="planner")
    closed = Given((*agreed.facts, *given(*PEOPLE[:1], closing).facts[1:]))
    closed.when(approve, by="director", at=APRIL).then_refused("period-closed")


def test_no_later_day_is_granted_that_an_amendment_has_overtaken():
    """It would bring the date forward."""
    agreed, approve = asked_and_agreed()
    in_march = JANUARY_ONLY.model_copy(update={"due": in_month(3)})
    amended = ProposeAmendment(plan="1", measures=(in_march,), reason="ще пізніше")
    proposed = going_on(agreed, ("planner", amended))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(proposed), workflow="changes")
    sent = going_on(proposed, ("planner", submit))
    visa = going_on(sent, ("head-education", step(AgreeStep, sent, "concerned")))
    granted = going_on(visa, ("director", step(ApproveStep, visa, "director")))
    granted.when(approve, by="director", at=LATER, command_id="late").then_refused("not-a-later-day")


def test_a_request_whose_measure_an_amendment_took_away_is_neither_granted_nor_moved():
    agreed, approve = asked_and_agreed()
    gone = going_on(agreed, ("planner", ProposeAmendment(plan="1", removed=("m2",), reason="не потрібно")))
    submit = SubmitAmendment(plan="1", amendment=amendment_of(gone), workflow="changes")
    sent = going_on(gone, ("planner", submit))
    visa = going_on(sent, ("head-education", step(AgreeStep, sent, "concerned")))
    granted = going_on(visa, ("director", step(ApproveStep, visa, "director")))
    granted.when(approve, by="director", at=LATER, command_id="late").then_refused("no-such-date")
    newer = Given((*granted.facts, *given(*PEOPLE[:1], ROUTE.model_copy(update={"number": 2})).facts[1:]))
    move = MoveRun(plan="1", run=approve.run, workflow="changes", number=2, reason="нова редакція")
    newer.when(move, by="yurko", holding="administrator", at=LATER).then_refused("unknown-measure")


def test_one_request_for_one_date_at_a_time_and_only_for_a_later_day():
    asked = going_on(office(*IN_FORCE), ("clerk-education", LATER_DAY))
    asked.when(LATER_DAY, by="clerk-education", at=LATER, command_id="again").then_refused(
        "requested-already"
    )
    earlier = LATER_DAY.model_copy(update={"new_due": date(2021, 1, 20)})
    office(*IN_FORCE).when(earlier, by="clerk-education", at=LATER).then_refused("not-a-later-day")
    foreign = office(*IN_FORCE).when(LATER_DAY, by="head-bureau", at=LATER)
    foreign.then_refused("not-your-measure")


COUNCIL = Executor(raw="райрада", by_consent=True)
ASKED = MONTHLY.model_copy(update={"executors": (COUNCIL,)})
UNBOUND = (drafted, MeasureRevised(measure=ASKED, prepared_by="planner"))


def test_a_body_named_by_consent_is_asked_once():
    ask = AskConsent(plan="1", measure="m1", executor="райрада")
    office(*UNBOUND).when(ask, by="planner", at=FEBRUARY).then(
        ConsentAsked(measure="m1", executor="райрада", person="planner")
    )
    going_on(office(*UNBOUND), ("planner", ask)).when(ask, by="planner", at=LATER).then_nothing()
    other = AskConsent(plan="1", measure="m2", executor="райрада")
    office(*UNBOUND).when(other, by="planner", at=FEBRUARY).then_refused("not-by-consent")


def approving(*facts: Event) -> object:
    """The director approves what the planner submitted on the route of the director alone."""
    from domain.plan.decisions.approval import SubmitPlan

    alone = ROUTE.model_copy(update={"workflow": "alone", "steps": STEPS[1:]})
    before = given(*PEOPLE, CALENDAR, alone, *facts)
    submitted = going_on(before, ("planner", SubmitPlan(plan="1", workflow="alone")))
    return submitted.when(ApproveStep(plan="1", step="director"), by="director", at=LATER)


def test_a_measure_with_only_bodies_by_consent_is_unbound_until_one_consents():
    approving(*UNBOUND).then_refused("no-owner")
    refused = RecordConsentRefusal(
        plan="1", measure="m1", executor="райрада", on=date(2021, 2, 1), reason="ні"
    )
    approving(*UNBOUND, *office(*UNBOUND).when(refused, by="planner", at=LATER).facts()).then_refused(
        "no-owner"
    )
    given_ = RecordConsent(
        plan="1", measure="m1", executor="райрада", on=date(2021, 2, 1), document="лист № 3"
    )
    bound = approving(*UNBOUND, *office(*UNBOUND).when(given_, by="planner", at=LATER).facts())
    assert [type(f) for f in bound.facts()] == [StepApproved, PlanApproved]


def test_visas_of_an_amendment_do_not_disturb_the_approval_of_the_plan():
    before = on_route()
    after = going_on(before, ("head-education", step(AgreeStep, before, "concerned")))
    visa = after.facts[-1].event
    assert isinstance(visa, StepAgreed)
    assert visa.run == amendment_of(before)
    after.when(ApproveStep(plan="1", step="director"), by="director", at=LATER).then_refused("name-the-run")


def test_a_step_without_its_run_is_refused_with_the_run_that_waits():
    before, visa = on_route(), AgreeStep(plan="1", step="concerned")
    named = {"runs": amendment_of(before)}
    before.when(visa, by="head-education", at=LATER).then_refused("name-the-run", **named)
    back = ReturnPlan(plan="1", step="concerned", remarks=(REMARK,))
    before.when(back, by="head-education", at=LATER).then_refused("name-the-run", **named)
    alone = office(*IN_FORCE)
    alone.when(visa, by="head-education", at=LATER).then_refused("not-in-review", status=Status.IN_FORCE)


def test_who_names_an_amendment_that_is_none_is_told_those_proposed():
    proposed = going_on(office(*IN_FORCE), ("planner", PROPOSE))
    submit = SubmitAmendment(plan="1", amendment="amendment-0", workflow="changes")
    known = amendment_of(proposed)
    proposed.when(submit, by="planner", at=LATER, command_id="s").then_refused(
        "unknown-amendment", known=known
    )
    anew = ProposeAmendment(plan="1", amendment="amendment-0", removed=("m2",), reason="ще раз")
    proposed.when(anew, by="planner", at=LATER, command_id="a").then_refused("unknown-amendment", known=known)
