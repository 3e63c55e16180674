"""The rule book of the engine: quorums, voices against, returns, remarks to be closed, steps let go."""

from datetime import date
from decimal import Decimal

import pytest

from domain.messages import Event, Personal
from domain.people.events import (
    AppointmentEnded,
    DelegationRevoked,
    DutyDelegated,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
)
from domain.plan.decisions.approval import (
    AgreeStep,
    ApproveStep,
    CloseRemark,
    ReadStep,
    RejectSubmission,
    ReturnPlan,
    SignStep,
    SkipStep,
    SubmitPlan,
    WithdrawSubmission,
)
from domain.plan.decisions.execution import LogExecution
from domain.plan.events import (
    ExecutionLogged,
    MeasureHandedOver,
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
)
from domain.run.events import (
    Remark,
    RemarkClosed,
    RunRejected,
    StepAcknowledged,
    StepAgreed,
    StepApproved,
    StepObjected,
    StepSkipped,
)
from domain.workflow.definition import Act, Condition, Step
from domain.workflow.events import DefinitionPublished
from tests.domain.small_office import CALENDAR, FEBRUARY, IN_FORCE, JANUARY, PEOPLE, drafted
from tests.dsl import Given, given

COUNCIL = Step(
    key="council",
    title="Рада",
    act=Act.AGREE,
    who=("position:head-education", "position:head-bureau", "position:deputy"),
    needs="2",
    veto=False,
    stage=1,
)
READ = Step(
    key="read", title="Ознайомлення", act=Act.ACKNOWLEDGE, who=("unit:bureau",), stage=2, skippable=True
)
DIRECTOR = Step(key="director", title="Затвердження", act=Act.APPROVE, position="director", stage=3)
REMARK = Remark(measure="m2", field="due", text="Уточніть строк")
FOUR = tuple(
    Step(key=key, title=key, act=Act.AGREE if key != "director" else Act.APPROVE, position=position, stage=n)
    for n, (key, position) in enumerate(
        [
            ("education", "head-education"),
            ("bureau", "head-bureau"),
            ("deputy", "deputy"),
            ("director", "director"),
        ],
        1,
    )
)


def office(*steps: Step, number: int = 1) -> tuple[Event, ...]:
    definition = DefinitionPublished(
        organisation="lipky", workflow="quarterly", number=number, title="План", steps=steps
    )
    return (*PEOPLE, CALENDAR, definition)


def submitted(*steps: Step) -> Given:
    """A draft that the planner submitted on this route."""
    before = given(*office(*steps), drafted)
    facts = before.when(SubmitPlan(plan="1", workflow="quarterly"), by="planner", at=JANUARY).facts()
    return given(*office(*steps), drafted, *facts)


def going_on(before: Given, *acts: tuple[str, object]) -> Given:
    """The acts happen one after another, none refused."""
    for number, (person, command) in enumerate(acts):
        facts = before.when(command, by=person, at=JANUARY, command_id=f"c-{number}").facts()
        before = Given((*before.facts, *given(*PEOPLE[:1], *facts).facts[1:]))
    return before


def step(kind: type, key: str, **more: object) -> object:
    return kind(plan="1", step=key, **more)


def kinds(before: Given, command: object, by: str) -> list[type]:
    return [type(fact) for fact in before.when(command, by=by, at=JANUARY).facts()]


def test_two_of_three_carry_a_step():
    one = going_on(submitted(COUNCIL, DIRECTOR), ("head-education", step(AgreeStep, "council")))
    one.when(step(ApproveStep, "director"), by="director", at=JANUARY).then_refused("step-not-open")
    two = going_on(one, ("deputy", step(AgreeStep, "council")))
    assert kinds(two, step(ApproveStep, "director"), "director") == [StepApproved, PlanApproved]


def test_one_person_never_meets_a_quorum_twice():
    one = going_on(submitted(COUNCIL, DIRECTOR), ("deputy", step(AgreeStep, "council")))
    one.when(step(AgreeStep, "council"), by="deputy", at=JANUARY).then_refused(
        "counted-already", step="council"
    )


def test_one_person_in_two_posts_is_one_voice():
    both = DutyDelegated(
        delegation="d",
        position="head-bureau",
        giver="head-bureau",
        taker="deputy",
        acts=("AgreeStep",),
        since=date(2021, 1, 1),
        until=date(2021, 1, 29),
        basis="наказ",
    )
    before = submitted(COUNCIL, DIRECTOR)
    one = going_on(Given((*given(both).facts, *before.facts)), ("deputy", step(AgreeStep, "council")))
    one.when(step(AgreeStep, "council"), by="deputy", at=JANUARY).then_refused("counted-already")


def test_a_voice_against_is_kept_and_the_others_may_still_carry_the_step():
    against = step(ReturnPlan, "council", remarks=(REMARK,))
    assert kinds(submitted(COUNCIL, DIRECTOR), against, "deputy") == [StepObjected]
    one = going_on(submitted(COUNCIL, DIRECTOR), ("deputy", against))
    carried = going_on(
        one, ("head-education", step(AgreeStep, "council")), ("head-bureau", step(AgreeStep, "council"))
    )
    assert kinds(carried, step(ApproveStep, "director"), "director") == [StepApproved, PlanApproved]


def test_when_the_number_cannot_be_reached_any_more_the_plan_comes_back_with_all_remarks():
    other = Remark(text="Додайте бюро")
    one = going_on(submitted(COUNCIL, DIRECTOR), ("deputy", step(ReturnPlan, "council", remarks=(REMARK,))))
    facts = one.when(step(ReturnPlan, "council", remarks=(other,)), by="head-bureau", at=JANUARY).facts()
    assert [type(f) for f in facts] == [StepObjected, PlanReturned]
    assert isinstance(facts[1], PlanReturned)
    assert facts[1].remarks == (REMARK, other)


def test_who_was_against_does_not_agree_as_well():
    one = going_on(submitted(COUNCIL, DIRECTOR), ("deputy", step(ReturnPlan, "council", remarks=(REMARK,))))
    one.when(step(AgreeStep, "council"), by="deputy", at=JANUARY).then_refused("counted-already")


def test_a_head_of_a_unit_acknowledges_without_being_able_to_turn_it_back():
    here = submitted(READ, DIRECTOR)
    assert kinds(here, step(ReadStep, "read"), "head-bureau") == [StepAcknowledged]
    here.when(step(ReturnPlan, "read", remarks=(REMARK,)), by="head-bureau", at=JANUARY).then_refused(
        "other-act"
    )


def test_who_has_read_the_text_may_still_decide_on_it():
    """Else the route would stop before the one person who can end it."""
    who = ("position:director", "unit:bureau")
    read = Step(key="read", title="Ознайомлення", act=Act.ACKNOWLEDGE, who=who, stage=1)
    visa = Step(key="visa", title="Погодження", act=Act.AGREE, position="head-bureau", stage=2)
    known = going_on(
        submitted(read, visa, DIRECTOR),
        ("director", step(ReadStep, "read")),
        ("head-bureau", step(ReadStep, "read")),
        ("head-bureau", step(AgreeStep, "visa")),
    )
    assert kinds(known, step(ApproveStep, "director"), "director") == [StepApproved, PlanApproved]


def test_a_step_that_the_definition_lets_go_is_passed_over_with_a_reason():
    here = submitted(READ, DIRECTOR)
    skip = step(SkipStep, "read", reason="бюро закрите")
    here.when(skip, by="director", at=JANUARY).then(
        StepSkipped(step="read", person="director", reason="бюро закрите")
    )
    here.when(step(SkipStep, "read", reason=" "), by="director", at=JANUARY).then_refused("reason-missing")
    assert kinds(going_on(here, ("director", skip)), step(ApproveStep, "director"), "director") == [
        StepApproved,
        PlanApproved,
    ]


CHIEF = (
    PositionCreated(position="chief", unit="office", title="Перший заступник", role="director"),
    PersonRegistered(person="chief", full_name=Personal(of="chief", text="Ганна Дорош")),
    PersonAppointed(person="chief", position="chief", since=date(2019, 1, 1)),
)
BESIDE = Step(key="beside", title="Підпис", act=Act.SIGN, position="chief", stage=3, skippable=True)


def with_a_chief(before: Given) -> Given:
    return Given((*given(*PEOPLE[:1], *CHIEF).facts[1:], *before.facts))


def test_where_what_is_passed_over_was_all_that_is_left_the_text_has_its_force():
    """Nobody could decide anything any more: the run would stand open for ever."""
    approved = going_on(submitted(DIRECTOR, BESIDE), ("director", step(ApproveStep, "director")))
    skip = step(SkipStep, "beside", reason="у відпустці")
    assert kinds(with_a_chief(approved), skip, "chief") == [StepSkipped, PlanApproved]
    assert kinds(submitted(DIRECTOR, BESIDE), skip, "director") == [StepSkipped]


def test_no_text_takes_force_by_passing_over_alone():
    """A published route always has one last step that is not let go; the engine does not rely on that."""
    alone = submitted(DIRECTOR.model_copy(update={"skippable": True}))
    skip = step(SkipStep, "director", reason="немає часу")
    with_a_chief(alone).when(skip, by="chief", at=JANUARY).then_refused("step-not-skippable")
    visa = going_on(
        submitted(COUNCIL, DIRECTOR.model_copy(update={"skippable": True})),
        ("head-education", step(AgreeStep, "council")),
        ("head-bureau", step(AgreeStep, "council")),
    )
    with_a_chief(visa).when(skip, by="chief", at=JANUARY).then_refused("step-not-skippable")


@pytest.mark.parametrize(
    ("first", "last", "came_to"),
    [
        (("наказ № 5", date(2021, 2, 1)), ("", None), ("наказ № 5", date(2021, 2, 1))),
        (("", None), ("наказ № 7", date(2021, 2, 8)), ("наказ № 7", date(2021, 2, 8))),
        (("наказ № 5", date(2021, 2, 8)), ("наказ № 7", date(2021, 2, 1)), ("наказ № 7", date(2021, 2, 8))),
        (("", None), ("", None), ("", JANUARY.date())),
    ],
)
@pytest.mark.parametrize("chief_first", [False, True])
def test_of_two_who_give_force_neither_overrules_what_the_other_wrote_down(
    first, last, came_to, chief_first: bool
):
    acts = [
        ("director", ApproveStep, "director"),
        ("chief", SignStep, "beside"),
    ]
    (one, one_act, one_step), (other, other_act, other_step) = acts[::-1] if chief_first else acts
    before = with_a_chief(submitted(DIRECTOR, BESIDE))
    said = step(one_act, one_step, act=first[0], effective_from=first[1])
    voice = before.when(said, by=one, at=JANUARY).facts()[0]
    assert (voice.act, voice.effective_from) == first
    ending = step(other_act, other_step, act=last[0], effective_from=last[1])
    force = Given((*before.facts, *given(*PEOPLE[:1], voice).facts[1:])).when(ending, by=other, at=JANUARY)
    approved = force.facts()[-1]
    assert isinstance(approved, PlanApproved)
    assert (approved.act, approved.effective_from) == came_to


def test_what_was_written_down_holds_where_the_other_step_is_passed_over():
    said = step(ApproveStep, "director", act="наказ № 5", effective_from=date(2021, 2, 1))
    approved = going_on(submitted(DIRECTOR, BESIDE), ("director", said))
    skip = step(SkipStep, "beside", reason="у відпустці")
    force = with_a_chief(approved).when(skip, by="chief", at=JANUARY).facts()[-1]
    assert isinstance(force, PlanApproved)
    assert (force.act, force.effective_from) == ("наказ № 5", date(2021, 2, 1))


def test_what_bars_an_approval_bars_passing_over_the_last_step():
    approved = going_on(submitted(DIRECTOR, BESIDE), ("director", step(ApproveStep, "director")))
    gone = AppointmentEnded(person="head-education", position="head-education", until=date(2021, 1, 19))
    left = AppointmentEnded(person="clerk-education", position="clerk-education", until=date(2021, 1, 19))
    nobody = Given((*approved.facts, *given(*PEOPLE[:1], gone, left).facts[1:]))
    nobody.when(step(SkipStep, "beside", reason="у відпустці"), by="director", at=JANUARY).then_refused(
        "no-owner"
    )


def test_any_other_step_is_not_passed_over():
    submitted(COUNCIL, DIRECTOR).when(
        step(SkipStep, "council", reason="швидше"), by="director", at=JANUARY
    ).then_refused("step-not-skippable")


def test_a_return_to_the_second_of_four_steps_keeps_the_first():
    three = (REMARK, Remark(measure="m1", field="target", text="Чому три?"), Remark(text="Додайте мету"))
    before = going_on(
        submitted(*FOUR),
        ("head-education", step(AgreeStep, "education")),
        ("head-bureau", step(AgreeStep, "bureau")),
        ("deputy", step(AgreeStep, "deputy")),
        ("director", step(ReturnPlan, "director", to_step="bureau", remarks=three)),
    )
    before.when(step(AgreeStep, "education"), by="head-education", at=JANUARY).then_refused("step-decided")
    before.when(step(AgreeStep, "deputy"), by="deputy", at=JANUARY).then_refused("step-not-open")
    assert kinds(before, step(AgreeStep, "bureau"), "head-bureau") == [StepAgreed]


def test_a_step_may_be_kept_from_sending_back_to_some():
    strict = FOUR[3].model_copy(update={"returns_to": ("education",)})
    before = going_on(
        submitted(*FOUR[:3], strict),
        ("head-education", step(AgreeStep, "education")),
        ("head-bureau", step(AgreeStep, "bureau")),
        ("deputy", step(AgreeStep, "deputy")),
    )
    back = step(ReturnPlan, "director", to_step="deputy", remarks=(REMARK,))
    before.when(back, by="director", at=JANUARY).then_refused(
        "return-not-allowed", to_step="deputy", allowed="education"
    )


def test_an_approval_with_remarks_gives_force_and_leaves_them_to_be_closed():
    here = submitted(DIRECTOR)
    approve = step(ApproveStep, "director", remarks=(REMARK,), close_by=date(2021, 2, 12))
    after = going_on(here, ("director", approve))
    after.when(CloseRemark(plan="1", remark=0, how="строк уточнено"), by="planner", at=FEBRUARY).then(
        RemarkClosed(remark=0, how="строк уточнено", person="planner")
    )
    after.when(CloseRemark(plan="1", remark=1, how="-"), by="planner", at=FEBRUARY).then_refused(
        "no-such-remark"
    )


def test_remarks_that_are_left_need_a_day():
    approve = step(ApproveStep, "director", remarks=(REMARK,))
    submitted(DIRECTOR).when(approve, by="director", at=JANUARY).then_refused("close-by-missing")


def test_who_can_give_force_can_say_no_for_good():
    no = step(RejectSubmission, "director", reason="немає коштів")
    here = submitted(DIRECTOR)
    here.when(no, by="director", at=JANUARY).then(
        RunRejected(step="director", reason="немає коштів", person="director")
    )
    after = going_on(here, ("director", no))
    after.when(step(ApproveStep, "director"), by="director", at=JANUARY).then_refused("not-in-review")
    submitted(COUNCIL, DIRECTOR).when(
        step(RejectSubmission, "council", reason="ні"), by="director", at=JANUARY
    ).then_refused("other-act")


def test_a_submission_is_withdrawn_only_before_anybody_spoke():
    one = going_on(submitted(COUNCIL, DIRECTOR), ("deputy", step(ReturnPlan, "council", remarks=(REMARK,))))
    one.when(WithdrawSubmission(plan="1"), by="planner", at=JANUARY).then_refused("decided-already")


@pytest.mark.parametrize(
    ("when", "stays"),
    [
        (Condition(period="quarter"), True),
        (Condition(period="year"), False),
        (Condition(units=("education",)), True),
        (Condition(units=("bureau",)), False),
        (Condition(cells_from=1), False),
        (Condition(period="quarter", units=("education", "bureau")), True),
    ],
)
def test_a_step_with_a_condition_is_on_the_route_where_it_holds(when, stays):
    asked = FOUR[0].model_copy(update={"when": when})
    facts = (
        given(*office(asked, DIRECTOR), drafted)
        .when(SubmitPlan(plan="1", workflow="quarterly"), by="planner", at=JANUARY)
        .facts()
    )
    assert isinstance(facts[0], PlanSubmitted)
    assert ("education" in [s.key for s in facts[0].route]) is stays


def delegated(**changed: object) -> DutyDelegated:
    return DutyDelegated(
        **{
            "delegation": "d",
            "position": "director",
            "giver": "director",
            "taker": "deputy",
            "acts": ("ApproveStep",),
            "since": date(2021, 1, 18),
            "until": date(2021, 1, 29),
            "basis": "наказ № 15-к",
            **changed,
        }
    )


def with_fact(fact: Event, before: Given) -> Given:
    return Given((*given(*PEOPLE[:1], fact).facts[1:], *before.facts))


def test_who_a_duty_was_delegated_to_approves_within_its_days():
    here = with_fact(delegated(), submitted(DIRECTOR))
    facts = here.when(step(ApproveStep, "director"), by="deputy", at=JANUARY).facts()
    assert isinstance(facts[0], StepApproved)
    assert (facts[0].person, facts[0].for_whom, facts[0].voice) == ("deputy", "director", "position:director")
    here.when(step(ApproveStep, "director"), by="deputy", at=FEBRUARY).then_refused("not-allowed")


def test_a_delegation_gives_no_more_than_it_names():
    here = with_fact(delegated(acts=("AgreeStep",)), submitted(DIRECTOR))
    here.when(step(ApproveStep, "director"), by="deputy", at=JANUARY).then_refused("not-allowed")
    back = step(ReturnPlan, "director", remarks=(REMARK,))
    with_fact(delegated(), submitted(DIRECTOR)).when(back, by="deputy", at=JANUARY).then_refused(
        "not-your-step"
    )


def test_a_lent_post_does_not_bring_its_measures_along():
    """Only decisions of a step can be lent; what the post carries out stays with who fills it."""
    lent = DutyDelegated(
        delegation="d",
        position="head-bureau",
        giver="head-bureau",
        taker="clerk-education",
        acts=("AgreeStep",),
        since=date(2021, 1, 25),
        until=date(2021, 2, 20),
        basis="наказ",
    )
    handed = MeasureHandedOver(measure="m2", to="position:head-bureau", reason="краще", person="director")
    here = given(*PEOPLE, lent, CALENDAR, *IN_FORCE, handed)
    log = LogExecution(plan="1", measure="m2", done_on=date(2021, 1, 28), quantity=Decimal(1))
    here.when(log, by="clerk-education", at=FEBRUARY).then_refused("not-your-measure")
    facts = here.when(log, by="head-bureau", at=FEBRUARY).facts()
    assert [type(fact) for fact in facts] == [ExecutionLogged]


def test_nobody_approves_through_a_delegation_what_they_prepared():
    here = with_fact(delegated(taker="planner"), submitted(DIRECTOR))
    here.when(step(ApproveStep, "director"), by="planner", at=JANUARY).then_refused("prepared-it-yourself")


def test_nobody_approves_for_somebody_who_prepared_it():
    theirs = drafted.model_copy(update={"prepared_by": "director"})
    route = submitted(DIRECTOR)
    facts = tuple(f if f.event != drafted else given(theirs).facts[0] for f in route.facts)
    here = with_fact(delegated(), Given(facts))
    here.when(step(ApproveStep, "director"), by="deputy", at=JANUARY).then_refused(
        "prepared-by-whom-you-stand-for"
    )


def test_an_order_that_is_revoked_later_does_not_undo_what_was_decided():
    here = with_fact(delegated(), submitted(DIRECTOR))
    after = going_on(here, ("deputy", step(ApproveStep, "director")))
    revoked = DelegationRevoked(delegation="d", until=date(2021, 1, 20), reason="повернення")
    later = Given((*after.facts, *given(*PEOPLE[:1], revoked).facts[1:]))
    later.when(step(ApproveStep, "director"), by="director", at=FEBRUARY).then_refused("not-in-review")
