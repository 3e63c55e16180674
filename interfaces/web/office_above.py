"""``/office/above``: under which office does ours stand, and by which order is that to be otherwise?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.moving_office import people_above
from domain.messages import Refused
from domain.people.decisions import MoveOffice
from interfaces.web.forms import Field, Wrong, command_from, fields_of
from interfaces.web.office_acts import send_to_office, version_of
from interfaces.web.sending import NotDone
from interfaces.web.substitution import fact
from interfaces.web.visitor import AVisitor, OwnForm, Visitor

router = APIRouter()
HERE = "/office/above"
ALONE = "alone"
MENDS: Mapping[str, str] = {
    "above-itself": "above",
    "unknown-office": "above",
    "office-ring": "above",
    "offices-too-deep": "above",
    "move-not-yet": "since",
    "moved-since": "since",
    "basis-missing": "basis",
}


@router.get(HERE, response_class=HTMLResponse)
def form(visitor: AVisitor, recorded: int = 0, again: bool = False, unchanged: bool = False) -> Response:
    refuse_unless_administers(visitor)
    typed = {"since": visitor.moment.today.isoformat()}
    return page(visitor, typed, recorded=recorded, again=again, unchanged=unchanged)


@router.post(HERE)
def move(visitor: AVisitor, form: OwnForm) -> Response:
    """Under none only where that is said: a blank field may be a slip."""
    refuse_unless_administers(visitor)
    alone = bool(form.get(ALONE))
    command, wrong = command_from(MoveOffice, fields_here(), settled(visitor), {**form, **without(alone)})
    if not alone and not form.get("above", "").strip():
        wrong = [Wrong("above", "web.error-missing"), *(w for w in wrong if w.field != "above")]
    if wrong or command is None:
        return page(visitor, form, wrong=wrong, status=422)
    assert isinstance(command, MoveOffice)
    done = send_to_office(visitor, command, form, HERE, MENDS)
    return done if isinstance(done, Response) else page(visitor, form, outcome=done, status=done.status)


def without(alone: bool) -> dict[str, str]:
    return {"above": ""} if alone else {}


def refuse_unless_administers(visitor: Visitor) -> None:
    if not visitor.administers:
        raise Refused("not-allowed", action="MoveOffice", roles="administrator")


def settled(visitor: Visitor) -> dict[str, str]:
    return {"organisation": visitor.organisation}


def fields_here() -> list[Field]:
    return fields_of(MoveOffice, {"organisation": ""}, {})


def page(
    visitor: Visitor,
    typed: Mapping[str, str],
    *,
    wrong: Sequence[Wrong] = (),
    outcome: NotDone | None = None,
    status: int = 200,
    recorded: int = 0,
    again: bool = False,
    unchanged: bool = False,
) -> Response:
    office = visitor.office
    above = people_above(visitor.app.state, office) if office.above else None
    return visitor.page(
        "office_above.html",
        status,
        above=above.title if above else "",
        id=office.above,
        since=office.above_since if office.was_under else None,
        fields=fields_here(),
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        version=version_of(visitor),
        told=fact(visitor, recorded),
        again=again,
        unchanged=unchanged,
    )
