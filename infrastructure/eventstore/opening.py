"""Which store does an address open, and is it fit to be written?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from infrastructure.eventstore.ledger import Ledger
from infrastructure.eventstore.refusals import StoreRefused, refuse_library_switches, refuse_revision
from infrastructure.eventstore.store import RecordStore
from infrastructure.migrations import SQLITE, migrate, revisions, sqlite_revision


def open_store(database_url: str, data: Path, *, unsafe: bool = False) -> RecordStore:
    """``sqlite:///file`` (relative to ``data``; migrates itself), ``postgresql://…`` or ``memory:``.

    Raises StoreRefused. ``unsafe`` opens a store whose settings may lose facts, names them in ``faults`` and
    warns.
    """
    refuse_library_switches(os.environ)
    store = RecordStore(_opener(database_url, data, unsafe))
    if store.faults:
        _warn(store)
    return store


def _opener(url: str, data: Path, unsafe: bool) -> Callable[[], Ledger]:
    if url == "memory:":
        return _memory()
    if url.startswith(SQLITE):
        return _sqlite(data / url.removeprefix(SQLITE), unsafe)
    scheme, _, rest = url.partition("://")
    if scheme.partition("+")[0] in {"postgresql", "postgres"}:
        return _postgres(f"postgresql://{rest}", unsafe)
    raise StoreRefused("unknown-url", scheme=scheme)


def _memory() -> Callable[[], Ledger]:
    from infrastructure.eventstore.memory import MemoryLedger

    ledger = MemoryLedger()
    return lambda: ledger


def _sqlite(path: Path, unsafe: bool) -> Callable[[], Ledger]:
    from infrastructure.eventstore.sqlite import SQLiteLedger

    found = sqlite_revision(path)
    if found is None or found in revisions()[:-1]:
        migrate(f"{SQLITE}{path}")
    else:
        refuse_revision(found, revisions())
    return lambda: SQLiteLedger(path, unsafe=unsafe)


def _postgres(url: str, unsafe: bool) -> Callable[[], Ledger]:
    from infrastructure.eventstore.postgres import PostgresLedger

    return lambda: PostgresLedger(url, unsafe=unsafe)


def _warn(store: RecordStore) -> None:
    import structlog

    log = structlog.get_logger()
    for fault in store.faults:
        log.warning("store.unsafe", **fault.facts)
