"""The rule book of a body that consents itself: asked until a day, answers once, to what it read."""

from datetime import UTC, date, datetime
from functools import reduce

import pytest

from domain.messages import SYSTEM
from domain.people import state as people
from domain.plan.decisions.consenting import (
    AskConsent,
    GiveConsentByLink,
    RecordConsent,
    RecordConsentRefusal,
    RefuseConsentByLink,
)
from domain.plan.document import Executor, Funding, SubItem
from domain.plan.events import (
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    LinkUsed,
    MeasureCancelled,
    MeasureRevised,
    PlanAmended,
)
from domain.plan.owners import unowned
from domain.plan.state import Consent, Plan, evolve
from domain.plan.terms import terms_of
from tests.domain.small_office import MONTHLY, PEOPLE, approved, drafted, number, submitted
from tests.dsl import Given, given

AT = datetime(2021, 1, 20, 9, tzinfo=UTC)
UNTIL = date(2021, 1, 30)
BODY = "райдержадміністрація (за згодою)"
NAMED = MONTHLY.model_copy(update={"executors": (Executor(raw=BODY, lead=True, by_consent=True),)})
WHICH = {"plan": "1", "measure": "m1", "executor": BODY}
LINK = "a" * 64
SAID = {**WHICH, "link": LINK, "terms": terms_of(NAMED, BODY), "signed_by": "Ганна Рибак, голова"}
GIVE = GiveConsentByLink(**SAID)
REFUSE = RefuseConsentByLink(**SAID, reason="немає людей")
ASKED = ConsentAsked(measure="m1", executor=BODY, person="planner", until=UNTIL)


def named(*facts: object) -> Given:
    return given(*PEOPLE, drafted, MeasureRevised(measure=NAMED, prepared_by="planner"), *facts)


def test_a_body_is_asked_until_a_day_and_again_only_until_a_later_one():
    ask = AskConsent(**WHICH, until=UNTIL)
    named().when(ask, by="planner", at=AT).then(ASKED)
    named(ASKED).when(ask, by="planner", at=AT).then_nothing()
    later = AskConsent(**WHICH, until=date(2021, 2, 10))
    assert named(ASKED).when(later, by="planner", at=AT).facts()
    gone = AskConsent(**WHICH, until=date(2021, 1, 19))
    named().when(gone, by="planner", at=AT).then_refused("until-gone")


def test_a_body_gives_its_consent_itself_and_the_link_is_used_up_by_it():
    used, gave = named(ASKED).when(GIVE, by=SYSTEM, at=AT).facts()
    assert isinstance(used, LinkUsed)
    assert isinstance(gave, ConsentGiven)
    assert (used.link, gave.on, gave.document) == (LINK, AT.date(), "")
    assert gave.signed_by is not None
    assert (gave.signed_by.text, gave.signed_by.of) == ("Ганна Рибак, голова", f"guest-{LINK[:16]}")


@pytest.mark.parametrize("said", [GIVE, REFUSE])
def test_an_answer_through_a_link_names_who_had_the_link_to_hand_it_on(said):
    handed = said.model_copy(update={"drawn_by": "planner"})
    assert named(ASKED).when(handed, by=SYSTEM, at=AT).facts()[-1].drawn_by == "planner"
    assert "drawn_by" not in named(ASKED).when(said, by=SYSTEM, at=AT).facts()[-1].model_dump(mode="json")


def test_a_body_refuses_with_a_reason_and_not_without():
    *_, declined = named(ASKED).when(REFUSE, by=SYSTEM, at=AT).facts()
    assert isinstance(declined, ConsentDeclined)
    assert declined.reason == "немає людей"
    silent = RefuseConsentByLink(**SAID, reason=" ")
    named(ASKED).when(silent, by=SYSTEM, at=AT).then_refused("reason-missing")


def test_a_second_use_is_refused_whatever_it_says():
    answered = Given((*named(ASKED).facts, *given(*named(ASKED).when(GIVE, by=SYSTEM, at=AT).facts()).facts))
    for command in (GIVE, REFUSE):
        answered.when(command, by=SYSTEM, at=AT).then_refused("link-used")


@pytest.mark.parametrize(
    ("facts", "command", "at", "code"),
    [
        ((), GIVE, AT, "consent-answered"),
        ((ASKED.model_copy(update={"until": None}),), GIVE, AT, "link-expired"),
        ((ASKED,), GIVE, datetime(2021, 1, 31, 9, tzinfo=UTC), "link-expired"),
        ((ASKED,), GIVE.model_copy(update={"signed_by": " "}), AT, "signer-missing"),
        ((ASKED,), GIVE.model_copy(update={"executor": "рада"}), AT, "not-by-consent"),
    ],
)
def test_only_who_was_asked_answers_in_time_and_by_name(
    facts: tuple, command: GiveConsentByLink, at: datetime, code: str
):
    named(*facts).when(command, by=SYSTEM, at=at).then_refused(code)


def test_nobody_is_bound_to_other_words_than_they_read():
    other = NAMED.model_copy(update={"target": number(30)})
    changed = named(ASKED, MeasureRevised(measure=other, prepared_by="planner"))
    changed.when(GIVE, by=SYSTEM, at=AT).then_refused("terms-changed")


def test_an_answer_that_the_office_recorded_by_a_paper_is_not_overwritten_by_the_link():
    paper = RecordConsent(**WHICH, on=AT.date(), document="лист № 3")
    (gave,) = named(ASKED).when(paper, by="planner", at=AT).facts()
    named(ASKED, gave).when(REFUSE, by=SYSTEM, at=AT).then_refused("consent-answered")


def test_no_person_of_the_office_answers_for_the_body():
    for person in ("planner", "director"):
        named(ASKED).when(GIVE, by=person, at=AT).then_refused("not-allowed")


GAVE = ConsentGiven(measure="m1", executor=BODY, on=AT.date(), document="лист № 3", person="planner")
REVISED = MeasureRevised(measure=NAMED, prepared_by="planner")
OTHER = {
    "title": "Зовсім інше",
    "target": number(900),
    "due": NAMED.due.model_copy(update={"monthly": {}, "day": 5}),
    "indicator": "кількість людей",
    "sub_items": (SubItem(title="дати 40 людей"),),
    "funding": (Funding(raw="5 млн", source="бюджет району"),),
    "expected_result": "усі охоплені",
    "executors": (Executor(raw=BODY, lead=False, by_consent=True),),
}
SAME = {
    "number": "77",
    "ordinal": 9,
    "place": "Sheet!C9",
    "executors": (*NAMED.executors, Executor(raw="відділ просвіти", to="unit:bureau")),
}


def reading(**cells: object) -> MeasureRevised:
    return MeasureRevised(measure=NAMED.model_copy(update=cells), prepared_by="planner")


def remembered(*facts: object) -> Plan:
    return reduce(evolve, [drafted, REVISED, *facts], Plan())


@pytest.mark.parametrize("cell", OTHER)
def test_a_consent_lapses_with_the_words_it_was_given_to_and_is_asked_for_again(cell: str):
    plan = remembered(ASKED, GAVE, reading(**{cell: OTHER[cell]}))
    assert plan.consent_of("m1", BODY) is Consent.LAPSED
    changed = named(ASKED, GAVE, reading(**{cell: OTHER[cell]}))
    (again,) = changed.when(AskConsent(**WHICH), by="planner", at=AT).facts()
    assert isinstance(again, ConsentAsked)
    paper = RecordConsent(**WHICH, on=AT.date(), document="лист № 4")
    (gave,) = changed.when(paper, by="planner", at=AT).facts()
    renewed = remembered(ASKED, GAVE, reading(**{cell: OTHER[cell]}), gave)
    assert renewed.consent_of("m1", BODY) is Consent.GIVEN


@pytest.mark.parametrize("cell", SAME)
def test_a_consent_holds_while_nothing_changes_of_what_the_body_does(cell: str):
    plan = remembered(ASKED, GAVE, reading(**{cell: SAME[cell]}))
    assert plan.consent_of("m1", BODY) is Consent.GIVEN
    assert remembered(GAVE, reading(title="Інше"), REVISED).consent_of("m1", BODY) is Consent.GIVEN


def test_a_consent_lapses_by_an_amendment_too_and_the_gate_asks_about_the_words_in_force():
    other = NAMED.model_copy(update={"title": "Зовсім інше"})
    amended = PlanAmended(
        amendment="a",
        text_version=2,
        text_hash="b" * 64,
        approved_on=AT.date(),
        effective_from=AT.date(),
        act="наказ № 2",
        measures=(other,),
        removed=(),
        count=6,
        schedule=(),
    )
    before = remembered(ASKED, GAVE, submitted, approved)
    office = reduce(people.evolve, PEOPLE, people.Organisation())
    assert unowned(before, [other], office, AT.date()) == []
    after = evolve(before, amended)
    assert after.consent_of("m1", BODY) is Consent.LAPSED
    assert unowned(after, [other], office, AT.date()) == [other]


@pytest.mark.parametrize(
    "command",
    [
        AskConsent(**WHICH),
        RecordConsent(**WHICH, on=AT.date(), document="лист № 3"),
        RecordConsentRefusal(**WHICH, on=AT.date(), reason="ні"),
        GIVE,
        REFUSE,
    ],
    ids=lambda c: type(c).__name__,
)
def test_nobody_answers_about_a_measure_that_was_cancelled(command: AskConsent):
    cancelled = MeasureCancelled(measure="m1", reason="немає коштів", person="director")
    by_link = isinstance(command, GiveConsentByLink | RefuseConsentByLink)
    going = named(submitted, approved, ASKED, cancelled)
    going.when(command, by=SYSTEM if by_link else "planner", at=AT).then_refused("measure-cancelled")
