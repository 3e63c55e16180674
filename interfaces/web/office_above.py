"""``/office/above``: under which office does ours stand, and which of those below goes under another one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from application.moving_office import people_above
from application.projections import rollup_rows
from domain.messages import Refused
from domain.people.decisions import MoveOffice
from interfaces.web.forms import Field, Wrong, command_from, fields_of
from interfaces.web.office_acts import send_to_office
from interfaces.web.sending import NotDone
from interfaces.web.visitor import AVisitor, OwnForm, Visitor

router = APIRouter()
HERE = "/office/above"
MENDS: Mapping[str, str] = {
    "above-itself": "above",
    "unknown-office": "above",
    "office-ring": "above",
    "office-out-of-reach": "above",
    "offices-too-deep": "above",
    "move-not-yet": "since",
    "moved-since": "since",
    "basis-missing": "basis",
}


@router.get(HERE, response_class=HTMLResponse)
def form(visitor: AVisitor, office: str = "", recorded: int = 0, unchanged: bool = False) -> Response:
    refuse_unless_administers(visitor)
    typed = {"since": visitor.moment.today.isoformat(), "office": office}
    return page(visitor, typed, recorded=recorded, unchanged=unchanged)


@router.post(HERE)
def move(visitor: AVisitor, form: OwnForm) -> Response:
    """A blank office is a slip: under none, and out of one's reach, only the house puts an office."""
    refuse_unless_administers(visitor)
    moved = {"organisation": form.get("office", "")}
    command, wrong = command_from(MoveOffice, fields_here(), moved, form)
    if not form.get("above", "").strip():
        wrong = [Wrong("above", "web.error-missing"), *(w for w in wrong if w.field != "above")]
    if wrong or command is None:
        return page(visitor, form, wrong=wrong, status=422)
    assert isinstance(command, MoveOffice)
    done = send_to_office(visitor, command, form, HERE, MENDS)
    return done if isinstance(done, Response) else page(visitor, form, outcome=done, status=done.status)


def refuse_unless_administers(visitor: Visitor) -> None:
    if not visitor.administers:
        raise Refused("not-allowed", action="MoveOffice", roles="administrator")


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
    unchanged: bool = False,
) -> Response:
    office = visitor.office
    above = people_above(visitor.app.state, office) if office.above else None
    below = visitor.app.ask(rollup_rows.titles_below, visitor.organisation)
    chosen = typed.get("office", "")
    chosen = chosen if chosen in below else ""
    return visitor.page(
        "office_above.html",
        status,
        above=above.title if above else "",
        id=office.above,
        since=office.above_since if office.was_under else None,
        below=below,
        chosen=chosen,
        fields=fields_here(),
        typed=typed,
        wrong=wrong,
        outcome=outcome,
        version=visitor.app.store.version(f"people-{chosen}") if chosen else 0,
        told=bool(recorded),
        unchanged=unchanged,
    )
