"""``/substitution``: who stands in for me, for whom do I, and how does that begin and end?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application import substitution as standing_in
from domain.messages import Refused
from domain.people.decisions import EndAppointment, PeopleCommand, RevokeDelegation
from domain.people.events import DutyDelegated, PersonAppointed
from domain.people.may import MAY
from domain.people.standing import FORMS
from interfaces.web.forms import Wrong, command_from, fields_of
from interfaces.web.office_acts import send_to_office, version_of
from interfaces.web.sending import NotDone
from interfaces.web.visitor import AVisitor, OwnForm, Visitor

router = APIRouter()
HERE = "/substitution"
ENDS: Mapping[str, str] = {"revoked-in-the-past": "until"}


@dataclass(frozen=True, slots=True)
class Stand:
    """One person for another, as a card tells it; ``end`` is where I may call it off, else blank."""

    person: str
    post: str
    what: str
    since: date
    until: date | None
    basis: str
    runs: bool
    end: str


@router.get(HERE, response_class=HTMLResponse)
def overview(visitor: AVisitor, recorded: int = 0, again: bool = False, unchanged: bool = False) -> Response:
    today, office, me = visitor.moment.today, visitor.office, visitor.person
    mine = standing_in.own_positions(office, me, today)
    administers = bool(visitor.moment.standing.roles & MAY["AppointPerson"])
    orders = standing_in.acting(office, today)
    given = standing_in.given_by(office, me, today)
    taken = standing_in.taken_by(office, me, today)
    others = [d for d in standing_in.standing(office, today) if administers and me not in (d.giver, d.taker)]
    return visitor.page(
        "substitution.html",
        for_me=[
            *(delegation(visitor, d, d.taker) for d in given),
            *(order(visitor, a) for a in orders if a.position in mine and a.person != me),
        ],
        by_me=[
            *(delegation(visitor, d, d.giver) for d in taken),
            *(order(visitor, a) for a in orders if a.person == me),
        ],
        elsewhere=[
            *(delegation(visitor, d, d.taker) for d in others),
            *(order(visitor, a) for a in orders if administers and a.person != me and a.position not in mine),
        ],
        may_delegate=bool(mine) and bool(visitor.moment.standing.roles & MAY["DelegateDuty"]),
        may_appoint=administers,
        told=fact(visitor, recorded),
        again=again,
        unchanged=unchanged,
    )


def fact(visitor: Visitor, version: int) -> tuple[str, object] | None:
    """The fact of this version in words, and when it was written down."""
    if not 0 < version <= visitor.app.store.head():
        return None
    found = visitor.app.history(f"people-{visitor.organisation}", after=version - 1, up_to=version)
    if not found or found[0].envelope.by != visitor.person:
        return None
    return visitor.sentences.of(found[0]), visitor.sentences.when(found[0])


def delegation(visitor: Visitor, given: DutyDelegated, shown: str) -> Stand:
    today, me = visitor.moment.today, visitor.person
    ends = me == given.giver or "administrator" in visitor.moment.standing.roles
    return Stand(
        person=visitor.sentences.person(shown),
        post=visitor.office.positions[given.position].title,
        what=acts_words(visitor, given.acts),
        since=given.since,
        until=given.until,
        basis=f"{FORMS[given.form][visitor.office.language]}, {given.basis}",
        runs=given.since <= today,
        end=f"{HERE}/revoke?delegation={given.delegation}" if ends else "",
    )


def order(visitor: Visitor, appointed: PersonAppointed) -> Stand:
    form = FORMS[appointed.form or "acting"][visitor.office.language]
    ends = bool(visitor.moment.standing.roles & MAY["EndAppointment"])
    asked = f"person={appointed.person}&position={appointed.position}&since={appointed.since.isoformat()}"
    return Stand(
        person=visitor.sentences.person(appointed.person),
        post=visitor.office.positions[appointed.position].title,
        what=visitor.say("web.all-duties"),
        since=appointed.since,
        until=appointed.until,
        basis=f"{form}, {appointed.basis}",
        runs=appointed.since <= visitor.moment.today,
        end=f"{HERE}/end?{asked}" if ends else "",
    )


def acts_words(visitor: Visitor, acts: Sequence[str]) -> str:
    return ", ".join(visitor.say(f"command.{act}") for act in acts)


@router.get(f"{HERE}/revoke", response_class=HTMLResponse)
def ask_revoke(visitor: AVisitor, delegation: str = "") -> Response:
    return end_page(visitor, ended(visitor, {"delegation": delegation}), {})


@router.post(f"{HERE}/revoke")
def revoke(visitor: AVisitor, form: OwnForm) -> Response:
    return end(visitor, ended(visitor, form), form)


@router.get(f"{HERE}/end", response_class=HTMLResponse)
def ask_end(visitor: AVisitor, person: str = "", position: str = "", since: str = "") -> Response:
    return end_page(visitor, ended(visitor, {"person": person, "position": position, "since": since}), {})


@router.post(f"{HERE}/end")
def end_order(visitor: AVisitor, form: OwnForm) -> Response:
    return end(visitor, ended(visitor, form), form)


@dataclass(frozen=True, slots=True)
class Ending:
    """A substitution that is to be called off: what it is, and the command's settled fields."""

    command: type[PeopleCommand]
    settled: Mapping[str, str]
    stand: Stand
    address: str


def ended(visitor: Visitor, asked: Mapping[str, str]) -> Ending:
    """From this minute on: its last day was yesterday. Refused("not-found") for what does not stand."""
    today, office = visitor.moment.today, visitor.office
    last = {"organisation": visitor.organisation, "until": (today - timedelta(days=1)).isoformat()}
    if given := office.delegations.get(asked.get("delegation", "")):
        if given.until >= max(today, given.since):
            settled = {"delegation": given.delegation, **last}
            return Ending(
                RevokeDelegation, settled, delegation(visitor, given, given.taker), f"{HERE}/revoke"
            )
        raise Refused("not-found")
    named = (asked.get("person"), asked.get("position"), asked.get("since"))
    for appointed in standing_in.acting(office, today):
        key = (appointed.person, appointed.position, appointed.since.isoformat())
        if key == named:
            settled = dict(zip(("person", "position", "since"), key, strict=True)) | last
            return Ending(EndAppointment, settled, order(visitor, appointed), f"{HERE}/end")
    raise Refused("not-found")


def end(visitor: Visitor, ending: Ending, form: Mapping[str, str]) -> Response:
    command, wrong = command_from(
        ending.command, fields_of(ending.command, ending.settled, {}), ending.settled, form
    )
    if command is None:
        return end_page(visitor, ending, form, wrong=wrong, status=422)
    assert isinstance(command, PeopleCommand)
    outcome = send_to_office(visitor, command, form, HERE, ENDS)
    if isinstance(outcome, Response):
        return outcome
    return end_page(visitor, ending, form, outcome=outcome, status=outcome.status)


def end_page(
    visitor: Visitor,
    ending: Ending,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    return visitor.page(
        "substitution_end.html",
        status,
        ending=ending,
        fields=fields_of(ending.command, ending.settled, {}),
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        version=version_of(visitor),
    )
