"""The rule book of simulations, counted by hand: days, weeks, and where a case would have stood still."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from application.simulation.cases import Case, Took, of_record
from application.simulation.running import Ground, Stall, course, paces, simulated, workload
from application.simulation.written import calendar, history, substituted
from domain.calendar.days import WorkingCalendar
from domain.calendar.decisions import decider as calendars
from domain.messages import Refused
from domain.people.decisions import decider as people
from domain.plan.decisions.approval import AgreeStep, ApproveStep, ReturnPlan, SubmitPlan
from domain.plan.decisions.drafting import DraftPlan, OverrideOwnerGate
from domain.run.events import Remark
from domain.run.route import Circumstances
from domain.workflow.definition import Act, Condition, Step, Subject
from tests.domain.small_office import CALENDAR, DOCUMENT, PEOPLE, STEPS
from tests.stories.test_the_one_door import opening
from tests.story import Story, story
from tests.telling import NOON

EDUCATION, BUREAU, DEPUTY, DIRECTOR = STEPS
OFFICE = people.fold(PEOPLE)
DAYS = calendars.fold([CALENDAR]).days
MONDAY = date(2021, 1, 11)
TOOK = (
    Took("position:head-education", "head-education", "agree", 1),
    Took("position:head-bureau", "head-bureau", "agree", 3),
    Took("position:deputy", "deputy", "agree", 2),
    Took("position:director", "director", "approve", 1),
)
TOOK_VOICES = tuple(t.voice for t in TOOK)
CASE = Case("p1", MONDAY, authors=frozenset({"planner"}), took=TOOK, really=6)
GROUND = Ground(STEPS, OFFICE, DAYS)


def ran(case: Case = CASE, **changed: object):
    (one,) = simulated([case], replace(GROUND, **changed))
    return one


def test_stages_follow_each_other_and_the_slowest_of_a_stage_counts() -> None:
    """Side by side 1 and 3 days: Thursday. The deputy, 2 days: Friday and the moved Saturday. Then Monday."""
    one = ran()
    assert (one.days, one.ended, one.stalled) == (6, date(2021, 1, 18), None)
    assert [(a.step, a.on, a.given) for a in one.asked] == [
        ("education", date(2021, 1, 11), date(2021, 1, 12)),
        ("bureau", date(2021, 1, 11), date(2021, 1, 14)),
        ("deputy", date(2021, 1, 14), date(2021, 1, 16)),
        ("director", date(2021, 1, 16), date(2021, 1, 18)),
    ]


def test_a_changed_definition_takes_other_days() -> None:
    without_bureau = ran(steps=(EDUCATION, DEPUTY, DIRECTOR))
    assert (without_bureau.days, without_bureau.ended) == (4, date(2021, 1, 15))
    any_one = Step(key="any", title="A", act=Act.AGREE, who=TOOK_VOICES[:2], needs="any", stage=1)
    assert ran(steps=(any_one, DIRECTOR)).days == 2
    small = replace(CASE, of=Circumstances(cells=2))
    large_only = DEPUTY.model_copy(update={"when": Condition(cells_from=3)})
    assert ran(small, steps=(EDUCATION, large_only, DIRECTOR)).days == 2


def test_another_calendar_moves_the_end() -> None:
    one = ran(days=WorkingCalendar())
    assert (one.days, one.ended) == (6, date(2021, 1, 19))


def test_what_nobody_ever_decided_takes_the_term_of_its_step() -> None:
    unknown = replace(CASE, took=())
    assert ran(unknown, steps=(DIRECTOR.model_copy(update={"term": 5}),)).days == 5


def test_a_pace_is_the_median_of_the_person_then_of_the_post_then_of_the_act() -> None:
    took = [Took("position:deputy", p, "agree", n) for p, n in (("deputy", 1), ("deputy", 9), ("x", 4))]
    known = paces([replace(CASE, took=(*took, Took("unit:bureau", "head-bureau", "agree", 7)))])
    assert known.of("position:deputy", "deputy", DEPUTY) == 1
    assert known.of("position:deputy", "somebody", DEPUTY) == 4
    assert known.of("unit:office", "somebody", DEPUTY) == 4
    assert known.of("unit:office", "somebody", DIRECTOR) == DIRECTOR.term


def table(*rows: str) -> bytes:
    return "\n".join(("kind,position,person,giver,since,until", *rows)).encode()


def test_a_vacant_post_stalls_a_case() -> None:
    office = substituted(OFFICE, table("ended,deputy,deputy,,,2020-12-31"), "people.csv")
    assert ran(office=office).stalled == Stall("deputy", "position:deputy", date(2021, 1, 14))


def test_a_post_that_is_filled_later_is_waited_for() -> None:
    rows = ("ended,deputy,deputy,,,2020-12-31", "acting,deputy,clerk-education,,2021-01-20,2021-02-20")
    office = substituted(OFFICE, table(*rows), "people.csv")
    assert [(a.person, a.on) for a in ran(office=office).asked if a.step == "deputy"] == [
        ("clerk-education", date(2021, 1, 20))
    ]


def test_the_only_one_who_could_is_barred_where_they_prepared_the_text() -> None:
    prepared = replace(CASE, authors=frozenset({"deputy"}))
    assert ran(prepared).stalled == Stall("deputy", "position:deputy", date(2021, 1, 14), "deputy")


def test_one_person_in_two_posts_speaks_once_and_then_is_barred() -> None:
    rows = ("ended,deputy,deputy,,,2020-12-31", "acting,deputy,director,,2021-01-01,2021-02-20")
    office = substituted(OFFICE, table(*rows), "people.csv")
    stalled = ran(office=office).stalled
    assert stalled is not None
    assert (stalled.step, stalled.person) == ("director", "director")


def test_a_delegate_does_not_help_where_they_stand_for_an_author() -> None:
    lent = "delegated,director,deputy,director,2021-01-01,2021-01-29"
    office = substituted(OFFICE, table(lent), "people.csv")
    steps = (EDUCATION, DIRECTOR)
    by_director = replace(CASE, authors=frozenset({"director"}))
    stalled = ran(by_director, office=office, steps=steps).stalled
    assert stalled is not None
    assert stalled.person == "director"
    holder_first = ran(office=office, steps=steps).asked[-1]
    assert holder_first.person == "director"


def test_the_table_takes_the_place_of_acting_posts_and_delegations() -> None:
    acting = substituted(OFFICE, table("acting,director,deputy,,2021-01-01,2021-02-01"), "people.csv")
    assert substituted(acting, table(), "people.csv") == replace(OFFICE, delegations={})


def test_workload_counts_voices_by_post_and_week() -> None:
    second = replace(CASE, id="p2", submitted=date(2021, 1, 18))
    load = workload(simulated([CASE, second], GROUND))
    assert load == Counter(
        {
            ("position:head-education", "2021-W02"): 1,
            ("position:head-bureau", "2021-W02"): 1,
            ("position:deputy", "2021-W02"): 1,
            ("position:director", "2021-W02"): 1,
            ("position:head-education", "2021-W03"): 1,
            ("position:head-bureau", "2021-W03"): 1,
            ("position:deputy", "2021-W03"): 1,
            ("position:director", "2021-W04"): 1,
        }
    )


def test_the_office_above_is_asked_where_it_is_known_and_free_where_it_is_not() -> None:
    region = Step(key="region", title="R", act=Act.AGREE, who=("above:director",), stage=1, term=4)
    known = course(CASE, replace(GROUND, steps=(region, DIRECTOR), above=OFFICE), paces([]))
    assert known.asked[0].person == "director"
    free = course(CASE, replace(GROUND, steps=(region, DIRECTOR)), paces([]))
    assert (free.asked[0].person, free.days) == ("above:director", 4 + DIRECTOR.term)


HISTORY = """case,submitted,prepared_by,voice,person,act,days
p1,2021-01-11,planner,position:head-education,head-education,agree,1
p1,,,position:head-bureau,head-bureau,agree,3
p1,,,position:deputy,deputy,agree,2
p1,,,position:director,director,approve,1
"""


def test_a_history_comes_from_csv_or_json() -> None:
    (from_csv,) = history(HISTORY.encode(), "h.csv")
    assert from_csv == replace(CASE, really=None)
    took = [{"voice": t.voice, "person": t.person, "act": t.act, "days": t.days} for t in TOOK]
    case = {"case": "p1", "submitted": "2021-01-11", "prepared_by": ["planner"], "took": took, "really": 6}
    as_json = json.dumps({"cases": [case]})
    assert history(as_json.encode(), "h.json") == [CASE]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"{", "h.json", "history-unread"),
        (b"\xff", "h.csv", "history-unread"),
        (b'[{"case": "p1"}]', "h.json", "history-row-wrong"),
        (b'[{"case": "p1", "submitted": "2021-13-01"}]', "h.json", "history-row-wrong"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(content, name, code) -> None:
    with pytest.raises(Refused, match=code):
        history(content, name)


@pytest.mark.parametrize(
    "row", ["acting,ghost,deputy,,,", "acting,deputy,ghost,,,", "delegated,deputy,deputy,,,"]
)
def test_a_table_of_strangers_is_refused(row) -> None:
    with pytest.raises(Refused, match="history-row-wrong"):
        substituted(OFFICE, table(row), "people.csv")


def test_a_calendar_comes_from_yaml() -> None:
    days = calendar(b"years:\n  - year: 2021\n    off:\n      - {day: 2021-01-15, why: x}\n", "c.yaml")
    assert not days.is_working(date(2021, 1, 15))
    with pytest.raises(Refused, match="history-unread"):
        calendar(b"a: &x [1]\nb: *x\n", "c.yaml")


@pytest.fixture
def told():
    """Submitted on Friday 15 January, returned, submitted again on Monday, in force on Tuesday the 26th."""
    with story(*opening()) as told:
        planner = told.as_person("planner")
        planner.does(DraftPlan(plan="p1", document=DOCUMENT))
        planner.does(SubmitPlan(plan="p1", workflow="quarterly"))
        remark = Remark(text="Уточніть")
        told.as_person("head-bureau").does(ReturnPlan(plan="p1", step="bureau", remarks=(remark,)))
        for days, person, command in (
            (3, "planner", SubmitPlan(plan="p1", workflow="quarterly")),
            (4, "head-education", AgreeStep(plan="p1", step="education")),
            (6, "head-bureau", AgreeStep(plan="p1", step="bureau")),
            (10, "deputy", AgreeStep(plan="p1", step="deputy")),
            (10, "planner", OverrideOwnerGate(plan="p1", measure="m6", reason="за потребою")),
            (11, "director", ApproveStep(plan="p1", step="director")),
        ):
            told.time_comes(NOON + timedelta(days=days))
            told.as_person(person).does(command)
        yield told


def test_the_record_tells_each_submission_and_how_long_every_voice_took(told: Story) -> None:
    before = told.app.store.head()
    returned, approved = of_record(told.app.store, "lipky", "Europe/Kyiv", WorkingCalendar(), Subject.PLAN)
    assert (returned.id, returned.submitted, returned.really) == ("p1", date(2021, 1, 15), None)
    assert (approved.id, approved.submitted, approved.really) == ("p1#2", date(2021, 1, 18), 6)
    assert [(t.voice, t.days) for t in approved.took] == [
        ("position:head-education", 1),
        ("position:head-bureau", 3),
        ("position:deputy", 2),
        ("position:director", 1),
    ]
    assert approved.authors == {"planner"}
    assert told.app.store.head() == before


def test_the_same_route_over_its_own_past_takes_as_long_as_it_took(told: Story) -> None:
    past = of_record(told.app.store, "lipky", "Europe/Kyiv", WorkingCalendar(), Subject.PLAN)
    office = told.app.state("people-lipky")
    again = simulated(past[1:], Ground(STEPS, office, WorkingCalendar()))
    assert [c.days for c in again] == [past[1].really]


def test_another_office_is_not_looked_at(told: Story) -> None:
    assert of_record(told.app.store, "other", "Europe/Kyiv", WorkingCalendar(), Subject.PLAN) == []
