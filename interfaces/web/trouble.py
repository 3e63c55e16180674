"""What does a page say when it cannot answer as asked?"""

from __future__ import annotations

import uuid

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from application.ports import StoreUnavailable
from domain.messages import Refused
from interfaces.web.guard import HEADERS
from interfaces.web.visitor import ForeignForm, Guest, NotSignedIn, a_guest, somebody
from interfaces.web.words import why

log = structlog.get_logger()


def install(web: FastAPI) -> None:
    web.add_exception_handler(NotSignedIn, to_the_door)
    web.add_exception_handler(ForeignForm, foreign_form)
    web.add_exception_handler(Refused, refused)
    web.add_exception_handler(HTTPException, as_http)
    web.add_exception_handler(RequestValidationError, not_found)
    web.add_exception_handler(StoreUnavailable, unavailable)
    web.add_exception_handler(Exception, broken)


def to_the_door(request: Request, _: Exception) -> Response:
    return RedirectResponse("/sign-in", 303)


def foreign_form(request: Request, _: Exception) -> Response:
    return told(somebody(request), "web.foreign-form", 403)


def refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refused)
    if refusal.code == "not-found":
        return not_found(request, refusal)
    asker = somebody(request)
    text = why(asker.app.phrases, asker.language, refusal)
    return asker.page("trouble.html", 409, title=asker.say("web.not-possible"), text=text)


def as_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code in (404, 405):
        return not_found(request, error)
    return JSONResponse({"detail": error.detail}, error.status_code)


def not_found(request: Request, _: Exception) -> Response:
    return somebody(request).page("not_found.html", 404)


def unavailable(request: Request, _: Exception) -> Response:
    return told(a_guest(request), "web.store-unavailable", 503)


def broken(request: Request, error: Exception) -> Response:
    """A bug: told once, here, with a number to find it by."""
    number = uuid.uuid4().hex[:8]
    log.error("web.broken", number=number, path=request.url.path, exc_info=error)
    guest = a_guest(request)
    text = guest.say("web.broken", id=number)
    page = guest.page("trouble.html", 500, title=guest.say("web.broken-title"), text=text)
    page.headers.update(HEADERS)
    return page


def told(guest: Guest, key: str, status: int) -> Response:
    return guest.page("trouble.html", status, title=guest.say("web.not-possible"), text=guest.say(key))
