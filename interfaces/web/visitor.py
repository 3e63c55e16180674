"""Who is asking, in which language, and as whom do they act here?"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlalchemy import RowMapping
from starlette.datastructures import FormData

from application.app import App
from application.moving_office import people_above
from application.offers import PlanSeen, moment_of, plan_seen
from application.ports import Sessions, SignedIn, StoreUnavailable
from application.projections import plan_board, report_signing, waiting
from application.region import looks_below
from application.sentences import Sentences, speaking
from domain.messages import Moment, Refused
from domain.people.may import MAY
from domain.people.state import Organisation
from domain.plan.state import Status

LANGUAGES = {"uk": "Українська", "vi": "Tiếng Việt", "en": "English"}
LANGUAGE = "onrecord_language"


class NotSignedIn(Exception):
    """Nobody is behind this request."""


class ForeignForm(Exception):
    """A form without the token of this session."""


@dataclass(frozen=True)
class House:
    """What all pages stand on."""

    app: App
    sessions: Sessions
    templates: Environment
    broker: Callable[[], str]


@dataclass(frozen=True)
class Guest:
    """Anybody: what is known before somebody signs in."""

    house: House
    request: Request

    @property
    def app(self) -> App:
        return self.house.app

    @cached_property
    def language(self) -> str:
        """The one chosen, else the person's, the office's, the browser's."""
        chosen = [self.request.cookies.get(LANGUAGE, ""), *self.own_languages()]
        wanted = self.request.headers.get("accept-language", "")
        chosen += [part.strip()[:2].lower() for part in wanted.split(",")]
        return next((language for language in chosen if language in LANGUAGES), "en")

    def own_languages(self) -> tuple[str, ...]:
        return ()

    def say(self, key: str, /, **facts: object) -> str:
        return self.app.phrases.say(key, self.language, **facts)

    def page(self, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
        now = self.app.clock.now()
        settings = self.app.settings
        text = self.house.templates.get_template(template).render(
            who=self,
            say=self.say,
            language=self.language,
            languages=LANGUAGES,
            here=self.request.url.path,
            demo=settings.mode == "demo",
            simulated=getattr(settings, "now", None) is not None,
            unsafe=getattr(settings, "unsafe_store", False),
            now=now,
            **shown,
        )
        return HTMLResponse(text, status)


@dataclass(frozen=True)
class Visitor(Guest):
    """A person who signed in."""

    session: str
    signed_in: SignedIn

    @property
    def person(self) -> str:
        return self.signed_in.person

    @property
    def organisation(self) -> str:
        return self.signed_in.organisation

    @cached_property
    def moment(self) -> Moment:
        return moment_of(self.app, self.signed_in)

    @property
    def office(self) -> Organisation:
        return self.moment.seen(Organisation)

    @cached_property
    def sentences(self) -> Sentences:
        return speaking(self.app.phrases, self.language, self.office, None)

    def office_of(self, organisation: str) -> Organisation:
        """This office, or one below it whose plan is spoken of."""
        office: Organisation = self.app.state(f"people-{organisation}")
        return self.office if organisation == self.organisation else office

    def sentences_in(self, organisation: str) -> Sentences:
        return speaking(
            self.app.phrases, self.language, self.office_of(organisation), None, above=self.office
        )

    @property
    def name(self) -> str:
        return self.sentences.person(self.person)

    @cached_property
    def capacities(self) -> list[str]:
        return [c.words(self.office.language) for c in self.moment.standing.capacities]

    @property
    def positions(self) -> list[str]:
        return [c.position for c in self.moment.standing.capacities]

    @cached_property
    def references(self) -> frozenset[str]:
        """The voices of a route that this person may speak for."""
        return self.office.references_of(self.person, self.moment.today)

    @cached_property
    def waits(self) -> int:
        """How many plans wait for this person: to be decided, mended, or submitted."""
        mend = self.app.ask(waiting.returned_to, self.organisation, self.person)
        reports = self.app.ask(report_signing.came_back_to, self.organisation, self.person)
        return len(self.to_decide) + len(mend) + len(reports) + len(self.own_drafts)

    @cached_property
    def to_decide(self) -> list[RowMapping]:
        """Open steps that wait for this person's voice, here and in the offices below."""
        here = self.app.ask(waiting.steps_waiting_for, self.organisation, self.references)
        return [*here, *self.app.ask(waiting.steps_waiting_above, self.organisation, self.positions)]

    @cached_property
    def own_drafts(self) -> list[RowMapping]:
        rows = self.app.ask(plan_board.plans, self.organisation)
        return [row for row in rows if row["status"] == Status.DRAFT and row["author"] == self.person]

    @cached_property
    def looks_below(self) -> bool:
        """Whether this person has a region to look at."""
        return looks_below(self.app, self.signed_in)

    @cached_property
    def administers(self) -> bool:
        """Whether this person sets the office up."""
        return bool(self.moment.standing.roles & MAY["AppointPerson"])

    @property
    def csrf(self) -> str:
        return csrf_of(self.session)

    @property
    def new_command(self) -> str:
        """An id for one act: a form sent twice is one act."""
        return f"web-{secrets.token_hex(16)}"

    def own_languages(self) -> tuple[str, ...]:
        known = self.office.persons.get(self.person)
        return (known.language if known else "", self.office.language)

    def plan(self, id: str) -> PlanSeen:
        """Refused("not-found") for what is not this person's to see."""
        return plan_seen(self.app, id, self.signed_in)

    def sentences_about(self, seen: PlanSeen) -> Sentences:
        above = people_above(self.app.state, seen.office)
        return speaking(self.app.phrases, self.language, seen.office, seen.plan, seen.history, above=above)


def csrf_of(session: str) -> str:
    return hashlib.sha256(b"form/" + session.encode()).hexdigest()


def cookie_of(request: Request) -> str:
    """The cookie's name: over TLS one that no other host may set."""
    return "__Host-onrecord" if request.url.scheme == "https" else "onrecord"


def session_of(request: Request) -> str:
    return request.cookies.get(cookie_of(request), "")


def a_guest(request: Request) -> Guest:
    return Guest(request.app.state.house, request)


def a_visitor(request: Request) -> Visitor:
    house: House = request.app.state.house
    session = session_of(request)
    known = house.sessions.signed_in(session) if session else None
    if known is None:
        raise NotSignedIn
    visitor = Visitor(house, request, session, known)
    if not visitor.positions:
        raise Refused("no-position-today")
    return visitor


def somebody(request: Request) -> Guest:
    """The person where one is signed in, so that what went wrong is said in their language; else a guest."""
    try:
        return a_visitor(request)
    except (NotSignedIn, Refused, StoreUnavailable):
        return a_guest(request)


async def a_form(request: Request) -> Mapping[str, str]:
    """The fields of a form, without files; a field that came twice counts once."""
    form: FormData = await request.form(max_files=0, max_fields=500)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def an_own_form(
    visitor: Annotated[Visitor, Depends(a_visitor)], form: Annotated[Mapping[str, str], Depends(a_form)]
) -> Mapping[str, str]:
    """A form that this session was shown."""
    if not secrets.compare_digest(form.get("csrf", "").encode(), visitor.csrf.encode()):
        raise ForeignForm
    return form


AGuest = Annotated[Guest, Depends(a_guest)]
AVisitor = Annotated[Visitor, Depends(a_visitor)]
Form = Annotated[Mapping[str, str], Depends(a_form)]
OwnForm = Annotated[Mapping[str, str], Depends(an_own_form)]
