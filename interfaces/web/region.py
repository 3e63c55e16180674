"""``/region``: who is late in the offices below, in one look; and who did not report, to be asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from re import fullmatch
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.explain.addresses import of_rollup, page_of
from application.region import (
    OfficeSeen,
    looks_below,
    offices_above,
    offices_seen,
    refuse_unless_looked_at,
    to_remind,
    whole,
)
from domain.calendar import periods
from domain.messages import Refused
from domain.people.may import Scope, refuse_unless_may
from domain.plan.decisions.reminding import RemindOffice
from domain.plan.state import Status
from domain.report.shapes import State
from interfaces.web.sending import SHOWN_WITHIN, command_id
from interfaces.web.visitor import AVisitor, OwnForm, Visitor
from interfaces.web.words import STATUS_LOOKS

router = APIRouter()
LATE_FOR = timedelta(days=30)
"""So long after a quarter its reports come in; until then the page opens on it."""
SORTS: dict[str, Callable[[OfficeSeen], Any]] = {
    "worst": lambda o: (-o.overdue - o.not_reported, o.standing.title),
    "title": lambda o: o.standing.title,
    "done": lambda o: (o.percent is not None, o.percent or 0, o.standing.title),
    "overdue": lambda o: (-o.overdue, o.standing.title),
    "silent": lambda o: (-o.not_reported, o.standing.title),
    "last": lambda o: (o.last_record is not None, o.last_record, o.standing.title),
}
LOOKS = {
    State.COMPLETE: "done",
    State.LATE: "done",
    State.ON_TRACK: "run",
    State.BEHIND: "due",
    State.OVERDUE: "late",
    State.NOT_DONE: "late",
    State.NOT_REPORTED: "silent",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is: whose offices, of which period, and the way to the same place otherwise."""

    node: str
    title: str
    period: str

    def at(self, page: str = "/region", **other: str) -> str:
        return f"{page}?{urlencode({'office': self.node, 'period': self.period} | other)}"

    def figure(self, node: str, *figure: str, task: str = "") -> str:
        """Where a number opens to what is behind it."""
        return page_of(of_rollup(self.period, node, *figure, task=task))


@router.get("/region", response_class=HTMLResponse)
def board(
    visitor: AVisitor, office: str = "", period: str = "", sort: str = "worst", sent: int = 0
) -> Response:
    place = place_of(visitor, office, period)
    offices = offices_seen(visitor.app, place.node, place.period)
    offices.sort(key=SORTS[sort if sort in SORTS else "worst"])
    standing = whole(visitor.app, place.node, place.period)
    reminded = [o for o in offices if o.reminded]
    return visitor.page(
        "region.html",
        place=place,
        name=visitor.sentences.period(place.period),
        standing=standing,
        states=states_of(visitor, place, standing.states),
        offices=[shown(visitor, place, o) for o in offices],
        sorts=[(key, place.at(sort=key), visitor.say(f"region.sort-{key}")) for key in SORTS],
        sort=sort,
        sent=min(max(sent, 0), len(reminded)),
        reminded=[o.standing.title for o in reminded],
        already=max(0, len(reminded) - max(sent, 0)),
        remind=place.at("/region/remind") if may_remind(visitor, place) and silent(offices) else "",
        silent=len(silent(offices)),
        up=up_from(visitor, place),
        others=[(place_at.at(), visitor.sentences.period(place_at.period)) for place_at in beside(place)],
    )


@router.get("/region/remind", response_class=HTMLResponse)
def check(visitor: AVisitor, office: str = "", period: str = "") -> Response:
    """Names those who will be asked; nothing is sent yet."""
    place = reminding(visitor, office, period)
    asked = [o for o in offices_seen(visitor.app, place.node, place.period) if o.silent]
    return visitor.page(
        "remind.html",
        place=place,
        name=visitor.sentences.period(place.period),
        asked=[(o.standing.title, person_of(visitor, o), o.silent) for o in asked if not o.reminded],
        already=[o.standing.title for o in asked if o.reminded],
    )


@router.post("/region/remind")
def remind(visitor: AVisitor, form: OwnForm) -> Response:
    """Each office by a command of its own, under a key made of the form's: pressed twice it is sent once."""
    place = reminding(visitor, form.get("office", ""), form.get("period", ""))
    key, sent, position = command_id(visitor, form), 0, 0
    for organisation, plan in to_remind(visitor.app, place.node, place.period):
        try:
            done = visitor.app.do(
                RemindOffice(plan=plan, period=place.period),
                by=visitor.person,
                organisation=visitor.organisation,
                command_id=f"{key}-{organisation}",
                channel="web",
            )
        except Refused as refused:
            if refused.code not in ("reminded-today", "nothing-owed-yet", "period-closed"):
                raise
            continue
        sent, position = sent + 1, max(position, done.answer.position)
    visitor.app.wait_for(position, SHOWN_WITHIN)
    return RedirectResponse(place.at(sent=str(sent)), 303)


def place_of(visitor: Visitor, office: str, period: str) -> Place:
    """Refused("not-found") for another's region, and for what is no period."""
    node = office or visitor.organisation
    refuse_unless_looked_at(visitor.app, visitor.signed_in, node)
    if not looks_below(visitor.app, visitor.signed_in):
        raise Refused("not-found")
    period = period or usual_period(visitor.moment.today)
    if not fullmatch(r"(19|20)\d\d(Q[1-4])?", period):
        raise Refused("not-found")
    return Place(node, title_of(visitor, node), period)


def reminding(visitor: Visitor, office: str, period: str) -> Place:
    place = place_of(visitor, office, period)
    if place.node != visitor.organisation:
        raise Refused("not-found")
    refuse_unless_may(visitor.moment.standing, visitor.person, RemindOffice, Scope.REGIONAL)
    return place


def may_remind(visitor: Visitor, place: Place) -> bool:
    """Asked of the table of who may: only those right below one's own office."""
    try:
        return bool(reminding(visitor, place.node, place.period))
    except Refused:
        return False


def usual_period(today: date) -> str:
    day = today - LATE_FOR
    return f"{day.year}Q{(day.month + 2) // 3}"


def beside(place: Place) -> Sequence[Place]:
    """The quarter before, the one after, and the year."""
    if "Q" not in place.period:
        return [Place(place.node, place.title, quarter) for quarter in periods.quarters(place.period)]
    first, last = periods.starts(place.period), periods.ends(place.period)
    days = (first - timedelta(days=1), last + timedelta(days=1))
    around = [f"{day.year}Q{(day.month + 2) // 3}" for day in days]
    return [Place(place.node, place.title, period) for period in (*around, place.period[:4])]


def up_from(visitor: Visitor, place: Place) -> str:
    """The way to the office above, where one may go there."""
    if place.node == visitor.organisation:
        return ""
    office, is_unit, _ = place.node.partition("/")
    above = office if is_unit else offices_above(visitor.app, office)[0]
    return Place(above, "", place.period).at()


def title_of(visitor: Visitor, node: str) -> str:
    """An office's title, or a unit's."""
    organisation, _, unit = node.partition("/")
    office = visitor.office_of(organisation)
    return office.units[unit].title if unit else office.title or node


def silent(offices: Sequence[OfficeSeen]) -> list[OfficeSeen]:
    return [o for o in offices if o.silent]


def person_of(visitor: Visitor, office: OfficeSeen) -> str:
    if office.responsible is None:
        return visitor.say("region.nobody")
    return visitor.sentences_in(office.standing.node).person(office.responsible)


def states_of(visitor: Visitor, place: Place, states: Mapping[State, int]) -> list[tuple[str, str, int, str]]:
    """Looks, words, number and address of each state that occurs."""
    return [
        (
            LOOKS.get(state, "none"),
            visitor.say(f"rollup.{state}"),
            count,
            place.figure(place.node, "states", state),
        )
        for state, count in states.items()
    ]


def shown(visitor: Visitor, place: Place, office: OfficeSeen) -> dict[str, object]:
    node, plan = office.standing.node, office.plan
    own = visitor.office_of(node).above == visitor.organisation
    status = Status(plan["status"]) if plan else None
    sentences = visitor.sentences_in(node)
    return {
        "title": office.standing.title,
        "address": Place(node, "", place.period).at() if office.has_below else "",
        "plan": f"/plans/{plan['plan']}" if plan and own and status is not Status.DRAFT else "",
        "status": visitor.say(f"status.{status}") if status else visitor.say("region.no-plan"),
        "looks": STATUS_LOOKS.get(status, "none") if status else "silent",
        "since": sentences.local(plan["since"]) if plan else None,
        "more": max(0, office.plans - 1),
        "measures": office.standing.measures,
        "percent": visitor.say("region.percent", share=office.percent) if office.percent is not None else "–",
        "sums": place.figure(node, "done"),
        "overdue": (office.overdue, place.figure(node, "states", State.OVERDUE)),
        "silent": (office.not_reported, place.figure(node, "states", State.NOT_REPORTED)),
        "last": sentences.local(office.last_record) if office.last_record else None,
        "person": person_of(visitor, office),
        "mail": office.mail,
        "reminded": office.reminded,
    }
