"""Do probes tell a house that works from one that does not?"""

from __future__ import annotations

from starlette.testclient import TestClient

from interfaces.web.app import build_web
from tests.web.office import Desk


def test_a_house_at_work_is_alive_and_ready(desk: Desk):
    guest = desk.guest()
    assert guest.get("/healthz").json() == {"status": "alive"}
    desk.app.wait_for(desk.app.store.head(), 10)
    ready = guest.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "store": {"ok": True, "position": desk.app.store.head()},
        "projections": {"ok": True, "position": desk.app.store.head(), "behind": 0, "parked": 0},
        "broker": {"ok": True, "kind": "embedded"},
        "warnings": ["unsafe-store"],
    }


def test_a_silent_broker_is_not_ready_but_alive(desk: Desk):
    def silent() -> str:
        raise ConnectionError

    guest = TestClient(build_web(desk.app, desk.sessions, silent))
    assert guest.get("/readyz").status_code == 503
    assert guest.get("/readyz").json()["broker"] == {"ok": False, "error": "ConnectionError"}
    assert guest.get("/healthz").status_code == 200
