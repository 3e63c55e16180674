"""``onrecord serve``: how does the whole house run in one process?

Pages, the follower of the record, and the clock: without a broker as threads of this process, with one in the
workers of ``onrecord work``.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from interfaces.cli.words import Help

if TYPE_CHECKING:
    from application.app import App
    from application.ports import Sessions
    from interfaces.cli.session import Session

ADDRESS = "ONRECORD_PUBLIC_URL"


def options(parser: argparse.ArgumentParser, words: Help) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help=words.say("option-host"))
    parser.add_argument("--port", type=int, default=8000, metavar="PORT", help=words.say("option-port"))


def run(session: Session) -> int:
    asked = session.options
    with listening(asked.host, asked.port) as listener:
        port = listener.getsockname()[1]
        os.environ.setdefault(ADDRESS, f"http://{asked.host}:{port}")
        return served(session, listener)


def served(session: Session, listener: socket.socket) -> int:
    """Until somebody stops it."""
    import uvicorn

    from infrastructure.bootstrap import broker_in_use, check_broker, environment, open_door
    from interfaces.web.app import build_web
    from workers.embedded import ringing

    settings = environment()
    check_broker(settings)
    app, sessions = session.app, open_door()
    web = build_web(app, sessions, lambda: broker_in_use(settings))
    config = uvicorn.Config(
        web,
        log_level="warning",
        forwarded_allow_ips=list(settings.trusted_proxies),
    )
    server = uvicorn.Server(config)
    welcome(session, sessions, settings.public_url)
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, leave)
    with followed(app), nullcontext() if settings.broker_url else ringing(app):
        server.run(sockets=[listener])
    return 0 if server.started else 1


def listening(host: str, port: int) -> socket.socket:
    """The door, held open before anybody is told of it. Refuses ``port-busy`` and ``address-unusable``."""
    from domain.messages import Refused

    if not 0 <= port <= 65535:
        raise Refused("address-unusable", host=host, port=port)
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except OSError as unknown:
        raise Refused("address-unusable", host=host, port=port) from unknown
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as closed:
        listener.close()
        if closed.errno == errno.EADDRINUSE:
            raise Refused("port-busy", host=host, port=port, next=port + 1) from closed
        raise Refused("address-unusable", host=host, port=port) from closed
    return listener


def welcome(session: Session, sessions: Sessions, address: str) -> None:
    """The address; in a demonstration also a way in for each role."""
    from application.projections.persons import offices
    from interfaces.cli.doors import doors, told

    demo = session.app.settings.mode == "demo"
    found = doors(session, sessions, session.app.ask(offices), address) if demo else []
    session.show(
        {"address": address, "sign_in": found},
        lambda: (session.say("show.serving", address=address), *(told(session, found) if found else ())),
    )


def leave(number: int, frame: object) -> None:
    """The server has let its requests end, and hands the signal on: the rest of the house follows."""
    raise SystemExit(0)


@contextmanager
def followed(app: App) -> Iterator[None]:
    """Read models and reactions keep up while in the block."""
    stop = threading.Event()
    following = threading.Thread(target=app.follow, args=(stop,), name="follower")
    following.start()
    try:
        yield
    finally:
        stop.set()
        following.join()
