"""Who is known, to which office, in which posts?"""

from datetime import date

from application.projections import persons
from domain.messages import Personal
from domain.people.events import AppointmentEnded, PersonAppointed, PersonRegistered
from tests.domain.small_office import PEOPLE, YEAR
from tests.dsl import given
from tests.telling import told

somebody = PersonRegistered(person="director", full_name=Personal(of="director", text="Інша Людина"))


def acting(since: date, until: date | None = None) -> PersonAppointed:
    return PersonAppointed(
        person="deputy", position="director", since=since, until=until, acting=True, basis="наказ № 14-к"
    )


def test_a_person_belongs_to_the_office_that_registered_them() -> None:
    given(*PEOPLE).shows(persons.offices_of, ["lipky"], "deputy")
    given(*PEOPLE).shows(persons.offices_of, [], "stranger")


def test_an_id_that_two_offices_use_is_answered_with_both() -> None:
    given(*PEOPLE, told(somebody, organisation="other")).shows(
        persons.offices_of, ["lipky", "other"], "director"
    )


def test_a_person_fills_a_post_within_the_days_of_the_appointment() -> None:
    as_acting = {"position": "director", "role": "director", "acting": True, "basis": "наказ № 14-к"}
    facts = (*PEOPLE, acting(date(2021, 2, 1), date(2021, 2, 14)))
    given(*facts).shows(
        persons.posts_of, [{"position": "deputy"}, as_acting], "lipky", "deputy", date(2021, 2, 14)
    )
    given(*facts).shows(persons.posts_of, [{"position": "deputy"}], "lipky", "deputy", date(2021, 2, 15))


def test_an_appointment_that_ended_counts_up_to_its_last_day() -> None:
    ended = AppointmentEnded(person="deputy", position="deputy", until=date(2021, 1, 31))
    facts = (*PEOPLE, ended)
    given(*facts).shows(persons.posts_of, [{"position": "deputy"}], "lipky", "deputy", date(2021, 1, 31))
    given(*facts).shows(persons.posts_of, [], "lipky", "deputy", date(2021, 2, 1))


def test_an_appointment_that_ended_before_is_not_made_longer() -> None:
    ended = AppointmentEnded(person="deputy", position="director", until=date(2021, 3, 1))
    given(*PEOPLE, acting(YEAR, date(2021, 1, 14)), ended).shows(
        persons.posts_of, [{"position": "deputy"}], "lipky", "deputy", date(2021, 2, 1)
    )


def test_all_persons_of_an_office_are_listed() -> None:
    given(*PEOPLE).shows(
        persons.people_of,
        ["clerk-education", "deputy", "director", "head-bureau", "head-education", "planner"],
        "lipky",
    )
