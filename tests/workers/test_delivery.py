"""How a notice reaches its person once, whatever breaks between claim, letter and record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from application import delivery
from application.app import App
from application.clock import ring, tick
from application.ports import NotSent
from application.projections.notices import notices_of, to_deliver
from domain.messages import SYSTEM, Personal
from domain.notice.decisions import ClaimNotice
from domain.people.events import PersonRegistered
from tests.workers.house import PEOPLE, house, in_force, stand, with_address

MORNING = datetime(2021, 1, 26, 7, tzinfo=UTC)


@dataclass
class Postman:
    """A mailer that remembers, and does as it is told."""

    troubles: list[BaseException] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    channel: str = "mail"

    def send(self, *, to: str, subject: str, text: str, message_id: str) -> None:
        self.sent.append((to, message_id))
        self.texts.append(f"{subject}\n{text}")
        if self.troubles:
            raise self.troubles.pop()


class Killed(BaseException):
    """The process died here."""


def one_notice(app: App) -> str:
    """The reminder about measure 1.2, raised and not delivered."""
    ring(app.at(MORNING), MORNING)
    app.catch_up()
    return next(n["notice"] for n in app.ask(notices_of) if n["measure"] == "m2")


def row(app: App, notice: str) -> dict[str, object]:
    app.catch_up()
    return next(dict(n) for n in app.ask(notices_of) if n["notice"] == notice)


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def app(tmp_path: Path, postman: Postman) -> App:
    return replace(in_force(house(tmp_path)), mailer=postman)


def test_a_letter_goes_to_the_address_under_the_notices_own_id(app: App, postman: Postman):
    notice = one_notice(app)
    assert delivery.deliver(app, notice) == "delivered"
    assert postman.sent == [("head-education@lipky.example", f"{notice}@onrecord.lipky")]
    assert (row(app, notice)["state"], row(app, notice)["channel"]) == ("delivered", "mail")


def test_what_is_delivered_is_left_alone(app: App, postman: Postman):
    notice = one_notice(app)
    delivery.deliver(app, notice)
    assert delivery.deliver(app, notice) == "left"
    assert len(postman.sent) == 1


def test_a_second_worker_leaves_what_is_under_way(app: App, postman: Postman):
    notice = one_notice(app)
    app.do(ClaimNotice(notice=notice), by=SYSTEM)
    assert delivery.deliver(app, notice) == "left"
    assert postman.sent == []


def test_a_crash_after_the_letter_sends_again_under_the_same_id_when_the_lease_is_over(
    app: App, postman: Postman
):
    notice = one_notice(app)
    postman.troubles.append(Killed())
    with pytest.raises(Killed):
        delivery.deliver(app, notice)
    app.catch_up()
    assert notice not in app.ask(to_deliver, MORNING + timedelta(seconds=59))
    later = MORNING + timedelta(seconds=60)
    assert notice in app.ask(to_deliver, later)
    assert delivery.deliver(app.at(later), notice) == "delivered"
    assert len(postman.sent) == 2
    assert len(set(postman.sent)) == 1
    assert len(set(postman.texts)) == 1
    assert (row(app, notice)["state"], row(app, notice)["attempts"]) == ("delivered", 2)


def test_a_refusal_of_the_channel_is_tried_again_and_given_up_after_the_fifth(app: App, postman: Postman):
    notice, now = one_notice(app), MORNING
    postman.troubles = [NotSent("SMTPServerDisconnected") for _ in range(5)]
    for wait in (0, 1, 10, 60, 360):
        now += timedelta(minutes=wait)
        assert notice not in app.ask(to_deliver, now - timedelta(seconds=1)) or not wait
        assert delivery.deliver(app.at(now), notice) == "failed"
        app.catch_up()
    assert (row(app, notice)["state"], row(app, notice)["error"]) == ("failed", "SMTPServerDisconnected")
    assert notice not in app.ask(to_deliver, now + timedelta(days=30))
    assert delivery.deliver(app, notice) == "left"


def test_one_unreadable_address_fails_alone_and_the_sweep_goes_on(tmp_path: Path):
    app = house(tmp_path)
    bad = [
        fact.model_copy(update={"email": Personal(of=fact.person, text="a@b\nX")})
        if isinstance(fact, PersonRegistered) and fact.person == "head-education"
        else with_address(fact)
        for fact in PEOPLE
    ]
    stand(app, "people-lipky", bad)
    app = in_force(app)
    ring(app.at(MORNING), MORNING)
    app.catch_up()
    outcomes = delivery.deliver_due(app.at(MORNING), MORNING)
    rows = [dict(notice) for notice in app.ask(notices_of)]
    missed = [r for r in rows if r["recipient"] == "head-education"]
    assert {r["error"] for r in missed} == {"unreadable-address"}
    assert {r["state"] for r in rows if r not in missed} == {"delivered"}
    assert outcomes == {"failed": len(missed), "delivered": len(rows) - len(missed)}


def test_who_has_no_address_finds_the_notice_on_the_desk(tmp_path: Path, postman: Postman):
    app = house(tmp_path)
    stand(app, "people-lipky", PEOPLE)
    app = replace(in_force(app), mailer=postman)
    notice = one_notice(app)
    assert delivery.deliver(app, notice) == "delivered"
    assert (postman.sent, row(app, notice)["channel"]) == ([], "desk")


def test_the_letter_says_the_fact_first_in_the_readers_language(app: App, postman: Postman):
    delivery.deliver(app, one_notice(app))
    subject, text = postman.texts[0].split("\n", 1)
    assert subject.startswith("До 29.01")
    assert "зроблено 0 з 1" in subject
    assert len(subject) <= 60
    assert "Захід 1.2" in text
    assert "/plans/p1#m-m2" in text


def test_a_late_letter_says_that_it_is_late(app: App, postman: Postman):
    back = datetime(2021, 1, 28, 7, tzinfo=UTC)
    tick(app.at(back), back)
    late = [text for text in postman.texts if "захід 1.2" in text.splitlines()[0]]
    assert "Надіслано із запізненням" in late[0]


def test_no_subject_names_a_person(app: App, postman: Postman):
    tick(app.at(MORNING), MORNING)
    subjects = [text.splitlines()[0] for text in postman.texts]
    names = {word for fact in PEOPLE if hasattr(fact, "full_name") for word in fact.full_name.text.split()}
    assert subjects
    assert not [s for s in subjects if any(name in s for name in names)]
