"""On which database is measured? A durable PostgreSQL of the run's own, each job in fresh databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infrastructure.eventstore.store import RecordStore
    from tests.servers import Postgres


class NoServer(Exception):
    """There is no PostgreSQL to measure on; the text says what was looked for."""


@dataclass
class Ground:
    """What a job stands on: so many seconds for its rounds, databases, a folder, perhaps other engines."""

    seconds: float
    folder: Path
    keeps: ExitStack
    peers: Path | None = None
    """The Python of the environment in which other engines stand, where they were asked for."""
    _server: list[Postgres] = field(default_factory=list)

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The address of a database without any table."""
        with self._postgres().database() as url:
            yield url

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a database with the tables of the record."""
        from infrastructure.migrations import migrate

        with self.empty_database() as url:
            migrate(url)
            yield url

    @contextmanager
    def store(self) -> Iterator[tuple[RecordStore, str]]:
        """An open store that lost none of its durability, and its address."""
        from infrastructure.eventstore.opening import open_store

        with self.database() as url:
            store = open_store(url, self.folder)
            try:
                yield store, url
            finally:
                store.close()

    def _postgres(self) -> Postgres:
        """Started when the first job asks, for all jobs of the run."""
        if not self._server:
            try:
                from tests.servers import postgres

                self._server.append(self.keeps.enter_context(postgres(durable=True)))
            except (ImportError, LookupError) as missing:
                raise NoServer(str(missing)) from missing
        return self._server[0]
