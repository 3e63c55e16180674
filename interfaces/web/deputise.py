"""``/substitution/delegate``, ``/substitution/acting``: how does one begin to stand in for another?

Two pages an act: the form, then what exactly it gives and what it does not. Nothing is on record between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from application import substitution as standing_in
from domain.messages import Refused
from domain.people.decisions import LONGEST_DELEGATION, AppointPerson, DelegateDuty, PeopleCommand
from domain.people.may import DELEGABLE, MAY
from domain.people.standing import APPOINTED, FORMS, GIVEN
from interfaces.web.forms import Field, Option, Wrong, command_from, fields_of
from interfaces.web.office_acts import not_done, refusal, send_to_office, version_of
from interfaces.web.sending import NotDone
from interfaces.web.substitution import HERE
from interfaces.web.visitor import AVisitor, OwnForm, Visitor

router = APIRouter()
STARTS: Mapping[str, type[PeopleCommand]] = {"delegate": DelegateDuty, "acting": AppointPerson}
MENDS: Mapping[str, str] = {
    "basis-missing": "basis",
    "ends-before-start": "until",
    "delegation-too-long": "until",
    "unknown-position": "position",
    "not-yours-to-give": "position",
    "unknown-form": "form",
    "not-delegable": "acts",
}
"""Which field mends a refusal; whom one may not choose is told of the field that names the person."""


@dataclass(frozen=True)
class Start:
    """One of the two starts, with its fields; ``settled`` is what nobody is asked."""

    name: str
    settled: Mapping[str, str]
    fields: list[Field]
    lendable: Sequence[str]

    @property
    def command(self) -> type[PeopleCommand]:
        return STARTS[self.name]

    @property
    def address(self) -> str:
        return f"{HERE}/{self.name}"

    @property
    def person_field(self) -> str:
        return "taker" if self.command is DelegateDuty else "person"


@router.get(f"{HERE}/delegate", response_class=HTMLResponse)
@router.get(f"{HERE}/acting", response_class=HTMLResponse)
def begin(visitor: AVisitor, request: Request) -> Response:
    start = start_of(visitor, request.url.path.rpartition("/")[2])
    return form_page(visitor, start, prefilled(visitor, start))


@router.post(f"{HERE}/delegate")
@router.post(f"{HERE}/acting")
def go_on(visitor: AVisitor, request: Request, form: OwnForm) -> Response:
    """The form becomes the check page, and the check page the fact; «change» leads back to the form."""
    start = start_of(visitor, request.url.path.rpartition("/")[2])
    if form.get("change"):
        return form_page(visitor, start, form)
    command, wrong = command_of(start, form)
    if command is None:
        return form_page(visitor, start, form, wrong=wrong, status=422)
    mends = {**MENDS, "not-oneself": start.person_field, "unknown-person": start.person_field}
    if form.get("checked"):
        outcome = send_to_office(visitor, command, form, HERE, mends)
        if isinstance(outcome, Response):
            return outcome
        return form_page(visitor, start, form, outcome=outcome, status=outcome.status)
    if refused := refusal(visitor, command):
        outcome = not_done(visitor, refused, mends)
        return form_page(visitor, start, form, outcome=outcome, status=outcome.status)
    return check_page(visitor, start, command, form)


def start_of(visitor: Visitor, name: str) -> Start:
    """Refused("not-allowed") for those who may not begin it."""
    office, today = visitor.office, visitor.moment.today
    roles = visitor.moment.standing.roles
    command = STARTS[name]
    allowed = MAY[command.__name__]
    mine = standing_in.own_positions(office, visitor.person, today)
    if not roles & allowed or (command is DelegateDuty and not mine):
        raise Refused("not-allowed", action=command.__name__, roles=", ".join(sorted(allowed - {"system"})))
    posts = mine if command is DelegateDuty else list(office.positions)
    choices: dict[str, Sequence[Option]] = {
        "position": [(p, office.positions[p].title) for p in posts],
        "taker": persons(visitor, but=visitor.person),
        "person": persons(visitor, but=visitor.person),
        "form": [(f, FORMS[f][office.language]) for f in ("delegated", "ordered", "deputy") if f in GIVEN]
        if command is DelegateDuty
        else [(f, FORMS[f][office.language]) for f in ("acting", "temporarily") if f in APPOINTED],
    }
    settled = {"organisation": visitor.organisation}
    unasked = {"acts": "", "acting": ""}
    lent = [a for a in MAY if a in DELEGABLE and any(office.positions[p].role in MAY[a] for p in mine)]
    fields = fields_of(command, {**settled, **unasked}, choices)
    return Start(name, settled, fields, lent if command is DelegateDuty else [])


def persons(visitor: Visitor, but: str) -> list[Option]:
    """Who works in the office today or will, by name, with their posts."""
    office, today = visitor.office, visitor.moment.today
    posts: dict[str, list[str]] = {}
    for a in office.appointments:
        if (a.until is None or a.until >= today) and a.person != but:
            posts.setdefault(a.person, []).append(office.positions[a.position].title)
    named = ((id, f"{visitor.sentences.person(id)}, {'; '.join(held)}") for id, held in posts.items())
    return sorted(named, key=lambda option: option[1])


def prefilled(visitor: Visitor, start: Start) -> dict[str, str]:
    """From today; a delegation with its one post and all that it may lend."""
    filled = {"since": visitor.moment.today.isoformat()}
    posts = next(f.options for f in start.fields if f.name == "position")
    if len(posts) == 1:
        filled["position"] = posts[0][0]
    return filled | {f"acts-{act}": "1" for act in start.lendable}


def command_of(start: Start, form: Mapping[str, str]) -> tuple[PeopleCommand | None, list[Wrong]]:
    also: dict[str, object] = {"acting": True}
    if start.command is DelegateDuty:
        lent = [act for act in start.lendable if form.get(f"acts-{act}")]
        if not lent:
            return None, [Wrong("acts", "web.error-no-acts")]
        also = {"acts": lent}
    command, wrong = command_from(start.command, start.fields, start.settled, form, **also)
    assert command is None or isinstance(command, PeopleCommand)
    return command, wrong


def form_page(
    visitor: Visitor,
    start: Start,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
) -> Response:
    today = visitor.moment.today
    return visitor.page(
        "substitution_form.html",
        status,
        start=start,
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        longest=LONGEST_DELEGATION,
        latest=today + timedelta(days=LONGEST_DELEGATION - 1),
    )


def check_page(visitor: Visitor, start: Start, command: PeopleCommand, typed: Mapping[str, str]) -> Response:
    """What it gives, and what the deputy still may not do."""
    assert isinstance(command, DelegateDuty | AppointPerson)
    office = visitor.office
    lends = isinstance(command, DelegateDuty)
    taker = command.taker if isinstance(command, DelegateDuty) else command.person
    giver = visitor.person if lends else ""
    acts = frozenset(command.acts) if isinstance(command, DelegateDuty) else frozenset(MAY)
    role = office.positions[command.position].role
    return visitor.page(
        "substitution_check.html",
        start=start,
        asked=command,
        typed=typed,
        version=version_of(visitor),
        taker=visitor.sentences.person(taker),
        post=office.positions[command.position].title,
        form=FORMS[command.form or "acting"][office.language],
        holders=[visitor.sentences.person(a.person) for a in office.holders(command.position, command.since)],
        acts=[visitor.say(f"command.{a}") for a in command.acts] if isinstance(command, DelegateDuty) else [],
        kept_back=[visitor.say(f"command.{c}") for c in standing_in.kept_back(role, acts)] if lends else [],
        barred=standing_in.barred_from(visitor.app, visitor.organisation, taker, giver),
    )
