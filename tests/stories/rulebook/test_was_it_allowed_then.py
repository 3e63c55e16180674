"""Was this allowed then? Every decision is allowed by the table that it names, and by nothing later."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from application.app import App
from application.demo import BEGINS, PLANS, run_demo
from application.grounds import ASKED_BY, Grounds, grounds_of
from application.ports import Recorded
from domain.messages import Command
from domain.people.decisions import DelegateDuty, EndAppointment, RevokeDelegation
from domain.people.may import POLICY, Scope
from domain.people.policies import POLICIES, Policy
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan
from domain.run.events import Remark
from infrastructure.bootstrap import build
from infrastructure.settings import Settings
from tests.stories.rulebook.offices import (
    CENTRE,
    PLAN,
    REGION,
    SHORT,
    UNDER_THE_REGION,
    another,
    centre,
    in_february,
    is_agreed,
    is_submitted,
    region,
)
from tests.story import Story, story

APPROVE = ApproveStep(plan="1", step="director")


def decisions_of(app: App, stream: str = PLAN) -> Iterator[tuple[Recorded, Grounds]]:
    history = app.history(stream)
    for recorded in history:
        if grounds := grounds_of(app.store, recorded, history):
            yield recorded, grounds


@pytest.fixture
def told() -> Iterator[Story]:
    with story(*centre(*SHORT), at=in_february(1)) as told:
        is_submitted(told)
        is_agreed(told, "education")
        yield told


def test_a_decision_says_by_which_table_which_role_and_capacity(told: Story) -> None:
    told.as_person("director").does(APPROVE)
    agreed, approved = (grounds for _, grounds in decisions_of(told.app))
    assert agreed == Grounds(
        command="AgreeStep",
        policy=POLICY,
        named=True,
        scope=Scope.OWN,
        roles=("reviewer",),
        position="head-education",
        capacity="Начальник відділу просвіти",
        for_whom="",
    )
    assert (approved.roles, approved.position) == (("director",), "director")


def test_what_happened_later_changes_nothing_of_it(told: Story) -> None:
    """The delegation is revoked and the director leaves: the deputy's decision stands on the same grounds."""
    order = DelegateDuty(
        organisation=CENTRE,
        position="director",
        taker="deputy",
        since=date(2021, 2, 8),
        until=date(2021, 2, 19),
        basis="наказ № 15-к",
    )
    given = told.as_person("director").does(order).recorded[0].event.delegation
    told.time_comes(in_february(10))
    told.as_person("deputy").does(APPROVE)
    *_, (_, then) = decisions_of(told.app)
    told.time_comes(in_february(11))
    told.as_person("director").does(
        RevokeDelegation(organisation=CENTRE, delegation=given, until=date(2021, 2, 10), reason="вийшов")
    )
    told.house_does(
        EndAppointment(organisation=CENTRE, person="director", position="director", until=date(2021, 2, 11))
    )
    *_, (_, now) = decisions_of(told.app)
    assert now == then
    assert (now.roles, now.for_whom, now.capacity) == (
        ("director",),
        "director",
        "Директор (за дорученням, наказ № 15-к)",
    )


def test_a_later_table_that_forbids_it_does_not_undo_it(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were visas taken from reviewers tomorrow, today's would still have been allowed today."""
    stricter = {name: roles - {"reviewer"} for name, roles in POLICIES[POLICY].own.items()}
    later = {**POLICIES, POLICY + 1: Policy(stricter)}
    monkeypatch.setattr("application.grounds.POLICIES", later)
    ((_, grounds),) = decisions_of(told.app)
    assert (grounds.policy, grounds.allowed) == (POLICY, True)


def test_a_decision_that_its_own_table_forbids_is_seen(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the table of that version never allowed it."""
    forbidding = Policy({name: roles - {"reviewer"} for name, roles in POLICIES[POLICY].own.items()})
    monkeypatch.setattr("application.grounds.POLICIES", {**POLICIES, POLICY: forbidding})
    ((_, grounds),) = decisions_of(told.app)
    assert not grounds.allowed


def test_the_office_above_decided_as_the_office_above() -> None:
    with story(*region(), *centre(*UNDER_THE_REGION, above=REGION), at=in_february(1)) as told:
        is_submitted(told)
        told.as_person("director").does(AgreeStep(plan="1", step="director"))
        told.app.catch_up()
        told.as_person("nestor.holub").does(ApproveStep(plan="1", step="region"))
        own, above = (grounds for _, grounds in decisions_of(told.app))
        assert (own.scope, above.scope) == (Scope.OWN, Scope.REGIONAL)
        assert (above.roles, above.position) == (("director",), "regional-director")


@pytest.mark.parametrize("decision", [
    ApproveStep(plan="1", step="region"),
    ReturnPlan(plan="1", step="region", remarks=(Remark(text="Пізно"),)),
])  # fmt: skip
def test_so_did_somebody_of_it_whom_the_office_below_knows_another_by(decision: Command) -> None:
    """Each office chooses the ids of its own people."""
    above = another(REGION, "deputy", "regional-director", "Інша Людина")
    with story(*above, *centre(*UNDER_THE_REGION, above=REGION), at=in_february(1)) as told:
        is_submitted(told)
        told.as_person("director").does(AgreeStep(plan="1", step="director"))
        told.as_person("deputy").does(decision, organisation=REGION)
        *_, (_, grounds) = decisions_of(told.app)
    assert (grounds.scope, grounds.roles) == (Scope.REGIONAL, ("director",))
    assert grounds.position == "regional-director"


def test_every_decision_of_the_demonstration_was_allowed_by_the_table_it_names(tmp_path: Path) -> None:
    app = build(Settings(data=tmp_path, now=BEGINS))
    try:
        run_demo(app, fast=True, say=lambda line: None)
        seen = [pair for plan in PLANS for pair in decisions_of(app, f"plan-{plan}")]
        assert [recorded.event for recorded, grounds in seen if not grounds.allowed] == []
        assert len(seen) == 8
        assert {type(recorded.event) for recorded, _ in seen} <= {*ASKED_BY}
        assert all(grounds.named or grounds.command == "ReturnPlan" for _, grounds in seen)
    finally:
        app.close()
