"""The rule book of an office: units, posts, persons, appointments, and whom the words of a plan mean."""

from datetime import date

import pytest

from domain.people.decisions import (
    AppointPerson,
    CreatePosition,
    EndAppointment,
    FormUnit,
    RegisterOrganisation,
    RegisterPerson,
    decider,
)
from domain.people.events import (
    AppointmentEnded,
    DutyDelegated,
    OrganisationRegistered,
    PersonAppointed,
    PersonRegistered,
    PositionCreated,
    UnitFormed,
)
from domain.people.may import MAY, ROLES
from tests.domain.small_office import PEOPLE
from tests.dsl import given

ORG = {"organisation": "lipky"}
IN_MAY = date(2021, 5, 1)


def office(*more):
    return decider.fold([*PEOPLE, *more])


def test_an_office_is_opened_once_in_a_known_zone():
    ask = RegisterOrganisation(**ORG, title="Центр", zone="Europe/Kyiv", language="uk")
    given().when(ask).then(
        OrganisationRegistered(organisation="lipky", title="Центр", zone="Europe/Kyiv", language="uk")
    )
    given(*PEOPLE).when(ask).then_refused("organisation-exists")
    given().when(ask.model_copy(update={"zone": "Kyiv"})).then_refused("unknown-zone")
    given().when(ask.model_copy(update={"language": "pl"})).then_refused("unknown-language")


def test_a_unit_is_formed_and_may_be_renamed_but_not_twice_the_same():
    ask = FormUnit(**ORG, unit="archive", title="Архів")
    given(*PEOPLE).when(ask).then(UnitFormed(unit="archive", title="Архів"))
    given(*PEOPLE, UnitFormed(unit="archive", title="Архів")).when(ask).then_nothing()
    given().when(ask).then_refused("not-found")


@pytest.mark.parametrize(
    ("fields", "code"), [({"unit": "moon"}, "unknown-unit"), ({"role": "king"}, "unknown-role")]
)
def test_a_post_stands_in_a_known_unit_with_a_known_role(fields, code):
    ask = CreatePosition(
        **{**ORG, "position": "x", "unit": "bureau", "title": "X", "role": "executor", **fields}
    )
    given(*PEOPLE).when(ask).then_refused(code)


def test_a_name_is_kept_under_the_key_of_its_person():
    (fact,) = given(*PEOPLE).when(RegisterPerson(**ORG, person="new", full_name="Тарас Гай")).facts()
    assert isinstance(fact, PersonRegistered)
    assert (fact.full_name.of, fact.full_name.text) == ("new", "Тарас Гай")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person": "ghost"}, "unknown-person"),
        ({"position": "ghost"}, "unknown-position"),
        ({"until": date(2021, 4, 1)}, "ends-before-start"),
        ({"acting": True}, "basis-missing"),
        ({}, "position-taken"),
    ],
)
def test_an_appointment_is_refused(fields, code):
    ask = AppointPerson(**{**ORG, "person": "deputy", "position": "director", "since": IN_MAY, **fields})
    given(*PEOPLE).when(ask).then_refused(code)


def test_a_post_has_one_holder_on_any_day():
    """Also where the newcomer would begin before the one who holds it later."""
    vacant = AppointmentEnded(person="director", position="director", until=date(2020, 12, 31))
    later = PersonAppointed(person="deputy", position="director", since=date(2021, 2, 1))
    ask = AppointPerson(**ORG, person="head-bureau", position="director", since=date(2021, 1, 1))
    given(*PEOPLE, vacant, later).when(ask).then_refused("position-taken", person="deputy")
    until = ask.model_copy(update={"until": date(2021, 1, 31)})
    assert given(*PEOPLE, vacant, later).when(until).facts()


def test_nobody_appoints_themselves():
    ask = AppointPerson(**ORG, person="deputy", position="director", since=IN_MAY, acting=True, basis="№ 7-к")
    given(*PEOPLE).when(ask, by="deputy", holding="administrator").then_refused("not-oneself")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person": "system"}, "name-of-the-house"),
        ({"email": "a@b\nX"}, "unreadable-address"),
        ({"email": "nobody"}, "unreadable-address"),
    ],
)
def test_a_person_is_not_registered(fields, code):
    given(*PEOPLE).when(RegisterPerson(**{**ORG, "person": "new", "full_name": "Х", **fields})).then_refused(
        code
    )


def test_a_zone_is_a_place_and_an_office_has_no_dot():
    ask = RegisterOrganisation(**ORG, title="Центр", zone="localtime", language="uk")
    given().when(ask).then_refused("unknown-zone")
    given().when(ask.model_copy(update={"zone": "Europe"})).then_refused("unknown-zone")
    dotted = ask.model_copy(update={"zone": "Europe/Kyiv", "organisation": "a.b"})
    given().when(dotted).then_refused("dot-in-organisation")


def test_an_acting_appointment_fills_a_held_post_by_order():
    ask = AppointPerson(**ORG, person="deputy", position="director", since=IN_MAY, acting=True, basis="№ 7-к")
    fact = PersonAppointed(person="deputy", position="director", since=IN_MAY, acting=True, basis="№ 7-к")
    given(*PEOPLE).when(ask).then(fact)
    given(*PEOPLE, fact).when(ask).then_nothing()
    assert (
        office(fact).standing("deputy", IN_MAY).in_position("director").words("uk")
        == "Директор (в.о., № 7-к)"
    )


def test_a_release_ends_the_standing_after_its_last_day():
    ask = EndAppointment(**ORG, person="deputy", position="deputy", until=IN_MAY)
    fact = AppointmentEnded(person="deputy", position="deputy", until=IN_MAY)
    given(*PEOPLE).when(ask).then(fact)
    given(*PEOPLE, fact).when(ask).then_nothing()
    assert office(fact).standing("deputy", IN_MAY).roles == {"reviewer"}
    assert office(fact).standing("deputy", date(2021, 5, 2)).roles == frozenset()
    given(*PEOPLE).when(ask.model_copy(update={"position": "director"})).then_refused("not-appointed")


def test_words_of_a_plan_lead_to_a_unit_or_a_post_in_any_spelling():
    assert office().called("Відділ право-просвітництва") == "unit:education"
    assert office().called(" відділ просвіти; ") == "unit:education"
    assert office().called("ДИРЕКТОР") == "position:director"
    assert office().called("Від\u200bділ\u00ad  право\u2011просвітництва") == "unit:education"
    assert office().called("відділ фантазій") is None


def test_behind_a_unit_stands_its_head_and_behind_a_vacant_one_somebody_of_it():
    assert office().person_behind("unit:education", IN_MAY) == "head-education"
    gone = AppointmentEnded(person="head-education", position="head-education", until=date(2021, 1, 1))
    assert office(gone).person_behind("unit:education", IN_MAY) == "clerk-education"
    assert office().person_behind("person:deputy", IN_MAY) == "deputy"
    assert office().person_behind("person:ghost", IN_MAY) is None
    assert office().person_behind(None, IN_MAY) is None


def test_the_superior_of_a_clerk_is_the_head_and_of_a_head_the_director():
    assert office().superior_of("clerk-education", IN_MAY) == "head-education"
    assert office().superior_of("head-education", IN_MAY) == "director"
    assert office().superior_of("director", IN_MAY) is None


def test_the_table_speaks_of_known_roles_alone():
    assert {role for roles in MAY.values() for role in roles} <= {*ROLES, "system"}


def test_nobody_gives_the_post_they_hold_another_role():
    """An administrator who made their own post a director's would appoint themselves."""
    post = PositionCreated(position="admin", unit="office", title="Адміністратор", role="administrator")
    held = PersonAppointed(person="deputy", position="admin", since=date(2021, 1, 1))
    ask = CreatePosition(
        **ORG, position="admin", unit="office", title="Адміністратор", role="director", heads=False
    )
    given(*PEOPLE, post, held).when(ask, by="deputy").then_refused("not-oneself")
    given(*PEOPLE, post, held).when(ask, by="planner", holding="administrator").then(
        post.model_copy(update={"role": "director"})
    )
    same = ask.model_copy(update={"role": "administrator", "aliases": ("адмін",)})
    given(*PEOPLE, post, held).when(same, by="deputy").then(post.model_copy(update={"aliases": ("адмін",)}))


def test_a_lent_post_speaks_for_its_unit_only_where_it_leads_it():
    """The head of education lends the clerk's post; the unit's own voice stays with the head."""
    both = PersonAppointed(person="head-education", position="clerk-education", since=date(2021, 1, 1))
    lent = DutyDelegated(
        delegation="d",
        position="clerk-education",
        giver="head-education",
        taker="deputy",
        acts=("AgreeStep",),
        since=date(2021, 1, 1),
        until=date(2021, 1, 29),
        basis="наказ",
    )
    mine = office(both, lent).references_of("deputy", date(2021, 1, 20))
    assert "position:clerk-education" in mine
    assert "unit:education" not in mine
