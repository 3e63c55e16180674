"""Is the house alive, and may it be sent work?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from application.app import App

router = APIRouter()
FARTHEST_BEHIND = 1000
"""Facts that read models may lag behind and still be of use."""


@router.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "alive"}


@router.get("/readyz")
def ready(request: Request) -> JSONResponse:
    """200 where the record answers, the broker rings and the read models keep up; else 503. Warnings name
    what is usable and should be mended."""
    house = request.app.state.house
    checks = {
        "store": checked(lambda: {"position": house.app.store.head()}),
        "projections": checked(lambda: projections(house.app)),
        "broker": checked(lambda: {"kind": house.broker()}),
    }
    fit = all(check["ok"] for check in checks.values())
    warnings = ["unsafe-store"] if getattr(house.app.settings, "unsafe_store", False) else []
    return JSONResponse({"ready": fit, **checks, "warnings": warnings}, 200 if fit else 503)


def projections(app: App) -> dict[str, Any]:
    head, shown, parked = app.store.head(), app.follower.shown(), len(app.parked())
    behind = max(0, head - shown)
    return {"ok": behind <= FARTHEST_BEHIND, "position": shown, "behind": behind, "parked": parked}


def checked(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"ok": True, **look()}
    except Exception as error:  # the edge of a probe: whatever is wrong with a part is the answer
        return {"ok": False, "error": type(error).__name__}
