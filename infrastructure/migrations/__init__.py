"""Who makes the tables, and at which revision does a store stand?

Revisions are the files of ``versions/``, in the order of their names. Alembic is imported only to migrate: an
embedded store that is up to date opens without it.
"""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
SQLITE = "sqlite:///"
TRIES, PAUSE = 200, 0.05


def revisions() -> list[str]:
    """This code's revisions, oldest first."""
    return sorted(file.stem.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*.py"))


def migrate(url: str) -> None:
    """Bring ``sqlite:///path`` or ``postgresql://…`` to the last revision; several at once wait in line."""
    if not url.startswith(SQLITE):
        return _upgrade("postgresql+psycopg://" + url.partition("://")[2])
    path = Path(url.removeprefix(SQLITE))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        if sqlite_revision(path) != revisions()[-1]:
            _write_ahead(path)
            _upgrade(url)
    return None


def _write_ahead(path: Path) -> None:
    """Once, before anybody uses the file: later, the switch would meet readers, whom no timeout outwaits."""
    with closing(sqlite3.connect(path)) as connection:
        for _ in range(TRIES):
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")
                return
            time.sleep(PAUSE)
        connection.execute("PRAGMA journal_mode = WAL")


def sqlite_revision(path: Path) -> str | None:
    """The revision of a SQLite file, None where it holds no tables of ours."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if tables.fetchone() is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_name(path.name + ".migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _upgrade(url: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["url"] = url
    command.upgrade(config, "head")
