"""Which pages are there, and what holds for every one of them?"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from application.app import App
from application.ports import Sessions
from interfaces.api import health
from interfaces.web import (
    acts,
    amend,
    amend_file,
    answer,
    bulk,
    consent,
    consent_answer,
    copy_plan,
    deputise,
    door,
    edit,
    evidence,
    explain,
    history,
    inbox,
    log,
    my,
    office_above,
    period,
    plan,
    plans,
    postpone,
    recorded,
    region,
    region_report,
    report_page,
    report_sign,
    reports,
    runs,
    substitution,
    trouble,
)
from interfaces.web.guard import Guard
from interfaces.web.pages import templates
from interfaces.web.visitor import House

STATIC = Path(str(files("interfaces.web"))) / "static"


def build_web(app: App, sessions: Sessions, broker: Callable[[], str] = lambda: "embedded") -> FastAPI:
    """The desks. ``broker`` says in a word which broker rings, and raises where it does not answer."""
    web = FastAPI(title="OnRecord", docs_url=None, redoc_url=None, openapi_url=None)
    web.state.house = House(app, sessions, templates(), broker)
    web.add_middleware(Guard, public_url=app.settings.public_url)
    web.mount("/static", CachedFiles(directory=STATIC), name="static")
    for desk in (
        door,
        inbox,
        plans,
        plan,
        period,
        reports,
        history,
        recorded,
        my,
        log,
        acts,
        answer,
    ):
        web.include_router(desk.router)
    for desk in (report_page, explain, region, region_report):
        web.include_router(desk.router)
    for desk in (evidence, bulk):
        web.include_router(desk.router)
    for desk in (substitution, deputise, postpone, runs, amend_file, amend, edit, copy_plan):
        web.include_router(desk.router)
    for desk in (consent, consent_answer, office_above):
        web.include_router(desk.router)
    web.include_router(report_sign.router)
    web.include_router(health.router)
    trouble.install(web)
    return web


class CachedFiles(StaticFiles):
    """Our own files, kept by the browser for an hour."""

    def file_response(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response
