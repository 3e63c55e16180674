"""A story: version 2 of a route is published while plans go by version 1; then they are moved in bulk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from application.projections.waiting import open_steps
from application.workflows.migrating import Migration, migrated, newest, tried
from domain.messages import Refused
from domain.people.decisions import AppointPerson, CreatePosition, RegisterPerson
from domain.plan.decisions.approval import AgreeStep, ApproveStep, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan, OverrideOwnerGate
from domain.plan.state import Status
from domain.workflow.decisions import PublishDefinition
from tests.domain.small_office import DOCUMENT, STEPS, YEAR
from tests.stories.test_the_one_door import opening
from tests.story import Story, story

EDUCATION, BUREAU, DEPUTY, DIRECTOR = STEPS
WITHOUT_BUREAU = PublishDefinition(
    organisation="lipky", workflow="quarterly", title="План, коротше", steps=(EDUCATION, DEPUTY, DIRECTOR)
)
MOVING = Migration("lipky", "quarterly", 2, "бюро закрито наказом № 7", "yurko")


@pytest.fixture
def told() -> Iterator[Story]:
    """Three plans on version 1: nobody spoke; education did; the bureau did. Then version 2, without it."""
    office = {"organisation": "lipky"}
    with story(*opening()) as told:
        told.house_does(
            CreatePosition(**office, position="admin", unit="office", title="Адмін", role="administrator"),
            RegisterPerson(**office, person="yurko", full_name="Юрко"),
            AppointPerson(**office, person="yurko", position="admin", since=YEAR),
        )
        for plan in ("p1", "p2", "p3"):
            told.as_person("planner").does(DraftPlan(plan=plan, document=DOCUMENT))
            told.as_person("planner").does(SubmitPlan(plan=plan, workflow="quarterly"))
        told.as_person("head-education").does(AgreeStep(plan="p2", step="education"))
        told.as_person("head-bureau").does(AgreeStep(plan="p3", step="bureau"))
        told.house_does(WITHOUT_BUREAU)
        told.app.catch_up()
        yield told


def test_runs_keep_the_version_they_began_with(told: Story) -> None:
    assert newest(told.app, "lipky", "quarterly") == 2
    assert {told.app.state(f"plan-{p}").run.workflow_version for p in ("p1", "p2", "p3")} == {1}
    told.as_person("head-bureau").does(AgreeStep(plan="p1", step="bureau"))


def test_a_dry_run_names_who_would_stay_and_records_nothing(told: Story) -> None:
    before = told.app.store.head()
    moves = {m.plan: m.refused.code if m.refused else None for m in tried(told.app, MOVING)}
    assert moves == {"p1": None, "p2": None, "p3": "move-step-missing"}
    assert told.app.store.head() == before


def test_in_bulk_each_run_is_moved_by_an_act_of_its_own_and_one_is_refused_and_named(told: Story) -> None:
    moves = migrated(told.app, MOVING)
    assert [(m.plan, m.refused.code if m.refused else "") for m in moves] == [
        ("p1", ""),
        ("p2", ""),
        ("p3", "move-step-missing"),
    ]
    versions = [told.app.state(f"plan-{p}").run.workflow_version for p in ("p1", "p2", "p3")]
    assert versions == [2, 2, 1]
    last = told.app.history("plan-p2")[-1]
    assert (last.event.name, last.event.reason, last.envelope.by) == (
        "run.moved",
        "бюро закрито наказом № 7",
        "yurko",
    )
    assert [m.plan for m in migrated(told.app, MOVING)] == ["p3"]


def test_a_moved_plan_waits_for_whom_the_new_version_asks_and_takes_force_by_it(told: Story) -> None:
    migrated(told.app, MOVING)
    told.app.catch_up()
    waits = [(row["plan"], row["step"]) for row in told.app.ask(open_steps, "lipky")]
    assert sorted(waits) == [("p1", "education"), ("p2", "deputy"), ("p3", "education")]
    told.as_person("deputy").does(AgreeStep(plan="p2", step="deputy"))
    for measure in ("m6",):
        told.as_person("planner").does(OverrideOwnerGate(plan="p2", measure=measure, reason="за потребою"))
    told.as_person("director").does(ApproveStep(plan="p2", step="director"))
    assert told.app.state("plan-p2").status is Status.IN_FORCE
    told.as_person("deputy").is_refused(AgreeStep(plan="p3", step="deputy"), "step-not-open")


def test_only_an_administrator_moves_them(told: Story) -> None:
    other = Migration("lipky", "quarterly", 2, "хочу", "director")
    assert {m.refused.code for m in migrated(told.app, other) if m.refused} == {"not-allowed"}


def test_a_route_that_was_never_published_has_no_version(told: Story) -> None:
    with pytest.raises(Refused, match="unknown-workflow"):
        newest(told.app, "lipky", "ghost")
