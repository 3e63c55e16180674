"""How does a person come in, go out, and choose a language?"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from application.sentences import speaking
from interfaces.web.visitor import LANGUAGE, LANGUAGES, AGuest, AVisitor, Form, OwnForm, cookie_of, session_of

router = APIRouter()
A_YEAR = 365 * 24 * 3600


@router.get("/sign-in", response_class=HTMLResponse)
def how_to_sign_in(guest: AGuest) -> Response:
    return guest.page("no_session.html")


@router.get("/sign-in/{token}", response_class=HTMLResponse)
def look_at_link(guest: AGuest, token: str) -> Response:
    """Looking uses nothing up: scanners of mail open links too."""
    link = guest.house.sessions.link(token)
    if link is None:
        return guest.page("not_found.html", 404)
    office = guest.app.state(f"people-{link.organisation}")
    name = speaking(guest.app.phrases, guest.language, office, None).person(link.person)
    return guest.page("sign_in.html", 200 if link.usable else 410, link=link, office=office, name=name)


@router.post("/sign-in/{token}")
def use_link(guest: AGuest, token: str, request: Request) -> Response:
    session = guest.house.sessions.sign_in(token, instead_of=session_of(request))
    if session is None:
        return look_at_link(guest, token)
    inside = RedirectResponse("/", 303)
    inside.set_cookie(
        cookie_of(request),
        session,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return inside


@router.post("/sign-out")
def sign_out(visitor: AVisitor, form: OwnForm, request: Request) -> Response:
    visitor.house.sessions.sign_out(visitor.session)
    outside = RedirectResponse("/sign-in", 303)
    outside.delete_cookie(cookie_of(request), path="/", secure=request.url.scheme == "https", httponly=True)
    return outside


@router.post("/language")
def choose_language(guest: AGuest, form: Form) -> Response:
    language, back = form.get("language", ""), form.get("back", "/")
    same_place = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    there = RedirectResponse(same_place, 303)
    if language in LANGUAGES:
        there.set_cookie(LANGUAGE, language, max_age=A_YEAR, samesite="lax", httponly=True, path="/")
    return there
