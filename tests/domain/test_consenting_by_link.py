"""The rule book of a body that consents itself: asked until a day, answers once, to what it read."""

from datetime import UTC, date, datetime

import pytest

from domain.messages import SYSTEM
from domain.plan.decisions.consenting import (
    AskConsent,
    GiveConsentByLink,
    RecordConsent,
    RefuseConsentByLink,
    terms_of,
)
from domain.plan.document import Executor
from domain.plan.events import ConsentAsked, ConsentDeclined, ConsentGiven, LinkUsed, MeasureRevised
from tests.domain.small_office import MONTHLY, PEOPLE, drafted, number
from tests.dsl import Given, given

AT = datetime(2021, 1, 20, 9, tzinfo=UTC)
UNTIL = date(2021, 1, 30)
BODY = "райдержадміністрація (за згодою)"
NAMED = MONTHLY.model_copy(update={"executors": (Executor(raw=BODY, lead=True, by_consent=True),)})
WHICH = {"plan": "1", "measure": "m1", "executor": BODY}
LINK = "a" * 64
SAID = {**WHICH, "link": LINK, "terms": terms_of(NAMED), "signed_by": "Ганна Рибак, голова"}
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
